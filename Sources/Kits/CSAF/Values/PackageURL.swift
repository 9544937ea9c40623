/// A package URL (purl, ECMA-427): `pkg:deb/debian/curl@7.88.1?arch=amd64`.
public struct PackageURL: Hashable, Sendable {
    /// The kind of package: `deb`.
    public let type: String
    /// The parts of the namespace, decoded: `debian`; empty where there is none.
    public let namespace: [String]
    /// The name, decoded.
    public let name: String
    /// The version, decoded; `nil` where there is none.
    public let version: String?
    /// The qualifiers, decoded, by their names.
    public let qualifiers: [(name: String, value: String)]
    /// The way within the package, decoded; `nil` where there is none.
    public let subpath: String?

    /// All before the qualifiers, as it is written.
    public let core: String

    /// Reads a package URL in canonical form.
    ///
    /// - Throws: ``PackageURLError``
    public init(_ text: String) throws(PackageURLError) {
        guard text.hasPrefix("pkg:") else { throw .noScheme }
        guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw .illegalCharacter }
        guard !text.hasPrefix("pkg:/") else { throw .slashBehindScheme }
        var rest = text.dropFirst(4)
        var subpath: String?
        if let mark = rest.firstIndex(of: "#") {
            let parts = rest[rest.index(after: mark)...].split(separator: "/").map(String.init)
            guard !parts.contains(where: { [".", ".."].contains($0) }) else { throw .illegalSubpath }
            subpath = try parts.map { part throws(PackageURLError) in try Self.decoded(part) }.joined(separator: "/")
            rest = rest[..<mark]
        }
        var qualifiers: [(name: String, value: String)] = []
        if let mark = rest.firstIndex(of: "?") {
            for pair in rest[rest.index(after: mark)...].split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2, Self.isQualifierName(parts[0]), !qualifiers.contains(where: { $0.name == parts[0] }) else {
                    throw .illegalQualifier(parts[0])
                }
                if !parts[1].isEmpty { qualifiers.append((name: parts[0], value: try Self.decoded(parts[1]))) }
            }
            rest = rest[..<mark]
        }
        core = String(text.prefix { $0 != "?" && $0 != "#" })
        var version: String?
        if let mark = rest.lastIndex(of: "@"), !rest[mark...].contains("/") {
            version = try Self.decoded(String(rest[rest.index(after: mark)...]))
            rest = rest[..<mark]
        }
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2 else { throw .noName }
        let type = parts.removeFirst()
        guard Self.isType(type) else { throw .illegalType(type) }
        guard let name = parts.popLast(), !name.isEmpty else { throw .noName }
        guard !parts.contains("") else { throw .emptyNamespacePart }
        if !parts.isEmpty, Self.typesWithoutNamespace.contains(type) { throw .namespaceNotAllowed(type) }
        for (owner, qualifier) in [("swid", "tag_id"), ("julia", "uuid")] where type == owner {
            guard qualifiers.contains(where: { $0.name == qualifier }) else { throw .missingQualifier(type: type, qualifier) }
        }
        self.type = type
        namespace = try parts.map { part throws(PackageURLError) in try Self.decoded(part) }
        self.name = try Self.decoded(name)
        self.version = version
        self.qualifiers = qualifiers
        self.subpath = subpath
    }

    /// Kinds of packages whose names stand alone, as their definitions say.
    static let typesWithoutNamespace: Set<String> = [
        "bazel", "bitnami", "cargo", "chrome-extension", "cocoapods", "conda", "cran", "gem", "hackage", "julia", "mlflow", "nuget", "oci",
        "opam", "otp", "pub", "pypi", "vcpkg",
    ]
    /// The other kinds that are defined.
    static let typesWithNamespace: Set<String> = [
        "alpm", "apk", "bitbucket", "brew", "composer", "conan", "cpan", "deb", "docker", "generic", "git", "github", "golang", "hex",
        "huggingface", "luarocks", "maven", "npm", "qpkg", "rpm", "swid", "swift", "vscode-extension", "yocto",
    ]

    private static func isType(_ text: String) -> Bool {
        guard let first = text.utf8.first, 0x61...0x7A ~= first else { return false }
        return text.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B }
    }

    private static func isQualifierName(_ text: String) -> Bool {
        guard let first = text.utf8.first, 0x61...0x7A ~= first else { return false }
        return text.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2E || $0 == 0x2D || $0 == 0x5F }
    }

    private static func decoded(_ text: String) throws(PackageURLError) -> String {
        guard text.utf8.contains(0x25) else { return text }
        var out: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            guard byte == 0x25 else {
                out.append(byte)
                continue
            }
            guard let high = bytes.popFirst().flatMap(hexadecimal), let low = bytes.popFirst().flatMap(hexadecimal) else {
                throw .illegalEscape
            }
            out.append(high << 4 | low)
        }
        guard let text = String(validating: out, as: UTF8.self) else { throw .illegalEscape }
        return text
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// Same parts.
    public static func == (left: PackageURL, right: PackageURL) -> Bool {
        left.core == right.core && left.subpath == right.subpath
            && left.qualifiers.map(\.name) == right.qualifiers.map(\.name) && left.qualifiers.map(\.value) == right.qualifiers.map(\.value)
    }

    /// Hashes what ``core`` says.
    public func hash(into hasher: inout Hasher) { hasher.combine(core) }

    /// True if a package of this URL is one that `pattern` means: same kind, namespace and name, and all that `pattern` says besides.
    public func matches(_ pattern: PackageURL) -> Bool {
        type == pattern.type && namespace == pattern.namespace && name == pattern.name
            && (pattern.version == nil || pattern.version == version)
            && pattern.qualifiers.allSatisfy { wanted in qualifiers.contains { $0.name == wanted.name && $0.value == wanted.value } }
    }
}

/// Why a text is no package URL.
public enum PackageURLError: Error, Equatable, Sendable {
    /// It does not start with `pkg:`.
    case noScheme
    /// Slashes stand behind `pkg:`; the canonical form has none.
    case slashBehindScheme
    /// It holds a blank, a control character or a letter beyond ASCII without its escape.
    case illegalCharacter
    /// The kind of package is not written as it must be.
    case illegalType(String)
    /// The name is missing.
    case noName
    /// The namespace has an empty part.
    case emptyNamespacePart
    /// This kind of package has no namespace.
    case namespaceNotAllowed(String)
    /// A qualifier is not written as it must be, or stands twice.
    case illegalQualifier(String)
    /// This kind of package needs a qualifier that is missing.
    case missingQualifier(type: String, String)
    /// The way within the package goes up.
    case illegalSubpath
    /// `%` is not followed by two hexadecimal digits, or the bytes are no UTF-8.
    case illegalEscape
}

extension PackageURLError: CustomStringConvertible {
    /// What is wrong, in a few words.
    public var description: String {
        switch self {
        case .noScheme: "it does not start with pkg:"
        case .slashBehindScheme: "slashes stand behind pkg:"
        case .illegalCharacter: "it holds a character that must be escaped"
        case .illegalType(let type): "“\(type)” cannot be a type"
        case .noName: "the name is missing"
        case .emptyNamespacePart: "the namespace has an empty part"
        case .namespaceNotAllowed(let type): "packages of type \(type) have no namespace"
        case .illegalQualifier(let name): "the qualifier “\(name)” is not written as it must be, or stands twice"
        case .missingQualifier(let type, let name): "packages of type \(type) need the qualifier \(name)"
        case .illegalSubpath: "the subpath must not hold . or .."
        case .illegalEscape: "% is not followed by two hexadecimal digits of UTF-8"
        }
    }
}
