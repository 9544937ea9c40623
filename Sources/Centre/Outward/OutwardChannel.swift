public import Vocabulary

/// A way out of the house: mail, webhook, portal inbox, feed, publication.
///
/// A channel hands over what it is given and says what became of it; it decides nothing. It never throws: whatever goes wrong is one of
/// the outcomes.
public protocol OutwardChannel: Sendable {
    /// What dispatches name it by: `mail`.
    var name: String { get }
    /// The acts it is there for.
    var acts: Set<Act> { get }
    /// Who sees what goes through it, at least: everyone for a public page, its recipients for mail.
    var reach: Audience { get }
    /// What a second hand-over of the same dispatch does.
    var repetition: Repetition { get }
    /// How many hand-overs may be going on at once.
    var atOnce: Int { get }
    /// How long, and how often, it is tried while the other side says later.
    var retry: RetryPlan { get }
    /// True where `deliver` calls `handOver.begin()` itself, right before the point after which the other side may have the dispatch. Where
    /// it is false the whole of `deliver` counts as hand-over.
    var marksHandOver: Bool { get }
    /// Hands a dispatch over. It may run twice for the same dispatch; `id` is then the same.
    func deliver(_ dispatch: Dispatch, _ handOver: HandOver) async -> DeliveryOutcome
    /// Whether the other side has a dispatch, asked after a process ended during its hand-over.
    func wasDelivered(_ id: DispatchID) async -> DeliveryKnowledge
}

extension OutwardChannel {
    /// All seven.
    public var acts: Set<Act> { Set(Act.allCases) }
    /// Those it is sent to.
    public var reach: Audience { .recipients }
    /// Four.
    public var atOnce: Int { 4 }
    /// About five days.
    public var retry: RetryPlan { .patient }
    /// False.
    public var marksHandOver: Bool { false }
    /// It cannot tell.
    public func wasDelivered(_ id: DispatchID) async -> DeliveryKnowledge { .unknown }
}

/// What a second hand-over of the same dispatch does.
public enum Repetition: Sendable, Hashable {
    /// Nothing: the other side knows the name of the dispatch and takes it once.
    case harmless
    /// It arrives twice, recognisable as the same, as a mail with the same Message-ID does. After a doubt it is sent again, and the dispatch
    /// says so.
    case recognisable
    /// It arrives twice. After a doubt a person decides.
    case visible
}

/// What became of a hand-over.
public enum DeliveryOutcome: Sendable, Hashable {
    /// The other side has it; the text is what it said.
    case accepted(receipt: String)
    /// The other side will never take it.
    case refused(reason: String)
    /// Not now; not before a moment, where the other side named one.
    case later(reason: String, notBefore: Instant? = nil)
    /// It may or may not have it, as when a connection broke after the last byte.
    case unknown(reason: String)
}

/// What a channel knows of an earlier hand-over.
public enum DeliveryKnowledge: Sendable, Hashable {
    /// It arrived; the text says how that is known.
    case delivered(receipt: String)
    /// It did not.
    case notDelivered
    /// It cannot be told.
    case unknown
}
