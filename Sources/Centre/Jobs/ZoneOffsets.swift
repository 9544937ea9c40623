// FoundationEssentials alone knows no zone but GMT.
internal import Foundation

/// The distance of local time from UTC, in a named zone.
struct ZoneOffsets: Sendable {
    private let zone: TimeZone

    /// The zone with a name of the IANA time zone database, `Asia/Baku`; `nil` where this machine does not know it.
    init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    /// Seconds that local time is ahead of UTC, at a moment in seconds since 1970.
    func offset(at seconds: Int64) -> Int64 { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))) }
}
