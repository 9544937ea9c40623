import ArgumentParser
import CSAF

struct CSAFCVSSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cvss", abstract: "Score a CVSS vector of version 2.0, 3.0, 3.1 or 4.0.",
        discussion: "EXIT STATUS:\n  0   the vector is whole\n  2   it is not; the message says what is wrong")

    @Argument(help: "The vector.") var vector: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let parsed: CVSSVector
        do throws(CVSSError) {
            parsed = try CVSSVector(vector)
        } catch {
            if output.json {
                print(JSONText.object([("vector", .text(vector)), ("valid", .flag(false)), ("error", .text("\(error)"))]).line)
            } else {
                Terminal.note("\(error)")
            }
            throw Exit.withMistakes
        }
        let scores = parsed.scores
        if output.json {
            func real(_ number: Double?) -> JSONText { number.map { .real($0) } ?? .null }
            print(
                JSONText.object([
                    ("vector", .text(parsed.description)), ("valid", .flag(true)), ("version", .text(parsed.version.rawValue)),
                    ("base", .real(scores.base)), ("temporal", real(scores.temporal)), ("environmental", real(scores.environmental)),
                    ("score", .real(scores.overall)), ("severity", .text(scores.severity.rawValue)),
                    ("metrics", .object(parsed.properties.map { ($0.name, .text($0.value)) })),
                ]).line)
            return
        }
        print("\(Terminal.bold("\(scores.overall) \(scores.severity.rawValue)"))  CVSS \(parsed.version.rawValue)")
        var table = TextTable(["metric", "", "answer"])
        for metric in parsed.version.metrics {
            guard let value = parsed[metric.abbreviation], let answer = metric.values.first(where: { $0.abbreviation == value }) else {
                continue
            }
            table.add(["\(metric.abbreviation):\(value)", metric.name, answer.name.lowercased().replacing("_", with: " ")])
        }
        print(table.text)
        if parsed.version != .v4_0 {
            print(
                "base \(scores.base)" + (scores.temporal.map { ", temporal \($0)" } ?? "")
                    + (scores.environmental.map { ", environmental \($0)" } ?? ""))
        } else if scores.base != scores.overall {
            print("base metrics alone \(scores.base) \(scores.baseSeverity.rawValue)")
        }
    }
}
