/// Reads JSON values into the cells of a batch. One reader serves one piece: it learns the shape of the records as it goes.
struct JSONRecordReader: ~Copyable {
    var cursor: JSONCursor
    let bytes: UnsafeRawBufferPointer
    let batch: RawBatch
    let paths: JSONPathSet
    /// Whether a row's bytes are those of the whole value it was found in (a line), so that it can be read again as it is.
    let rowsAreRoots: Bool
    let scratch = ByteScratch()
    private(set) var shapes: [JSONShape]
    var block = RecordBlock()
    /// The walk to records inside a value.
    var walk = JSONWalk()
    private var memberCount = 0

    /// Number of the shape of records, and of the objects that enclose them.
    static let recordShape = 0
    static let enclosedShape = 1

    init(_ bytes: UnsafeRawBufferPointer, base: UnsafeRawPointer, paths: JSONPathSet, rowsAreRoots: Bool, batch: RawBatch) {
        self.bytes = bytes
        self.batch = batch
        self.paths = paths
        self.rowsAreRoots = rowsAreRoots
        cursor = JSONCursor(base: base, position: 0, end: bytes.count)
        shapes = [JSONShape(prefix: ""), JSONShape(prefix: "^.")]
    }

    // MARK: Values that hold records

    /// Reads the value at the cursor: a record, an array of records, or whatever holds them at the paths. All its rows are taken or none.
    mutating func readRoot(isElement: Bool) throws(JSONProblem) {
        if cursor.byte == UInt8(ascii: "{") {
            let paths = isElement ? paths.inElement : paths.inDocument
            if paths.isEmpty { try readRecord() } else { try readPaths(paths) }
        } else if cursor.byte == UInt8(ascii: "["), !isElement {
            let rows = rowCount
            do throws(JSONProblem) {
                try readElements()
            } catch {
                takeBack(to: rows)
                throw error
            }
        } else {
            throw cursor.problem(.expectedRecord)
        }
    }

    /// Rows taken so far.
    var rowCount: Int { batch.rowCount + block.rowCount }

    /// Takes back the rows behind the first `count`.
    mutating func takeBack(to count: Int) {
        block.dropRow()
        block.truncate(to: max(0, count - batch.rowCount))
        let noted = batch.rejections.count
        while batch.rowCount > count { batch.rejectRow(length: 0, reason: "") }
        batch.rejections.removeLast(batch.rejections.count - noted)
    }

    /// Hands the last rows over; call once at the end of the piece.
    mutating func finish() { block.flush(into: batch, near: cursor.base) }

    /// Starts a row.
    @inline(__always)
    mutating func beginRow(offset: Int) throws(JSONProblem) {
        if block.isFull { block.flush(into: batch, near: cursor.base) }
        if batch.isFull(with: block.rowCount) { throw cursor.problem(.fullPiece) }
        block.beginRow(offset: offset)
    }

    private mutating func readElements() throws(JSONProblem) {
        cursor.position += 1
        cursor.skipBlanks()
        if cursor.byte == UInt8(ascii: "]") {
            cursor.position += 1
            return
        }
        while true {
            try readRoot(isElement: true)
            cursor.skipBlanks()
            if cursor.byte == UInt8(ascii: ",") {
                cursor.position += 1
                cursor.skipBlanks()
                continue
            }
            guard cursor.byte == UInt8(ascii: "]") else { throw cursor.problem(.expectedCommaOrBracket) }
            cursor.position += 1
            return
        }
    }

    /// Reads the object at the cursor as one row.
    @inline(__always)
    private mutating func readRecord() throws(JSONProblem) {
        try beginRow(offset: cursor.position)
        cursor.position &+= 1
        do throws(JSONProblem) {
            try readObject(shapes[Self.recordShape], depth: 1)
        } catch {
            block.dropRow()
            throw error
        }
        block.endRow(end: cursor.position)
    }

    // MARK: Objects

    /// Reads the members of an object into cells; the cursor is behind its brace.
    mutating func readObject(_ shape: JSONShape, depth: Int) throws(JSONProblem) {
        cursor.skipBlanks()
        if cursor.byte == UInt8(ascii: "}") {
            cursor.position &+= 1
            return
        }
        var expected = 0
        while true {
            guard cursor.byte == UInt8(ascii: "\"") else { throw cursor.problem(.expectedKey) }
            cursor.position &+= 1
            let member = try readKey(shape, expected: expected)
            expected = member &+ 1
            try cursor.expectColon()
            if cursor.byte <= 0x20 { cursor.skipBlanks() }
            try readMember(shape, member, depth: depth)
            if cursor.byte <= 0x20 { cursor.skipBlanks() }
            if cursor.byte == UInt8(ascii: ",") {
                cursor.position &+= 1
                if cursor.byte <= 0x20 { cursor.skipBlanks() }
                continue
            }
            guard cursor.byte == UInt8(ascii: "}") else { throw cursor.problem(.expectedCommaOrBrace) }
            cursor.position &+= 1
            return
        }
    }

