internal import Foundation
public import Vocabulary
internal import Yams

/// What the reporting office is told in `<data>/reporting.yaml`; without the file it works with what the program brings along.
public struct ReportingSettings: Sendable {
    /// A number to call.
    public struct Number: Sendable, Hashable {
        /// Whose it is, by language code.
        public let names: [String: String]
        /// As it is dialled.
        public let phone: String

        func name(in code: String) -> String { names[code] ?? names["en"] ?? names.values.sorted().first ?? phone }
    }

    /// Numbers by path of care; those under `all` are shown with every one.
    public var numbers: [String: [Number]] = [:]
    /// Laws under which organisations report.
    public var laws: [DutyLaw] = []
    /// Bytes of all files of one report.
    public var uploadLimit = 128 << 20
    /// Where alarms of the answer clock are mailed; nil for nowhere.
    public var alarmAddress: EmailAddress?

    /// The numbers of a path of care, the nearest first.
    func numbers(for path: CarePath) -> [Number] { (numbers[path.rawValue] ?? []) + (numbers["all"] ?? []) }

    /// Reads the laws that come with the program and, where it is there, the centre's own file; what stands in that replaces the other.
    /// - Throws: ``ReportingMistake/settings(path:reason:)``
    public static func read(data: String, shipped: String) throws -> ReportingSettings {
        var settings = ReportingSettings()
        try settings.take(shipped)
        let own = data + "/reporting.yaml"
        if FileManager.default.fileExists(atPath: own) { try settings.take(own) }
        return settings
    }

    private mutating func take(_ path: String) throws {
        let file: File
        do {
            file = try YAMLDecoder().decode(File.self, from: try String(contentsOfFile: path, encoding: .utf8))
        } catch let error as DecodingError {
            throw ReportingMistake.settings(path: path, reason: Self.words(error))
        } catch {
            throw ReportingMistake.settings(path: path, reason: "\(error)")
        }
        if let numbers = file.numbers {
            let known = Set(CarePath.allCases.map(\.rawValue) + ["all"])
            if let strange = numbers.keys.sorted().first(where: { !known.contains($0) }) {
                throw ReportingMistake.settings(
                    path: path, reason: "numbers.\(strange): there is \(known.sorted().joined(separator: ", "))")
            }
            self.numbers = numbers.mapValues { $0.map { Number(names: $0.name, phone: $0.phone) } }
        }
        if let laws = file.laws {
            do {
                self.laws = try laws.map { try $0.law() }
            } catch {
                throw ReportingMistake.settings(path: path, reason: "\(error)")
            }
        }
        if let megabytes = file.uploadMegabytes { uploadLimit = max(1, min(megabytes, 2_048)) << 20 }
        if let address = file.alarmAddress {
            guard let address = EmailAddress(address) else {
                throw ReportingMistake.settings(path: path, reason: "alarmAddress: \(address) is no mail address")
            }
            alarmAddress = address
        }
    }

    private static func words(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "\((context.codingPath + [key]).map(\.stringValue).joined(separator: ".")) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")): \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }

    private struct File: Decodable {
        struct Call: Decodable {
            let name: [String: String]
            let phone: String
        }
        let numbers: [String: [Call]]?
        let laws: [DutyLaw.Written]?
        let uploadMegabytes: Int?
        let alarmAddress: String?
    }
}
