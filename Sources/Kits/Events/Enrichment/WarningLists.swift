public import Vocabulary

/// The warning lists in force, as one table.
public struct WarningLists: Sendable {
    /// The lists with what each does, those that are off left out; a list's bit in a mask is its place here.
    public let lists: [(list: WarningList, action: WarningList.Action)]
    /// Lists that are dropped, as bits.
    let dropping: UInt64
    /// Lists that are marked, as bits.
    let marking: UInt64
    private let networks: PrefixTable
    private let networkMasks: [UInt64]
    let domains: DomainTable
    private let domainMasks: [UInt64]
    let systems: [(range: ClosedRange<UInt32>, mask: UInt64)]

    /// Most lists there can be.
    public static let maximumCount = 64

    /// Puts the lists in force.
    ///
    /// - Parameters:
    ///   - lists: built-in and own lists; of those with the same name the last counts, so an own list can replace a built-in one. At most
    ///     ``maximumCount`` are used.
    ///   - actions: what the configuration says for a list by its name; it overrules the list's own file.
    ///   - standard: for lists of which neither says anything.
    ///   - lifted: names of lists that do not apply, as a register's profile says (a sample nation lives in documentation space).
    public init(
        _ lists: [WarningList] = WarningList.builtIn, actions: [String: WarningList.Action] = [:],
        standard: WarningList.Action = .mark, lifted: Set<String> = []
    ) {
        var named: [String: Int] = [:]
        var distinct: [WarningList] = []
        for list in lists {
            if let place = named[list.name] {
                distinct[place] = list
            } else {
                named[list.name] = distinct.count
                distinct.append(list)
            }
        }
        let applying =
            distinct
            .filter { !lifted.contains($0.name) }
            .map { (list: $0, action: actions[$0.name] ?? $0.action ?? standard) }
            .filter { $0.action != .off }
            .prefix(Self.maximumCount)
        self.lists = Array(applying)
        var dropping: UInt64 = 0
        var marking: UInt64 = 0
        var networks: [(network: IPPrefix, payload: UInt32)] = []
        var domains: [(domain: String, payload: UInt32)] = []
        var systems: [(range: ClosedRange<UInt32>, mask: UInt64)] = []
        for (place, entry) in applying.enumerated() {
            let mask = (1 as UInt64) << UInt64(place)
            if entry.action == .drop { dropping |= mask } else { marking |= mask }
            networks += entry.list.networks.map { ($0, UInt32(place)) }
            domains += entry.list.domains.map { ($0, UInt32(place)) }
            systems += entry.list.asns.map { ($0, mask) }
        }
        self.dropping = dropping
        self.marking = marking
        self.systems = systems
        let networkTable = PrefixTable(networks)
        let domainTable = DomainTable(domains)
        self.networks = networkTable
        self.domains = domainTable
        networkMasks = Self.masks(networks.map(\.payload)) { networkTable.wider(than: $0) }
        domainMasks = Self.masks(domains.map(\.payload)) { domainTable.wider(than: $0) }
    }

    /// For each entry the lists it and all wider ones belong to.
    private static func masks(_ payloads: [UInt32], wider: (UInt32) -> UInt32) -> [UInt64] {
        payloads.indices.map { index in
            var mask: UInt64 = 0
            var entry = UInt32(index + 1)
            while entry != 0 {
                mask |= 1 << UInt64(payloads[Int(entry) - 1])
                entry = wider(entry)
            }
            return mask
        }
    }

    /// Whether any list has networks.
    var hasNetworks: Bool { networks.count > 0 }

    /// The lists an address is on.
    @inline(__always)
    func mask(_ address: IPAddress) -> UInt64 {
        let entry = networks.entry(address)
        return entry == 0 ? 0 : networkMasks[Int(entry) &- 1]
    }

    /// The lists a name is on.
    func mask(name: UnsafeRawBufferPointer) -> UInt64 {
        let entry = domains.entry(name)
        return entry == 0 ? 0 : domainMasks[Int(entry) - 1]
    }

    /// The lists an autonomous system is on.
    func mask(asn: UInt32) -> UInt64 {
        systems.reduce(0) { $1.range.contains(asn) ? $0 | $1.mask : $0 }
    }

    /// The names of the lists in a mask, joined by commas.
    func names(_ mask: UInt64) -> String {
        lists.indices.filter { mask & (1 << UInt64($0)) != 0 }.map { lists[$0].list.name }.joined(separator: ",")
    }

    /// The lists that something is on, in order of the lists.
    public func hits(address: IPAddress? = nil, asn: ASN? = nil, name: String? = nil) -> [WarningList] {
        var found = address.map { mask($0) } ?? 0
        if let asn { found |= mask(asn: asn.number) }
        if var name { found |= name.withUTF8 { mask(name: UnsafeRawBufferPointer($0)) } }
        return lists.indices.filter { found & (1 << UInt64($0)) != 0 }.map { lists[$0].list }
    }
}
