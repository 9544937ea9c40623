/// A deterministic fictional country and the feeds that the world sends its response team.
///
/// The country, Odlar, has operators, ministries, banks, hospitals, universities and companies in reserved address space, private-use
/// autonomous systems and example domains. Over the days infections spread and get cleaned, services stay open until their owners fix
/// them, a flood hits the middle, and a phishing campaign imitates a bank. The same seed, days, rows and end give the same bytes on
/// every machine.
public struct SampleNation: Sendable {
    private let seed: UInt64
    private let days: Int
    private let events: Int
    private let end: CalendarDay
    private let passed: Int?

    /// A country whose story takes `days` days, ends on the day `end`, and is told in `events` data rows over all feeds.
    /// - Parameter passed: How many seconds of the last day have passed, where it is not over: feeds that come all day long speak of no
    ///   later time, and reports that come once a day speak of the day before.
    public init(seed: UInt64, days: Int, events: Int, end: CalendarDay = .standardEnd, passed: Int? = nil) {
        self.seed = seed
        self.days = days
        self.events = events
        self.end = end
        self.passed = passed.map { min(max($0, 600), 86_400) }
    }

    /// The country's code: user-assigned in ISO 3166-1.
    public static var country: String { "\(Nation.code)" }
    /// The file that says which addresses and systems the country was given, in the form of the regional registries.
    public static let delegations = "delegated-odlar-extended-latest"

    /// Writes the feeds below `directory`/feeds, the register as `directory`/owners.yaml, the networks as `directory`/networks.mmdb and
    /// ``delegations`` beside them. Files of the same names are replaced.
    ///
    /// `progress` is called after each feed file. Throws `SampleError` for numbers out of range and for what the file system refuses.
    public func write(to directory: String, progress: ((Written) -> Void)? = nil) throws(SampleError) -> Summary {
        guard (1...366).contains(days) else { throw .days(days) }
        guard (1...1_000_000_000).contains(events) else { throw .events(events) }
        let nation = Nation(seed: seed)
        let story = Story(days: days)
        let first = end.advanced(by: 1 - days)
        var bytes = Bytes(capacity: 1 << 19)
        try FeedFile.makeFolder(directory + "/feeds")
        try writeCountry(nation, to: directory, through: &bytes)

        let reports = Report.all.enumerated().map { index, report in
            ReportWriter(report: report, nation: nation, story: story, seed: mixed(mixed(seed, 77), UInt64(index)))
        }
        let providers = ProviderWriter(nation: nation, story: story, seed: mixed(seed, 78))
        let mails = ComplaintMail(nation: nation, seed: mixed(seed, 79))
        var seen = AddressCount(nation: nation)
        var feeds: [Written] = []
        for part in Plan(days: days, events: events, first: first, story: story, isUnfinished: passed != nil).parts {
            let isOver = passed == nil || part.day < days - 1
            let date = first.advanced(by: part.day)
            let reported = isOver ? date : date.advanced(by: -1)
            switch part.feed {
            case .report(let index):
                let writer = reports[index]
                let name = path(of: writer.report, reported)
                var file = try open(directory, name)
                let broken = try writer.write(rows: part.rows, day: part.day, date: reported, into: &file, through: &bytes, seen: &seen)
                feeds.append(Written(name: "feeds/" + name, rows: part.rows, broken: broken, bytes: file.size))
                if let last = feeds.last { progress?(last) }
            case .provider(let provider):
                let name = provider.path(date)
                var file = try open(directory, name)
                let broken = try providers.write(
                    provider, rows: part.rows, day: part.day, date: date, seconds: isOver ? 86_400 : passed ?? 86_400, into: &file,
                    through: &bytes, seen: &seen)
                feeds.append(Written(name: "feeds/" + name, rows: part.rows, broken: broken, bytes: file.size))
                if let last = feeds.last { progress?(last) }
            case .mails:
                for number in 0..<part.rows {
                    let name = ComplaintMail.path(reported, number: number)
                    var file = try open(directory, name)
                    seen.note(mails.write(number: number, date: reported, into: &bytes))
                    try file.drain(&bytes, above: 1)
                    feeds.append(Written(name: "feeds/" + name, rows: 1, broken: 0, bytes: file.size))
                    if let last = feeds.last { progress?(last) }
                }
            }
        }
        return Summary(
            feeds: feeds, rows: feeds.reduce(0) { $0 + $1.rows }, broken: feeds.reduce(0) { $0 + $1.broken },
            bytes: feeds.reduce(0) { $0 + $1.bytes }, distinctAddresses: seen.count, owners: nation.owners.count,
            operators: nation.operatorCount)
    }

    // MARK: - Parts

    private func path(of report: Report, _ date: CalendarDay) -> String {
        var bytes = Bytes(capacity: 64)
        bytes.text("shadowserver/")
        bytes.date(date)
        bytes.string("-\(report.name)-odlar-geo.csv")
        return String(decoding: bytes.buffer, as: UTF8.self)
    }

    private func open(_ directory: String, _ name: String) throws(SampleError) -> FeedFile {
        if let slash = name.lastIndex(of: "/") { try FeedFile.makeFolder("\(directory)/feeds/\(name[..<slash])") }
        return try FeedFile(path: "\(directory)/feeds/\(name)")
    }

    private func writeCountry(_ nation: Nation, to directory: String, through bytes: inout Bytes) throws(SampleError) {
        var register = try FeedFile(path: directory + "/owners.yaml")
        Register(nation: nation).write(into: &bytes)
        try register.drain(&bytes, above: 1)

        var delegations = try FeedFile(path: directory + "/" + Self.delegations)
        Delegations(nation: nation).write(into: &bytes, day: end)
        try delegations.drain(&bytes, above: 1)

        var database = NetworkDatabase()
        for announcement in nation.announcements {
            database.add(announcement.prefix, asn: announcement.asn, organisation: announcement.organisation, country: announcement.country)
        }
        var networks = try FeedFile(path: directory + "/networks.mmdb")
        database.write(into: &bytes, day: end)
        try networks.drain(&bytes, above: 1)
    }
}
