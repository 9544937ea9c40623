import CGMime

/// A mail or part as it was sent, cut where the standard cuts it: signatures are on bytes, not on what a program makes of them.
struct RawEntity {
    /// All of it.
    let bytes: ArraySlice<UInt8>
    /// The header up to and without the blank line.
    let header: ArraySlice<UInt8>
    let body: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let end = bytes[index...].firstIndex(of: 0x0A) ?? bytes.endIndex
            let line = bytes[index..<end]
            if line.isEmpty || line.elementsEqual([0x0D]) {
                header = bytes[..<index]
                body = bytes[min(end + 1, bytes.endIndex)...]
                return
            }
            index = min(end + 1, bytes.endIndex)
        }
        header = bytes
        body = bytes[bytes.endIndex...]
    }

    /// The field's value, unfolded, or empty.
    func field(_ name: String) -> String {
        var value = ""
        var isFound = false
        for line in header.split(separator: 0x0A) {
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix(" ") || text.hasPrefix("\t") {
                if isFound { value += " " + text.trimmingBlanks }
            } else if isFound {
                break
            } else if let colon = text.firstIndex(of: ":"), text[..<colon].trimmingBlanks.lowercased() == name.lowercased() {
                isFound = true
                value = text[text.index(after: colon)...].trimmingBlanks
            }
        }
        return value
    }

    /// The media type in lower case without parameters.
    var type: String { field("Content-Type").prefix { $0 != ";" }.trimmingBlanks.lowercased() }

    /// A parameter of the media type, or empty.
    func parameter(_ name: String) -> String {
        guard let value = cgmime_type_parameter_in(field("Content-Type"), name) else { return "" }
        defer { cgmime_free_text(value) }
        return String(cString: value)
    }

    /// The header without what describes the content.
    var headerWithoutContent: [UInt8] {
        var kept: [UInt8] = []
        var isKept = true
        for line in header.split(separator: 0x0A, omittingEmptySubsequences: true) {
            if line.first != 0x20, line.first != 0x09 {
                isKept = !String(decoding: line.prefix(8), as: UTF8.self).lowercased().hasPrefix("content-")
            }
            if isKept { kept += line + [0x0A] }
        }
        return kept
    }

    /// The body with its transfer encoding undone.
    var content: [UInt8] {
        switch field("Content-Transfer-Encoding").lowercased() {
        case "base64": return Base64.decoded(body)
        case "quoted-printable":
            let part = Array("Content-Transfer-Encoding: quoted-printable\n\n".utf8) + body
            guard let message = part.withUnsafeBytes({ $0.baseAddress.flatMap { cgmime_parse($0, part.count) } }) else {
                return Array(body)
            }
            defer { cgmime_free_message(message) }
            guard let object = g_mime_message_get_mime_part(message), cgmime_is_part(object) else { return Array(body) }
            return CContent.bytes(cgmime_content(object, nil))
        default: return Array(body)
        }
    }

    /// The parts of a multipart without the line ends that belong to the boundaries; at most `limit`.
    func parts(limit: Int) -> [RawEntity] {
        let boundary = parameter("boundary")
        guard !boundary.isEmpty else { return [] }
        let mark = Array("--\(boundary)".utf8)
        var parts: [RawEntity] = []
        var partStart: Int?
        var index = body.startIndex
        while index < body.endIndex, parts.count < limit {
            let end = body[index...].firstIndex(of: 0x0A) ?? body.endIndex
            if body[index..<end].starts(with: mark) {
                let rest = body[(index + mark.count)..<end]
                let isLast = rest.starts(with: [0x2D, 0x2D])
                if isLast || rest.allSatisfy({ $0 <= 0x20 }) {
                    if let start = partStart {
                        var stop = index
                        if stop > start, body[stop - 1] == 0x0A { stop -= 1 }
                        if stop > start, body[stop - 1] == 0x0D { stop -= 1 }
                        parts.append(RawEntity(body[start..<stop]))
                    }
                    if isLast { return parts }
                    partStart = min(end + 1, body.endIndex)
                }
            }
            index = min(end + 1, body.endIndex)
        }
        return parts
    }

    /// All of it with CR LF, as it was signed; what was kept with LF gets its CR again.
    var canonical: [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(bytes.count)
        var last: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A, last != 0x0D { lines.append(0x0D) }
            lines.append(byte)
            last = byte
        }
        return lines
    }
}
