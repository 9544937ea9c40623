/// The groups of one row group's rows, numbered densely: the keys are combined one after the other, by multiplication as long as that
/// gives few numbers, else by a table of the combinations that occur.
struct LocalGroups {
    private final class Step {
        /// The key the step adds.
        let key: Int
        /// How many numbers the key has, where the step multiplied.
        let count: Int
        /// Previous group in the upper half, the key's number in the lower, where it looked up.
        var table: NumberTable?

        init(key: Int, count: Int, isTable: Bool, rows: Int) {
            self.key = key
            self.count = count
            table = isTable ? NumberTable(expectedCount: rows / 4) : nil
        }
    }

    /// The rows' groups; nil while all rows are in group 0.
    private(set) var numbers: UnsafeMutableBufferPointer<UInt32>?
    /// Groups there may be; some of them may have no rows.
    private(set) var count = 1
    private var steps: [Step] = []
    private let rows: Int
    private let most: Int

    init(rows: Int) {
        self.rows = rows
        most = max(4096, rows * 4)
    }

    /// Adds a key.
    /// - Parameters:
    ///   - codes: One for each row.
    ///   - map: What each code's dense number is.
    ///   - count: How many dense numbers there are.
    mutating func add(
        key: Int, codes: UnsafeBufferPointer<UInt32>, map: UnsafeMutableBufferPointer<UInt32>?, count keyCount: Int, _ space: ScanSpace
    ) {
        let (product, overflow) = count.multipliedReportingOverflow(by: keyCount)
        let isTable = overflow || product > most
        let step = Step(key: key, count: keyCount, isTable: isTable, rows: rows)
        steps.append(step)
        let isFirst = numbers == nil
        let result = numbers ?? space.room(rows, of: UInt32.self)
        numbers = result
        if isTable {
            for row in 0..<rows {
                let number = map.map { $0[Int(codes[row])] } ?? codes[row]
                let previous = isFirst ? 0 : result[row]
                result[row] = step.table?.place(of: UInt64(previous) << 32 | UInt64(number)) ?? 0
            }
            count = step.table?.count ?? 0
            return
        }
        count = product
        let factor = UInt32(truncatingIfNeeded: keyCount)
        switch (isFirst, map) {
        case (true, nil): for row in 0..<rows { result[row] = codes[row] }
        case (true, let map?): for row in 0..<rows { result[row] = map[Int(codes[row])] }
        case (false, nil): for row in 0..<rows { result[row] = result[row] &* factor &+ codes[row] }
        case (false, let map?): for row in 0..<rows { result[row] = result[row] &* factor &+ map[Int(codes[row])] }
        }
    }

    /// Calls `body` with each key that has more than one value and its dense number in a group.
    func keys(of group: Int, _ body: (Int, Int) -> Void) {
        var group = group
        for step in steps.reversed() {
            if step.table != nil {
                let combination = step.table?[group] ?? 0
                body(step.key, Int(combination & 0xFFFF_FFFF))
                group = Int(combination >> 32)
            } else {
                body(step.key, group % step.count)
                group /= step.count
            }
        }
    }
}
