/// Bytes at a place by which a kind of file is known, and its type.
struct ContentSignature {
    let offset: Int
    let bytes: [UInt8]
    let type: ContentType

    init(_ bytes: [UInt8], at offset: Int = 0, _ media: String, _ label: String, _ danger: ContentType.Danger) {
        self.offset = offset
        self.bytes = bytes
        type = ContentType(media, label, danger)
    }

    init(_ text: String, at offset: Int = 0, _ media: String, _ label: String, _ danger: ContentType.Danger) {
        self.init(Array(text.utf8), at: offset, media, label, danger)
    }

    func matches(_ head: [UInt8]) -> Bool {
        head.count >= offset + bytes.count && head[offset..<offset + bytes.count].elementsEqual(bytes)
    }

    /// Longer ones stand before shorter ones that begin alike.
    static let all: [ContentSignature] = [
        ContentSignature("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "application/x-eicar", "EICAR test file", .program),
        ContentSignature("%PDF-", "application/pdf", "PDF", .active),
        ContentSignature([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png", "PNG", .low),
        ContentSignature([0xFF, 0xD8, 0xFF], "image/jpeg", "JPEG", .low),
        ContentSignature("GIF87a", "image/gif", "GIF", .low),
        ContentSignature("GIF89a", "image/gif", "GIF", .low),
        ContentSignature("WEBP", at: 8, "image/webp", "WebP", .low),
        ContentSignature("ftypheic", at: 4, "image/heic", "HEIC", .low),
        ContentSignature("ftypavif", at: 4, "image/avif", "AVIF", .low),
        ContentSignature("ftyp", at: 4, "video/mp4", "MP4", .low),
        ContentSignature([0x49, 0x49, 0x2A, 0x00], "image/tiff", "TIFF", .low),
        ContentSignature([0x4D, 0x4D, 0x00, 0x2A], "image/tiff", "TIFF", .low),
        ContentSignature("OggS", "audio/ogg", "Ogg", .low),
        ContentSignature("ID3", "audio/mpeg", "MP3", .low),
        ContentSignature([0x1A, 0x45, 0xDF, 0xA3], "video/webm", "Matroska", .low),
        ContentSignature([0x50, 0x4B, 0x03, 0x04], "application/zip", "ZIP", .active),
        ContentSignature([0x50, 0x4B, 0x05, 0x06], "application/zip", "ZIP", .active),
        ContentSignature([0x1F, 0x8B], "application/gzip", "gzip", .active),
        ContentSignature("BZh", "application/x-bzip2", "bzip2", .active),
        ContentSignature([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "application/x-xz", "xz", .active),
        ContentSignature([0x28, 0xB5, 0x2F, 0xFD], "application/zstd", "Zstandard", .active),
        ContentSignature([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed", "7-Zip", .active),
        ContentSignature("Rar!\u{1A}\u{7}", "application/vnd.rar", "RAR", .active),
        ContentSignature("ustar", at: 257, "application/x-tar", "tar", .active),
        ContentSignature("MSCF", "application/vnd.ms-cab-compressed", "CAB", .active),
        ContentSignature([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "application/x-ole-storage", "Office 97", .active),
        ContentSignature("MZ", "application/vnd.microsoft.portable-executable", "Windows program", .program),
        ContentSignature([0x7F, 0x45, 0x4C, 0x46], "application/x-elf", "Linux program", .program),
        ContentSignature([0xCF, 0xFA, 0xED, 0xFE], "application/x-mach-binary", "macOS program", .program),
        ContentSignature([0xCE, 0xFA, 0xED, 0xFE], "application/x-mach-binary", "macOS program", .program),
        ContentSignature([0xCA, 0xFE, 0xBA, 0xBE], "application/java-vm", "Java program", .program),
        ContentSignature([0x64, 0x65, 0x78, 0x0A, 0x30], "application/x-dex", "Android program", .program),
        ContentSignature([0x4C, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00], "application/x-ms-shortcut", "Windows shortcut", .program),
        ContentSignature([0xD4, 0xC3, 0xB2, 0xA1], "application/vnd.tcpdump.pcap", "PCAP", .low),
        ContentSignature([0xA1, 0xB2, 0xC3, 0xD4], "application/vnd.tcpdump.pcap", "PCAP", .low),
        ContentSignature([0x0A, 0x0D, 0x0D, 0x0A], "application/x-pcapng", "PCAPNG", .low),
        ContentSignature("ElfFile\u{0}", "application/x-ms-evtx", "Windows event log", .low),
        ContentSignature("regf", "application/x-ms-registry", "Windows registry", .low),
        ContentSignature("SQLite format 3\u{0}", "application/vnd.sqlite3", "SQLite", .low),
        ContentSignature("{\\rtf", "application/rtf", "RTF", .active),
        ContentSignature("!<arch>\n", "application/x-archive", "Unix archive", .active),
        ContentSignature("-----BEGIN PGP", "application/pgp", "OpenPGP", .low),
    ]

    /// What a ZIP is where it holds files of these names near its start.
    static let withinZip: [(needle: String, type: ContentType)] = [
        ("word/", ContentType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word", .active)),
        ("xl/", ContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", .active)),
        ("ppt/", ContentType("application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint", .active)),
        ("AndroidManifest.xml", ContentType("application/vnd.android.package-archive", "Android program", .program)),
        ("META-INF/MANIFEST.MF", ContentType("application/java-archive", "Java program", .program)),
        ("mimetypeapplication/vnd.oasis.opendocument", ContentType("application/vnd.oasis.opendocument", "OpenDocument", .active)),
        ("mimetypeapplication/epub+zip", ContentType("application/epub+zip", "EPUB", .active)),
    ]
}
