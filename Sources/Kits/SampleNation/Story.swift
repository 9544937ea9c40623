/// What happens in the country from the first to the last day.
///
/// Everything here is arithmetic on whole numbers and plain fractions, so that it is the same on every machine.
struct Story {
    let days: Int

    /// Botnets come and go: the part of the hosts that a family could hold and does hold on a day, 0.06 to 1.
    func spread(ofFamily family: Int, day: Int) -> Double {
        let peaks = [0.9, 0.15, 0.5, 0.3, 0.7, 0.05, 0.6, 0.4, 1.1, 0.8]
        let widths = [0.35, 0.2, 0.15, 0.4, 0.25, 0.5, 0.12, 0.3, 0.45, 0.2]
        let distance = (position(day) - peaks[family % peaks.count]) / widths[family % widths.count]
        return 0.06 + 0.94 / (1 + distance * distance)
    }

    /// The DDoS wave: eight times the usual on the days in the middle.
    func wave(day: Int) -> Int { abs(position(day) - 0.5) <= max(0.06, 0.51 / Double(days)) ? 8 : 1 }

    /// The phishing campaign against a bank begins after a third of the time and fades.
    func campaign(day: Int) -> Int {
        let since = position(day) - 0.3
        if days == 1 { return 3 }
        return since < 0 ? 1 : since < 0.25 ? 6 : since < 0.5 ? 3 : 1
    }

    /// Weekends bring fewer events from offices, in percent.
    func week(_ date: CalendarDay) -> Int { date.weekday == 0 ? 90 : date.weekday == 6 ? 93 : 100 }

    /// Whether a service or an infection that `key` names is there on a day.
    ///
    /// It stays open about as long as the owner needs to fix it, then is gone for weeks; one in eight comes back within days. Now and then
    /// the observer misses it.
    @inline(__always)
    static func isOpen(key: UInt64, daysToFix: Int, day: Int) -> Bool {
        let open = 2 + (Int(key & 0x3FF) * daysToFix * 3) >> 10
        let isRelapse = key >> 10 & 7 == 0
        let gone = isRelapse ? 2 + Int(key >> 13 & 7) : 20 + Int(key >> 13 & 31)
        let phase = Int(truncatingIfNeeded: key >> 24 & 0xFFFF)
        if (day + phase) % (open + gone) >= open { return false }
        return mixed(key, UInt64(day)) & 31 != 0
    }

    private func position(_ day: Int) -> Double { days > 1 ? Double(day) / Double(days - 1) : 0.5 }
}
