import FoundationEssentials
import Synchronization

/// All feeds that are known: the shipped definitions and the centre's own, which replace shipped ones of the same code.
///
/// Nothing is read before the first question, and only the rules of feeds that are asked for are worked out.
public final class FeedRegistry: Sendable {
    private let shippedFolder: String?
    private let ownFolder: String?
    private let state = Mutex<State?>(nil)

    private struct State {
        var feeds: [FeedSummary]
        var files: [String: FeedFile]
        var definitions: [String: FeedDefinition] = [:]
        var unusable: [UnusableFeedFile]
    }

    /// - Parameters:
    ///   - shipped: the folder of the shipped definitions.
    ///   - own: the folder of the centre's own, `feeds` in its data folder; it need not exist.
    public init(shipped: String? = FeedResources.folder, own: String? = nil) {
        shippedFolder = shipped
        ownFolder = own
    }

    /// Every feed, by code.
    /// - Throws: ``FeedRegistryError`` where the shipped definitions are missing or broken.
    public func feeds() throws(FeedRegistryError) -> [FeedSummary] {
        try withState { state throws(FeedRegistryError) in state.feeds }
    }

    /// The centre's own files that cannot be used, with their mistakes; the feeds in them are not known.
    /// - Throws: ``FeedRegistryError`` where the shipped definitions are missing or broken.
    public func unusableFiles() throws(FeedRegistryError) -> [UnusableFeedFile] {
        try withState { state throws(FeedRegistryError) in state.unusable }
    }

    /// The definition of a code; nil where there is none. A code without provider is found where only one feed has it.
    /// - Throws: ``FeedRegistryError`` where the definition has mistakes or the shipped ones are missing.
    public func definition(_ code: String) throws(FeedRegistryError) -> FeedDefinition? {
        try withState { state throws(FeedRegistryError) in
            let full = code.contains("/") ? [code] : state.feeds.map(\.code).filter { $0.hasSuffix("/" + code) }
            guard full.count == 1, let code = full.first else { return nil }
            if let known = state.definitions[code] { return known }
            do throws(UnusableFeedFile) {
                let definition = try state.files[code]?.definition(of: code)
                state.definitions[code] = definition
                return definition
            } catch {
                throw .unusable(error)
            }
        }
    }

    /// The feed that a source belongs to.
    /// - Parameters:
    ///   - fileName: path or name; nil where the source has none.
    ///   - head: its first bytes, uncompressed; 64 KiB are enough.
    /// - Throws: ``FeedRegistryError`` as ``definition(_:)``.
    public func detect(fileName: String?, head: UnsafeRawBufferPointer) throws(FeedRegistryError) -> FeedMatch {
        let codes = FeedDetection.codes(fileName: fileName, head: head, among: try feeds())
        guard codes.count == 1, let code = codes.first else { return codes.isEmpty ? .none : .several(codes) }
        return try definition(code).map { .one($0) } ?? .none
    }

    // MARK: Loading

    private func withState<Answer>(_ body: (inout State) throws(FeedRegistryError) -> Answer) throws(FeedRegistryError) -> Answer {
        try state.withLock { (state: inout State?) throws(FeedRegistryError) -> Answer in
            if state == nil { state = try load() }
            guard var loaded = state else { throw .missing(FeedResources.folders) }
            defer { state = loaded }
            return try body(&loaded)
        }
    }

    private func load() throws(FeedRegistryError) -> State {
        guard let shippedFolder else { throw .missing(FeedResources.folders) }
        var state = State(feeds: [], files: [:], unusable: [])
        for path in try Self.files(in: shippedFolder) {
            do throws(UnusableFeedFile) {
                add(try FeedFile(try Self.read(path), path: path), to: &state)
            } catch {
                throw .unusable(error)
            }
        }
        for path in ownFolder.map({ (try? Self.files(in: $0)) ?? [] }) ?? [] {
            do throws(UnusableFeedFile) {
                let bytes = try Self.read(path)
                let mistakes = FeedFile.check(bytes, path: path)
                if !mistakes.isEmpty { throw UnusableFeedFile(path: path, mistakes: mistakes) }
                add(try FeedFile(bytes, path: path), to: &state)
            } catch {
                state.unusable.append(error)
            }
        }
        state.feeds.sort { $0.code < $1.code }
        return state
    }

    private func add(_ file: FeedFile, to state: inout State) {
        for feed in file.feeds {
            if state.files.updateValue(file, forKey: feed.code) != nil { state.feeds.removeAll { $0.code == feed.code } }
            state.feeds.append(feed)
        }
    }

    private static func files(in folder: String) throws(FeedRegistryError) -> [String] {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().map { folder + "/" + $0 }
        } catch {
            throw .unreadable(folder, "\(error)")
        }
    }

    private static func read(_ path: String) throws(UnusableFeedFile) -> [UInt8] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw UnusableFeedFile(path: path, mistakes: [Mistake(line: 1, column: 1, message: "The file cannot be read.")])
        }
        return Array(bytes)
    }
}

/// Why the feeds are not known.
public enum FeedRegistryError: Error, Sendable, CustomStringConvertible {
    /// None of these folders holds the shipped definitions.
    case missing([String])
    /// The folder cannot be listed.
    case unreadable(String, String)
    /// The file has mistakes.
    case unusable(UnusableFeedFile)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .missing(let folders):
            "The shipped feed definitions are missing; they were looked for in \(folders.joined(separator: ", ")). "
                + "Set KESHIK_RESOURCES to the folder that holds `feeds`."
        case .unreadable(let folder, let reason): "The folder \(folder) cannot be read: \(reason)."
        case .unusable(let file): file.description
        }
    }
}
