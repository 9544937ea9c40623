public import Vocabulary

/// A longest-prefix table: networks with a payload each, nested and repeated as they come, looked up in some 20 ns.
///
/// The nesting is flattened to disjoint ranges (``RangeTable``) when the table is built; each range knows the entry of its most
/// specific network, each entry the next wider one, so that all matches can be had, most specific first. A network that is given
/// several times matches several times, the first given first. IPv4 and IPv6 never match each other's networks.
public struct PrefixTable: Sendable {
    /// One network that contains an address.
    public struct Match: Sendable, Hashable {
        /// The network.
        public let network: IPPrefix
        /// What was given with it.
        public let payload: UInt32
    }

    private let ranges: RangeTable
    private let payloads: [UInt32]
    private let parents: [UInt32]
    private let lengths: [UInt8]

    /// The table of these networks.
    public init(_ entries: [(network: IPPrefix, payload: UInt32)]) {
        precondition(entries.count < Int(UInt32.max), "a prefix table numbers its networks in 32 bits")
        payloads = entries.map(\.payload)
        lengths = entries.map { UInt8(truncatingIfNeeded: $0.network.length) }
        var parents = [UInt32](repeating: 0, count: entries.count)
        var builder = RangeTable.Builder()
        let ipv4 = Place.sorted(entries, family: \.isIPv4) { network in UInt128(network.address.low & 0xFFFF_FFFF) }
        Place.flatten(ipv4, width: 32, parents: &parents) { builder.append(ipv4: UInt32(truncatingIfNeeded: $0), value: $1) }
        let ipv6 = Place.sorted(entries, family: \.isIPv6) { network in UInt128(network.address.high) << 64 | UInt128(network.address.low) }
        Place.flatten(ipv6, width: 128, parents: &parents) { builder.append(ipv6: $0, value: $1) }
        self.parents = parents
        ranges = builder.table()
    }

    /// Number of networks.
    public var count: Int { payloads.count }

    /// Memory the table takes, in bytes.
    public var byteCount: Int { ranges.byteCount + count * 9 }

    /// The entry of the most specific network an address lies in, counted from 1 in the order given; 0 where it lies in none.
    @inline(__always)
    public func entry(_ address: IPAddress) -> UInt32 { ranges.value(address) }

    /// The entry of the next wider network around an entry's, 0 where there is none.
    public func wider(than entry: UInt32) -> UInt32 { parents[Int(entry) - 1] }

    /// The payload of an entry.
    public func payload(ofEntry entry: UInt32) -> UInt32 { payloads[Int(entry) - 1] }

    /// The payload of the most specific network an address lies in.
    @inline(__always)
    public subscript(address: IPAddress) -> UInt32? {
        let entry = ranges.value(address)
        return entry == 0 ? nil : payloads[Int(entry) &- 1]
    }

    /// All networks an address lies in, most specific first.
    public func matches(_ address: IPAddress) -> [Match] {
        var matches: [Match] = []
        var entry = ranges.value(address)
        while entry != 0 {
            if let network = IPPrefix(address, length: Int(lengths[Int(entry) - 1])) {
                matches.append(Match(network: network, payload: payloads[Int(entry) - 1]))
            }
            entry = parents[Int(entry) - 1]
        }
        return matches
    }
}

/// A network's place in the order of flattening.
private struct Place {
    let start: UInt128
    let length: UInt8
    /// The entry, from 1.
    let entry: UInt32

    /// Wider networks first; of the same network the one given last first, so that the one given first ends up innermost.
    static func precedes(_ one: Place, _ other: Place) -> Bool {
        if one.start != other.start { return one.start < other.start }
        if one.length != other.length { return one.length < other.length }
        return one.entry > other.entry
    }

    static func sorted(
        _ entries: [(network: IPPrefix, payload: UInt32)], family: (IPPrefix) -> Bool, start: (IPPrefix) -> UInt128
    ) -> [Place] {
        var places: [Place] = []
        var isSorted = true
        for (index, entry) in entries.enumerated() where family(entry.network) {
            let place = Place(
                start: start(entry.network), length: UInt8(truncatingIfNeeded: entry.network.length), entry: UInt32(index + 1))
            if isSorted, let last = places.last, !precedes(last, place) { isSorted = false }
            places.append(place)
        }
        // Lists of networks usually come sorted, and checking costs far less than sorting.
        if !isSorted { places.sort(by: precedes) }
        return places
    }

    /// Sweeps the networks from left to right with the stack of those that are open.
    static func flatten(_ places: [Place], width: UInt8, parents: inout [UInt32], emit: (UInt128, UInt32) -> Void) {
        var open: [(last: UInt128, entry: UInt32)] = []
        let end: UInt128 = width == 128 ? .max : (1 << UInt128(width)) - 1
        func close(before start: UInt128?) {
            while let top = open.last, start.map({ top.last < $0 }) ?? true {
                open.removeLast()
                if top.last < end { emit(top.last + 1, open.last?.entry ?? 0) }
            }
        }
        for place in places {
            close(before: place.start)
            parents[Int(place.entry) - 1] = open.last?.entry ?? 0
            let size = width - place.length
            let last = size == 128 ? .max : place.start + ((1 << UInt128(size)) - 1)
            open.append((last, place.entry))
            emit(place.start, place.entry)
        }
        close(before: nil)
    }
}

extension IPPrefix {
    fileprivate var isIPv6: Bool { !isIPv4 }
}
