/// The first pass over a column chunk: which entries occur, and null count and bounds of each page.
struct ChunkSurvey: ~Copyable {
    /// What the pass finds out about one page. `minimum` and `maximum` are entries, -1 where no value is in order.
    struct Page {
        var rows: Range<Int>
        var nullCount: Int
        var minimum: Int
        var maximum: Int
    }

    private(set) var pages: [Page] = []
    private(set) var nullCount = 0
    /// The codes that occur, in the order of their first rows.
    private(set) var used = ReusedArray<UInt32>()
    private(set) var usedCount = 0
    /// For each code that occurs, its place in `used`; not kept where ``isIdentity``.
    private(set) var places = ReusedArray<UInt32>()
    /// Entries of the smallest and largest value, -1 where there is none.
    private(set) var minimum = -1
    private(set) var maximum = -1
    /// Whether every code's place is the code less one, so that no translation is needed.
    private(set) var isIdentity = false
    /// Bytes of all values that occur; for bytes columns only.
    private(set) var usedBytes = 0

    /// The epoch in which a code was last seen. Epochs only grow, so nothing is cleared between chunks.
    private var marks = ReusedArray<UInt32>()
    private var epoch: UInt32 = 0
    private var chunkEpoch: UInt32 = 0
    private var seen = ReusedArray<UInt32>()
    /// Which codes a page uses, for dictionaries so small that storing blindly beats asking first.
    private var flags = ReusedArray<UInt8>(capacity: flaggedEntries + 1)
    private static let flaggedEntries = 4096
    private var prefixes = ReusedArray<UInt64>()

    init() {
        clearMarks()
    }

    private mutating func clearMarks() {
        marks.base.update(repeating: 0, count: marks.capacity)
        epoch = 0
    }

    /// Looks at all rows. Returns false if a code stands for no entry.
    mutating func run(codes: UnsafeBufferPointer<UInt32>, values: DictionaryValues, pageRows: Int) -> Bool {
        pages.removeAll(keepingCapacity: true)
        nullCount = 0
        usedCount = 0
        usedBytes = 0
        isIdentity = false
        minimum = -1
        maximum = -1
        guard let base = codes.baseAddress, !codes.isEmpty else { return true }
        let entries = values.count
        guard Self.areValid(base, count: codes.count, entries: entries) else { return false }
        guard entries > 0 else { return allNull(codes.count) }
        places.require(entries + 1)
        used.require(min(entries, codes.count))
        seen.require(entries)
        if marks.require(entries + 1) || epoch > UInt32.max - 1 - UInt32(codes.count / pageRows + 1) { clearMarks() }
        chunkEpoch = epoch + 1
        switch values {
        case .bytes(let arena, let spans):
            guard let spanBase = spans.baseAddress else { return allNull(codes.count) }
            prefixes.require(entries)
            let order = BytesOrder(base: arena, spans: spanBase, prefixes: prefixes.base)
            let prefixes = prefixes.base
            var bytes = 0
            surveyPages(base, codes.count, entries, pageRows, order) { entry in
                let span = spanBase[entry]
                prefixes[entry] = BytesOrder.prefix(arena + Int(span.offset), length: span.length)
                bytes &+= Int(span.length)
            }
            usedBytes = bytes
        case .int64(let numbers):
            guard let values = numbers.baseAddress else { return allNull(codes.count) }
            surveyPages(base, codes.count, entries, pageRows, Int64Order(values: values)) { _ in }
        case .double(let numbers):
            guard let values = numbers.baseAddress else { return allNull(codes.count) }
            surveyPages(base, codes.count, entries, pageRows, DoubleOrder(values: values)) { _ in }
        case .bool(let truths):
            guard let values = truths.baseAddress else { return allNull(codes.count) }
            surveyPages(base, codes.count, entries, pageRows, BoolOrder(values: values)) { _ in }
        }
        return true
    }

    private mutating func allNull(_ count: Int) -> Bool {
        nullCount = count
        return true
    }

