/// A question for findings: which, in what order, and which part of them.
public struct FindingQuestion: Sendable {
    /// What findings are sorted by; the greater comes first. The raw value stands in addresses of pages.
    public enum Order: String, Sendable, CaseIterable {
        case lastSeen = "last-seen"
        case firstSeen = "first-seen"
        case seen
        case severity
        case type
        case owner
    }

    /// Which, over ``QueryVocabulary/findings``.
    public var filter: PreparedFilter
    /// Only findings of these owners, whatever the filter says; the empty text stands for findings without owner.
    public var owners: Set<String>?
    /// Only what was fixed at this time or later, microseconds.
    public var fixedSince: Int64?
    /// What they are sorted by.
    public var order = Order.lastSeen
    /// Whether the smaller comes first.
    public var isRising = false
    /// Begins behind this place.
    public var after: FindingPlace?
    /// Ends before this place; what is nearest to it is given.
    public var before: FindingPlace?
    /// How many are given.
    public var limit = 50

    /// A question for all that a filter lets pass.
    public init(_ filter: PreparedFilter) { self.filter = filter }
}

/// A place in a list of findings: what the list is sorted by, and the finding. It stays where it is when others come and go.
public struct FindingPlace: Sendable, Hashable, CustomStringConvertible, LosslessStringConvertible {
    /// What the list is sorted by, as a number.
    let number: Int64
    /// When the finding was last seen, which sorts what is else alike; microseconds.
    let last: Int64
    /// The finding.
    let id: FindingID

    init(number: Int64, last: Int64, id: FindingID) {
        self.number = number
        self.last = last
        self.id = id
    }

    /// As it stands in the address of a page: `3~1764000000000000~F-01AB…`
    public var description: String { "\(number)~\(last)~\(id)" }

    /// Reads the description.
    public init?(_ description: String) {
        let parts = description.split(separator: "~", maxSplits: 2)
        guard parts.count == 3, let number = Int64(parts[0]), let last = Int64(parts[1]), let id = FindingID(String(parts[2])) else {
            return nil
        }
        self.init(number: number, last: last, id: id)
    }
}

/// What a question for findings gives.
public struct FindingAnswer: Sendable {
    /// The ids of the part that was asked for, in order.
    public var ids: [FindingID] = []
    /// How many there are in all.
    public var total = 0
    /// How many come before the part.
    public var skipped = 0
    /// All of them by state.
    public var byState: [FindingState.Name: Int] = [:]
    /// By type; the empty text for none.
    public var byType: [String: Int] = [:]
    /// By owner; the empty text for none.
    public var byOwner: [String: Int] = [:]
    /// The place of the first of the part; nil where nothing comes before it.
    public var previous: FindingPlace?
    /// The place of the last of the part; nil where nothing comes behind it.
    public var next: FindingPlace?

    /// Nothing found.
    public init() {}
}
