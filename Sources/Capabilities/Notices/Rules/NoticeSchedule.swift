internal import Centre
internal import Vocabulary

/// When digests go out and when it is night, by the clocks of the centre.
struct NoticeSchedule: Sendable, Hashable {
    let zone: Zone
    /// The hour of the daily digest.
    var morning = 8
    /// From this hour nobody is woken …
    var nightFrom = 20
    /// … until this one.
    var nightUntil = 7
    /// The day of the weekly digest; Monday is 1.
    var weekday = 1

    /// The schedule with the night of somebody who has hours of their own.
    func with(_ hours: QuietHours?) -> NoticeSchedule {
        guard let hours else { return self }
        var schedule = self
        schedule.nightFrom = hours.from
        schedule.nightUntil = hours.until
        return schedule
    }

    /// The moment at which something known since `since` goes out.
    func due(_ pace: NoticeRule.Pace, since: Instant, isQuietAtNight: Bool) -> Instant {
        let moment: Instant
        switch pace {
        case .now: moment = since
        case .hourly: moment = Instant(seconds: (since.seconds + 3599) / 3600 * 3600)
        case .daily: moment = next(hour: morning, onOrAfter: since) { _ in true }
        case .weekly: moment = next(hour: morning, onOrAfter: since) { Self.weekday(ofDay: $0) == weekday }
        }
        return isQuietAtNight && isNight(moment) ? next(hour: nightUntil, onOrAfter: moment) { _ in true } : moment
    }

    /// Whether people sleep.
    func isNight(_ moment: Instant) -> Bool {
        let hour = zone.local(moment).hour
        return nightFrom > nightUntil ? hour >= nightFrom || hour < nightUntil : hour >= nightFrom && hour < nightUntil
    }

    /// 1 for Monday. Day 0 of the epoch was a Thursday.
    private static func weekday(ofDay day: Int64) -> Int { Int((day % 7 + 10) % 7) + 1 }

    private func next(hour: Int, onOrAfter since: Instant, _ isWanted: (Int64) -> Bool) -> Instant {
        let today = Instant(seconds: since.seconds + Int64(zone.offset(at: since))).daysSinceEpoch
        for day in today...(today + 8) where isWanted(day) {
            let local = day * 86_400 + Int64(hour) * 3600
            // The offset of the day before may differ where the clocks change; taking it twice settles it.
            let guess = Instant(seconds: local - Int64(zone.offset(at: Instant(seconds: local))))
            let moment = Instant(seconds: local - Int64(zone.offset(at: guess)))
            if moment >= since { return moment }
        }
        return since
    }
}
