/// A range of versions: VERS (`vers:intdot/>=2.1.0|<4.2.0`) or its constraints alone (`<4.2.0`, CSAF's "vls").
public struct VersionRange: Hashable, Sendable {
    /// The type of VERS; `nil` for constraints alone.
    public let scheme: String?
    /// The constraints in the order written; empty for all versions.
    public let constraints: [Constraint]

    /// One constraint.
    public struct Constraint: Hashable, Sendable {
        /// How the version is compared.
        public let comparator: Comparator
        /// The version.
        public let version: String
    }

    /// How a constraint compares.
    public enum Comparator: String, Hashable, Sendable {
        /// The version itself.
        case equal = "="
        /// All but the version.
        case notEqual = "!="
        /// Those before it.
        case less = "<"
        /// Those before it, and it.
        case lessOrEqual = "<="
        /// Those after it.
        case greater = ">"
        /// Those after it, and it.
        case greaterOrEqual = ">="
    }

    /// True for "all versions".
    public var isAll: Bool { constraints.isEmpty }

    /// Reads a range.
    ///
    /// - Throws: ``VersionRangeError``
    public init(_ text: String) throws(VersionRangeError) {
        guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw .blankOrBeyondASCII }
        var rest = text[...]
        if text.hasPrefix("vers:") {
            guard let slash = text.firstIndex(of: "/") else { throw .noConstraints }
            let scheme = String(text[text.index(text.startIndex, offsetBy: 5)..<slash])
            rest = text[text.index(after: slash)...]
            // OASIS' own documents take "vers:/all" for all versions of no type.
            if scheme.isEmpty, rest == "all" {
                self.scheme = "all"
                constraints = []
                return
            }
            guard Self.isScheme(scheme) else { throw .illegalScheme(scheme) }
            self.scheme = scheme
            if rest == "*" {
                constraints = []
                return
            }
            if ["all", "none"].contains(scheme) { throw .onlyStar(scheme) }
        } else {
            scheme = nil
        }
        guard !rest.isEmpty else { throw .noConstraints }
        var constraints: [Constraint] = []
        for part in rest.split(separator: "|", omittingEmptySubsequences: false) {
            guard !part.isEmpty else { throw .emptyConstraint }
            let comparator = [Comparator.notEqual, .lessOrEqual, .greaterOrEqual, .less, .greater, .equal].first {
                part.hasPrefix($0.rawValue)
            }
            let version = part.dropFirst(comparator?.rawValue.count ?? 0)
            guard !version.isEmpty, !version.contains(where: { "<>=!*|".contains($0) }) else { throw .illegalConstraint(String(part)) }
            constraints.append(Constraint(comparator: comparator ?? .equal, version: String(version)))
        }
        self.constraints = constraints
        guard Set(constraints.map(\.version)).count == constraints.count || scheme == nil else { throw .versionTwice }
        if let scheme, VersionScheme.isKnown(scheme) {
            for (one, next) in zip(constraints, constraints.dropFirst())
            where VersionScheme.compare(one.version, next.version, scheme: scheme) > 0 {
                throw .notSorted
            }
        }
    }

    private static func isScheme(_ text: String) -> Bool {
        guard let first = text.utf8.first, 0x61...0x7A ~= first || first == 0x2E || first == 0x2D || first == 0x2B else { return false }
        return text.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B }
    }

    /// True if the range is one version and no more.
    public var isSingleVersion: Bool { constraints.count == 1 && constraints[0].comparator == .equal }

    /// True if it holds every version after some: the last constraint that is no point says "after".
    public var isOpenAbove: Bool {
        switch constraints.last(where: { $0.comparator != .notEqual && $0.comparator != .equal })?.comparator {
        case .greater, .greaterOrEqual: true
        default: false
        }
    }

    /// True if `version` is in the range.
    public func contains(_ version: String) -> Bool {
        if isAll { return true }
        func order(_ other: String) -> Int { VersionScheme.compare(version, other, scheme: scheme) }
        for constraint in constraints where constraint.comparator == .equal && order(constraint.version) == 0 { return true }
        for constraint in constraints where constraint.comparator == .notEqual && order(constraint.version) == 0 { return false }
        return intervals.contains { interval in
            if let low = interval.low, order(low.version) < (low.isIn ? 0 : 1) { return false }
            if let high = interval.high, order(high.version) > (high.isIn ? 0 : -1) { return false }
            return true
        }
    }

    /// True if some version is in both.
    public func overlaps(_ other: VersionRange) -> Bool {
        if isAll || other.isAll { return true }
        let scheme = scheme ?? other.scheme
        for constraint in constraints where constraint.comparator == .equal && other.contains(constraint.version) { return true }
        for constraint in other.constraints where constraint.comparator == .equal && contains(constraint.version) { return true }
        for one in intervals {
            for two in other.intervals {
                let low = Self.higher(one.low, two.low, scheme)
                let high = Self.lower(one.high, two.high, scheme)
                guard let low, let high else { return true }
                let order = VersionScheme.compare(low.version, high.version, scheme: scheme)
                if order < 0 || order == 0 && low.isIn && high.isIn && contains(low.version) && other.contains(low.version) { return true }
            }
        }
        return false
    }

    private struct Bound {
        var version: String
        var isIn: Bool
    }

    /// The ranges the signposts mark off, the lowest first; a bound that is missing is without end.
    private var intervals: [(low: Bound?, high: Bound?)] {
        var out: [(low: Bound?, high: Bound?)] = []
        var low: Bound?
        var isFirst = true
        for constraint in constraints {
            switch constraint.comparator {
            case .greater, .greaterOrEqual:
                low = low ?? Bound(version: constraint.version, isIn: constraint.comparator == .greaterOrEqual)
            case .less, .lessOrEqual:
                let high = Bound(version: constraint.version, isIn: constraint.comparator == .lessOrEqual)
                if low != nil || isFirst { out.append((low, high)) } else if !out.isEmpty { out[out.count - 1].high = high }
                low = nil
                isFirst = false
            case .equal, .notEqual: break
            }
            if low != nil { isFirst = false }
        }
        if let low { out.append((low, nil)) }
        if out.isEmpty, constraints.allSatisfy({ $0.comparator == .notEqual }) { out.append((nil, nil)) }
        return out
    }

    private static func higher(_ one: Bound?, _ two: Bound?, _ scheme: String?) -> Bound? {
        guard let one, let two else { return one ?? two }
        let order = VersionScheme.compare(one.version, two.version, scheme: scheme)
        return order == 0 ? Bound(version: one.version, isIn: one.isIn && two.isIn) : order > 0 ? one : two
    }

    private static func lower(_ one: Bound?, _ two: Bound?, _ scheme: String?) -> Bound? {
        guard let one, let two else { return one ?? two }
        let order = VersionScheme.compare(one.version, two.version, scheme: scheme)
        return order == 0 ? Bound(version: one.version, isIn: one.isIn && two.isIn) : order < 0 ? one : two
    }
}

