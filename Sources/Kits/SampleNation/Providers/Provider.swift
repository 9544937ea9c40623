/// A provider besides Shadowserver, with the name of its file for a day.
enum Provider: CaseIterable {
    case urlhaus, threatfox, feodo, blocklistDe, dshield, phishtankJSON, phishtankCSV, openphish, spamhausText, spamhausJSON
    case n6, certPL, cowrie, suricata, turris, idf

    /// Rows per 10,000 rows of a day.
    var weight: Int {
        switch self {
        case .urlhaus, .threatfox: 8
        case .feodo, .dshield, .spamhausText, .spamhausJSON: 2
        case .blocklistDe, .n6: 60
        case .phishtankJSON, .phishtankCSV, .certPL: 4
        case .openphish: 6
        case .cowrie, .suricata: 80
        case .turris: 40
        case .idf: 50
        }
    }

    /// More rows than this a day are not believable.
    var mostRows: Int {
        switch self {
        case .urlhaus, .threatfox: 900
        case .feodo: 60
        case .dshield: 20
        case .spamhausText, .spamhausJSON: 48
        case .phishtankJSON, .phishtankCSV, .certPL: 240
        case .openphish: 400
        case .blocklistDe, .turris: 8000
        case .n6, .idf: 12_000
        case .cowrie, .suricata: 20_000
        }
    }

    /// Path below the feeds folder.
    func path(_ date: CalendarDay) -> String {
        var bytes = Bytes(capacity: 10)
        bytes.date(date)
        let day = String(decoding: bytes.buffer, as: UTF8.self)
        switch self {
        case .urlhaus: return "abuse.ch/\(day)-urlhaus.csv"
        case .threatfox: return "abuse.ch/\(day)-threatfox-full.csv"
        case .feodo: return "abuse.ch/\(day)-feodo-ipblocklist.csv"
        case .blocklistDe: return "blocklist.de/\(day)-blocklist-de-all.txt"
        case .dshield: return "dshield/\(day)-dshield-block.txt"
        case .phishtankJSON: return "phishtank/\(day)-phishtank-online-valid.json"
        case .phishtankCSV: return "phishtank/\(day)-phishtank-verified_online.csv"
        case .openphish: return "openphish/\(day)-openphish-feed.txt"
        case .spamhausText: return "spamhaus/\(day)-spamhaus-drop.txt"
        case .spamhausJSON: return "spamhaus/\(day)-spamhaus-drop_v4.json"
        case .n6: return "n6/\(day)-n6.jsonl"
        case .certPL: return "cert.pl/\(day)-cert-pl-domains.json"
        case .cowrie: return "cowrie/cowrie.json.\(day)"
        case .suricata: return "suricata/eve-\(day).json"
        case .turris: return "turris/\(day)-turris-greylist.csv"
        case .idf: return "idf/\(day)-events.idf.jsonl"
        }
    }
}

/// One row of another provider: who was seen and when.
struct ProviderRow {
    let number: Int
    let host: Host
    /// Stays with the host.
    let key: UInt64
    /// Different for every row.
    let chance: UInt64
    let second: Int
    let date: CalendarDay
}

/// Writes one provider's file of one day.
struct ProviderWriter {
    let nation: Nation
    let story: Story
    let seed: UInt64
    private let order: Permutation
    private let careless: Range<Int>
    private let carelessOrder: Permutation

    init(nation: Nation, story: Story, seed: UInt64) {
        self.nation = nation
        self.story = story
        self.seed = seed
        order = Permutation(of: nation.fourCount, seed: mixed(seed, 21))
        careless = nation.hosts(ofOwner: OperatorSeed.careless)
        carelessOrder = Permutation(of: careless.count, seed: mixed(seed, 22))
    }

