/// Ways through a document (RFC 6901).
public enum JSONPointer {
    /// A name as it stands in a pointer.
    public static func escaped(_ name: String) -> String {
        var out = ""
        for character in name {
            switch character {
            case "~": out += "~0"
            case "/": out += "~1"
            default: out.append(character)
            }
        }
        return out
    }

    static func unescaped(_ part: Substring) -> String {
        guard part.contains("~") else { return String(part) }
        var out = ""
        var isEscape = false
        for character in part {
            if isEscape {
                out.append(character == "1" ? "/" : "~")
                isEscape = false
            } else if character == "~" {
                isEscape = true
            } else {
                out.append(character)
            }
        }
        return out
    }
}

extension JSONValue {
    /// The value at a pointer below this one; `nil` if nothing stands there.
    public func value(at pointer: String) -> JSONValue? {
        guard !pointer.isEmpty else { return self }
        guard pointer.hasPrefix("/") else { return nil }
        var value = self
        for part in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let next = value.isArray ? Int(part).flatMap { value[$0] } : value.member(JSONPointer.unescaped(part))
            guard let next else { return nil }
            value = next
        }
        return value
    }
}
