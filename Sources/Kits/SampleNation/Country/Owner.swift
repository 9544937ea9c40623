/// Somebody who answers for a part of the nation's networks.
struct Owner {
    let id: String
    let english: String
    let azerbaijani: String
    let sector: Sector
    var isCritical = false
    var parent: String?
    var priority = 0
    /// The networks the register lists, IPv4 and IPv6.
    var prefixes: [Prefix] = []
    /// The autonomous system numbers the register lists.
    var asns: [Int] = []
    /// The number under which the owner's addresses are announced: its own, or its operator's.
    var announcedBy = 0
    var domains: [String] = []
    var contacts: [Contact] = []
    var notes: String?
    /// Days in which half of the exposed services get fixed.
    var daysToFix = 14
    /// Index into `Place.all`.
    var place = 0

    /// The domain of the owner's own hosts.
    var domain: String { domains.first ?? "example.com" }
}

/// Where to write to, and for what.
struct Contact {
    let purpose: String
    let name: String
    let email: String
    let language: String
    let phone: String
}

/// A block of addresses; IPv4 blocks carry their address in the upper 32 bits of `high`.
struct Prefix: Equatable {
    let isSix: Bool
    let high: UInt64
    let length: Int

    static func four(_ address: UInt32, _ length: Int) -> Prefix {
        Prefix(isSix: false, high: UInt64(address) << 32, length: length)
    }

    static func six(_ high: UInt64, _ length: Int) -> Prefix { Prefix(isSix: true, high: high, length: length) }

    /// The first IPv4 address; only meaningful for IPv4 blocks.
    var four: UInt32 { UInt32(truncatingIfNeeded: high >> 32) }

    func write(into bytes: inout Bytes) {
        if isSix { bytes.address(high, 0) } else { bytes.address(four) }
        bytes.byte(0x2F)
        bytes.number(length)
    }
}
