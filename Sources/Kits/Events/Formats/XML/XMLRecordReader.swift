import CXML2

/// Reads the records of one XML document through libxml2's SAX interface: nothing is kept but the record being read.
final class XMLRecordReader {
    /// Elements within one another.
    static let depthLimit = 64
    /// Cells of one record.
    static let cellLimit = 10_000

    private let bytes: UnsafeRawBufferPointer
    private let path: [String]
    private let batch: RawBatch
    private var context: xmlParserCtxtPtr?

    /// Names of the open elements; those of the path while `matched` counts all of them.
    private var open: [String] = []
    /// How many open elements are those of the path.
    private var matched = 0
    private var record: Record?
    private var hasSeenPath = false
    private var refusal: String?

    /// The element at the path that is open.
    private struct Record {
        var start: Int
        var cells: [(name: String, texts: [String])] = []
        var byName: [String: Int] = [:]
        /// Text so far of the record and of each open element in it.
        var texts: [String] = [""]
        /// Whether each of them has children.
        var hasChildren: [Bool] = [false]

        mutating func add(_ name: String, _ text: String) {
            if text.isEmpty { return }
            if let index = byName[name] {
                cells[index].texts.append(text)
            } else {
                byName[name] = cells.count
                cells.append((name, [text]))
            }
        }
    }

    init(_ bytes: UnsafeRawBufferPointer, path: [String], batch: RawBatch) {
        self.bytes = bytes
        self.path = path
        self.batch = batch
    }

