internal import Foundation
internal import Vocabulary
internal import Yams

/// How bad a case is, from 0 to 100, from the answers to a few questions. The questions, their weights and the values of the answers are data
/// (`Resources/score.yaml`), after the idea of the National Cyber Incident Scoring System of CISA: a weighted mean.
struct ScoreScale: Sendable, Decodable {
    struct Answer: Sendable, Decodable, Identifiable {
        let id: String
        /// 0 to 100
        let value: Int
        let title: [String: String]
    }
    struct Question: Sendable, Decodable, Identifiable {
        let id: String
        let weight: Int
        let title: [String: String]
        let answers: [Answer]
    }

    let version: Int
    /// From which score on a severity is proposed.
    let severities: [String: Int]
    let questions: [Question]

    /// Reads a scale.
    /// - Throws: ``CaseMistake/data(file:reason:)``
    static func read(_ path: String) throws -> ScoreScale {
        let scale: ScoreScale
        do {
            scale = try YAMLDecoder().decode(ScoreScale.self, from: String(contentsOfFile: path, encoding: .utf8))
        } catch {
            throw CaseMistake.data(file: path, reason: "\(error)")
        }
        for question in scale.questions {
            guard question.weight > 0, !question.answers.isEmpty, question.answers.allSatisfy({ (0...100).contains($0.value) }) else {
                throw CaseMistake.data(file: path, reason: "question \(question.id) needs a weight above 0 and answers worth 0 to 100")
            }
            let texts = [question.title] + question.answers.map(\.title)
            for code in ["az", "en", "ru"] where texts.contains(where: { $0[code] == nil }) {
                throw CaseMistake.data(file: path, reason: "question \(question.id) lacks a text in \(code)")
            }
        }
        return scale
    }

    /// The weighted mean of the answers, rounded; nil where a question has none.
    func score(_ answers: [String: String]) -> Int? {
        var (sum, weights) = (0, 0)
        for question in questions {
            guard let answer = question.answers.first(where: { $0.id == answers[question.id] }) else { return nil }
            sum += question.weight * answer.value
            weights += question.weight
        }
        guard weights > 0 else { return nil }
        return (2 * sum + weights) / (2 * weights)
    }

    /// The severity that a score stands for.
    func severity(_ score: Int) -> Severity {
        severities.sorted { $0.value > $1.value }.first { score >= $0.value }.flatMap { Severity($0.key) } ?? .info
    }

    /// Answers as the record keeps them, `question=answer` by lines.
    static func written(_ answers: [String: String]) -> String {
        answers.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
    }

    static func answers(_ text: String?) -> [String: String] {
        var answers: [String: String] = [:]
        for line in text?.split(separator: "\n") ?? [] {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { answers[parts[0]] = parts[1] }
        }
        return answers
    }
}
