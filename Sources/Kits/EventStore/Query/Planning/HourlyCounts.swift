public import Events

/// Counts of a dimension hour by hour, in columns. A value may have several counts in an hour; they add up.
public struct HourlyCounts: Sendable {
    /// The values that occur, nil for events that have none.
    public private(set) var values: [Value?] = []
    /// For each count its hour, in whole hours since 1970 UTC.
    public private(set) var hours: [Int64] = []
    /// For each count the place of its value.
    public private(set) var places: [UInt32] = []
    /// The counts.
    public private(set) var counts: [Int64] = []

    /// No counts.
    public init() {}

    /// Adds a value and returns its place.
    public mutating func add(value: Value?) -> UInt32 {
        values.append(value)
        return UInt32(values.count - 1)
    }

    /// Adds a count.
    @inline(__always)
    public mutating func add(hour: Int64, place: UInt32, count: Int64) {
        hours.append(hour)
        places.append(place)
        counts.append(count)
    }
}
