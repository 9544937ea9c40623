internal import Centre
internal import Vocabulary

/// Something told to one contact about the findings of one type at one owner's.
struct Notice: Sendable, Hashable, Identifiable {
    /// Why it is told at this time.
    enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// These findings were not told before.
        case first
        /// They were told, and the way they took was closed: mail came back.
        case again
        /// They were fixed and are there once more.
        case reopened
        /// They were told and are still there.
        case reminder
        /// Nobody answered: somebody else at the owner's is told.
        case escalation
        /// Nobody at the owner's answered: who connects the owner to the world is told.
        case upstream
    }

    /// How far it came. A delivery's own states are finer; see ``NoticeStage``.
    enum State: String, Sendable, Hashable, CaseIterable, Codable {
        /// Somebody must approve it.
        case awaiting
        /// It will leave.
        case planned
        /// It left by a channel.
        case sent
        /// It came back, or nobody wanted it.
        case returned
        /// Somebody called it off.
        case withdrawn
    }

    /// `N-` and a name made of what it tells whom: planning it again gives the same.
    let id: String
    let kind: Kind
    let owner: String
    let ownerName: String
    let sector: String?
    let contact: String
    let contactName: String
    let purpose: String
    let address: String?
    let language: String
    let type: String
    let severity: Severity
    let tlp: TLP
    let rule: String
    let ruleVersion: Int
    let subject: String
    let findings: Int
    let planned: Instant
    /// The channel whose word counts: mail, where there is mail.
    let channel: String
    var state: State
    var sent: Instant?
    var returned: Instant?
    var read: Instant?
    var answered: Instant?
    /// Why, as it was decided.
    let because: [Reason]
}

/// What a list says of a notice: the furthest it came.
enum NoticeStage: String, Sendable, Hashable, CaseIterable {
    case awaiting, planned, sent, delivered, read, answered, returned, withdrawn
}

extension Notice {
    /// Mail that did not come back within this time has arrived.
    static let silence = Duration.seconds(86_400)

    /// The furthest it came.
    func stage(at now: Instant) -> NoticeStage {
        if answered != nil { return .answered }
        if read != nil { return .read }
        switch state {
        case .awaiting: return .awaiting
        case .planned: return .planned
        case .returned: return .returned
        case .withdrawn: return .withdrawn
        case .sent: return sent.map { $0 + Self.silence <= now } ?? false ? .delivered : .sent
        }
    }

    /// The state after a step of one of its dispatches; nil where the step tells nothing new. Mail decides where there is mail.
    static func state(after delivery: DeliveryState) -> State? {
        switch delivery {
        case .awaitingApproval: .awaiting
        case .planned, .underway, .handedOver, .postponed, .doubtful: .planned
        case .accepted, .recorded: .sent
        case .refused, .returned: .returned
        case .withdrawn: .withdrawn
        }
    }
}

/// One step of an explanation: a key of the catalogue below `notices.reason` and what stands in it.
struct Reason: Sendable, Hashable, Codable {
    let key: String
    var values: [String: String] = [:]

    init(_ key: String, _ values: [String: String] = [:]) {
        self.key = key
        self.values = values
    }
}
