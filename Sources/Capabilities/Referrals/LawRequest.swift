internal import Centre
internal import Vocabulary

/// A request of law enforcement to the centre. It is answered only where a person found a legal basis for it and a second person agreed.
struct LawRequest: Sendable, Hashable {
    let id: String
    /// Names it for people: `L-2026-0002`.
    let number: String
    var state: LawRequestState
    let authority: String
    /// Who signed it, with rank.
    let officer: String
    /// What they call it.
    let theirReference: String
    let asked: String
    /// The basis they name.
    let statedBasis: String
    let received: Instant
    let author: String
    var check: Check?
    /// What was or will be answered.
    var answer: String?
    /// Why it was refused.
    var refusal: String?
    var dispatch: DispatchID?

    /// What a person found about its legal basis.
    struct Check: Sendable, Hashable {
        let holds: Bool
        let words: String
        let person: String
        let moment: Instant
    }
}

/// How a request stands.
enum LawRequestState: String, Sendable, Hashable, CaseIterable {
    case received, checked, answering, answered, refused

    enum Event: String, Sendable, Hashable, CaseIterable { case check, answer, leave, callOff, refuse }

    /// The state after an event; nil where it cannot happen now.
    /// - Parameter holds: whether a person found that its basis holds
    func after(_ event: Event, holds: Bool?) -> LawRequestState? {
        switch (self, event) {
        case (.received, .check), (.checked, .check): .checked
        case (.checked, .answer) where holds == true: .answering
        case (.answering, .leave): .answered
        case (.answering, .callOff): .checked
        // Also where the basis holds: what is asked may be more than it allows.
        case (.checked, .refuse): .refused
        default: nil
        }
    }
}

/// A request to an owner to keep data that may be evidence (Budapest Convention articles 16 and 17): never an order, the centre has no power to
/// give one.
struct Preservation: Sendable, Hashable {
    let id: String
    /// Names it for people: `P-2026-0001`.
    let number: String
    let party: String
    let address: String
    let language: String
    let what: String
    /// Until when it is asked for.
    let until: Instant
    let author: String
    let created: Instant
    /// `sent`, `refused`, … as its dispatch stands.
    let state: String
}
