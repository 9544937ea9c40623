/// Cells of comma separated values (RFC 4180) that a spreadsheet can open without running anything.
///
/// Everything that leaves as CSV goes through here. A cell that a spreadsheet would take for a formula, because it begins with `=`, `+`, `-`, `@`, a tab or a line end (or one of
/// the full-width forms of these signs), gets an apostrophe in front (OWASP, CSV Injection). Numbers such as `-12.5` stay as they are.
public enum CSVCell {
    /// What ends a line.
    public static let lineEnd = "\r\n"

    /// A text as a cell: guarded, and quoted where it must be.
    public static func text(_ value: String) -> String {
        let guarded = guarded(value)
        guard guarded.utf8.contains(where: needsQuotes) else { return guarded }
        return "\"" + guarded.replacing("\"", with: "\"\"") + "\""
    }

    /// Cells as a line with its end.
    public static func line(_ cells: some Sequence<String>) -> String { cells.map(text).joined(separator: ",") + lineEnd }

    /// A text with an apostrophe in front where a spreadsheet would take it for a formula.
    public static func guarded(_ value: String) -> String { isFormula(value) ? "'" + value : value }

    /// True for a text that a spreadsheet would take for a formula.
    public static func isFormula(_ value: String) -> Bool {
        guard let first = value.unicodeScalars.first else { return false }
        switch first {
        case "=", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return true
        case "+", "-": return !isNumber(value.utf8.dropFirst())
        default: return false
        }
    }

    /// Appends a text in UTF-8 as a cell.
    public static func append(_ value: some Collection<UInt8>, to bytes: inout [UInt8]) {
        guard let first = value.first else { return }
        // Only the full-width signs begin with this byte; they are rare enough to look at as text.
        let mayBeFormula = first == 0x3D || first == 0x2B || first == 0x2D || first == 0x40 || first == 0xEF || first < 0x20
        let isFormula =
            mayBeFormula && isFormula(String(decoding: value.prefix(first == 0x2B || first == 0x2D ? value.count : 4), as: UTF8.self))
        guard value.contains(where: needsQuotes) else {
            if isFormula { bytes.append(0x27) }
            bytes.append(contentsOf: value)
            return
        }
        bytes.append(0x22)
        if isFormula { bytes.append(0x27) }
        for byte in value {
            if byte == 0x22 { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    /// A semicolon parts cells where the comma is the decimal sign: what stands behind one would be a cell of its own there.
    @inline(__always)
    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D || byte == 0x3B
    }

    /// True for digits with at most one point and one exponent.
    private static func isNumber(_ text: some Sequence<UInt8>) -> Bool {
        var (digits, hasPoint, hasExponent) = (0, false, false)
        var last: UInt8 = 0
        for byte in text {
            switch byte {
            case 0x30...0x39: digits += 1
            case 0x2E:
                if hasPoint || hasExponent { return false }
                hasPoint = true
            case 0x45, 0x65:
                if hasExponent || digits == 0 { return false }
                (hasExponent, digits) = (true, 0)
            case 0x2B, 0x2D: if last != 0x45 && last != 0x65 { return false }
            default: return false
            }
            last = byte
        }
        return digits > 0
    }
}
