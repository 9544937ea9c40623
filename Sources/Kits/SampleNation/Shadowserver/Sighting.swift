/// One row to be: who was seen, where, and when.
struct Sighting {
    let host: Host
    /// Stays the same for the same service or infection from day to day: banners and certificates come out of it.
    let key: UInt64
    /// Different for every row.
    let chance: UInt64
    /// Seconds since midnight UTC.
    let second: Int
    /// Number of the row in its file, from 0.
    let row: Int
    let day: CalendarDay
}
