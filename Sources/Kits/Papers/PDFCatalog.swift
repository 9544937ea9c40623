internal import Vocabulary

/// The root object of a PDF file, to which cairo cannot give a language.
enum PDFCatalog {
    /// `file` with the language of its text, and with its title shown in the window, in a new version of its root object at the end
    /// (ISO 32000-1 §7.5.6 incremental updates, §14.9.2 natural language).
    static func naming(language: LanguageTag, in file: [UInt8]) throws(PaperError) -> [UInt8] {
        guard let trailer = last("trailer", in: file), let start = last("startxref", in: file) else { throw .form("a trailer") }
        let tail = String(decoding: file[trailer...], as: UTF8.self)
        guard let root = number(after: "/Root ", in: tail), let size = number(after: "/Size ", in: tail),
            let info = number(after: "/Info ", in: tail),
            let table = number(after: "startxref", in: String(decoding: file[start...], as: UTF8.self))
        else { throw .form("a trailer of the usual form") }
        let head = Array("\n\(root) 0 obj\n".utf8)
        let search = file[..<trailer]
        guard let object = search.lastRange(of: head), let end = search[object.upperBound...].firstRange(of: Array(">>\nendobj".utf8))
        else {
            throw .form("a root object")
        }
        let body = String(decoding: search[object.upperBound..<end.lowerBound], as: UTF8.self)
        guard body.hasPrefix("<<") else { throw .form("a root object of the usual form") }

        var bytes = file
        if bytes.last != 0x0A { bytes.append(0x0A) }
        let place = bytes.count
        bytes += "\(root) 0 obj\n\(body)   /Lang (\(language.text))\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n".utf8
        let update = bytes.count
        let padded = String(repeating: "0", count: max(0, 10 - String(place).count)) + String(place)
        bytes += "xref\n\(root) 1\n\(padded) 00000 n \n".utf8
        bytes +=
            "trailer\n<< /Size \(size)\n   /Root \(root) 0 R\n   /Info \(info) 0 R\n   /Prev \(table)\n>>\nstartxref\n\(update)\n%%EOF\n"
            .utf8
        return bytes
    }

    private static func last(_ word: String, in file: [UInt8]) -> Int? {
        file[...].lastRange(of: Array(word.utf8))?.lowerBound
    }

    private static func number(after word: String, in text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard let place = bytes[...].lastRange(of: Array(word.utf8)) else { return nil }
        let digits = bytes[place.upperBound...].drop { $0 == 0x0A || $0 == 0x20 || $0 == 0x0D }.prefix { 0x30...0x39 ~= $0 }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}

extension ArraySlice<UInt8> {
    fileprivate func lastRange(of word: [UInt8]) -> Range<Int>? {
        guard count >= word.count else { return nil }
        var start = endIndex - word.count
        while start >= startIndex {
            if self[start..<start + word.count].elementsEqual(word) { return start..<start + word.count }
            start -= 1
        }
        return nil
    }

    fileprivate func firstRange(of word: [UInt8]) -> Range<Int>? {
        guard count >= word.count else { return nil }
        for start in startIndex...endIndex - word.count where self[start..<start + word.count].elementsEqual(word) {
            return start..<start + word.count
        }
        return nil
    }
}
