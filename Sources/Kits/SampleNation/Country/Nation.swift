/// The fictional country: its owners, the networks they hold, and the hosts that are switched on in them.
struct Nation {
    /// Operators first, then organisations, in the register's order.
    let owners: [Owner]
    let operatorCount: Int
    /// Ranges in which hosts live; IPv4 and IPv6 apart.
    let fours: [LiveRange]
    let sixes: [LiveRange]
    /// For every host the index of its range.
    private let rangeOfFour: [UInt16]
    private let rangeOfSix: [UInt16]
    private let seed: UInt64
    /// The address the DDoS wave is aimed at: the tax service's site.
    let victim: UInt32

    /// ISO 3166-1 user-assigned code of the country, and of the two neighbours that scans come from.
    static let code: StaticString = "XO"
    static let neighbours: [StaticString] = ["XA", "XB"]

    init(seed: UInt64) {
        self.seed = mixed(seed, 0x0D1A)
        var founding = Founding()
        founding.settle(seed: self.seed)
        owners = founding.owners
        operatorCount = founding.operatorCount
        fours = founding.fours
        sixes = founding.sixes
        rangeOfFour = Nation.table(fours)
        rangeOfSix = Nation.table(sixes)
        let service = owners.first { $0.id == "tax-service" }
        victim = (service?.prefixes.first { $0.length == 29 }).map { $0.four + 2 } ?? 0xC000_0202
    }

    /// Hosts that can appear in feeds.
    var fourCount: Int { rangeOfFour.count }
    var sixCount: Int { rangeOfSix.count }

    /// The `index`-th IPv4 or IPv6 host. Every index is another address.
    func host(_ index: Int, isSix: Bool) -> Host {
        let range = isSix ? sixes[Int(rangeOfSix[index])] : fours[Int(rangeOfFour[index])]
        let member = index - range.first
        let noise = mixed(seed, UInt64(index))
        guard isSix else {
            let offset = UInt32(member) * range.stride + UInt32(truncatingIfNeeded: spread(noise, below: Int(range.stride)))
            return Host(index: index, owner: range.owner, address: .four(range.four + offset))
        }
        let subnet = UInt64(member) << 8 | noise >> 56
        // A quarter are servers with short interface identifiers; the rest use privacy addresses.
        let interface = noise & 3 == 0 ? (noise >> 8) & 0xFF | 1 : scrambled(noise)
        return Host(index: index, owner: range.owner, address: .six(range.high | subnet, interface))
    }

    /// The IPv4 host indices of one operator; its ranges follow each other.
    func hosts(ofOwner owner: Int) -> Range<Int> {
        let own = fours.filter { $0.owner == owner }
        let first = own.first?.first ?? 0
        return first..<first + own.reduce(0) { $0 + $1.live }
    }

    /// The network of its owner that an IPv4 host stands in.
    func prefix(of host: Host) -> Prefix? {
        guard case .four(let four) = host.address else { return nil }
        return owners[host.owner].prefixes.first { !$0.isSix && ($0.four ^ four) >> UInt32(32 - $0.length) == 0 }
    }

    private static func table(_ ranges: [LiveRange]) -> [UInt16] {
        var table: [UInt16] = []
        table.reserveCapacity(ranges.reduce(0) { $0 + $1.live })
        for (index, range) in ranges.enumerated() {
            table.append(contentsOf: repeatElement(UInt16(truncatingIfNeeded: index), count: range.live))
        }
        return table
    }
}

/// One address of the country that is switched on.
struct Host {
    let index: Int
    let owner: Int
    let address: Address
}

/// A run of addresses of one owner with hosts spread evenly over it.
struct LiveRange {
    let owner: Int
    /// First usable address of the range; IPv6 ranges use `high` instead.
    var four: UInt32 = 0
    var high: UInt64 = 0
    /// Distance between two hosts; each stands somewhere within its stride.
    var stride: UInt32 = 1
    let live: Int
    /// Index of the range's first host among all hosts of the family.
    let first: Int
}

/// A network as it is announced to the world.
struct Announcement {
    let prefix: Prefix
    let asn: Int
    let organisation: String
    let country: StaticString
}

extension Nation {
    /// All announced networks, at home and abroad, shorter prefixes first.
    var announcements: [Announcement] {
        let names = Dictionary(owners.compactMap { owner in owner.asns.first.map { ($0, owner.english) } }) { first, _ in first }
        var all = owners.flatMap { owner in
            owner.prefixes.map {
                Announcement(
                    prefix: $0, asn: owner.announcedBy, organisation: names[owner.announcedBy] ?? owner.english, country: Nation.code)
            }
        }
        all.append(Announcement(prefix: .four(0xC633_6400, 24), asn: 64_510, organisation: "North Example Transit", country: "XA"))
        all.append(Announcement(prefix: .four(0xCB00_7100, 24), asn: 64_511, organisation: "South Example Hosting", country: "XB"))
        all.append(
            Announcement(prefix: .six(0x2001_0DB8_F000_0000, 36), asn: 64_510, organisation: "North Example Transit", country: "XA"))
        return all.enumerated().sorted { ($0.element.prefix.length, $0.offset) < ($1.element.prefix.length, $1.offset) }.map(\.element)
    }
}
