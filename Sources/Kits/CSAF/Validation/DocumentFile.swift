/// The file a document is published in (CSAF §5.1).
public enum DocumentFile {
    /// The name of the file of a document: its identifier in lower case, every run of other characters than `a-z`, `0-9`, `+` and `-`
    /// replaced by one underscore.
    public static func name(forID id: String) -> String {
        var name: [UInt8] = []
        for byte in id.lowercased().utf8 {
            if StringForm.isLower(byte) || StringForm.isDigit(byte) || byte == 0x2B || byte == 0x2D {
                name.append(byte)
            } else if name.last != 0x5F {
                name.append(0x5F)
            }
        }
        return String(decoding: name, as: UTF8.self) + ".json"
    }
}
