extension JSONValue {
    /// A text that is the same for two values exactly if they are the same data: members in any order, escapes and numbers by what they mean.
    var canonical: String {
        var out: [UInt8] = []
        appendCanonical(to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    private func appendCanonical(to out: inout [UInt8]) {
        switch kind {
        case .object:
            out.append(0x7B)
            for member in children.sorted(by: { ($0.key ?? "") < ($1.key ?? "") }) {
                JSONEscape.write(member.key ?? "", to: &out)
                out.append(0x3A)
                member.appendCanonical(to: &out)
                out.append(0x2C)
            }
            out.append(0x7D)
        case .array:
            out.append(0x5B)
            for child in children {
                child.appendCanonical(to: &out)
                out.append(0x2C)
            }
            out.append(0x5D)
        case .text: JSONEscape.write(text ?? "", to: &out)
        case .number: out.append(contentsOf: (number.map { "\($0)" } ?? raw).utf8)
        default: out.append(contentsOf: raw.utf8)
        }
    }
}
