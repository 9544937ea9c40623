import Foundation
import Logging
import Vocabulary

/// Writes an event of the log as one line of `key=value`, which the journal keeps and log processors read. What strangers wrote stays
/// within its value: control characters, and among them line ends, are escaped (OWASP: log injection).
struct LogLines: LogHandler {
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    let write: @Sendable (String) -> Void

    init(label: String, logLevel: Logger.Level, write: @escaping @Sendable (String) -> Void) {
        self.label = label
        self.logLevel = logLevel
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let given = metadataProvider?.get() { all.merge(given) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        write(Self.line(at: Settings.now().iso8601, event.level, label, "\(event.message)", all))
    }

    static func line(at time: String, _ level: Logger.Level, _ label: String, _ message: String, _ metadata: Logger.Metadata) -> String {
        let fields = metadata.sorted { $0.key < $1.key }.map { " \(key($0.key))=\(value("\($0.value)"))" }
        return "time=\(time) level=\(level) logger=\(value(label)) message=\(value(message))\(fields.joined())\n"
    }

    private static func key(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
    }

    /// As it is where it is plain, else in quotes.
    private static func value(_ text: String) -> String {
        let isPlain =
            !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F && $0 != "\"" && $0 != "=" && $0 != "\\" }
        if isPlain { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default:
                // Also what changes the direction of a line, or ends it elsewhere.
                let isHidden =
                    scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
                    || scalar.properties.generalCategory == .lineSeparator || scalar.properties.generalCategory == .paragraphSeparator
                quoted += isHidden ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
            }
        }
        return quoted + "\""
    }
}
