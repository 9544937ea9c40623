/// Which rows of a row group are meant.
enum RowSelection {
    case none
    case all
    /// One byte a row: 1 for a row that is meant, 0 for another.
    case some(UnsafeMutableBufferPointer<UInt8>)

    /// The selection that a mask amounts to.
    init(_ mask: UnsafeMutableBufferPointer<UInt8>) {
        let count = Self.count(mask)
        self = count == 0 ? .none : count == mask.count ? .all : .some(mask)
    }

    static func count(_ mask: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var count = 0
        for byte in mask { count &+= Int(byte) }
        return count
    }

    /// How many of `rowCount` rows are meant.
    func count(of rowCount: Int) -> Int {
        switch self {
        case .none: 0
        case .all: rowCount
        case .some(let mask): Self.count(mask)
        }
    }

    /// The numbers of the rows that are meant, written into `room` of at least as many.
    func rows(of rowCount: Int, into room: UnsafeMutableBufferPointer<UInt32>) -> Int {
        switch self {
        case .none: return 0
        case .all:
            for row in 0..<rowCount { room[row] = UInt32(truncatingIfNeeded: row) }
            return rowCount
        case .some(let mask):
            var count = 0
            // Written always, kept if meant: no branch to mispredict.
            for row in 0..<rowCount {
                room[count] = UInt32(truncatingIfNeeded: row)
                count &+= Int(mask[row])
            }
            return count
        }
    }
}