    func read() {
        XMLLibrary.prepare()
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { reader, name, _, _, _, _, count, _, attributes in
            XMLRecordReader.from(reader)?.begin(name, count: Int(count), attributes)
        }
        handler.endElementNs = { reader, _, _, _ in XMLRecordReader.from(reader)?.end() }
        handler.characters = { reader, text, length in XMLRecordReader.from(reader)?.add(text, Int(length)) }
        handler.cdataBlock = { reader, text, length in XMLRecordReader.from(reader)?.add(text, Int(length)) }
        handler.entityDecl = { reader, _, _, _, _, _ in
            XMLRecordReader.from(reader)?.stop("the document declares entities of its own, which are not read")
        }
        // Without it libxml2 prints what is wrong.
        handler.serror = { _, _ in }
        let client = Unmanaged.passUnretained(self).toOpaque()
        guard let context = xmlCreatePushParserCtxt(&handler, client, nil, 0, nil) else {
            batch.rejections.append(.init(offset: 0, length: bytes.count, reason: "not enough memory to read the document"))
            return
        }
        self.context = context
        defer { xmlFreeParserCtxt(context) }
        var options = Int32(XML_PARSE_NONET.rawValue)
        if isWronglyMarked { options |= Int32(XML_PARSE_IGNORE_ENC.rawValue) }
        xmlCtxtUseOptions(context, options)

        var status = Int32(0)
        var place = 0
        while place < bytes.count, status == 0, refusal == nil {
            let length = min(64 * 1024, bytes.count - place)
            status = xmlParseChunk(context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self).advanced(by: place), Int32(length), 0)
            place += length
        }
        if status == 0, refusal == nil { status = xmlParseChunk(context, nil, 0, 1) }
        finish(context, status)
    }

    private static func from(_ client: UnsafeMutableRawPointer?) -> XMLRecordReader? {
        client.map { Unmanaged<XMLRecordReader>.fromOpaque($0).takeUnretainedValue() }
    }

    /// UTF-16 was turned into UTF-8 before, so what the declaration says of it no longer holds.
    private var isWronglyMarked: Bool {
        String(decoding: bytes.prefix(200), as: UTF8.self).lowercased().contains("encoding=\"utf-16")
    }

    // MARK: What the parser meets

    private func begin(_ name: UnsafePointer<xmlChar>?, count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        guard refusal == nil, let name else { return }
        let element = String(cString: name)
        open.append(element)
        guard open.count <= Self.depthLimit else { return stop("more than \(Self.depthLimit) elements within one another") }
        if record == nil {
            guard matched == open.count - 1, matched < path.count, path[matched] == element else { return }
            matched += 1
            if matched < path.count { return }
            hasSeenPath = true
            record = Record(start: tagStart())
        } else if let last = record?.texts.indices.last {
            record?.hasChildren[last] = true
            record?.texts.append("")
            record?.hasChildren.append(false)
        }
        readAttributes(count, attributes)
    }

    /// libxml2 gives five pointers an attribute: name, prefix, namespace, start and end of the value.
    private func readAttributes(_ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        guard let attributes else { return }
        for index in 0..<count {
            guard let name = attributes[index * 5], let start = attributes[index * 5 + 3], let end = attributes[index * 5 + 4] else {
                continue
            }
            let value = String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
            record?.add(cellName(attribute: String(cString: name)), value.trimmed())
        }
        if record?.cells.count ?? 0 > Self.cellLimit { stop("a record has more than \(Self.cellLimit) cells") }
    }

    private func add(_ text: UnsafePointer<xmlChar>?, _ length: Int) {
        guard let text, let last = record?.texts.indices.last else { return }
        record?.texts[last] += String(decoding: UnsafeBufferPointer(start: text, count: length), as: UTF8.self)
    }

    private func end() {
        guard refusal == nil, !open.isEmpty else { return }
        if record != nil {
            let text = (record?.texts.removeLast() ?? "").trimmed()
            record?.hasChildren.removeLast()
            let isRecord = open.count == path.count
            record?.add(isRecord ? "value" : cellName(), text)
            if isRecord { endRecord() }
            if record?.cells.count ?? 0 > Self.cellLimit { stop("a record has more than \(Self.cellLimit) cells") }
        }
        open.removeLast()
        matched = min(matched, open.count)
    }

    /// The name of the innermost open element's cell, or of one of its attributes.
    private func cellName(attribute: String? = nil) -> String {
        var names = Array(open.dropFirst(path.count))
        if let attribute { names.append("@" + attribute) }
        return names.joined(separator: ".")
    }

    private func endRecord() {
        guard let record else { return }
        self.record = nil
        let end = min(max(consumed, record.start), bytes.count)
        if batch.isFull() || batch.columns.count + record.cells.count > RawBatch.columnLimit {
            batch.rejections.append(
                .init(offset: record.start, length: end - record.start, reason: "the records before it have too many different elements"))
            return
        }
        batch.beginRow(offset: record.start)
        for cell in record.cells {
            if cell.texts.count == 1 {
                batch.set(batch.place(of: cell.name), cell.texts[0])
            } else {
                batch.set(batch.place(of: cell.name), JSONText.array(of: cell.texts), kind: .json)
            }
        }
        batch.endRow(length: end - record.start)
    }

    // MARK: Places and the end

    /// Bytes of the document the parser is done with. Inexact where it converts the characters.
    private var consumed: Int { context.map { max(0, Int(xmlByteConsumed($0))) } ?? 0 }

    /// Where the start tag that was just read begins.
    private func tagStart() -> Int {
        ByteScan.last(UInt8(ascii: "<"), in: bytes, before: min(consumed, bytes.count)) ?? 0
    }

    private func stop(_ reason: String) {
        if refusal == nil { refusal = reason }
        if let context { xmlStopParser(context) }
    }

    private func finish(_ context: xmlParserCtxtPtr, _ status: Int32) {
        let start = min(record?.start ?? consumed, bytes.count)
        if let refusal {
            reject(from: start, refusal)
        } else if status != 0 {
            let error = xmlCtxtGetLastError(context)?.pointee
            let message = error?.message.map { String(cString: $0).trimmed() } ?? "not XML"
            reject(from: start, "line \(error?.line ?? 0), column \(error?.int2 ?? 0): \(message)")
        } else if !hasSeenPath, batch.rowCount == 0 {
            reject(from: 0, "no element at \(path.joined(separator: "/"))")
        }
    }

    private func reject(from start: Int, _ reason: String) {
        batch.rejections.append(.init(offset: start, length: bytes.count - start, reason: reason))
    }
}

/// libxml2's own state.
private enum XMLLibrary {
    private static let once: Void = xmlInitParser()
    /// Must run before threads use the library; runs once.
    static func prepare() { once }
}

extension String {
    fileprivate func trimmed() -> String {
        var bytes = Substring(self).utf8
        while let first = bytes.first, first.isBlank { bytes.removeFirst() }
        while let last = bytes.last, last.isBlank { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
