internal import EventStore
internal import Vocabulary

/// A word in the conversation about a notice.
struct NoticeAnswer: Sendable, Hashable, Identifiable {
    /// What somebody says.
    enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case fixed, working, notMine = "not-mine", falsePositive = "false-positive", accept
        /// An owner's words without one of these meanings.
        case word
        /// Words of an analyst to the owner.
        case reply
        /// A program's answer: away, read, received.
        case automatic

        /// What an owner chooses from.
        static let choices: [Kind] = [.fixed, .working, .notMine, .falsePositive, .accept]
    }

    /// How it came.
    enum Way: String, Sendable, Hashable, Codable { case portal, link, mail, desk }

    let id: Int64
    let notice: String
    /// The finding it is about; nil for all of the notice.
    let finding: FindingID?
    let kind: Kind
    let way: Way
    let who: String
    let text: String
    /// For an accepted risk: until when.
    let until: Instant?
    let time: Instant
}

extension NoticeAnswer.Kind {
    /// What the answer says of a finding; nil where it changes none.
    ///
    /// An owner's word is a claim: what is seen again afterwards is open again by itself.
    func decision(until: Instant?) -> Decision.Kind? {
        switch self {
        case .fixed: .verifyFixed
        case .notMine, .falsePositive: .dispute
        case .accept: until.map { .accept(until: $0.microseconds) }
        case .working, .word, .reply, .automatic: nil
        }
    }
}
