internal import Centre
internal import Vocabulary

/// An advisory on record: what it says now, how far it is, and what of it is public.
struct Advisory: Sendable, Hashable, Identifiable {
    let id: String
    var state: AdvisoryState
    /// The version that is public; 0 for none.
    var version: Int
    /// `AZ-CERT-2026-0001`, given at the first publication: a draft has none, so that gaps tell nothing.
    var tracking: String?
    /// Counts every change.
    var edit: Int
    var content: AdvisoryContent
    var created: Instant
    var changed: Instant
    /// Who wrote last, handed it in, agreed: accounts.
    var editor: Person
    var submitter: Person?
    var approver: Person?
}

/// Somebody on the staff.
struct Person: Sendable, Hashable {
    let id: String
    let name: String

    init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    init(_ principal: Principal) { self.init(id: principal.id, name: principal.name) }
}

/// How far an advisory is.
enum AdvisoryState: String, Sendable, Hashable, CaseIterable {
    /// It is being written; a version before may be public.
    case draft
    /// It waits for a second person.
    case review
    /// A second person agreed; it leaves at once or when its embargo ends.
    case approved
    /// What it says is public.
    case published

    /// The state after a step, or why there is none.
    func after(_ step: AdvisoryStep) -> AdvisoryState? {
        switch (self, step) {
        case (.draft, .saved), (.published, .saved): .draft
        case (.draft, .submitted): .review
        case (.review, .returned), (.approved, .returned): .draft
        case (.review, .approved): .approved
        case (.approved, .published): .published
        default: nil
        }
    }
}

/// What can be done with an advisory.
enum AdvisoryStep: String, Sendable, Hashable, CaseIterable {
    case saved, submitted, returned, approved, published
}

/// Why a step cannot be taken.
enum AdvisoryRefusal: Error, Sendable, Hashable {
    /// It is not there (any more).
    case unknown
    /// The step does not fit how it stands.
    case notNow(AdvisoryState)
    /// Somebody else changed it in between.
    case changedMeanwhile
    /// Who wrote or handed it in cannot agree to it.
    case samePerson
    /// It lacks what it must have.
    case notWhole

    /// The key of the sentence for people.
    var key: String {
        switch self {
        case .unknown: "advisories.problem.unknown"
        case .notNow: "advisories.problem.notNow"
        case .changedMeanwhile: "advisories.problem.changedMeanwhile"
        case .samePerson: "advisories.problem.samePerson"
        case .notWhole: "advisories.problem.notWhole"
        }
    }
}

/// A version that was made public, or is about to be.
struct Release: Sendable, Hashable {
    let number: Int64
    let advisory: String
    let tracking: String
    let version: Int
    let content: AdvisoryContent
    let first: Instant
    let moment: Instant
    /// Whether there is a CSAF document of it.
    let hasDocument: Bool
}

/// How advisories are named: `AZ-CERT-{year}-{number}`, the number with four digits or more.
struct TrackingScheme: Sendable, Hashable {
    let pattern: String

    /// A pattern; nil where it lacks `{year}` or `{number}` or holds what a file name and a URL should not.
    init?(_ pattern: String) {
        guard pattern.contains("{year}"), pattern.contains("{number}") else { return nil }
        let rest = pattern.replacing("{year}", with: "").replacing("{number}", with: "")
        let isPlain = rest.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x2D || $0 == 0x5F
        }
        guard isPlain, !pattern.hasPrefix("-"), !pattern.hasPrefix("_") else { return nil }
        self.pattern = pattern
    }

    /// - Parameter mark: stands before the number of what not everyone may read
    func id(year: Int, number: Int, mark: String = "") -> String {
        let digits = String(number)
        let padded = mark + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return pattern.replacing("{year}", with: String(year)).replacing("{number}", with: padded)
    }
}
