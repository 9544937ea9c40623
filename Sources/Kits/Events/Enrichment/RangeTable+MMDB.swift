internal import CMaxMindDB

extension RangeTable {
    /// The search tree of an MMDB file; an address' number is the place of its record in the data section, counted from 1.
    ///
    /// Nil where the tree is not sound: a file made to mislead can hold few nodes and yet more ways through them than there is time.
    init?(treeOf database: UnsafePointer<MMDB_s>) {
        var walk = TreeWalk(database)
        if database.pointee.metadata.ip_version == 4 {
            walk.visit(0, start: 0, hostBits: 32)
        } else {
            // The IPv4 tree hangs at ::/96 and, as an alias, at the transition prefixes.
            let root = walk.ipv4Root
            walk.visit(root, start: 0, hostBits: 32)
            walk.isIPv6 = true
            walk.alias = root < walk.nodeCount ? root : nil
            walk.visit(0, start: 0, hostBits: 128)
        }
        guard walk.isSound else { return nil }
        self = walk.builder.table()
    }
}

private struct TreeWalk {
    let database: UnsafePointer<MMDB_s>
    let nodeCount: UInt32
    let dataSize: UInt32
    var builder = RangeTable.Builder()
    var isIPv6 = false
    /// The node that is not entered again.
    var alias: UInt32?
    private var visits: UInt64 = 0

    init(_ database: UnsafePointer<MMDB_s>) {
        self.database = database
        nodeCount = database.pointee.metadata.node_count
        dataSize = database.pointee.data_section_size
    }

    /// A file may use a part of its tree in several places, but not for most of it.
    var isSound: Bool { visits <= UInt64(nodeCount) * 4 + 1024 }

    /// The record at ::/96, or the one above it where the tree ends earlier.
    var ipv4Root: UInt32 {
        var record: UInt32 = 0
        for _ in 0..<96 where record < nodeCount {
            var right: UInt32 = 0
            var left: UInt32 = 0
            keshik_mmdb_node(database, record, &left, &right)
            record = left
        }
        return record
    }

    /// Goes through what hangs at a record, from left to right.
    mutating func visit(_ record: UInt32, start: UInt128, hostBits: Int) {
        guard record < nodeCount else {
            // Behind the nodes come the mark for "nothing", 16 bytes of separator, and the data.
            let place = record &- nodeCount
            return emit(start, place > 15 && place &- 16 < dataSize ? place &- 15 : 0)
        }
        visits &+= 1
        guard hostBits > 0, isSound, record != alias else { return emit(start, 0) }
        var left: UInt32 = 0
        var right: UInt32 = 0
        keshik_mmdb_node(database, record, &left, &right)
        let bits = hostBits &- 1
        visit(left, start: start, hostBits: bits)
        visit(right, start: start | (1 as UInt128) << UInt128(truncatingIfNeeded: bits), hostBits: bits)
    }

    private mutating func emit(_ start: UInt128, _ value: UInt32) {
        if isIPv6 {
            builder.append(ipv6: start, value: value)
        } else {
            builder.append(ipv4: UInt32(truncatingIfNeeded: start), value: value)
        }
    }
}
