extension JSONRecordReader {
    /// Reads the records at the paths inside the object at the cursor.
    mutating func readPaths(_ paths: [JSONPath]) throws(JSONProblem) {
        let start = cursor.position
        // Checked as a whole first, so that what is broken gives no row at all; the walk then reads what is known to be JSON.
        try cursor.skipValue(depth: 0)
        let end = cursor.position
        let rows = rowCount
        walk.root = start..<end
        walk.isNamedTwice = paths.count > 1
        walk.hasFound = false
        walk.emitsMissing = self.paths.isOptional && paths.count == 1
        do throws(JSONProblem) {
            for path in paths {
                cursor.position = start
                try follow(path, from: 0)
            }
            if self.paths.isOptional, rowCount == rows, let path = paths.first {
                walk.emitsMissing = true
                cursor.position = start
                try follow(path, from: 0)
            }
            guard walk.hasFound || self.paths.isOptional else {
                throw JSONProblem(.missingPath(paths.map(\.text).joined(separator: " or ")), at: start)
            }
        } catch {
            walk.enclosures.removeAll()
            walk.isCollecting = false
            takeBack(to: rows)
            throw error
        }
        cursor.position = end
    }

    /// Follows a path from the value at the cursor, leaving the cursor behind the value.
    private mutating func follow(_ path: JSONPath, from step: Int) throws(JSONProblem) {
        guard step < path.steps.count else { return try readRow() }
        switch path.steps[step] {
        case .each:
            switch cursor.byte {
            case UInt8(ascii: "["): try followElements(path, from: step)
            case UInt8(ascii: "n"): try readMissing()
            default: try follow(path, from: step + 1)
            }
        case .any:
            if cursor.byte == UInt8(ascii: "{") { try followMembers(path, from: step) } else { try readMissing() }
        case .key(let key):
            if cursor.byte == UInt8(ascii: "{") { try followKey(key, path, from: step) } else { try readMissing() }
        }
    }

    private mutating func followElements(_ path: JSONPath, from step: Int) throws(JSONProblem) {
        walk.hasFound = true
        cursor.position += 1
        cursor.skipBlanks()
        if cursor.byte == UInt8(ascii: "]") {
            if walk.emitsMissing { try emit { reader, _ throws(JSONProblem) in reader.cursor.position += 1 } } else { cursor.position += 1 }
            return
        }
        repeat {
            cursor.skipBlanks()
            try follow(path, from: step + 1)
            cursor.skipBlanks()
            cursor.position += 1
        } while cursor.byte(at: cursor.position - 1) == UInt8(ascii: ",")
    }

    private mutating func followMembers(_ path: JSONPath, from step: Int) throws(JSONProblem) {
        walk.hasFound = true
        cursor.position += 1
        cursor.skipBlanks()
        if cursor.byte == UInt8(ascii: "}") {
            cursor.position += 1
            return
        }
        repeat {
            cursor.skipBlanks()
            cursor.position += 1
            walk.memberKey = Array(content(try cursor.string()))
            try cursor.expectColon()
            cursor.skipBlanks()
            try follow(path, from: step + 1)
            cursor.skipBlanks()
            cursor.position += 1
        } while cursor.byte(at: cursor.position - 1) == UInt8(ascii: ",")
        walk.memberKey = []
    }

    private mutating func followKey(_ key: [UInt8], _ path: JSONPath, from step: Int) throws(JSONProblem) {
        let depth = walk.enclosures.count
        walk.enclosures.append(JSONWalk.Enclosure())
        let (target, hasOthers) = try collectEnclosure(key)
        let end = cursor.position
        // An object that only wraps the next one says nothing and does not count.
        if !hasOthers { walk.enclosures.removeLast() }
        if let target {
            cursor.position = target
            try follow(path, from: step + 1)
        } else if walk.emitsMissing {
            try emit { _, _ throws(JSONProblem) in }
        }
        walk.enclosures.removeLast(walk.enclosures.count - depth)
        cursor.position = end
    }

    /// Collects the cells of the object at the cursor but for the member `key` and the others that lead to records.
    /// - Returns: where the value of `key` begins, and whether there were other members.
    private mutating func collectEnclosure(_ key: [UInt8]) throws(JSONProblem) -> (target: Int?, hasOthers: Bool) {
        let shape = shapes[Self.enclosedShape]
        var target: Int?
        var hasOthers = false
        walk.isCollecting = true
        defer { walk.isCollecting = false }
        cursor.position += 1
        cursor.skipBlanks()
        if cursor.byte == UInt8(ascii: "}") {
            cursor.position += 1
            return (nil, false)
        }
        var expected = 0
        repeat {
            cursor.skipBlanks()
            cursor.position += 1
            let member = try readKey(shape, expected: expected)
            expected = member + 1
            try cursor.expectColon()
            cursor.skipBlanks()
            let name = UnsafeBufferPointer(start: shape.members[member].key, count: shape.members[member].length)
            if name.elementsEqual(key) {
                target = cursor.byte == UInt8(ascii: "n") ? nil : cursor.position
                try cursor.skipValue(depth: 0)
            } else {
                hasOthers = true
                let isContainer = cursor.byte == UInt8(ascii: "[") || cursor.byte == UInt8(ascii: "{")
                if isContainer, paths.containers.contains(Array(name)) {
                    try cursor.skipValue(depth: 0)
                } else {
                    try readMember(shape, member, depth: 1)
                }
            }
            cursor.skipBlanks()
            cursor.position += 1
        } while cursor.byte(at: cursor.position - 1) == UInt8(ascii: ",")
        return (target, hasOthers)
    }

    private mutating func readMissing() throws(JSONProblem) {
        let start = cursor.position
        if walk.emitsMissing { try emit { _, _ throws(JSONProblem) in } }
        cursor.position = start
        try cursor.skipValue(depth: 0)
    }

    /// Reads the value at the cursor as one row: the members of an object, or the cell `value`. Null is no row.
    private mutating func readRow() throws(JSONProblem) {
        walk.hasFound = true
        if cursor.byte == UInt8(ascii: "n") { return try cursor.word("null") }
        try emit { reader, shape throws(JSONProblem) in
            if reader.cursor.byte == UInt8(ascii: "{") {
                reader.cursor.position += 1
                try reader.readObject(shape, depth: 1)
            } else {
                let name: StaticString = "value"
                let member = shape.member(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
                try reader.readMember(shape, member, depth: 1)
            }
        }
    }

    /// One row with the cells of what encloses it and those that `read` sets.
    private mutating func emit(_ read: (inout JSONRecordReader, JSONShape) throws(JSONProblem) -> Void) throws(JSONProblem) {
        let start = cursor.position
        try beginRow(offset: rowsAreRoots ? walk.root.lowerBound : start)
        var cells: [(place: Int, code: UInt32)] = []
        try walk.forEachCell(batch) { cells.append(($0, $1)) }
        for cell in cells { block.set(cell.place, code: cell.code) }
        if !walk.memberKey.isEmpty {
            let place = batch.place(of: "*")
            block.makeRoom(for: place, batch: batch, near: cursor.base)
            walk.memberKey.withUnsafeBytes { block.set(place, copy: $0, kind: .text) }
        }
        try read(&self, shapes[Self.recordShape])
        block.endRow(end: rowsAreRoots ? walk.root.upperBound : cursor.position)
    }
}
