public import Vocabulary

/// Whoever writes down the acts of the centre: every act passes before it leaves, and one that could not be entered does not leave.
public protocol ActRecorder: Sendable {
    /// Enters an act. It may be called again with the same entry, after a process was killed: the second time must change nothing.
    func enter(_ entry: ActEntry) async throws
}

/// An act as it is written down: that it happened, not what was said.
public struct ActEntry: Sendable, Hashable {
    /// The name of the dispatch.
    public let id: DispatchID
    /// What the centre does.
    public let act: Act
    /// Under which label.
    public let tlp: TLP
    /// To whom.
    public let audience: Audience
    /// By which way.
    public let channel: String
    /// By which capability.
    public let capability: String
    /// About what, in its words.
    public let reference: String
    /// Who caused it.
    public let author: String
    /// Who approved it, where somebody had to.
    public let approver: String?
    /// SHA-256 of what is handed over.
    public let digest: [UInt8]
    /// In earnest, or as an exercise.
    public let realm: Realm
    /// When it was planned.
    public let planned: Instant
}

/// Whether the centre works in earnest. An exercise has a data folder of its own.
public enum Realm: String, Sendable, Hashable, CaseIterable {
    /// What is planned leaves.
    case real
    /// What is planned is recorded and goes nowhere.
    case exercise
}
