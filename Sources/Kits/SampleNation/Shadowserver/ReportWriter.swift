/// Writes one report of one day, row by row.
struct ReportWriter {
    let nation: Nation
    let story: Story
    let report: Report
    /// Position of the report among all reports; part of every random choice.
    let seed: UInt64
    let header: [UInt8]
    let templates: [RowTemplate]
    private let order: Permutation
    private let population: Int
    private let careless: Range<Int>
    private let carelessOrder: Permutation

    /// More takers-part than this are not kept apart on one day.
    private static let mostActive = 4_000_000

    init(report: Report, nation: Nation, story: Story, seed: UInt64) {
        self.report = report
        self.nation = nation
        self.story = story
        self.seed = seed
        let columns = report.columns.split(separator: " ").map { String($0) }
        header = Array(columns.map { "\"\($0)\"" }.joined(separator: ",").utf8) + [0x0A]
        templates = report.variants.map { RowTemplate(report: report, columns: columns, variant: $0) }
        population = report.isSix ? nation.sixCount : nation.fourCount
        order = Permutation(of: population, seed: mixed(seed, 11))
        careless = nation.hosts(ofOwner: OperatorSeed.careless)
        carelessOrder = Permutation(of: careless.count, seed: mixed(seed, 12))
    }

    /// Writes `rows` rows of a day; `day` counts from the first day of the story.
    func write(
        rows: Int, day: Int, date: CalendarDay, into file: inout FeedFile, through bytes: inout Bytes, seen: inout AddressCount
    ) throws(SampleError) -> Int {
        var broken = 0
        let daily = mixed(seed, UInt64(day) &+ 1000)
        let active: [UInt32]
        var slot = 0
        switch report.kind {
        case .exposure: active = []
        case .activity(let rowsPerHost):
            active = activeSlots(max(1, min(rows / rowsPerHost, ReportWriter.mostActive)), day: day)
        }
        bytes.raw(header)
        for row in 0..<rows {
            let chance = mixed(daily, UInt64(row))
            let found: (host: Host, key: UInt64)
            if active.isEmpty {
                found = nextOpen(&slot, day: day)
            } else {
                found = taker(Int(active[skewed(chance, below: active.count)]))
            }
            // Rows come in the order of time, one every 86,400 / rows seconds with some play.
            let second = (row * 86_400 + spread(chance, below: 86_400)) / rows
            let sighting = Sighting(host: found.host, key: found.key, chance: chance, second: second, row: row, day: date)
            let start = bytes.count
            let variant = skewed(scrambled(found.key ^ 0x5A), below: templates.count)
            for piece in templates[variant].pieces {
                switch piece {
                case .literal(let literal): bytes.raw(literal)
                case .fill(let fill): write(fill, of: sighting, into: &bytes)
                }
            }
            if BrokenRow.isBroken(chance) {
                BrokenRow.spoil(&bytes, from: start, chance: chance)
                broken += 1
            } else {
                seen.note(found.host)
            }
            bytes.byte(0x0A)
            try file.drain(&bytes)
        }
        try file.drain(&bytes, above: 1)
        return broken
    }

    // MARK: - Who

    /// The next slot whose service is open on the day, counted up from `slot`.
    private func nextOpen(_ slot: inout Int, day: Int) -> (host: Host, key: UInt64) {
        while true {
            let current = slot
            slot += 1
            guard let taken = candidate(current) else { continue }
            if Story.isOpen(key: taken.key, daysToFix: nation.owners[taken.host.owner].daysToFix, day: day) { return taken }
        }
    }

    private func activeSlots(_ count: Int, day: Int) -> [UInt32] {
        var slots: [UInt32] = []
        slots.reserveCapacity(count)
        let reach = (0..<templates.count).map { story.spread(ofFamily: $0, day: day) }
        var slot = 0
        while slots.count < count {
            let current = slot
            slot += 1
            guard let taken = candidate(current) else { continue }
            let family = skewed(scrambled(taken.key ^ 0x5A), below: templates.count)
            // The first to be infected are the last to be cleaned.
            guard Double(taken.key >> 40) / 16_777_216 < reach[family] else { continue }
            guard Story.isOpen(key: taken.key, daysToFix: nation.owners[taken.host.owner].daysToFix, day: day) else { continue }
            slots.append(UInt32(truncatingIfNeeded: current))
        }
        return slots
    }

    private func taker(_ slot: Int) -> (host: Host, key: UInt64) {
        candidate(slot) ?? (nation.host(order(slot % population), isSix: report.isSix), mixed(seed, UInt64(slot)))
    }

    /// The host behind a slot, unless the report is not about such hosts.
    private func candidate(_ slot: Int) -> (host: Host, key: UInt64)? {
        let key = mixed(seed, UInt64(slot))
        guard report.audience == .careless else {
            let host = nation.host(order(slot % population), isSix: report.isSix)
            if report.audience == .subscribers, host.owner >= nation.operatorCount { return nil }
            return (host, key)
        }
        if slot & 1 == 0 {
            return (nation.host(careless.lowerBound + carelessOrder(slot / 2 % careless.count), isSix: false), key)
        }
        let index = order(slot / 2 % population)
        // The other half leaves the careless operator's hosts out, or a host could appear twice at one moment.
        return careless.contains(index) ? nil : (nation.host(index, isSix: false), key)
    }
}
