// One entry for each reader, for fuzzers: any bytes go through prologue, cut and read as a source would; they must come out without a trap.

extension RecordFormat {
    /// Reads bytes as a whole source, at buffers of the given length.
    @_spi(Fuzzing) public func fuzz(_ bytes: UnsafeRawBufferPointer, buffer: Int = 4096) {
        let prologue = prologue(bytes)
        var start = min(max(prologue.length, 0), bytes.count)
        var length = max(buffer, 1)
        while start < bytes.count {
            let end = bytes.count - start <= length ? bytes.count : start + length
            let window = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            guard let cut = cut(window, prologue: prologue, isLast: end == bytes.count) else {
                length *= 2
                continue
            }
            precondition(cut > 0 && cut <= window.count, "a piece has bytes and ends within the buffer")
            let piece = UnsafeRawBufferPointer(rebasing: window[..<cut])
            let batch = RawBatch()
            read(piece, prologue: prologue, into: batch)
            batch.finish()
            precondition(batch.columns.allSatisfy { $0.codes.count == batch.rowCount }, "a column has a code for each row")
            precondition(batch.rows.allSatisfy { Int($0.offset) + Int($0.length) <= cut }, "a row lies in its piece")
            precondition(
                batch.rejections.allSatisfy { $0.offset >= 0 && $0.length >= 0 && $0.offset + $0.length <= cut },
                "a rejection lies in its piece")
            start += cut
            length = max(buffer, 1)
        }
    }
}

/// Separated values with a header.
@_spi(Fuzzing) public func fuzzSeparatedValues(_ bytes: UnsafeRawBufferPointer) {
    SeparatedValuesFormat(.init()).fuzz(bytes)
}

/// JSON lines.
@_spi(Fuzzing) public func fuzzJSONLines(_ bytes: UnsafeRawBufferPointer) {
    JSONLinesFormat().fuzz(bytes)
    JSONLinesFormat(.init(paths: ["a[]", "b.*[]"], optional: true)).fuzz(bytes)
}

/// JSON documents.
@_spi(Fuzzing) public func fuzzJSON(_ bytes: UnsafeRawBufferPointer) {
    JSONFormat().fuzz(bytes)
    JSONFormat(.init(paths: ["[].a[]", "b.c[].d[]", "*"], optional: true)).fuzz(bytes)
}

/// XML documents.
@_spi(Fuzzing) public func fuzzXML(_ bytes: UnsafeRawBufferPointer) {
    XMLFormat(path: "list/item").fuzz(bytes)
}

/// Lines against patterns.
@_spi(Fuzzing) public func fuzzLinePatterns(_ bytes: UnsafeRawBufferPointer) {
    LinePatternFormat(.init(patterns: ["{ip} - {reason}", "{_} [{time}] {rest}", "{a}{b} "], comment: "#")).fuzz(bytes)
}

/// Pairs in lines.
@_spi(Fuzzing) public func fuzzKeyValue(_ bytes: UnsafeRawBufferPointer) {
    KeyValueFormat().fuzz(bytes)
    KeyValueFormat(pairSeparator: "|", keyValueSeparator: ": ", comment: "#").fuzz(bytes)
}

/// Messages and their attachments.
@_spi(Fuzzing) public func fuzzMail(_ bytes: UnsafeRawBufferPointer) {
    MailFormat().fuzz(bytes)
    _ = MailFormat.attachments(bytes)
}

/// Compressed files and archives.
@_spi(Fuzzing) public func fuzzSource(_ bytes: UnsafeRawBufferPointer) {
    let limits = UnpackLimits(maximumBytes: 16 << 20, memberCount: 100)
    guard let members = try? ByteSource.members(ofMemory: Array(bytes), name: "fuzz", limits: limits) else { return }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    defer { buffer.deallocate() }
    for member in members {
        while let count = try? member.read(into: buffer), count > 0 {}
    }
}
