extension PackageURL {
    /// True for the bytes of a package URL that is certainly one. False says nothing: escapes and rarer forms are left to the whole reading.
    ///
    /// Advisories name thousands of packages, and nearly all of them are of this form.
    static func isPlainlySound(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count > 6, bytes.starts(with: "pkg:".utf8), StringForm.isLower(bytes[4]) else { return false }
        var at = 4
        while at < bytes.count, StringForm.isLower(bytes[at]) || StringForm.isDigit(bytes[at]) { at += 1 }
        guard at < bytes.count, bytes[at] == 0x2F else { return false }
        let type = bytes[4..<at]
        // Namespace, name and version: no part is empty.
        var parts = 0
        var hasVersion = false
        var start = at + 1
        at = start
        while at <= bytes.count {
            let byte = at < bytes.count ? bytes[at] : 0x3F
            switch byte {
            case 0x2F, 0x3F, 0x40:
                guard at > start else { return false }
                if !hasVersion { parts += 1 } else if byte != 0x3F { return false }
                if byte == 0x40 { hasVersion = true }
                start = at + 1
            default:
                guard
                    StringForm.isAlphanumeric(byte) || byte == 0x2E || byte == 0x2D || byte == 0x5F || byte == 0x7E || byte == 0x2B
                        || byte == 0x3A
                else { return false }
            }
            if byte == 0x3F { break }
            at += 1
        }
        guard parts >= 1 else { return false }
        if parts > 1 || type.count == 4 || type.count == 5 {
            let name = String(decoding: type, as: UTF8.self)
            if name == "swid" || name == "julia" || parts > 1 && typesWithoutNamespace.contains(name) { return false }
        }
        guard at < bytes.count else { return true }
        return hasSoundQualifiers(bytes[(at + 1)...])
    }

    /// `name=value` pairs without escapes, no name twice.
    private static func hasSoundQualifiers(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        var names: [Slice<UnsafeRawBufferPointer>] = []
        for pair in bytes.split(separator: 0x26, omittingEmptySubsequences: false) {
            guard let equals = pair.firstIndex(of: 0x3D), let first = pair.first, StringForm.isLower(first), names.count < 8 else {
                return false
            }
            let name = pair[..<equals]
            guard name.allSatisfy({ StringForm.isLower($0) || StringForm.isDigit($0) || $0 == 0x2E || $0 == 0x2D || $0 == 0x5F }) else {
                return false
            }
            guard !names.contains(where: { $0.elementsEqual(name) }) else { return false }
            names.append(name)
            let value = pair[pair.index(after: equals)...]
            guard value.allSatisfy({ 0x21...0x7E ~= $0 && $0 != 0x25 && $0 != 0x23 && $0 != 0x22 && $0 != 0x5C }) else { return false }
        }
        return true
    }
}
