/// Pieces of questions in the query language, for links.
enum QueryText {
    /// `field:value`, the value in quotation marks where it must be.
    static func term(_ field: String, _ value: String) -> String { "\(field):\(quoted(value))" }

    /// `field:(a,b)`
    static func term(_ field: String, anyOf values: [String]) -> String {
        values.count == 1 ? term(field, values[0]) : "\(field):(\(values.map(quoted).joined(separator: ",")))"
    }

    /// A value as it must be written: letters, digits and what occurs in names of types, feeds, hosts and addresses stand alone.
    static func quoted(_ value: String) -> String {
        let isPlain =
            !value.isEmpty && value.first != "-"
            && value.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: ":"):
                    true
                default: byte >= 0x80
                }
            } && !value.contains("..")
        guard !isPlain else { return value }
        var text = "\""
        for character in value {
            if character == "\"" || character == "\\" { text += "\\" }
            text.append(character)
        }
        return text + "\""
    }
}
