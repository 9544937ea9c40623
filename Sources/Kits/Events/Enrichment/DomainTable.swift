/// Domain names with a payload each; a name is looked up by its own and all its parent domains, at label borders only.
///
/// Letters compare without case (RFC 4343); international names are compared in their ASCII form, which the caller provides.
public struct DomainTable: Sendable {
    /// One domain that is the name or one of its parents.
    public struct Match: Sendable, Hashable {
        /// The domain, lower case.
        public let domain: String
        /// What was given with it.
        public let payload: UInt32
    }

    /// The domains one after another, and where each begins (and the last ends).
    private let text: [UInt8]
    private let offsets: [Int]
    /// Length of the longest domain: only so much of a name's end is looked at.
    private let longest: Int
    private let payloads: [UInt32]
    private var parents: [UInt32]
    private let hashes: [UInt32]
    private let slots: [UInt32]

    /// The table of these domains; of the same domain the one given first matches first.
    ///
    /// A leading `*.` or `.` and a trailing `.` do not count.
    public init(_ entries: [(domain: String, payload: UInt32)]) {
        let domains = entries.map { Self.plain($0.domain) }
        text = Array(domains.joined())
        offsets = domains.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        longest = domains.map(\.count).max() ?? 0
        payloads = entries.map(\.payload)
        hashes = domains.map(Self.hash)
        var capacity = 16
        while capacity < entries.count * 2 { capacity *= 2 }
        var slots = [UInt32](repeating: 0, count: capacity)
        var parents = [UInt32](repeating: 0, count: entries.count)
        var isFirst = [Bool](repeating: false, count: entries.count)
        var lastOfSame: [Int: Int] = [:]
        for index in domains.indices where !domains[index].isEmpty {
            var slot = Int(hashes[index]) & (capacity - 1)
            while slots[slot] != 0, domains[Int(slots[slot]) - 1] != domains[index] { slot = (slot + 1) & (capacity - 1) }
            if slots[slot] == 0 {
                slots[slot] = UInt32(index + 1)
                isFirst[index] = true
                lastOfSame[index] = index
            } else {
                let first = Int(slots[slot]) - 1
                parents[lastOfSame[first] ?? first] = UInt32(index + 1)
                lastOfSame[first] = index
            }
        }
        self.slots = slots
        self.parents = parents
        // The last of the same domain goes on to the parent domain.
        for index in domains.indices where isFirst[index] {
            guard let dot = domains[index].firstIndex(of: 0x2E) else { continue }
            self.parents[lastOfSame[index] ?? index] = domains[index][(dot + 1)...].withUnsafeBytes { entry($0) }
        }
    }

    /// Whether there is nothing to find.
    public var isEmpty: Bool { longest == 0 }

    /// The entry of the most specific domain of a name, counted from 1 in the order given; 0 where there is none.
    public func entry(_ name: UnsafeRawBufferPointer) -> UInt32 {
        guard longest > 0, let base = name.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
        var end = name.count
        if end > 0, base[end &- 1] == 0x2E { end &-= 1 }
        var hash = Self.seed
        var found: UInt32 = 0
        var start = end &- 1
        let last = max(end &- longest, 0)
        while start >= last {
            hash = Self.step(hash, base[start].lowercased)
            if start == 0 || base[start &- 1] == 0x2E {
                let hit = entry(hash, base + start, end &- start)
                if hit != 0 { found = hit }
            }
            start &-= 1
        }
        return found
    }

    /// The entry that matches next, 0 where there is none.
    public func wider(than entry: UInt32) -> UInt32 { parents[Int(entry) - 1] }

    /// The payload of an entry.
    public func payload(ofEntry entry: UInt32) -> UInt32 { payloads[Int(entry) - 1] }

    /// All domains of a name, most specific first.
    public func matches(_ name: String) -> [Match] {
        var name = name
        var entry = name.withUTF8 { self.entry(UnsafeRawBufferPointer($0)) }
        var matches: [Match] = []
        while entry != 0 {
            let index = Int(entry) - 1
            matches.append(Match(domain: domain(index), payload: payloads[index]))
            entry = parents[index]
        }
        return matches
    }

    /// The entry of exactly these bytes.
    private func entry(_ hash: UInt32, _ name: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        var slot = Int(hash) & (slots.count &- 1)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            let offset = offsets[index]
            if hashes[index] == hash, offsets[index &+ 1] &- offset == length {
                var position = 0
                while position < length, text[offset &+ position] == name[position].lowercased { position &+= 1 }
                if position == length { return slots[slot] }
            }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        return 0
    }

    private func domain(_ index: Int) -> String { String(decoding: text[offsets[index]..<offsets[index + 1]], as: UTF8.self) }

    private static let seed: UInt32 = 0x811C_9DC5

    /// FNV-1a, from the last byte to the first so that each parent domain's hash is met on the way.
    @inline(__always)
    private static func step(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

    private static func hash(_ domain: [UInt8]) -> UInt32 { domain.reversed().reduce(seed, step) }

    private static func plain(_ domain: String) -> [UInt8] {
        var bytes = domain.utf8.map(\.lowercased)[...]
        if bytes.starts(with: "*.".utf8) { bytes = bytes.dropFirst(2) }
        if bytes.first == 0x2E { bytes = bytes.dropFirst() }
        if bytes.last == 0x2E { bytes = bytes.dropLast() }
        return Array(bytes)
    }
}

extension UInt8 {
    @inline(__always)
    fileprivate var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
