/// A file's name that may be shown and written to a disk: one line, no folders, no letters that turn the direction of others (by which
/// `exe.gpj` is shown as `jpg.exe`), no names that a system keeps for itself, at most 120 characters.
enum SafeName {
    static func of(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        var kept = String.UnicodeScalarView()
        for scalar in last.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: continue
            case .spaceSeparator: kept.append(" ")
            default: kept.append("<>:\"|?*`$&;'".unicodeScalars.contains(scalar) ? "_" : scalar)
            }
        }
        var text = String(kept).trimmed
        while text.hasPrefix(".") || text.hasPrefix("-") { text.removeFirst() }
        while text.hasSuffix(".") || text.hasSuffix(" ") { text.removeLast() }
        if text.count > 120 {
            let ending = text.lastIndex(of: ".").map { text[$0...] }.flatMap { $0.count <= 12 ? String($0) : nil } ?? ""
            text = String(text.prefix(120 - ending.count)) + ending
        }
        let stem = text.split(separator: ".").first.map { $0.lowercased() } ?? ""
        let isReserved =
            ["con", "prn", "aux", "nul"].contains(stem)
            || ((stem.hasPrefix("com") || stem.hasPrefix("lpt")) && stem.count == 4 && stem.last?.isNumber == true)
        return text.isEmpty ? "file" : isReserved ? "_" + text : text
    }
}
