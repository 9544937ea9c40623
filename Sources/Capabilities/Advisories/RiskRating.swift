internal import Vocabulary

/// How likely harm is and how great it would be: ten questions on the chance, five on the damage, as NCSC-NL asks them. A level that
/// differs from the answers needs a written reason.
struct RiskRating: Codable, Sendable, Hashable {
    enum Level: Int, Codable, Sendable, Hashable, CaseIterable, Comparable {
        case low, medium, high

        var name: String {
            switch self {
            case .low: "low"
            case .medium: "medium"
            case .high: "high"
            }
        }

        init?(name: String) {
            guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = level
        }

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// A question and what each answer weighs; the texts are `advisories.rating.<name>.…`.
    struct Question: Sendable, Hashable {
        let name: String
        let weights: [Int]
    }

    static let chance = [
        Question(name: "standard", weights: [1, 3]), Question(name: "exploit", weights: [1, 4, 6]),
        Question(name: "details", weights: [1, 2, 3]), Question(name: "access", weights: [1, 4, 6]),
        Question(name: "credentials", weights: [1, 2, 4]), Question(name: "complexity", weights: [1, 2, 3]),
        Question(name: "interaction", weights: [1, 3, 4]), Question(name: "exploited", weights: [1, 2, 3]),
        Question(name: "expected", weights: [1, 3]), Question(name: "solution", weights: [1, 2, 3]),
    ]

    static let damage = [
        Question(name: "denial", weights: [0, 1, 2]), Question(name: "code", weights: [0, 1, 2]),
        Question(name: "rights", weights: [0, 1, 2]), Question(name: "escalation", weights: [0, 1]),
        Question(name: "leak", weights: [0, 1, 2]),
    ]

    /// By the name of the question, the place of the answer.
    var answers: [String: Int] = [:]
    /// What the writer says, where it differs from the answers.
    var chosenChance: Level?
    var chosenDamage: Level?
    /// Why it differs.
    var reason = ""

    /// Questions that wait for an answer.
    var open: [Question] { (Self.chance + Self.damage).filter { answers[$0.name].map($0.weights.indices.contains) != true } }

    private func weights(_ questions: [Question]) -> [Int]? {
        var all: [Int] = []
        for question in questions {
            guard let answer = answers[question.name], question.weights.indices.contains(answer) else { return nil }
            all.append(question.weights[answer])
        }
        return all
    }

    /// The sum of the ten answers, 10 to 38: below 19 low, from 28 on high. nil while one is open.
    var computedChance: Level? {
        weights(Self.chance).map { all in
            let sum = all.reduce(0, +)
            return sum < 19 ? .low : sum < 28 ? .medium : .high
        }
    }

    /// The greatest of the five answers.
    var computedDamage: Level? { weights(Self.damage).flatMap { $0.max() }.flatMap(Level.init(rawValue:)) }

    var chanceLevel: Level? { chosenChance ?? computedChance }
    var damageLevel: Level? { chosenDamage ?? computedDamage }

    /// Whether a chosen level is not the one that follows from the answers.
    var deviates: Bool {
        (chosenChance != nil && chosenChance != computedChance) || (chosenDamage != nil && chosenDamage != computedDamage)
    }

    /// Whether it can be handed in.
    var isWhole: Bool { open.isEmpty && (!deviates || !reason.isEmpty) }

    /// The severity that chance and damage come to.
    var severity: Severity? {
        guard let chance = chanceLevel, let damage = damageLevel else { return nil }
        switch chance.rawValue + damage.rawValue {
        case 4: return .critical
        case 3: return .high
        case 2: return .medium
        case 1: return .low
        default: return .info
        }
    }
}
