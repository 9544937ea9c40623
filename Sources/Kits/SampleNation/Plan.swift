/// How the rows asked for are shared out over days, feeds and mails: the sum is exact.
struct Plan {
    struct Part {
        enum Feed {
            case report(Int)
            case provider(Provider)
            case mails
        }

        let feed: Feed
        /// Counted from the first day.
        let day: Int
        let rows: Int
    }

    /// In the order of writing: day by day.
    let parts: [Part]

    /// - Parameter isUnfinished: The last day is not over; then every provider has something to say of it.
    init(days: Int, events: Int, first: CalendarDay, story: Story, isUnfinished: Bool = false) {
        let daily = events / days
        var others: [Part] = []
        for day in 0..<days {
            for provider in Provider.allCases {
                let least = daily >= 2000 || isUnfinished ? 1 : 0
                let rows = min(provider.mostRows, max(daily * provider.weight / 10_000, least))
                if rows > 0 { others.append(Part(feed: .provider(provider), day: day, rows: rows)) }
            }
            let mails = min(ComplaintMail.mostADay, daily / 1000)
            if mails > 0 { others.append(Part(feed: .mails, day: day, rows: mails)) }
        }

        // Shadowserver gets what is left, by weight; rounding the running sum keeps the total exact.
        let left = UInt64(events - others.reduce(0) { $0 + $1.rows })
        var weights: [(report: Int, day: Int, weight: UInt64)] = []
        for day in 0..<days {
            for (index, report) in Report.all.enumerated() {
                let percent: Int
                switch report.rhythm {
                case .steady: percent = 100
                case .week: percent = story.week(first.advanced(by: day))
                case .wave: percent = 100 * story.wave(day: day)
                case .campaign: percent = 100 * story.campaign(day: day)
                }
                weights.append((index, day, UInt64(report.weight * percent)))
            }
        }
        let total = weights.reduce(0) { $0 + $1.weight }
        var reports: [Part] = []
        var sum: UInt64 = 0
        var given: UInt64 = 0
        for (report, day, weight) in weights {
            sum += weight
            let until = left * sum / total
            if until > given { reports.append(Part(feed: .report(report), day: day, rows: Int(until - given))) }
            given = until
        }
        parts = (0..<days).flatMap { day in
            reports.filter { $0.day == day } + others.filter { $0.day == day }
        }
    }
}