    private static func areValid(_ codes: UnsafePointer<UInt32>, count: Int, entries: Int) -> Bool {
        guard entries < Int(Int32.max) else { return false }
        let limit = UInt32(entries)
        var excess: UInt32 = 0
        for index in 0..<count { excess |= (limit &- codes[index]) | codes[index] }
        return excess >> 31 == 0
    }

    /// Codes that stand for null.
    static func nullCount(_ codes: UnsafeBufferPointer<UInt32>) -> Int {
        codes.baseAddress.map { zeroCount($0, count: codes.count) } ?? 0
    }

    private static func zeroCount(_ codes: UnsafePointer<UInt32>, count: Int) -> Int {
        var present: UInt32 = 0
        for index in 0..<count { present &+= HybridEncoder.presence(codes[index]) }
        return count &- Int(present)
    }

    @inline(__always)
    private mutating func surveyPages(
        _ codes: UnsafePointer<UInt32>, _ count: Int, _ entries: Int, _ pageRows: Int, _ order: some EntryOrder, _ isNew: (Int) -> Void
    ) {
        let (places, used, seen) = (places.base, used.base, seen.base)
        let (marks, flags) = (marks.base, flags.base)
        let isFlagged = entries <= Self.flaggedEntries
        let chunkEpoch = chunkEpoch
        var usedCount = 0
        var isOrderly = true
        func note(_ code: UInt32) {
            places[Int(code)] = UInt32(truncatingIfNeeded: usedCount)
            used[usedCount] = code
            if Int(code) != usedCount &+ 1 { isOrderly = false }
            usedCount &+= 1
            isNew(Int(code) &- 1)
        }
        var start = 0
        while start < count {
            let end = min(start &+ pageRows, count)
            let nulls = Self.zeroCount(codes + start, count: end &- start)
            epoch &+= 1
            let epoch = epoch
            var seenCount = 0
            if isFlagged {
                if entries == 1 {
                    flags[1] = nulls < end &- start ? 1 : 0
                } else {
                    flags.update(repeating: 0, count: entries &+ 1)
                    for row in start..<end { flags[Int(codes[row])] = 1 }
                }
                for entry in 1...entries where flags[entry] != 0 {
                    let code = UInt32(truncatingIfNeeded: entry)
                    seen[seenCount] = code
                    seenCount &+= 1
                    if marks[entry] < chunkEpoch { note(code) }
                    marks[entry] = epoch
                }
            } else {
                // Null is never new.
                marks[0] = epoch
                for row in start..<end {
                    let code = codes[row]
                    let mark = marks[Int(code)]
                    if mark == epoch { continue }
                    marks[Int(code)] = epoch
                    seen[seenCount] = code
                    seenCount &+= 1
                    if mark < chunkEpoch { note(code) }
                }
            }
            var page = Page(rows: start..<end, nullCount: nulls, minimum: -1, maximum: -1)
            for index in 0..<seenCount {
                let entry = Int(seen[index]) &- 1
                guard order.isOrdered(entry) else { continue }
                if page.minimum < 0 {
                    page.minimum = entry
                    page.maximum = entry
                } else if order.isLess(entry, page.minimum) {
                    page.minimum = entry
                } else if order.isLess(page.maximum, entry) {
                    page.maximum = entry
                }
            }
            nullCount &+= nulls
            if page.minimum >= 0 {
                if minimum < 0 || order.isLess(page.minimum, minimum) { minimum = page.minimum }
                if maximum < 0 || order.isLess(maximum, page.maximum) { maximum = page.maximum }
            }
            pages.append(page)
            start = end
        }
        self.usedCount = usedCount
        isIdentity = isOrderly
        if usedCount == entries && !isOrderly {
            // With no entry to leave out, the caller's order is as good as any and saves the translation.
            for index in 0..<entries { used[index] = UInt32(truncatingIfNeeded: index &+ 1) }
            isIdentity = true
        }
    }
}
