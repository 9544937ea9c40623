/// What queries are asked of: segments of events and the counts kept beside them.
public protocol QueryableStore: Sendable {
    /// The segments that the selection does not rule out, in the order in which their events are given.
    func segments(_ selection: SegmentSelection) throws -> [Segment]

    /// Where a segment's file is.
    func path(of segment: Segment) -> String

    /// Counts of a dimension hour by hour. `hours` are whole hours since 1970 UTC, the upper bound not part of it.
    func hourlyCounts(by dimension: RollupDimension, hours: Range<Int64>) throws -> HourlyCounts
}
