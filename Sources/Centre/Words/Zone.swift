internal import Foundation
public import Vocabulary

/// A time zone of the IANA database, in which a centre shows its times.
public struct Zone: Sendable, Hashable {
    /// `Asia/Baku`
    public let name: String
    private let zone: TimeZone

    /// Coordinated universal time.
    public static let utc = Zone()

    private init() {
        name = "UTC"
        zone = .gmt
    }

    /// The zone with a name; nil where the system knows none.
    public init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    /// The offset from UTC at an instant, in seconds.
    public func offset(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds)))
    }

    /// What clock and calendar show at an instant.
    public func local(_ instant: Instant) -> LocalTime {
        let offset = offset(at: instant)
        let seconds = instant.seconds + Int64(offset)
        let moment = Instant(seconds: seconds)
        let ofDay = Int(seconds - moment.startOfDay.seconds)
        let date = moment.date
        return LocalTime(
            year: date.year, month: date.month, day: date.day, hour: ofDay / 3600, minute: ofDay / 60 % 60, second: ofDay % 60,
            abbreviation: offset == 0 ? "UTC" : Self.abbreviation(offset))
    }

    private static func abbreviation(_ offset: Int) -> String {
        let minutes = abs(offset) / 60
        let tail = minutes % 60 == 0 ? "" : ":\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
        return "UTC" + (offset < 0 ? "\u{2212}" : "+") + "\(minutes / 60)" + tail
    }
}

/// What clock and calendar show somewhere.
public struct LocalTime: Sendable, Hashable {
    /// Year.
    public let year: Int
    /// Month, 1 to 12.
    public let month: Int
    /// Day of the month, from 1.
    public let day: Int
    /// Hour, 0 to 23.
    public let hour: Int
    /// Minute, 0 to 59.
    public let minute: Int
    /// Second, 0 to 59.
    public let second: Int
    /// `UTC+4`
    public let abbreviation: String
}
