/// A version after Semantic Versioning 2.0.0.
public struct SemanticVersion: Hashable, Sendable {
    /// The first number.
    public let major: UInt64
    /// The second number.
    public let minor: UInt64
    /// The third number.
    public let patch: UInt64
    /// What follows a hyphen: `rc.1`.
    public let preRelease: String?
    /// What follows a plus sign; of no account for the order.
    public let build: String?

    /// 0.0.0
    public static let zero = SemanticVersion(major: 0)

    init(major: UInt64) {
        self.major = major
        minor = 0
        patch = 0
        preRelease = nil
        build = nil
    }

    /// Reads a version; `nil` where the text is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let core = parts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = core[0].split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 3, let major = Self.number(numbers[0]), let minor = Self.number(numbers[1]),
            let patch = Self.number(numbers[2])
        else { return nil }
        self.major = major
        self.minor = minor
        self.patch = patch
        preRelease = core.count > 1 ? String(core[1]) : nil
        build = parts.count > 1 ? String(parts[1]) : nil
        if let preRelease, !Self.isSeries(preRelease, withoutLeadingZeros: true) { return nil }
        if let build, !Self.isSeries(build, withoutLeadingZeros: false) { return nil }
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), text == "0" || text.utf8.first != 0x30 else { return nil }
        return UInt64(text)
    }

    private static func isSeries(_ text: String, withoutLeadingZeros: Bool) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            guard !part.isEmpty,
                part.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 || $0 == 0x2D })
            else { return false }
            let isNumber = part.utf8.allSatisfy { 0x30...0x39 ~= $0 }
            return !(withoutLeadingZeros && isNumber && part.utf8.count > 1 && part.utf8.first == 0x30)
        }
    }
}

extension SemanticVersion: Comparable {
    /// Precedence (Semantic Versioning §11).
    public static func < (left: SemanticVersion, right: SemanticVersion) -> Bool { left.compare(right) < 0 }

    /// Less than, equal to or greater than zero.
    func compare(_ other: SemanticVersion) -> Int {
        let (one, two) = ((major, minor, patch), (other.major, other.minor, other.patch))
        if one != two { return one < two ? -1 : 1 }
        switch (preRelease, other.preRelease) {
        case (nil, nil): return 0
        case (nil, _): return 1
        case (_, nil): return -1
        case (let left?, let right?): return Self.compare(left, right)
        }
    }

    private static func compare(_ left: String, _ right: String) -> Int {
        let (left, right) = (left.split(separator: "."), right.split(separator: "."))
        for (one, other) in zip(left, right) where one != other {
            switch (number(one), number(other)) {
            case (let one?, let other?): return one < other ? -1 : 1
            case (_?, nil): return -1
            case (nil, _?): return 1
            case (nil, nil): return one.utf8.lexicographicallyPrecedes(other.utf8) ? -1 : 1
            }
        }
        return left.count - right.count
    }
}

/// The version of a CSAF document or of one of its revisions: a whole number or a semantic version (CSAF §3.1, version type).
public struct DocumentVersion: Hashable, Sendable {
    /// The version as it is written.
    public let text: String
    /// True for a whole number.
    public let isInteger: Bool
    /// What it counts as; a whole number as one with `.0.0` behind it.
    public let semantic: SemanticVersion

    /// Reads a version; `nil` where the text is none of both kinds.
    public init?(_ text: String) {
        self.text = text
        if !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), text == "0" || text.utf8.first != 0x30, let number = UInt64(text) {
            isInteger = true
            semantic = SemanticVersion(major: number)
        } else if let version = SemanticVersion(text) {
            isInteger = false
            semantic = version
        } else {
            return nil
        }
    }

    /// True for `0` and `0.y.z`: before the first release.
    public var isBeforeRelease: Bool { semantic.major == 0 }

    /// The same without what follows a plus sign.
    var withoutBuild: String { String(text.prefix { $0 != "+" }) }
    /// The same without pre-release and build.
    var core: String { String(text.prefix { $0 != "+" && $0 != "-" }) }
}
