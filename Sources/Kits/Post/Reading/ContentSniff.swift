/// What the first bytes of a file say it is: kinds that matter for whether a file may be opened.
public enum ContentSniff {
    /// The media type; nil where the bytes say nothing. Text that is nothing else is `text/plain`.
    public static func type(of bytes: [UInt8]) -> String? {
        for (magic, type) in magics where bytes.starts(with: magic) { return type == zip ? zipType(bytes) : type }
        if bytes.count > 0x8006, bytes[0x8001...0x8005].elementsEqual("CD001".utf8) { return "application/x-iso9660-image" }
        if bytes.count > 262, bytes[257..<262].elementsEqual("ustar".utf8) { return "application/x-tar" }
        return textType(bytes)
    }

    /// Whether a file that says it is `declared` may look like `sniffed`: everything is text to those who look at letters, and a type that
    /// promises nothing is kept by anything.
    static func agrees(_ sniffed: String, with declared: String) -> Bool {
        if sniffed == declared || declared == "application/octet-stream" { return true }
        if sniffed == "text/plain" {
            return !declared.hasPrefix("image/") && !declared.hasPrefix("audio/") && declared != "application/pdf"
        }
        return sames.contains { $0.contains(sniffed) && $0.contains(declared) }
    }

    private static let zip = "application/zip"

    private static let magics: [([UInt8], String)] = [
        (Array("%PDF-".utf8), "application/pdf"), (Array("PK\u{3}\u{4}".utf8), zip), (Array("PK\u{5}\u{6}".utf8), zip),
        ([0x1F, 0x8B], "application/gzip"), (Array("BZh".utf8), "application/x-bzip2"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "application/x-xz"),
        ([0x28, 0xB5, 0x2F, 0xFD], "application/zstd"), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
        (Array("Rar!\u{1A}\u{7}".utf8), "application/vnd.rar"), (Array("MSCF".utf8), "application/vnd.ms-cab-compressed"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"), ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        (Array("GIF87a".utf8), "image/gif"), (Array("GIF89a".utf8), "image/gif"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "application/x-ole-storage"), (Array("{\\rtf".utf8), "application/rtf"),
        (Array("MZ".utf8), "application/vnd.microsoft.portable-executable"), ([0x7F, 0x45, 0x4C, 0x46], "application/x-elf"),
        ([0xCF, 0xFA, 0xED, 0xFE], "application/x-mach-binary"), ([0xCA, 0xFE, 0xBA, 0xBE], "application/java-vm"),
        ([0x4C, 0, 0, 0, 0x01, 0x14, 0x02, 0], "application/x-ms-shortcut"), (Array("#!".utf8), "text/x-script"),
        (Array("-----BEGIN PGP".utf8), "application/pgp-encrypted"),
    ]

    /// Names of one kind of file.
    private static let sames: [Set<String>] = [
        ["application/zip", "application/x-zip-compressed", "application/x-zip", "application/java-archive", "application/epub+zip"],
        ["application/gzip", "application/x-gzip", "application/x-gtar"],
        ["image/jpeg", "image/jpg", "image/pjpeg"], ["application/rtf", "text/rtf", "application/msword"],
        [
            "application/x-ole-storage", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
            "application/vnd.ms-outlook",
        ],
        ["application/pgp-encrypted", "application/pgp-signature", "application/pgp-keys", "text/plain"],
        ["text/html", "application/xhtml+xml", "text/plain"],
        ["application/xml", "text/xml", "image/svg+xml", "application/xhtml+xml", "text/plain"],
        [
            "application/vnd.microsoft.portable-executable", "application/x-msdownload", "application/x-dosexec",
            "application/x-msdos-program",
        ],
        ["application/vnd.rar", "application/x-rar-compressed", "application/x-rar"], ["text/x-script", "text/plain", "application/x-sh"],
    ]

    /// Office documents are ZIP archives whose first names tell them.
    private static func zipType(_ bytes: [UInt8]) -> String {
        let head = String(decoding: bytes.prefix(4096), as: Unicode.ASCII.self)
        let kinds = [
            ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ]
        if head.contains("mimetypeapplication/vnd.oasis.opendocument.text") { return "application/vnd.oasis.opendocument.text" }
        if head.contains("[Content_Types].xml") || head.contains("_rels/") {
            for (folder, type) in kinds where head.contains(folder) { return type }
        }
        return zip
    }

    private static func textType(_ bytes: [UInt8]) -> String? {
        guard !bytes.isEmpty, !bytes.prefix(4096).contains(where: { $0 < 0x09 || (0x0E..<0x20).contains($0) }) else { return nil }
        let head = String(decoding: bytes.prefix(1024).drop { $0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0) }, as: UTF8.self).lowercased()
        for tag in ["<!doctype html", "<html", "<script", "<head", "<body", "<iframe"] where head.hasPrefix(tag) { return "text/html" }
        if head.hasPrefix("<svg") || (head.hasPrefix("<?xml") && head.contains("<svg")) { return "image/svg+xml" }
        if head.hasPrefix("<?xml") { return head.contains("<html") ? "application/xhtml+xml" : "application/xml" }
        return String(validating: bytes.prefix(4096).dropLast(bytes.count > 4096 ? 4 : 0), as: UTF8.self) == nil && !isCut(bytes)
            ? nil : "text/plain"
    }

    /// Whether only the cut within a character makes the beginning invalid.
    private static func isCut(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 4096 else { return false }
        return (1...7).contains { String(validating: bytes.prefix(4096).dropLast($0), as: UTF8.self) != nil }
    }
}
