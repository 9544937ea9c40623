/// The Common Weakness Enumeration: which weaknesses each release knows, and under which names.
///
/// The names are MITRE's and are kept as digests: the register tells whether a name is right, not what it would have to be.
public enum WeaknessRegister {
    /// How a weakness may be used to say what a vulnerability comes from (CWE's "mapping usage").
    public enum Usage: UInt8, Sendable {
        /// The release says nothing.
        case unstated
        /// Use it.
        case allowed
        /// Use it if nothing more precise fits.
        case allowedWithReview
        /// Better use another.
        case discouraged
        /// Use another.
        case prohibited
    }

    /// What the register says of a number and a name in a release.
    public enum Verdict: Equatable, Sendable {
        /// There is no such release.
        case unknownRelease
        /// No release knows the number as a weakness; categories and views are none.
        case unknownWeakness
        /// Other releases know the number, this one does not.
        case notInRelease
        /// The weakness has another name in this release.
        case otherName
        /// Number and name belong together.
        case fits(isDeprecated: Bool)
    }

    private struct Name {
        let release: UInt8
        let isThere: Bool
        let isDeprecated: Bool
        let digest: UInt32
    }

    private static let weaknesses: [UInt16: (usage: Usage, names: [Name])] = {
        let bytes = RegisterTable.bytes(table)
        var out: [UInt16: (usage: Usage, names: [Name])] = [:]
        var at = 0
        while at + 4 <= bytes.count {
            let number = UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8
            let usage = Usage(rawValue: bytes[at + 2]) ?? .unstated
            let count = Int(bytes[at + 3])
            at += 4
            var names: [Name] = []
            for _ in 0..<count where at + 6 <= bytes.count {
                let digest = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + 2 + $1]) << (8 * $1) }
                names.append(
                    Name(release: bytes[at], isThere: bytes[at + 1] & 1 != 0, isDeprecated: bytes[at + 1] & 2 != 0, digest: digest))
                at += 6
            }
            out[number] = (usage, names)
        }
        return out
    }()

    /// What a release says of a weakness's name.
    public static func verdict(id: String, name: String, release: String) -> Verdict {
        guard let place = releases.firstIndex(where: { $0.version == release }) else { return .unknownRelease }
        guard let weakness = weakness(id) else { return .unknownWeakness }
        guard let current = weakness.names.last(where: { $0.release <= place }), current.isThere else { return .notInRelease }
        return current.digest == RegisterTable.digest(name) ? .fits(isDeprecated: current.isDeprecated) : .otherName
    }

    /// What the register says where a document names no release (CSAF 2.0): the name of any release is right.
    public static func verdict(id: String, name: String) -> Verdict {
        guard let weakness = weakness(id) else { return .unknownWeakness }
        let digest = RegisterTable.digest(name)
        guard let fitting = weakness.names.last(where: { $0.isThere && $0.digest == digest }) else { return .otherName }
        return .fits(isDeprecated: fitting.isDeprecated)
    }

    /// True if the release calls the weakness deprecated.
    public static func isDeprecated(id: String, release: String) -> Bool {
        guard let place = releases.firstIndex(where: { $0.version == release }), let weakness = weakness(id) else { return false }
        return weakness.names.last { $0.release <= place }?.isDeprecated ?? false
    }

    /// How the weakness may be used, as the latest release says; releases before 4.12 said nothing.
    public static func usage(id: String, release: String) -> Usage {
        guard let place = releases.firstIndex(where: { $0.version == release }),
            let first = releases.firstIndex(where: { $0.version == "4.12" }), place >= first
        else { return .unstated }
        return weakness(id)?.usage ?? .unstated
    }

    /// The latest release on a day, both written `YYYY-MM-DD`.
    public static func latestRelease(on day: String) -> String? { releases.last { $0.day <= day }?.version }

    private static func weakness(_ id: String) -> (usage: Usage, names: [Name])? {
        guard id.hasPrefix("CWE-"), let number = UInt16(id.dropFirst(4)) else { return nil }
        return weaknesses[number]
    }
}