    /// The number of the key at the cursor, which is behind its opening quote.
    @inline(__always)
    mutating func readKey(_ shape: JSONShape, expected: Int) throws(JSONProblem) -> Int {
        if expected < shape.count {
            let member = shape.members[expected]
            if member.isPlain, cursor.position &+ member.length &+ 1 <= cursor.end,
                equalBytes(cursor.base + cursor.position, UnsafeRawPointer(member.key), member.length &+ 1)
            {
                cursor.position &+= member.length &+ 1
                return expected
            }
        }
        return try readUnexpectedKey(shape)
    }

    @inline(never)
    private mutating func readUnexpectedKey(_ shape: JSONShape) throws(JSONProblem) -> Int {
        let start = cursor.position
        let text = try cursor.string()
        let key = content(text)
        let known = shape.count
        guard key.count + shape.prefix.utf8.count <= JSONShape.nameLimit else { throw JSONProblem(.longKey, at: start) }
        let member = shape.member(key)
        if member == known {
            memberCount += 1
            guard memberCount <= 4 * RawBatch.columnLimit else { throw JSONProblem(.tooManyColumns, at: start) }
        }
        return member
    }

    /// Reads the value of a member.
    @inline(__always)
    mutating func readMember(_ shape: JSONShape, _ member: Int, depth: Int) throws(JSONProblem) {
        let start = cursor.position
        switch cursor.byte {
        case UInt8(ascii: "\""):
            cursor.position &+= 1
            let text = try cursor.string()
            if text.end > text.start { try put(shape, member, text) }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try cursor.number()
            try put(shape, member, JSONCursor.Text(start: start, end: cursor.position, hasEscapes: false), .number)
        case UInt8(ascii: "{"):
            guard depth < JSONCursor.depthLimit else { throw cursor.problem(.tooDeep) }
            cursor.position &+= 1
            try readObject(under(shape, member), depth: depth + 1)
        case UInt8(ascii: "["):
            try cursor.skipValue(depth: depth)
            let text = JSONText.compact(cursor.base, from: start, to: cursor.position, scratch: scratch)
            if text.count > 2 { try put(shape, member, copy: text, .json) }
        case UInt8(ascii: "n"):
            try cursor.word("null")
        default:
            try cursor.skipScalar()
            try put(shape, member, JSONCursor.Text(start: start, end: cursor.position, hasEscapes: false), .boolean)
        }
    }

    /// The shape of the objects under a key.
    private mutating func under(_ shape: JSONShape, _ member: Int) -> JSONShape {
        let known = shape.members[member].shape
        if known >= 0 { return shapes[known] }
        shape.members[member].shape = shapes.count
        let new = JSONShape(prefix: shape.name(member) + ".")
        shapes.append(new)
        return new
    }

    /// What a string stands for; valid until the next one.
    @inline(__always)
    func content(_ text: JSONCursor.Text) -> UnsafeRawBufferPointer {
        if !text.hasEscapes { return slice(text.start, text.end) }
        scratch.removeAll()
        JSONText.unescape(text, of: cursor, into: scratch)
        return scratch.bytes
    }

    @inline(__always)
    func slice(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: cursor.base + start, count: end &- start)
    }

    /// Sets a cell of the row, or notes it where what encloses records is collected.
    @inline(__always)
    private mutating func put(
        _ shape: JSONShape, _ member: Int, _ text: JSONCursor.Text, _ kind: RawBatch.CellKind = .text
    ) throws(JSONProblem) {
        if text.hasEscapes || walk.isCollecting { return try put(shape, member, copy: content(text), kind) }
        let place = try place(shape, member)
        block.set(place, offset: text.start, length: text.end &- text.start, kind: kind)
    }

    private mutating func put(
        _ shape: JSONShape, _ member: Int, copy bytes: UnsafeRawBufferPointer, _ kind: RawBatch.CellKind
    ) throws(JSONProblem) {
        let place = try place(shape, member)
        if walk.isCollecting { walk.collect(place, bytes, kind) } else { block.set(place, copy: bytes, kind: kind) }
    }

    @inline(__always)
    private mutating func place(_ shape: JSONShape, _ member: Int) throws(JSONProblem) -> Int {
        let place = shape.members[member].place
        return place >= 0 ? place : try newPlace(shape, member)
    }

    private mutating func newPlace(_ shape: JSONShape, _ member: Int) throws(JSONProblem) -> Int {
        let name = shape.name(member)
        let place: Int
        if walk.isCollecting {
            place = walk.place(of: name)
        } else {
            guard batch.columns.count < RawBatch.columnLimit else { throw JSONProblem(.tooManyColumns, at: cursor.position) }
            place = batch.place(of: name)
            block.makeRoom(for: place, batch: batch, near: cursor.base)
        }
        shape.members[member].place = place
        return place
    }
}
