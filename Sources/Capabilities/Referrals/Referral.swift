internal import Centre
internal import Vocabulary

/// An appeal to law enforcement: a file that the centre hands over with a legal basis, and has no power to do more than hand over.
struct Referral: Sendable, Hashable {
    let id: String
    /// Names it for people: `R-2026-0004`.
    let number: String
    var state: ReferralState
    var title: String
    var type: IncidentType?
    /// To whom it goes.
    var authority: String
    /// Ids of articles.
    var bases: [String]
    /// What happened, in the words of the centre.
    var facts: String
    /// The language its papers are written in.
    var language: String
    /// The case it was made from, where it was.
    var caseID: String?
    var caseNumber: String?
    var redaction: Redaction
    let author: String
    let authorName: String
    let created: Instant
    var bundle: SealedBundle?
    var approver: String?

    /// The dispatch that its hand-over is.
    var dispatch: DispatchID? { bundle.flatMap { DispatchID("referral-\(number)-\($0.sha256.prefix(12))") } }
}

/// How a referral stands.
enum ReferralState: String, Sendable, Hashable, CaseIterable {
    /// It is being written.
    case draft
    /// Its bundle is sealed; a second person must agree.
    case sealed
    /// The second person agreed; it may be handed over.
    case released
    /// Law enforcement has it, and said so.
    case handedOver
    /// Law enforcement works on it.
    case accepted
    /// Law enforcement declined it.
    case declined
    /// Nothing more is expected.
    case closed
    /// It was called off before it left.
    case withdrawn

    /// What can happen to it.
    enum Event: String, Sendable, Hashable, CaseIterable {
        case seal, unseal, release, handOver, accept, decline, close, withdraw
    }

    /// The state after an event; nil where it cannot happen now.
    func after(_ event: Event) -> ReferralState? {
        switch (self, event) {
        case (.draft, .seal): .sealed
        case (.sealed, .unseal): .draft
        case (.sealed, .release): .released
        case (.released, .handOver): .handedOver
        case (.handedOver, .accept): .accepted
        case (.handedOver, .decline), (.accepted, .decline): .declined
        case (.handedOver, .close), (.accepted, .close), (.declined, .close): .closed
        case (.draft, .withdraw), (.sealed, .withdraw): .withdrawn
        default: nil
        }
    }

    /// What people may enter by hand in this state.
    var later: [Event] { [.accept, .decline, .close].filter { after($0) != nil } }
}

/// The bundle that was sealed.
struct SealedBundle: Sendable, Hashable {
    /// Its file in the vault.
    let file: String
    let name: String
    let size: Int
    let sha256: String
    let moment: Instant
    let person: String
    /// Fingerprint of the key that signed it.
    let signer: String
}

/// One thing that may go along.
struct ReferralItem: Sendable, Hashable {
    enum Content: Sendable, Hashable {
        case text(String)
        case file(VaultFile)
    }

    let id: Int64
    let label: String
    let content: Content
    /// Whether it goes along; what does not is withheld, and stays here.
    let isChosen: Bool
}

/// One step in the life of a referral or a request.
struct CustodyStep: Sendable, Hashable {
    let moment: Instant
    let person: String
    /// `created`, `item-added`, `sealed`, `released`, `taken`, `handed-over`, …
    let what: String
    let note: String
}
