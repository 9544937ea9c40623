internal import GRDB
internal import Vocabulary

extension Identity: Doorkeeper {
    /// Who stands behind a cookie; nil where it opens nothing.
    public func session(cookie: String, on face: Face) async throws -> SignedIn? {
        guard cookie.utf8.count == 44 else { return nil }
        let now = house.clock()
        let digest = Session.digest(of: cookie)
        let kept: SessionKeeper.Kept
        if let known = keeper.kept(digest, now: now) {
            kept = known
        } else if let found = try await load(digest, now: now) {
            kept = found
        } else {
            return nil
        }
        let session = kept.session
        guard session.face == face, try await isOpen(session, digest, now: now) else { return nil }
        var renewed: String?
        let isPresent = session.digest == digest
        if isPresent ? session.isDue || now - session.rotated >= settings.rotation : isLost(session, now: now) {
            renewed = try await house.records.write { try SessionStore.rotate(session, shown: digest, now: now, $0) }
            keeper.forget(session: session.name)
        } else if isPresent, session.previous != nil, session.used == nil {
            try await house.records.write { try SessionStore.noteUse(session, now: now, $0) }
            keeper.forget(session: session.name)
        } else if isPresent, now - session.seen >= .seconds(60), keeper.claimNote(digest, now: now) {
            try await house.records.write { try SessionStore.see(session.id, now: now, $0) }
        }
        return SignedIn(
            principal: kept.principal, session: session.name, renewed: renewed, keptFor: settings.cookieLife(on: face))
    }

    /// Who stands behind a token of a program; nil where it opens nothing.
    public func program(token: String, on face: Face) async throws -> Principal? {
        try await tokens.principal(token, on: face)
    }

    /// Whether the answer with the new value seems not to have arrived: the one before is still shown after a while, and the new one
    /// never was.
    private func isLost(_ session: Session, now: Instant) -> Bool { session.used == nil && now - session.rotated >= settings.overlap }

    /// Reads a session with its account and keeps it.
    private func load(_ digest: [UInt8], now: Instant) async throws -> SessionKeeper.Kept? {
        let epoch = keeper.epoch
        let found = try await house.records.read { database -> (Session, Account)? in
            guard let session = try SessionStore.find(digest: digest, database),
                let account = try AccountStore.find(session.account, database)
            else { return nil }
            return (session, account)
        }
        // A session of one face never belongs to an account of the other.
        guard let (session, account) = found, account.locked == nil, account.kind.fits(session.face),
            let principal = try await principal(of: account, session)
        else {
            return nil
        }
        keeper.keep(digest, session, account, principal, now: now, epoch: epoch)
        return SessionKeeper.Kept(session: session, account: account, principal: principal, until: now, noted: session.seen)
    }

    /// Whether a session is within its times and the value is the one in force, or that before it for a moment.
    private func isOpen(_ session: Session, _ digest: [UInt8], now: Instant) async throws -> Bool {
        let limits = session.face == .desk ? settings.desk : settings.portal
        guard now - session.created < limits.absolute, now - session.seen < limits.idle else { return false }
        guard session.digest != digest, let used = session.used, now - used >= settings.overlap else { return true }
        // The browser has the new value, and still somebody shows the one before: one of the two was copied. Both are shut out.
        try await house.records.write { database in
            guard try SessionStore.find(name: session.name, database) != nil else { return }
            try SessionStore.end(name: session.name, database)
            try EventStore.add(.sessionReplayed, account: session.account, name: "", by: .centre, note: session.name, now: now, database)
        }
        keeper.forget(session: session.name)
        return false
    }

    /// Who an account is on its face; nil where it is nobody any more.
    func principal(of account: Account, _ session: Session) async throws -> Principal? {
        switch account.kind {
        case .staff:
            let rests = settings.requiresSecondFactor && session.factors == .password
            return Principal(
                id: account.id, name: account.name, kind: .staff(rests ? [] : account.roles), language: account.language)
        case .portal:
            let cards = try await Self.contacts(of: account, directory)
            guard !cards.isEmpty else { return nil }
            return Principal(
                id: account.id, name: Self.name(of: account, cards), kind: .owner(Set(cards.map(\.owner)).sorted()),
                language: account.language, contacts: cards.map(\.id).sorted())
        }
    }
}
