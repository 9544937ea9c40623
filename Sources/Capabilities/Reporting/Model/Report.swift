public import Centre
public import Vocabulary

/// What somebody told the centre, and how it stands.
public struct Report: Sendable, Hashable, Identifiable {
    /// How it came.
    public enum Way: String, Sendable, Hashable, CaseIterable { case form, phone, mail }

    /// How it stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Nobody looked at it yet.
        case new
        /// Somebody works on it.
        case open
        /// A case has it.
        case inCase = "in-case"
        /// It is done, for a reason.
        case closed
    }

    /// Who said of what type it is.
    public enum TypeSource: String, Sendable, Hashable { case machine, reporter, staff }

    /// Names it in addresses; it cannot be guessed.
    public let id: String
    /// Counts reports of the centre from 1.
    public let number: Int64
    /// How it came.
    public let way: Way
    /// The language it is in, `az`.
    public let language: String
    /// What happened, as the reporter chose.
    public let happening: Happening?
    /// Its type.
    public let type: IncidentType
    /// Who said so.
    public let typeSource: TypeSource
    /// What must not wait.
    public let care: [CarePath]
    /// One line of it.
    public let title: String
    /// What the reporter wrote.
    public let text: String
    /// To what it happened.
    public let target: String?
    /// When it happened, as the reporter put it.
    public let occurred: String?
    /// Whether it still goes on.
    public let isOngoing: Bool
    /// With whom it may be shared.
    public let sharing: SharingWish
    /// Whether the reporter said how to reach them; sealed apart.
    public let hasContact: Bool
    /// Whether the reporter has a mailbox that opens with words.
    public let hasMailbox: Bool
    /// How it stands.
    public let state: State
    /// When it came.
    public let received: Instant
    /// When somebody first looked at it.
    public let seen: Instant?
    /// The case that has it.
    public let caseReference: CaseReference?
    /// Why it is closed.
    public let closedReason: String?
    /// Whether the reporter wrote and nobody answered.
    public let isWaiting: Bool

    /// What its files belong to in the vault, and what its reporter is sealed under.
    var reference: String { Report.reference(id) }

    static func reference(_ id: String) -> String { "report:\(id)" }

    /// `CERT-R-2026-00017`
    static func label(_ number: Int64, received: Instant, short: String) -> String {
        let digits = String(number)
        return "\(short)-R-\(received.year)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
    }
}

/// A report as it comes in, before it has a number.
struct ReportDraft: Sendable {
    var way: Report.Way
    var language: String
    var happening: Happening?
    var type: IncidentType
    var typeSource: Report.TypeSource
    var care: [CarePath] = []
    var text: String
    var title: String?
    var target: String?
    var occurred: String?
    var isOngoing = false
    var sharing = SharingWish.nobody
    /// What identifies the reporter: sealed apart.
    var identity: [String: String] = [:]
    /// Tells a submission from its repetition.
    var submission: String?
    /// The digest of the words that open the mailbox; nil where there is none.
    var mailbox: [UInt8]?
    /// The mail it came as.
    var letter: String?
    /// Observations that could be read out of it, as lines of IDF JSON.
    var events: [String] = []

    /// One line: the reporter's first words.
    var line: String {
        if let title, !title.isEmpty { return String(title.prefix(160)) }
        let first = text.split(whereSeparator: \.isNewline).first.map { $0.trimmingPrefix(while: \.isWhitespace) } ?? ""
        guard first.count > 120 else { return String(first) }
        let cut = first.prefix(120)
        return (cut.lastIndex(of: " ").map { String(cut[..<$0]) } ?? String(cut)) + " …"
    }
}

/// Words within a report or a notification of an incident.
struct ReportMessage: Sendable, Identifiable {
    enum Author: String, Sendable { case reporter, centre, note, system }
    enum Way: String, Sendable { case mailbox, mail, phone, desk, portal }

    let id: Int64
    let subject: String
    let author: Author
    let way: Way
    /// Who of the centre wrote it, or what the reporter is called; never an identity.
    let name: String
    let text: String
    let moment: Instant
    /// The dispatch that took it out by mail.
    let dispatch: String?
}
