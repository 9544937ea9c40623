public import GRDB
public import Vocabulary

/// The book that proves what the centre did: acts towards the outside enter it through ``ActRecorder``, and what must be seen besides, such as
/// the opening of sealed data, through this.
public protocol LedgerBook: Sendable {
    /// Enters a line, within the transaction of what it is about: it is in the book if and only if that happened. A second line of the
    /// same id changes nothing.
    func enter(_ line: LedgerLine, in database: Database) throws
}

/// A line of the ledger: that something happened, not what was said.
public struct LedgerLine: Sendable, Hashable {
    /// Names it: `seal.open:report:01H…:3`.
    public let id: String
    /// What was done: `open-sealed`, `request-received`, `request-answered`, `request-refused`, …
    public let deed: String
    /// Who did it, named as authors of dispatches are; outside the house a pseudonym stands in its place.
    public let actor: String
    /// What kind of person or thing it concerned: `reporter`, `owner`, `law-enforcement`, `public`.
    public let subjectClass: String
    /// About what, in the words of the capability: never shown outside.
    public let reference: String
    /// Under which label.
    public let tlp: TLP
    /// SHA-256 of what it is about.
    public let digest: [UInt8]
    /// When.
    public let time: Instant

    /// With its values.
    public init(
        id: String, deed: String, actor: String, subjectClass: String, reference: String, tlp: TLP, digest: [UInt8], time: Instant
    ) {
        self.id = id
        self.deed = deed
        self.actor = actor
        self.subjectClass = subjectClass
        self.reference = reference
        self.tlp = tlp
        self.digest = digest
        self.time = time
    }
}
