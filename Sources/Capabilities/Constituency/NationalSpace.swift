public import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The addresses and systems of a country: what somebody must answer for.
public struct NationalSpace: Sendable, Hashable {
    /// Networks, in order.
    public let networks: [IPPrefix]
    /// Autonomous systems, in order.
    public let asns: [ASN]
    /// Where that is known from, for people; nil where nothing is known.
    public let source: String?

    /// A country's space.
    public init(networks: [IPPrefix], asns: [ASN], source: String?) {
        self.networks = Set(networks).sorted()
        self.asns = Set(asns).sorted()
        self.source = source
    }

    /// Nothing known: coverage is then only told of what the register has.
    public static let unknown = NationalSpace(networks: [], asns: [], source: nil)

    /// Reads a regional registry's statistics (RIR statistics exchange format, also extended):
    /// `ripencc|AZ|ipv4|192.0.2.0|256|20260101|allocated`. Lines of other countries and what is not given out are passed over.
    public init(statistics text: String, countries: Set<CountryCode>, source: String) {
        var networks: [IPPrefix] = []
        var asns: [ASN] = []
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false)
            guard parts.count >= 7, parts[6] == "allocated" || parts[6] == "assigned", let country = CountryCode(parts[1]),
                countries.contains(country), let count = UInt64(parts[4]), count > 0
            else { continue }
            switch parts[2] {
            case "ipv4":
                guard let first = IPAddress(parts[3]), let start = first.ipv4, UInt64(start) + count <= 1 << 32 else { continue }
                let last = IPAddress(ipv4: UInt32(truncatingIfNeeded: UInt64(start) + count - 1))
                networks += IPPrefix.covering(first...last)
            case "ipv6":
                if let first = IPAddress(parts[3]), let network = IPPrefix(first, length: Int(min(count, 128))) { networks.append(network) }
            case "asn":
                guard let first = UInt32(parts[3]), count <= 100_000, UInt64(first) + count <= 1 << 32 else { continue }
                for offset in 0..<count { asns.append(ASN(first + UInt32(truncatingIfNeeded: offset))) }
            default: break
            }
        }
        self.init(networks: networks, asns: asns, source: source)
    }

    /// The statistics files in a folder, `delegated-*`; ``unknown`` where there is none.
    public static func read(folder: String, countries: Set<CountryCode>) -> NationalSpace {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasPrefix("delegated-") }.sorted()
        var networks: [IPPrefix] = []
        var asns: [ASN] = []
        for name in names {
            guard let text = try? String(contentsOfFile: folder + "/" + name, encoding: .utf8) else { continue }
            let space = NationalSpace(statistics: text, countries: countries, source: name)
            networks += space.networks
            asns += space.asns
        }
        if networks.isEmpty && asns.isEmpty { return .unknown }
        return NationalSpace(networks: networks, asns: asns, source: names.joined(separator: ", "))
    }
}
