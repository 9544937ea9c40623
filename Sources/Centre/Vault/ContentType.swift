/// What a file is by its content. Its name and what a browser says of it are never asked.
public struct ContentType: Sendable, Hashable {
    /// How careful one must be with it.
    public enum Danger: String, Sendable, Hashable {
        /// Text, pictures, recordings.
        case low
        /// It may hold scripts, macros, links or other files.
        case active
        /// It is a program.
        case program
    }

    /// `application/pdf`
    public let media: String
    /// What people call it in every language: `PDF`, `ZIP`, `Windows program`.
    public let label: String
    /// How careful one must be with it.
    public let danger: Danger
    /// Media types that it could be read as, too: such a file is made to be taken for something it is not.
    public let also: [String]

    /// With its values.
    public init(_ media: String, _ label: String, _ danger: Danger, also: [String] = []) {
        self.media = media
        self.label = label
        self.danger = danger
        self.also = also
    }

    /// Nothing that is known.
    public static let unknown = ContentType("application/octet-stream", "binary", .active)
}

/// The bytes of a file by which it is known: its first 4 KiB and its last 1 KiB.
struct ContentSample {
    private static let headSize = 4_096
    private static let tailSize = 1_024
    private var head: [UInt8] = []
    private var tail: [UInt8] = []
    private var size = 0

    mutating func take(_ bytes: ArraySlice<UInt8>) {
        if head.count < ContentSample.headSize { head.append(contentsOf: bytes.prefix(ContentSample.headSize - head.count)) }
        size += bytes.count
        if bytes.count >= ContentSample.tailSize {
            tail = Array(bytes.suffix(ContentSample.tailSize))
        } else {
            tail.append(contentsOf: bytes)
            if tail.count > ContentSample.tailSize { tail.removeFirst(tail.count - ContentSample.tailSize) }
        }
    }

    /// What they show the file to be.
    var type: ContentType {
        guard !head.isEmpty else { return ContentType("application/x-empty", "empty", .low) }
        let known = ContentSignature.all.first { $0.matches(head) }
        let first = known.map(refined) ?? text ?? .unknown
        let also = others(than: first)
        return also.isEmpty ? first : ContentType(first.media, first.label, first.danger == .low ? .active : first.danger, also: also)
    }

    /// A container is known by what it holds.
    private func refined(_ signature: ContentSignature) -> ContentType {
        guard signature.type.media == "application/zip" else { return signature.type }
        for (needle, type) in ContentSignature.withinZip where holds(needle, in: head) { return type }
        return signature.type
    }

    private var text: ContentType? {
        // Up to three bytes of a letter may be cut off at the end of the sample.
        let isText = (0...3).contains { cut in
            cut < head.count && String(validating: head.dropLast(cut), as: UTF8.self) != nil
        }
        guard isText, !head.contains(0) else { return nil }
        let start = String(decoding: head.prefix(1_024), as: UTF8.self).trimmed.lowercased()
        if start.hasPrefix("<?xml") || start.hasPrefix("<svg") {
            return start.contains("<svg")
                ? ContentType("image/svg+xml", "SVG", .active) : ContentType("application/xml", "XML", .active)
        }
        if ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe"].contains(where: start.hasPrefix) {
            return ContentType("text/html", "HTML", .active)
        }
        if start.hasPrefix("{\\rtf") { return ContentType("application/rtf", "RTF", .active) }
        if start.hasPrefix("#!") { return ContentType("text/x-script", "script", .program) }
        if start.hasPrefix("{") || start.hasPrefix("[") { return ContentType("application/json", "JSON", .low) }
        if ["received:", "return-path:", "delivered-to:", "from:", "message-id:", "mime-version:", "date:"].contains(where: start.hasPrefix)
        {
            return ContentType("message/rfc822", "mail", .active)
        }
        return ContentType("text/plain", "text", .low)
    }

    private func others(than type: ContentType) -> [String] {
        var also: [String] = []
        if type.media != "application/pdf", holds("%PDF-", in: head.prefix(1_100)) { also.append("application/pdf") }
        let isZip = ContentSignature.withinZip.contains { $0.type == type } || type.media == "application/zip"
        if !isZip, holds("PK\u{5}\u{6}", in: tail) { also.append("application/zip") }
        if type.danger != .active, type.media != "text/plain" {
            let lower = head.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 32 : $0 }
            if holds("<script", in: lower) || holds("<html", in: lower) { also.append("text/html") }
        }
        return also
    }

    private func holds(_ needle: String, in bytes: some RandomAccessCollection<UInt8>) -> Bool {
        let needle = Array(needle.utf8)
        guard bytes.count >= needle.count else { return false }
        var index = bytes.startIndex
        let end = bytes.index(bytes.endIndex, offsetBy: -needle.count)
        while index <= end {
            if bytes[index] == needle[0], bytes[index...].starts(with: needle) { return true }
            bytes.formIndex(after: &index)
        }
        return false
    }
}
