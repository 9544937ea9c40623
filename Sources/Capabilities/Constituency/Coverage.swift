internal import Centre
internal import Vocabulary

/// How much of a country's addresses has an owner, and an owner that can be written to.
struct Coverage: Sendable, Hashable {
    /// Addresses of one family; of IPv6 networks of /64 are counted.
    struct Share: Sendable, Hashable {
        var all: Double = 0
        var owned: Double = 0
        /// Owned by somebody who can be written to.
        var reachable: Double = 0

        var ownedShare: Double { all > 0 ? owned / all : 0 }
        var reachableShare: Double { all > 0 ? reachable / all : 0 }
    }

    /// Whether the country's own space is known; else the shares are of what the register has.
    let isNational: Bool
    let source: String?
    var ipv4 = Share()
    var ipv6 = Share()
    /// Ranges that nobody answers for, the largest first.
    var unowned: [IPPrefix] = []
    /// Systems that nobody answers for.
    var unownedASNs: [ASN] = []
    var asnCount = 0
    /// Owners with networks or systems whom nobody can be written to at, those with the most addresses first.
    var silent: [(id: String, addresses: Double)] = []

    static func == (left: Coverage, right: Coverage) -> Bool {
        left.ipv4 == right.ipv4 && left.ipv6 == right.ipv6 && left.unowned == right.unowned && left.unownedASNs == right.unownedASNs
            && left.silent.elementsEqual(right.silent) { $0.id == $1.id && $0.addresses == $1.addresses }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(ipv4)
        hasher.combine(ipv6)
    }

    init(of space: NationalSpace, owners: [Owner]) {
        isNational = space.source != nil
        source = space.source
        let owned = AddressRanges(owners.flatMap(\.networks))
        let reachable = AddressRanges(owners.lazy.filter(\.isReachable).flatMap(\.networks))
        let all = isNational ? AddressRanges(space.networks) : owned
        (ipv4.all, ipv6.all) = all.sizes
        (ipv4.owned, ipv6.owned) = all.intersected(owned).sizes
        (ipv4.reachable, ipv6.reachable) = all.intersected(reachable).sizes
        unowned = all.subtracting(owned).prefixes.sorted { ($0.weight, $1) > ($1.weight, $0) }
        let known = Set(owners.flatMap(\.asns))
        asnCount = isNational ? space.asns.count : known.count
        unownedASNs = space.asns.filter { !known.contains($0) }
        silent = owners.filter { !$0.isReachable && !($0.networks.isEmpty && $0.asns.isEmpty && $0.domains.isEmpty) }.map { owner in
            (owner.id, owner.networks.reduce(0) { $0 + $1.weight })
        }
        silent.sort { $0.addresses != $1.addresses ? $0.addresses > $1.addresses : $0.id < $1.id }
    }
}

extension Owner {
    /// Whether somebody there can be written to or called, as far as is known.
    var isReachable: Bool { contacts.contains { $0.knownStanding.kind != .bounced } }
}

extension IPPrefix {
    /// Its addresses, of IPv6 its networks of /64.
    var weight: Double {
        let bits = isIPv4 ? 32 - length : 64 - length
        return bits >= 0 ? Double(sign: .plus, exponent: bits, significand: 1) : 1 / Double(sign: .plus, exponent: -bits, significand: 1)
    }
}

/// Sets of addresses as ranges that lie apart, in order. IPv4 lies within ::ffff:0:0/96, so that one order holds for all.
struct AddressRanges: Sendable {
    private var ranges: [ClosedRange<IPAddress>] = []

    init(_ networks: some Sequence<IPPrefix>) {
        for network in networks.sorted() {
            let range = network.range
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                if range.upperBound > last.upperBound { ranges[ranges.count - 1] = last.lowerBound...range.upperBound }
            } else {
                ranges.append(range)
            }
        }
    }

    private init(ranges: [ClosedRange<IPAddress>]) { self.ranges = ranges }

    func intersected(_ other: AddressRanges) -> AddressRanges {
        var result: [ClosedRange<IPAddress>] = []
        var (one, two) = (0, 0)
        while one < ranges.count, two < other.ranges.count {
            let (left, right) = (ranges[one], other.ranges[two])
            let low = max(left.lowerBound, right.lowerBound)
            let high = min(left.upperBound, right.upperBound)
            if low <= high { result.append(low...high) }
            if left.upperBound < right.upperBound { one += 1 } else { two += 1 }
        }
        return AddressRanges(ranges: result)
    }

    func subtracting(_ other: AddressRanges) -> AddressRanges {
        var result: [ClosedRange<IPAddress>] = []
        var place = 0
        for range in ranges {
            var low = range.lowerBound
            var isUsedUp = false
            while place < other.ranges.count, other.ranges[place].upperBound < low { place += 1 }
            var next = place
            while next < other.ranges.count, other.ranges[next].lowerBound <= range.upperBound {
                let hole = other.ranges[next]
                if hole.lowerBound > low, let before = hole.lowerBound.stepped(by: -1) { result.append(low...before) }
                guard hole.upperBound < range.upperBound, let after = hole.upperBound.stepped(by: 1) else {
                    isUsedUp = true
                    break
                }
                low = max(low, after)
                next += 1
            }
            if !isUsedUp { result.append(low...range.upperBound) }
        }
        return AddressRanges(ranges: result)
    }

    var prefixes: [IPPrefix] { ranges.flatMap { IPPrefix.covering($0) } }

    /// IPv4 addresses, and networks of /64 of IPv6.
    var sizes: (ipv4: Double, ipv6: Double) {
        prefixes.reduce(into: (0, 0)) { if $1.isIPv4 { $0.0 += $1.weight } else { $0.1 += $1.weight } }
    }
}

extension IPAddress {
    /// The address before (-1) or after (1); nil beyond the last.
    func stepped(by step: Int) -> IPAddress? {
        let value = UInt128(high) << 64 | UInt128(low)
        let (next, isOver) = step < 0 ? value.subtractingReportingOverflow(1) : value.addingReportingOverflow(1)
        return isOver ? nil : IPAddress(high: UInt64(truncatingIfNeeded: next >> 64), low: UInt64(truncatingIfNeeded: next))
    }
}