    /// Writes `rows` rows; returns how many of them are broken.
    /// - Parameter seconds: How much of the day they spread over.
    func write(
        _ provider: Provider, rows: Int, day: Int, date: CalendarDay, seconds: Int, into file: inout FeedFile, through bytes: inout Bytes,
        seen: inout AddressCount
    ) throws(SampleError) -> Int {
        preamble(of: provider, date: date, rows: rows, into: &bytes)
        let daily = mixed(mixed(seed, UInt64(provider.weight) << 16 | UInt64(provider.mostRows)), UInt64(day))
        var broken = 0
        var slot = 0
        var current: (host: Host, key: UInt64)?
        for number in 0..<rows {
            let chance = mixed(daily, UInt64(number))
            let (host, key) =
                number % provider.rowsPerHost == 0
                ? nextHost(&slot, of: provider, day: day) : current ?? nextHost(&slot, of: provider, day: day)
            current = (host, key)
            var second = (number * seconds + spread(chance, below: seconds)) / rows
            // What has just been seen is in the report that comes now.
            if seconds < 86_400, number == rows - 1 { second = seconds - 1 - spread(chance, below: 600) }
            let row = ProviderRow(number: number, host: host, key: key, chance: chance, second: second, date: date)
            let start = bytes.count
            let manner = write(provider, row, isLast: number == rows - 1, into: &bytes)
            if manner != .whole, BrokenRow.isBroken(chance) {
                switch manner {
                case .cells: BrokenRow.spoil(&bytes, from: start, chance: chance)
                case .object: BrokenRow.cut(&bytes, from: start)
                case .line:
                    bytes.shorten(to: start)
                    bytes.text("198.18.300.7")
                case .whole: break
                }
                broken += 1
            } else if provider.namesHosts {
                seen.note(host)
            }
            bytes.text(provider.lineEnd)
            try file.drain(&bytes)
        }
        ending(of: provider, date: date, rows: rows, into: &bytes)
        try file.drain(&bytes, above: 1)
        return broken
    }

    /// The next host that is to be seen on the day: a third of them, or all for phishing sites, stand at the careless operator.
    private func nextHost(_ slot: inout Int, of provider: Provider, day: Int) -> (Host, UInt64) {
        let salt = UInt64(provider.weight << 16 | provider.mostRows)
        while true {
            let current = slot
            slot += 1
            let key = mixed(seed ^ salt, UInt64(current))
            let index: Int
            if provider == .phishtankJSON || current % 3 == 0 {
                index = careless.lowerBound + carelessOrder((current + Int(salt)) % careless.count)
            } else {
                index = order((current + Int(salt) * 10) % nation.fourCount)
                if careless.contains(index) { continue }
            }
            let host = nation.host(index, isSix: false)
            if Story.isOpen(key: key, daysToFix: nation.owners[host.owner].daysToFix, day: day) { return (host, key) }
        }
    }

    /// What breaking a row of the provider means.
    enum Manner {
        /// Cells between commas.
        case cells
        /// A JSON object on a line of its own.
        case object
        /// A line with one address.
        case line
        /// A part of a document that must stay whole.
        case whole
    }

    private func write(_ provider: Provider, _ row: ProviderRow, isLast: Bool, into bytes: inout Bytes) -> Manner {
        switch provider {
        case .urlhaus: urlhaus(row, into: &bytes)
        case .threatfox: threatfox(row, into: &bytes)
        case .feodo: feodo(row, into: &bytes)
        case .phishtankCSV: phishtankCSV(row, into: &bytes)
        case .turris: turris(row, into: &bytes)
        case .n6: return n6(row, into: &bytes)
        case .idf: return idf(row, into: &bytes)
        case .cowrie: return cowrie(row, into: &bytes)
        case .suricata: return suricata(row, into: &bytes)
        case .phishtankJSON: return phishtankJSON(row, isLast: isLast, into: &bytes)
        case .certPL: return certPL(row, isLast: isLast, into: &bytes)
        case .dshield: return dshield(row, into: &bytes)
        case .spamhausText: return spamhausText(row, into: &bytes)
        case .spamhausJSON: return spamhausJSON(row, into: &bytes)
        case .openphish:
            Campaign.url(number: UInt64(row.number), into: &bytes)
            return .whole
        case .blocklistDe:
            bytes.address(row.host.address)
            return .line
        }
        return .cells
    }
}

extension Provider {
    var lineEnd: StaticString {
        switch self {
        case .urlhaus, .threatfox, .feodo: "\r\n"
        default: "\n"
        }
    }

    /// Whether the rows name single hosts of the country, not networks or sites only.
    var namesHosts: Bool {
        switch self {
        case .dshield, .spamhausText, .spamhausJSON, .openphish, .certPL, .phishtankCSV: false
        default: true
        }
    }

    /// Rows that follow each other and are about one host: the lines of a session.
    var rowsPerHost: Int { self == .cowrie ? 6 : 1 }
}
