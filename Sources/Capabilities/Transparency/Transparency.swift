public import Centre
internal import GRDB
internal import Ledger
internal import Logging
internal import Vocabulary

/// Proves what the centre did, to those who may know and to those who distrust it: every act towards the outside, every opening of sealed data
/// and every request of law enforcement is an entry of a log that can only grow, whose head is signed and whose figures are public.
public struct Transparency: Capability {
    /// The name of the capability.
    /// What it is called.
    public let name = "transparency"
    let house: House
    let scribe: Scribe
    let pseudonyms: Pseudonyms
    let naming: WebFrame.Naming
    /// The address of the public face as people write it, `https://cert.example`.
    let site: String
    /// Signs statements; the log's own key signs nothing but heads.
    let statementKey: NoteSigner
    var ledger: Ledger { scribe.ledger }

    /// Opens the book; made at the first start, with its keys.
    /// - Parameters:
    ///   - site: the address of the public face, `https://cert.example`; its host names the log
    ///   - naming: what the centre is called, for statements
    /// - Throws: what is wrong with the ledger or its keys, and what to do
    public init(_ house: House, site: String, naming: WebFrame.Naming) async throws {
        self.house = house
        self.site = site
        self.naming = naming
        let host = site.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        let origin = (host.isEmpty ? "keshik" : host) + "/ledger" + (house.outward.realm == .exercise ? "/exercise" : "")
        let signer = try NoteSigner.file(house.data + "/keys/ledger.key", newKeyOf: origin)
        statementKey = try NoteSigner.file(house.data + "/keys/statement.key", newKeyOf: signer.verifier.name + "/statement")
        scribe = try Scribe(house.data + "/ledger", signer: signer, records: house.records)
        pseudonyms = Pseudonyms(house)
        house.outward.add(Recorder(book: self))
        // Where another process writes, it takes what waits.
        if ledger.isWritable { try await scribe.settle() }
    }

    /// The tables it keeps in the records.
    /// Its tables.
    public static var migrations: [Migration] { tables }
    /// Its templates and texts.
    /// Its templates and texts.
    public var resources: [ResourceFolder] { [ResourceFolder.of("Transparency")] }
    /// What roles may be allowed.
    /// What people may be allowed to do in it.
    public var permissions: [Permission] { [.transparencyRead] }
    /// Its jobs.
    /// Work it does by itself.
    public var jobs: [JobKind] { [entering, checking] }

    /// Its entries in the navigation.
    /// Where it stands in the navigation.
    public var navigation: [NavigationEntry] {
        [
            NavigationEntry(.public, "/transparency", key: "transparency.navigation.public", icon: "ledger", .anyone, order: 60),
            NavigationEntry(
                .desk, "/ledger", key: "transparency.navigation.desk", icon: "ledger", .permission(.transparencyRead), order: 83),
        ]
    }

    /// What is looked at to know that it is well.
    /// What it is asked.
    public var health: [HealthCheck] {
        [
            HealthCheck("ledger") { [self] in
                do {
                    let (waiting, check) = try await house.records.read { (try BookStore.isWaiting($0), try BookStore.lastCheck($0)) }
                    if let check, !check.problems.isEmpty {
                        return .broken(check.problems[0], remedy: "keshik ledger verify")
                    }
                    if waiting > 100 {
                        return .warning(
                            "\(waiting) lines wait for the log", remedy: "look at the job transparency.enter: it says what is in the way")
                    }
                    return .well("\(ledger.size) entries")
                } catch {
                    return .broken("\(error)", remedy: "keshik db check")
                }
            }
        ]
    }

    /// Its routes.
    /// Its addresses.
    public func routes(_ routes: inout Routes) {
        MandatePage(transparency: self).routes(&routes)
        ProofPages(transparency: self).routes(&routes)
        BookPages(transparency: self).routes(&routes)
    }
}

extension Permission {
    /// Reading the book with who did what and why.
    public static let transparencyRead = Permission("transparency.read", [.auditor, .administrator])
}
