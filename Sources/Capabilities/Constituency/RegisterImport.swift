internal import Events
public import Vocabulary

/// What files say of owners, before it is compared with the register.
public struct RegisterImport: Sendable {
    /// The register's profile, where a file has one.
    public internal(set) var profile: RegisterProfile?
    /// Owners in the order of the files.
    public internal(set) var owners: [Owner] = []
    /// Everything that could not be read, by place. What is wrong is left out of the owners.
    public internal(set) var mistakes: [RegisterMistake] = []
    /// The file that gave the profile.
    public internal(set) var profilePath: String?

    /// The fields a file speaks of, unless ``fieldsByOwner`` says otherwise; an owner's other fields stay as the register has them.
    var fields: Set<Owner.Field> = []
    private var fieldsByOwner: [String: Set<Owner.Field>] = [:]
    /// The file, where it is one.
    var origin = ""

    init() {}

    /// The fields that are known of an owner.
    func fields(of id: String) -> Set<Owner.Field> { fieldsByOwner[id] ?? fields }

    /// Why a file could not be read at all.
    public enum Failure: Error, Sendable, CustomStringConvertible {
        /// A file is missing, may not be read, or is none of the kinds that can be imported.
        case unreadable(path: String, reason: String)

        /// What, where and what to do.
        public var description: String {
            switch self {
            case .unreadable(_, let reason): reason
            }
        }
    }

    /// Reads files of one or several kinds; dumps of a registry are read together, since their objects refer to each other.
    ///
    /// - Parameters:
    ///   - countries: of dumps only what belongs to these countries; empty for all
    ///   - limit: bytes of each file after unpacking, for files that come from elsewhere
    /// - Throws: ``Failure`` where a file cannot be read at all; mistakes inside are in ``mistakes``.
    public static func read(
        _ paths: [String], countries: Set<CountryCode> = [], limit: Int = .max
    ) throws(Failure) -> RegisterImport {
        var result = RegisterImport()
        var dump = RegistryDump(countries: countries)
        var hasDump = false
        for path in paths {
            var isUnknown = false
            var isTooLong = false
            do throws(SourceError) {
                let source = try ByteSource.open(path)
                let head = try source.bytes(atMost: 1 << 16)
                switch kind(path, head) {
                case .yaml:
                    if let text = try rest(of: source, after: head, limit: limit) {
                        result.merge(RegisterYAML.read(text, path: path))
                    } else {
                        isTooLong = true
                    }
                case .table(let separator):
                    if let text = try rest(of: source, after: head, limit: limit) {
                        result.merge(RegisterTable.read(text, path: path, separator: separator))
                    } else {
                        isTooLong = true
                    }
                case .dump:
                    hasDump = true
                    isTooLong = try !dump.read(source, after: head, path: path, limit: limit)
                case nil: isUnknown = true
                }
            } catch {
                throw .unreadable(path: path, reason: "\(error)")
            }
            if isTooLong { throw .unreadable(path: path, reason: "\(path): is longer than \(limit >> 20) MiB; import it in parts.") }
            if isUnknown {
                let kinds = "YAML (.yaml), a table (.csv, .tsv) nor a registry's dump (ripe.db.*, .rpsl)"
                throw .unreadable(path: path, reason: "\(path): is neither \(kinds); rename it after its kind.")
            }
        }
        if hasDump { result.merge(dump.owners()) }
        return result
    }

    /// The whole text; nil where it is longer than allowed, as a small packed file can be.
    private static func rest(of source: ByteSource, after head: [UInt8], limit: Int) throws(SourceError) -> String? {
        var text = head
        while true {
            if text.count > limit { return nil }
            let more = try source.bytes(atMost: 1 << 20)
            if more.isEmpty { return String(decoding: text, as: UTF8.self) }
            text += more
        }
    }

    private enum Kind {
        case yaml
        case table(separator: Character)
        case dump
    }

    private static func kind(_ path: String, _ head: [UInt8]) -> Kind? {
        var name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        for packing in [".gz", ".bz2", ".xz", ".zst"] where name.hasSuffix(packing) { name.removeLast(packing.count) }
        if name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.hasSuffix(".json") { return .yaml }
        if name.hasSuffix(".csv") { return .table(separator: ",") }
        if name.hasSuffix(".tsv") { return .table(separator: "\t") }
        if name.hasSuffix(".rpsl") || name.hasPrefix("ripe.db") || RegistryDump.seemsLike(head) { return .dump }
        return nil
    }

    /// Adds what another file says; an owner that appears in two files is a mistake of the second.
    mutating func merge(_ other: RegisterImport) {
        let known = Set(owners.map(\.id))
        for owner in other.owners {
            if known.contains(owner.id) {
                mistakes.append(
                    RegisterMistake(path: other.origin, line: 1, message: "The owner `\(owner.id)` is already in another of the files."))
            } else {
                owners.append(owner)
                fieldsByOwner[owner.id] = other.fields(of: owner.id)
            }
        }
        if let profile = other.profile {
            self.profile = profile
            profilePath = other.profilePath
        }
        mistakes += other.mistakes
        mistakes.sort()
        if origin.isEmpty { origin = other.origin }
    }
}

extension ByteSource {
    /// The next bytes, none at the end.
    func bytes(atMost capacity: Int) throws(SourceError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 8)
        defer { buffer.deallocate() }
        let count = try read(into: buffer)
        return Array(buffer[..<count])
    }
}
