/// Values of header fields, which come from feeds and strangers as often as from us.
public enum HeaderText {
    /// The longest value, in bytes of UTF-8.
    public static let limit = 2000

    /// The text on one line: line breaks and control characters become blanks, several blanks one, and none stands at either end.
    /// What is longer than `limit` bytes is cut between characters and ends in `…`.
    public static func singleLine(_ text: String, limit: Int = HeaderText.limit) -> String {
        var line = ""
        var isBlank = true
        for scalar in text.unicodeScalars {
            if isControl(scalar) || scalar == " " {
                if !isBlank { line.unicodeScalars.append(" ") }
                isBlank = true
            } else {
                line.unicodeScalars.append(scalar)
                isBlank = false
            }
        }
        if line.hasSuffix(" ") { line.removeLast() }
        guard line.utf8.count > limit else { return line }
        var room = limit - 3
        let kept = line.prefix { character in
            room -= character.utf8.count
            return room >= 0
        }
        return kept + "…"
    }

    /// Refuses what cannot stand in a header, or what some program down the line may take for a line break.
    static func check(_ text: String, field: String) throws(MailRefusal) {
        guard !text.unicodeScalars.contains(where: isControl) else { throw .controlCharacter(field: field) }
        guard text.utf8.count <= limit else { throw .tooLong(field: field, limit: limit) }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
        default: false
        }
    }
}
