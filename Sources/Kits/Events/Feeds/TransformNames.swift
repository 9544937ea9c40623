import Vocabulary

/// The names of the transforms in definition files, and what arguments each takes.
enum TransformNames {
    /// Why a step is not a transform: where in the rule, what is wrong, and what may be meant.
    struct Refusal: Error {
        var offset: Int
        var message: String
        var suggestion: String?
    }

    /// Every name with the form of its arguments, in the order of docs/feeds.md.
    static let forms: [(name: String, arguments: String)] = [
        ("timestamp", "(FORMAT)?"), ("address", ""), ("network", ""), ("integer", ""), ("real", ""), ("boolean", ""), ("nonzero", ""),
        ("none", "(TEXT, ...)"), ("lower", ""), ("upper", ""), ("trim", ""), ("host-name", ""), ("url", ""), ("refang", ""),
        ("url-part", "(PART)"), ("split", "(SEPARATOR, INDEX)"), ("endpoint-host", ""), ("endpoint-port", ""),
        ("map", "(TEXT = TEXT, ..., else = TEXT)"), ("capture", "(PATTERN)"), ("replace", "(TEXT, TEXT)"), ("prefix", "(TEXT)"),
        ("suffix", "(TEXT)"), ("value", "(TEXT)"), ("unpad", ""), ("printable", ""), ("json", ""),
        ("containing", "(NEEDLE, FOUND, OTHERWISE)"),
        ("cve-list", ""), ("base64", ""),
        ("base64-decoded", ""), ("hash", "(md5 | sha1 | sha256)"),
    ]

    /// The transform that a step of a rule names.
    static func transform(_ step: RuleText.Step) throws(Refusal) -> Transform {
        let arguments = step.arguments
        switch step.name.text {
        case "map": return try map(step)
        case let name where arguments.contains { $0.name != nil } && forms.contains { $0.name == name }:
            throw Refusal(offset: arguments.first { $0.name != nil }?.offset ?? 0, message: "“\(name)” takes no arguments with names.")
        case "timestamp":
            guard arguments.count <= 1 else { throw wrongCount(step) }
            if let format = arguments.first { try checkTimestamp(format) }
            return .timestamp(format: arguments.first?.text)
        case "none":
            guard !arguments.isEmpty else { throw wrongCount(step) }
            return .none(of: arguments.map(\.text))
        case "url-part":
            let part = try one(step)
            guard let known = Transform.URLPart(rawValue: part.text) else {
                throw Refusal(
                    offset: part.offset, message: "A URL has no part “\(part.text)”.",
                    suggestion: NearestName.suggestion(for: part.text, among: Transform.URLPart.allCases.map(\.rawValue)))
            }
            return .urlPart(known)
        case "split":
            guard arguments.count == 2 else { throw wrongCount(step) }
            guard let index = Int(arguments[1].text) else {
                throw Refusal(
                    offset: arguments[1].offset, message: "“\(arguments[1].text)” is no whole number.",
                    suggestion: "The first part is 0, the last -1.")
            }
            guard !arguments[0].text.isEmpty else { throw Refusal(offset: arguments[0].offset, message: "The separator is empty.") }
            return .split(separator: arguments[0].text, index: index)
        case "capture":
            let pattern = try one(step)
            do {
                _ = try Regex(pattern.text)
            } catch {
                throw Refusal(offset: pattern.offset, message: "“\(pattern.text)” is not a regular expression: \(Self.reason(error)).")
            }
            return .capture(pattern.text)
        case "replace":
            guard arguments.count == 2 else { throw wrongCount(step) }
            guard !arguments[0].text.isEmpty else { throw Refusal(offset: arguments[0].offset, message: "The text to replace is empty.") }
            return .replace(arguments[0].text, with: arguments[1].text)
        case "prefix": return .prefix(try one(step).text)
        case "suffix": return .suffix(try one(step).text)
        case "value": return .value(try one(step).text)
        case "containing":
            guard arguments.count == 2 || arguments.count == 3 else { throw wrongCount(step) }
            return .containing(arguments[0].text, found: arguments[1].text, otherwise: arguments.count == 3 ? arguments[2].text : nil)
        case "hash":
            let name = try one(step)
            guard let length = ["md5": 32, "sha1": 40, "sha256": 64][name.text] else {
                throw Refusal(
                    offset: name.offset, message: "“\(name.text)” is no hash that an event can hold.",
                    suggestion: "It is one of: md5, sha1, sha256.")
            }
            return .hash(length: length)
        case let name:
            guard let plain = plain[name] else {
                throw Refusal(
                    offset: step.name.offset, message: "There is no transform “\(name)”.",
                    suggestion: NearestName.suggestion(for: name, among: forms.map(\.name)))
            }
            guard arguments.isEmpty else { throw wrongCount(step) }
            return plain
        }
    }

    private static let plain: [String: Transform] = [
        "address": .address, "network": .network, "integer": .integer, "real": .real, "boolean": .boolean, "nonzero": .nonzero,
        "unpad": .unpad, "printable": .printable, "json": .json, "lower": .lower, "upper": .upper, "trim": .trim, "host-name": .hostName,
        "url": .url,
        "refang": .refang,
        "endpoint-host": .endpointHost, "endpoint-port": .endpointPort, "cve-list": .cveList, "base64": .base64,
        "base64-decoded": .base64Decoded,
    ]

    private static func map(_ step: RuleText.Step) throws(Refusal) -> Transform {
        var table: [String: String] = [:]
        var otherwise: String?
        for argument in step.arguments {
            guard let name = argument.name else {
                throw Refusal(offset: argument.offset, message: "“map” takes pairs such as `drone = infected-system`.")
            }
            if name.text == "else" {
                otherwise = argument.text
            } else if table.updateValue(argument.text, forKey: name.text.lowercased()) != nil {
                throw Refusal(offset: name.offset, message: "“\(name.text)” stands twice in this map.")
            }
        }
        guard !table.isEmpty else { throw wrongCount(step) }
        return .map(table, otherwise: otherwise)
    }

    private static func one(_ step: RuleText.Step) throws(Refusal) -> RuleText.Argument {
        guard step.arguments.count == 1, let argument = step.arguments.first else { throw wrongCount(step) }
        return argument
    }

    private static func wrongCount(_ step: RuleText.Step) -> Refusal {
        let form = forms.first { $0.name == step.name.text }?.arguments ?? ""
        let wanted = form.isEmpty ? "takes no arguments" : "is written \(step.name.text)\(form)"
        return Refusal(offset: step.name.offset, message: "“\(step.name.text)” \(wanted).")
    }

    private static func checkTimestamp(_ format: RuleText.Argument) throws(Refusal) {
        guard TimestampFormat(name: format.text) == nil else { return }
        if let directive = TimestampFormat.strftime(format.text).unsupportedDirective {
            throw Refusal(offset: format.offset, message: "Times have no directive “\(directive)”.")
        }
        throw Refusal(
            offset: format.offset, message: "“\(format.text)” is no way to write times.",
            suggestion:
                "It is one of: automatic, iso8601, epoch-seconds, epoch-milliseconds, windows-nt, or a pattern such as \"%Y-%m-%d %H:%M\".")
    }

    private static func reason(_ error: any Error) -> String {
        let text = String(describing: error)
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
