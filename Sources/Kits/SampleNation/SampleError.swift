/// Why a sample nation could not be written.
public enum SampleError: Error, Equatable, CustomStringConvertible {
    /// The number of days is outside 1...366.
    case days(Int)
    /// The number of rows is outside 1...1,000,000,000.
    case events(Int)
    /// The last day is not a day of the calendar.
    case noSuchDay(year: Int, month: Int, day: Int)
    /// A folder or file could not be made or written; `reason` is the system's own text.
    case cannotWrite(path: String, reason: String)

    /// What is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .days(let days):
            "\(days) days cannot be told: choose between 1 and 366"
        case .events(let events):
            "\(events) rows cannot be written: choose between 1 and 1000000000"
        case .noSuchDay(let year, let month, let day):
            "\(year)-\(month)-\(day) is not a day of the calendar: choose a last day between 1970 and 9999"
        case .cannotWrite(let path, let reason):
            "cannot write \(path): \(reason); choose a folder you may write to, with enough free space"
        }
    }
}
