/// What must not wait for an analyst: advice and numbers come before any question.
public enum CarePath: String, Sendable, Hashable, CaseIterable, Codable {
    /// A child is harmed or in danger.
    case childSafety = "child-safety"
    /// Somebody is threatened for what they write, say or stand up for.
    case threatenedPerson = "threatened-person"
    /// Something many depend on is failing: power, water, health, transport.
    case criticalInfrastructure = "critical-infrastructure"
    /// Money is on its way to a swindler now.
    case fraudInProgress = "fraud-in-progress"

    /// The picture beside it.
    var icon: String {
        switch self {
        case .childSafety: "people"
        case .threatenedPerson: "shield"
        case .criticalInfrastructure: "health"
        case .fraudInProgress: "exchange"
        }
    }

    /// How many steps of advice the texts have: `reporting.care.<name>.step1` …
    static let steps = 4
}
