internal import Vocabulary

/// One case: what happened, how bad it is, who works on it and how it stands. Its story is in its entries.
struct Case: Sendable, Hashable, Identifiable {
    /// What is counted: reports that came in, incidents that were, cases the centre coordinates between several parties.
    enum Kind: String, Sendable, Hashable, CaseIterable { case report, incident, coordinated }

    /// The row.
    let id: Int64
    /// Names it within the centre and in addresses: `2026-00017`.
    let name: String
    /// What led to it, as in `CaseOpening`; nil for one opened by hand.
    let origin: String?
    var title: String
    var kind: Kind
    var state: State
    /// Why it was closed.
    var closing: Closing?
    /// The name of an RSIT type.
    var type: String?
    var severity: Severity
    /// The score, 0 to 100, where somebody answered its questions.
    var score: Int?
    /// The answers to the questions of the score, `question=answer` by lines.
    var answers: String?
    var tlp: TLP
    var pap: PAP
    /// The owner in the register that it concerns.
    var organisation: String?
    var sector: String?
    /// Who answers for it.
    var lead: String?
    /// Who works on it.
    var assignee: String?
    /// The language it was told in.
    var language: String?
    /// Why somebody must look at once.
    var urgency: String?
    /// The desk's page of what led to it.
    var path: String?
    var received: Instant
    var opened: Instant
    /// When somebody took it up.
    var acknowledged: Instant?
    /// When the centre first did something about it.
    var acted: Instant?
    var closed: Instant?
    /// The next of its deadlines.
    var due: Instant?
    /// Before it nothing may become public.
    var embargo: Instant?
    var parent: Int64?
    /// The case that it was joined to.
    var mergedInto: Int64?
    /// The case that shows what is in it: itself, or the last it was joined to.
    var root: Int64
    var touched: Instant
    /// What is said of it at its end.
    var summary: String?

    /// Whether somebody still has to do something.
    var isOpen: Bool { state == .new || state == .open || state == .waiting }

    /// Whether its next deadline has passed.
    func isOverdue(at now: Instant) -> Bool { isOpen && due.map { $0 < now } ?? false }

    /// The reasons for looking at once.
    static let urgencies = ["child-safety", "threatened-person", "critical-infrastructure", "fraud-in-progress"]
}

extension Case {
    /// How a case stands.
    enum State: String, Sendable, Hashable, CaseIterable {
        /// Nobody has looked yet.
        case new
        /// Somebody works on it.
        case open
        /// Somebody else must act first.
        case waiting
        /// Nothing more happens.
        case closed
        /// It is part of another case.
        case merged
    }

    /// Why a case was closed.
    enum Closing: String, Sendable, Hashable, CaseIterable {
        /// The incident is over.
        case resolved
        /// There was no incident.
        case unfounded
        /// Somebody else deals with it, and has it.
        case forwarded
        /// It is not what the centre is for.
        case outOfScope = "out-of-scope"
        /// Nobody answered for long.
        case unanswered
    }

    /// What can happen to a case.
    enum Event: String, Sendable, Hashable, CaseIterable { case accept, wait, resume, close, reopen, merge }
}

extension Case.State {
    /// The state after an event; nil where the event cannot happen in this state.
    func after(_ event: Case.Event) -> Case.State? {
        switch (self, event) {
        case (.new, .accept), (.waiting, .resume), (.closed, .reopen): .open
        case (.new, .wait), (.open, .wait): .waiting
        case (.new, .close), (.open, .close), (.waiting, .close): .closed
        case (.new, .merge), (.open, .merge), (.waiting, .merge), (.closed, .merge): .merged
        default: nil
        }
    }
}

/// Why something cannot be done with a case.
enum CaseMistake: Error, Sendable, Hashable, CustomStringConvertible {
    case unknown(String)
    case notNow(name: String, state: Case.State, event: Case.Event)
    case itself(String)
    case circle(String, String)
    case notMerged(String)
    case noAddress(String)
    case noSender(String)
    case data(file: String, reason: String)

    /// What happened, where, and what to do.
    var description: String {
        switch self {
        case .unknown(let name): "there is no case \(name)"
        case .notNow(let name, let state, let event): "case \(name) is \(state.rawValue), which does not allow to \(event.rawValue) it"
        case .itself(let name): "case \(name) cannot be joined to itself; name another"
        case .circle(let one, let other): "case \(other) is already part of case \(one); separate them first"
        case .notMerged(let name): "case \(name) is not part of another"
        case .noAddress(let party): "party \(party) has no address to write to; add one"
        case .noSender(let address): "mail cannot be sent from \(address), which has no domain; mend `mail.from`"
        case .data(let file, let reason): "\(file): \(reason); mend the file that came with the program"
        }
    }
}
