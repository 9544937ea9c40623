internal import Vocabulary

/// The nation at a moment: findings summed up, events counted, feeds looked at. Says nothing in any language.
struct NationPicture: Sendable {
    /// Rises with every change.
    var version = 0
    var survey: Survey?
    var pulse: Pulse?
    var feeds: [FeedHealth] = []
    var owners = OwnerBook.empty
    var arrivals: [Arrival] = []

    /// Events that came in between two looks.
    struct Arrival: Sendable, Hashable {
        let at: Instant
        let feed: String
        let count: Int
    }
}