extension VersionRange: CustomStringConvertible {
    /// The range as it is written.
    public var description: String {
        let list = constraints.map { constraint in
            // Without "=" a version that begins like a whole VERS would be read as one.
            let isPlain = constraint.comparator == .equal && !constraint.version.hasPrefix("vers:")
            return (isPlain ? "" : constraint.comparator.rawValue) + constraint.version
        }.joined(separator: "|")
        return (scheme.map { "vers:\($0)/" } ?? "") + (isAll ? "*" : list)
    }
}

/// Why a text is no range of versions.
public enum VersionRangeError: Error, Equatable, Sendable {
    /// It holds a blank or a letter beyond ASCII.
    case blankOrBeyondASCII
    /// The type of VERS is not written as it must be.
    case illegalScheme(String)
    /// Nothing follows the type.
    case noConstraints
    /// Two bars stand side by side, or one at an end.
    case emptyConstraint
    /// A constraint is no comparator and version.
    case illegalConstraint(String)
    /// This type allows `*` alone.
    case onlyStar(String)
    /// A version stands twice.
    case versionTwice
    /// The constraints are not in the order of their versions.
    case notSorted
}

extension VersionRangeError: CustomStringConvertible {
    /// What is wrong, in a few words.
    public var description: String {
        switch self {
        case .blankOrBeyondASCII: "it holds a blank or a letter beyond ASCII"
        case .illegalScheme(let text): "“\(text)” cannot be a type of VERS"
        case .noConstraints: "constraints are missing"
        case .emptyConstraint: "a constraint is empty"
        case .illegalConstraint(let text): "“\(text)” is no comparator with a version"
        case .onlyStar(let scheme): "vers:\(scheme)/ allows * alone"
        case .versionTwice: "a version stands twice"
        case .notSorted: "the constraints are not in the order of their versions"
        }
    }
}
