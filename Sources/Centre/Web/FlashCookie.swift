/// Carries a sentence to the next page.
enum FlashCookie {
    static let name = "__Host-keshik-flash"
    static let cleared = "\(name)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"

    static func keeping(_ flash: Flash) -> String {
        let text = Token.base64URL(Array(flash.text.utf8.prefix(1500)))
        return "\(name)=\(flash.kind.rawValue).\(text); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60"
    }

    /// The sentence of a cookie; it is only ever shown as text.
    static func read(_ value: String) -> Flash? {
        let parts = value.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let kind = Flash.Kind(rawValue: String(parts[0])), let bytes = Token.bytes(base64URL: parts[1]) else {
            return nil
        }
        return Flash(kind, String(decoding: bytes, as: UTF8.self))
    }
}

/// The header that makes a browser save an answer (RFC 6266, RFC 8187).
enum Disposition {
    static func attachment(_ name: String) -> String {
        let plain = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_. ".contains($0)) ? $0 : "_" })
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Form.encoded(name))"
    }
}

/// A problem as programs read it (RFC 9457).
struct ProblemDetails {
    let title: String
    let status: Int
    let detail: String
    let instance: String

    var json: [UInt8] {
        let fields = [("title", title), ("detail", detail), ("instance", instance)].map { "\"\($0)\":\(JSON.quoted($1))" }
        return Array("{\"type\":\"about:blank\",\"status\":\(status),\(fields.joined(separator: ","))}\n".utf8)
    }
}

/// Text as JSON writes it (RFC 8259 section 7).
public enum JSON {
    /// A text with its quotation marks.
    public static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                result += "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2) + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
