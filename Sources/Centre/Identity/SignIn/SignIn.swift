internal import GRDB
internal import Synchronization
internal import Vocabulary

/// Decides who is let in with name, password and code.
final class SignIn: Sendable {
    /// What becomes of a try.
    enum Outcome: Sendable {
        /// It is this person.
        case accepted(Account, Session.Factors, next: String)
        /// The password is right; now a code.
        case code(ticket: String)
        /// It is not, whatever the reason.
        case refused
        /// Too many tries; after so long again.
        case held(Duration)
        /// Too many people at once.
        case busy
    }

    /// Who tries, and from where.
    struct Visitor: Sendable {
        let actor: Actor
        /// The device cookie of the browser.
        let device: String?
        let next: String
    }

    /// Failures that are written down a minute; the rest are only counted.
    private static let noted = 120

    let desk: PasswordDesk
    let throttle: Throttle
    let devices: DeviceCookie
    let tickets: StepTicket
    let factors: SecondFactorStore
    private let records: Records
    private let clock: @Sendable () -> Instant
    private let pause: @Sendable (Duration) async throws -> Void
    private let journal = Mutex<(minute: Int64, count: Int)>((0, 0))

    init(
        house: House, desk: PasswordDesk, throttle: Throttle, factors: SecondFactorStore,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        records = house.records
        clock = house.clock
        self.desk = desk
        self.throttle = throttle
        self.factors = factors
        self.pause = pause
        devices = DeviceCookie(key: house.secrets.derivedKey("identity device"))
        tickets = StepTicket(key: house.secrets.derivedKey("identity step"))
    }

    /// The first step. A name that does not exist, a locked account and a wrong password cost the same time and give the same answer.
    func password(_ login: String, _ password: String, _ visitor: Visitor) async throws -> Outcome {
        let now = clock()
        let folded = String(Account.folded(login).prefix(100))
        let (account, stored) = try await records.read { database in
            let account = try AccountStore.find(.staff, login: folded, database)
            return (account, try account.flatMap { try AccountStore.password(of: $0.id, database) })
        }
        let place = Throttle.place(visitor.actor.address)
        let device = account.flatMap { devices.device(visitor.device, of: $0.id, now: now) }
        var charged: [String] = []
        var isKnown = false
        if let device, throttle.charge("d:" + device, Throttle.device, now: now) == nil {
            charged = ["d:" + device]
            isKnown = true
        } else {
            for (key, rule) in [("p:\(folded)|\(place)", Throttle.pair), ("h:" + place, Throttle.place)] {
                if let wait = throttle.charge(key, rule, now: now) {
                    for key in charged { throttle.refund(key) }
                    try await note(.signInHeld, account, visitor, "")
                    return .held(wait)
                }
                charged.append(key)
            }
            let delay = throttle.slowDown(account: folded, now: now)
            if delay > .zero { try await pause(delay) }
        }
        let isRight: Bool
        do {
            isRight = try await desk.matches(String(password.prefix(PasswordRules.maximum + 1)), stored, lane: isKnown ? .known : .unknown)
        } catch is PasswordDesk.Busy {
            for key in charged { throttle.refund(key) }
            return .busy
        }
        guard isRight, let account, account.locked == nil else {
            throttle.failed(account: folded, now: now)
            try await note(.signInFailed, account, visitor, account == nil ? "unknown name" : account?.locked != nil ? "locked" : "")
            return .refused
        }
        // The place keeps what it did to others.
        for key in charged { key.hasPrefix("h:") ? throttle.refund(key) : throttle.succeeded(key) }
        if let stored, !desk.parameters.made(stored) {
            let renewed = try await desk.text(of: password)
            try await records.write { try AccountStore.renew(account.id, password: renewed, replacing: stored, $0) }
        }
        return step(account, .password, next: visitor.next)
    }

    /// On to the code, where the account has a second factor.
    func step(_ account: Account, _ factors: Session.Factors, next: String) -> Outcome {
        guard account.hasSecondFactor else { return .accepted(account, factors, next: next) }
        let content = StepTicket.Content(account: account.id, generation: account.generation, factors: factors, next: next)
        return .code(ticket: tickets.text(content, now: clock()))
    }

    /// The second step: a code of the app, or a recovery code, on the face that the account belongs to.
    func code(_ code: String, ticket: String, on face: Face, _ visitor: Visitor) async throws -> Outcome {
        let now = clock()
        guard let content = tickets.content(ticket, now: now),
            let account = try await records.read({ try AccountStore.find(content.account, $0) }),
            account.generation == content.generation, account.locked == nil, account.kind.fits(face)
        else { return .refused }
        let device = devices.device(visitor.device, of: account.id, now: now)
        let key = device.map { "c:" + $0 } ?? "c:" + account.id
        if let wait = throttle.charge(key, device == nil ? Throttle.code : Throttle.device, now: now) {
            try await note(.signInHeld, account, visitor, "code")
            return .held(wait)
        }
        let factors = factors
        let isRecovery = code.count { $0.isLetter || $0.isNumber } == 24
        let isRight = try await records.write { database in
            if isRecovery {
                guard try factors.acceptRecovery(code, of: account.id, now: now, database) else { return false }
                try EventStore.add(.recoveryUsed, account: account.id, name: account.login, by: visitor.actor, now: now, database)
                return true
            }
            return try factors.accept(code, of: account.id, now: now, database)
        }
        guard isRight else {
            try await note(.secondFactorFailed, account, visitor, "")
            return .code(ticket: ticket)
        }
        throttle.succeeded(key)
        return .accepted(account, content.factors == .password ? .both : content.factors, next: content.next)
    }

    /// Writes a failure down. What was typed for a name that does not exist may be a password, and is not kept.
    private func note(_ kind: IdentityEvent.Kind, _ account: Account?, _ visitor: Visitor, _ note: String) async throws {
        let now = clock()
        let isNoted = journal.withLock { journal in
            if journal.minute != now.seconds / 60 { journal = (now.seconds / 60, 0) }
            journal.count += 1
            return journal.count <= Self.noted
        }
        guard isNoted else { return }
        try await records.write {
            try EventStore.add(
                kind, account: account?.id ?? "", name: account?.login ?? "", by: visitor.actor, note: note, now: now, $0)
        }
    }
}
