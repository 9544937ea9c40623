internal import Crypto
internal import Foundation
public import GRDB
internal import Vocabulary

/// Files from outside: evidence, attachments, samples. They are sealed as they arrive and known by their content; nothing here ever runs or
/// shows one.
///
/// ```swift
/// let writer = try house.vault.writer(named: "screenshot.png")
/// for try await piece in request.body { try writer.write(piece.readableBytesView) }
/// let arrived = try writer.finish()
/// try await house.records.write { try house.vault.keep(arrived, from: "reporter", for: "report:17", in: $0) }
/// ```
/// A file that arrived becomes visible with the transaction that keeps it, and only then. What was never kept is swept away.
public final class Vault: Sendable {
    /// The folder of the vault.
    public let folder: String
    /// Bytes that a file may have where its taker says nothing else.
    public let fileLimit: Int
    let records: Records
    let jobQueue: JobQueue
    let clock: @Sendable () -> Instant
    /// Where the YARA rules are: `<data>/yara`.
    let rulesFolder: String
    private let secrets: Secrets

    init(
        records: Records, jobs: JobQueue, secrets: Secrets, data: String, fileLimit: Int = 256 << 20,
        clock: @escaping @Sendable () -> Instant
    )
        throws
    {
        self.records = records
        jobQueue = jobs
        self.secrets = secrets
        self.fileLimit = fileLimit
        self.clock = clock
        folder = data + "/vault"
        rulesFolder = data + "/yara"
        try FileActions.makeFolder(folder + "/incoming")
    }

    // MARK: - In

    /// Begins a file.
    /// - Parameters:
    ///   - name: what it is called outside; it is only ever shown
    ///   - field: the field of the form it comes in
    ///   - limit: the bytes it may have; ``fileLimit`` where nothing is said
    public func writer(named name: String, field: String = "", limit: Int? = nil) throws -> VaultWriter {
        let id = Hex.text(SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) })
        let key = SymmetricKey(size: .bits256)
        let wrapped = try secrets.sealingKey("vault").seal(key.withUnsafeBytes { Array($0) }, name: Vault.keyName(id))
        return try VaultWriter(
            id: id, name: name, field: field, limit: limit ?? fileLimit, incoming: folder + "/incoming", place: place(id), key: key,
            wrapped: wrapped)
    }

    /// Puts bytes that are in memory already into the vault.
    public func arrive(_ bytes: some Collection<UInt8>, named name: String) throws -> ArrivedFile {
        let writer = try writer(named: name)
        try writer.write(bytes)
        return try writer.finish()
    }

    /// Takes a file in, within the transaction of what it belongs to. Where there are YARA rules it is looked at with them afterwards.
    /// - Parameters:
    ///   - giver: who gave it: `reporter`, `owner:bank`, `mail`
    ///   - reference: what it belongs to: `report:17`
    public func keep(_ file: ArrivedFile, from giver: String, for reference: String, in database: Database) throws {
        guard try !VaultStore.has(file.id, database) else { return }
        try VaultStore.insert(file, giver: giver, reference: reference, at: clock(), database)
        if hasRules { try jobQueue.add(try NewJob(Vault.scanJob, payload: file.id), in: database) }
    }

    /// Removes files that arrived and were not kept.
    public func discard(_ files: [ArrivedFile]) async {
        for file in files where (try? await records.read({ try VaultStore.has(file.id, $0) })) == false {
            try? FileActions.remove(place(file.id))
        }
    }

    // MARK: - Out

    /// What is known of a file.
    public func file(_ id: String) async throws -> VaultFile? { try await records.read { try VaultStore.file(id, $0) } }

    /// The files of a thing, the oldest first, at most 1,000.
    public func files(of reference: String) async throws -> [VaultFile] {
        try await records.read { try VaultStore.files(of: reference, $0) }
    }

    /// As ``files(of:)``, within a transaction of the caller.
    public func files(of reference: String, in database: Database) throws -> [VaultFile] {
        try VaultStore.files(of: reference, database)
    }

    /// The content of a file.
    /// - Throws: ``VaultError/unknown(id:)``, ``VaultError/damaged(id:piece:)``
    public func content(of id: String) async throws -> VaultReader {
        guard let wrapped = try await records.read({ try VaultStore.key(of: id, $0) }) else { throw VaultError.unknown(id: id) }
        guard let key = try? secrets.sealingKey("vault").open(wrapped, name: Vault.keyName(id)) else {
            throw VaultError.damaged(id: id, piece: 0)
        }
        return VaultReader(id: id, path: place(id), key: SymmetricKey(data: key))
    }

    /// Deletes a file within a transaction of the caller; its content goes once that is committed.
    public func delete(_ id: String, in database: Database) throws {
        try VaultStore.remove(id, database)
        let path = place(id)
        database.afterNextTransaction { _ in try? FileActions.remove(path) }
    }

    // MARK: - Order

    /// Removes what broke off while it arrived. Called before anything can arrive.
    func clearIncoming() {
        for name in FileActions.names(in: folder + "/incoming") { try? FileActions.remove(folder + "/incoming/" + name) }
    }

    /// Removes contents that belong to no file and are older than a day: what arrived and was never kept because the program was killed, and what was
    /// deleted.
    func sweep(olderThan age: Duration = .seconds(86_400)) async throws -> Int {
        var count = 0
        for part in FileActions.names(in: folder) where part.utf8.count == 2 {
            for id in FileActions.names(in: "\(folder)/\(part)") where try await records.read({ try VaultStore.has(id, $0) }) == false {
                let path = "\(folder)/\(part)/\(id)"
                let changed = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
                guard let changed, Date().timeIntervalSince(changed) >= Double(age.components.seconds) else { continue }
                try FileActions.remove(path)
                count += 1
            }
        }
        return count
    }

    func place(_ id: String) -> String { "\(folder)/\(id.prefix(2))/\(id)" }

    private static func keyName(_ id: String) -> String { "vault.file.\(id)" }
}
