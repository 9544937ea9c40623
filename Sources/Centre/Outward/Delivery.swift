internal import Foundation
internal import GRDB
public import Vocabulary

/// A dispatch and how it stands, for pages: everything but its content.
public struct Delivery: Sendable, Hashable {
    /// Counts up in the order of planning; lists are paged by it.
    public let number: Int64
    /// The name of the dispatch.
    public let id: DispatchID
    /// In earnest, or as an exercise.
    public let realm: Realm
    /// In which capacity the centre speaks.
    public let act: Act
    /// Under which label.
    public let tlp: TLP
    /// To whom.
    public let audience: Audience
    /// By which way.
    public let channel: String
    /// Where to.
    public let recipient: String
    /// What it is.
    public let subject: String
    /// The form of its content.
    public let mediaType: String
    /// The length of its content in bytes.
    public let size: Int
    /// SHA-256 of its content.
    public let digest: [UInt8]
    /// The capability that speaks.
    public let capability: String
    /// What it speaks of.
    public let reference: String
    /// Who caused it.
    public let author: String
    /// Who had to agree.
    public let approval: ApprovalNeed
    /// Who agreed.
    public let approver: String?
    /// When it was planned.
    public let planned: Instant
    /// How it stands.
    public let state: DeliveryState
    /// Since when.
    public let since: Instant
    /// How often it was taken to its channel.
    public let attempts: Int
    /// How often it was sent again although an earlier hand-over may have arrived: where this is not 0 the recipient may have it more than
    /// once, under the same name.
    public let doubts: Int
    /// What was said last: the receipt, the reason.
    public let note: String
}

/// One step in the life of a dispatch.
public struct DeliveryStep: Sendable, Hashable {
    /// When.
    public let moment: Instant
    /// How it stood afterwards.
    public let state: DeliveryState
    /// The person who did it, where it was one.
    public let person: String?
    /// What was said.
    public let note: String
}

/// Which dispatches a list shows; `nil` does not restrict.
public struct DeliveryFilter: Sendable, Hashable {
    /// Of one capability.
    public var capability: String?
    /// About one thing, in the words of the capability.
    public var reference: String?
    /// By one channel.
    public var channel: String?
    /// In one of these states.
    public var states: Set<DeliveryState>?
    /// Older than this number: the next page.
    public var before: Int64?

    /// Those that meet all that is given.
    public init(
        capability: String? = nil, reference: String? = nil, channel: String? = nil, states: Set<DeliveryState>? = nil, before: Int64? = nil
    ) {
        self.capability = capability
        self.reference = reference
        self.channel = channel
        self.states = states
        self.before = before
    }
}

/// How many dispatches of a channel are in a state.
public struct DeliveryCount: Sendable, Hashable {
    /// The channel.
    public let channel: String
    /// The state.
    public let state: DeliveryState
    /// How many.
    public let count: Int
    /// Since when the one that has been in it longest.
    public let oldest: Instant
}

extension Delivery {
    init(_ row: Row) {
        number = row["number"]
        id = DispatchID(stored: row["id"])
        // A realm that cannot be read counts as an exercise: nothing leaves by mistake.
        realm = Realm(rawValue: row["realm"]) ?? .exercise
        act = Act(rawValue: row["act"]) ?? .inform
        tlp = TLP(rawValue: row["tlp"]) ?? .red
        audience = Audience(rawValue: row["audience"]) ?? .everyone
        channel = row["channel"]
        recipient = row["recipient"]
        subject = row["subject"]
        mediaType = row["media_type"]
        size = row["size"]
        digest = Array(row["digest"] as Data)
        capability = row["capability"]
        reference = row["reference"]
        author = row["author"]
        approval = ApprovalNeed(rawValue: row["approval"]) ?? .another
        approver = row["approver"]
        planned = Instant(microseconds: row["planned"])
        state = DeliveryState(rawValue: row["state"]) ?? .doubtful
        since = Instant(microseconds: row["since"])
        attempts = row["attempts"]
        doubts = row["doubts"]
        note = row["note"]
    }

    /// As it is written down by a centre that works in a realm.
    func entry(in realm: Realm) -> ActEntry {
        ActEntry(
            id: id, act: act, tlp: tlp, audience: audience, channel: channel, capability: capability, reference: reference, author: author,
            approver: approver, digest: digest,
            realm: realm == .real ? self.realm : .exercise, planned: planned)
    }
}
