internal import CSAF
internal import Centre
internal import GRDB
internal import Logging
internal import Post
internal import Vocabulary

/// Takes subscriptions in and tells subscribers. Nobody is told who did not answer the letter that asks whether it was them.
struct SubscriptionDesk: Sendable {
    let house: House
    let letters: AdvisoryLetters
    let sender: MailParty
    let press: Press
    let keyring: Keyring?

    /// How long a confirmation waits.
    static let patience = Duration.seconds(2 * 86_400)
    /// Letters of confirmation that an address gets at most within ``patience``, whoever asks for them.
    static let letterLimit = 5

    private var key: SigningKey { house.secrets.derivedKey("advisories.subscription") }

    struct Wish: Codable, Sendable {
        let address: String
        let language: String
        let kind: String?
        let sector: String?
        let minimum: String
        let product: String?
    }

    /// Notes a wish. Whether the address is known is found out in a job, so that the page tells nothing.
    func ask(_ wish: Wish) async throws {
        let job = try NewJob("advisories.confirm", payload: wish)
        try await house.records.write { _ = try house.jobs.add(job, in: $0) }
    }

    // MARK: - Links

    func confirmLink(_ id: String, until: Instant) -> String { "\(letters.site)/subscribe/confirm/\(token(id, until: until))" }
    func leaveLink(_ id: String) -> String { "\(letters.site)/unsubscribe/\(token(id, until: nil))" }

    private func token(_ id: String, until: Instant?) -> String {
        let end = until.map { "\($0.seconds)" } ?? "0"
        return "\(id).\(end).\(Token.base64URL(key.signature(of: "\(id)|\(end)".utf8)))"
    }

    /// The subscription a link speaks of; nil where the link is not ours or too old.
    func id(in token: String, forLeaving: Bool) -> String? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let end = Int64(parts[1]), let signature = Token.bytes(base64URL: parts[2]),
            key.verify(signature, of: "\(parts[0])|\(end)".utf8)
        else { return nil }
        if forLeaving { return end == 0 ? parts[0] : nil }
        return house.clock().seconds < end ? parts[0] : nil
    }

    // MARK: - Jobs

    var jobs: [JobKind] { [confirming, telling, tidying] }

    private var confirming: JobKind {
        JobKind(name: "advisories.confirm", atOnce: 2) { context in
            let wish = try context.payload(Wish.self)
            guard let address = EmailAddress(wish.address) else { throw HopelessJob("no mail address") }
            let now = context.clock()
            let subscription = Subscription(
                id: Token.random(bytes: 12), address: address, language: wish.language,
                kind: wish.kind.flatMap(AdvisoryContent.Kind.init(rawValue:)), sector: wish.sector,
                minimum: Severity(wish.minimum) ?? .info, product: wish.product)
            return try await house.records.write { database in
                let asked = try SubscriptionStore.ask(subscription, at: now, database)
                if asked.isConfirmed { return .done("subscribed already") }
                guard try SubscriptionStore.letters(to: address, since: now - Self.patience, at: now, database) <= Self.letterLimit else {
                    return .done("the address was asked often enough")
                }
                let words = letters.catalogue[wish.language]
                let values = [
                    "centre": letters.naming.full(in: words.code), "link": confirmLink(asked.id, until: now + Self.patience),
                    "what": describe(subscription, words),
                ]
                let id = "advisories-ask-\(context.job)"
                let subject = words.text("advisories.subscription.askSubject", values)
                let mail = try mail(
                    id, to: subscription, subject: subject, text: words.text("advisories.subscription.askText", values), leave: nil,
                    date: now)
                try plan(id, .inform, subscription, mail, subject: subject, "subscription", database)
                return .done("asked")
            }
        }
    }

    struct News: Codable, Sendable {
        let tracking: String
        let version: Int
    }

    /// Tells everybody who wants to hear of a version; killed in the middle it begins again, and nobody is told twice.
    private var telling: JobKind {
        JobKind(name: "advisories.tell", lease: .seconds(300)) { context in
            let news = try context.payload(News.self)
            guard let release = try await house.records.read({ try ReleaseStore.find(news.tracking, ceiling: .clear, $0) }),
                release.version == news.version
            else { return .done("not public, or there is a later version") }
            var (last, told) = ("", 0)
            while true {
                if context.isStopping { return .again(at: context.clock(), "\(told) told") }
                let place = last
                let page = try await house.records.read { try SubscriptionStore.confirmed(after: place, limit: 200, $0) }
                guard let end = page.last else { return .done("\(told) told") }
                last = end.id
                var mails: [(String, Subscription, ComposedMail)] = []
                for one in page where one.wants(release.content) {
                    let words = letters.catalogue[one.language]
                    let id = "advisories-mail-\(release.tracking)-\(release.version)-\(one.id)"
                    let leave = leaveLink(one.id)
                    let mail = try mail(
                        id, to: one, subject: letters.subject(release.content, tracking: release.tracking, words: words),
                        text: letters.text(release.content, tracking: release.tracking, words: words, leave: leave), leave: leave,
                        date: release.moment)
                    mails.append((id, one, await signed(mail)))
                }
                let written = mails
                let subject = "\(release.tracking): \(release.content.main.title)"
                let act: Act = release.content.kind == .warning || release.content.severity >= .high ? .warn : .recommend
                try await house.records.write { database in
                    for (id, one, mail) in written {
                        try plan(id, act, one, mail, subject: subject, "advisory/\(release.tracking)", database)
                    }
                }
                told += written.count
            }
        }
    }

    private var tidying: JobKind {
        JobKind(name: "advisories.tidy", schedule: JobSchedule("41 4 * * *")) { context in
            let moment = context.clock() - Self.patience
            let count = try await house.records.write { try SubscriptionStore.forgetUnconfirmed(before: moment, $0) }
            return .done("\(count) unconfirmed subscriptions forgotten")
        }
    }

    // MARK: - Mail

    private func mail(
        _ id: String, to one: Subscription, subject: String, text: String, leave: String?, date: Instant
    ) throws -> ComposedMail {
        guard let domain = sender.address.domain, let messageID = MessageID(left: id, right: domain) else {
            throw HopelessJob("`mail.from` has no domain")
        }
        var mail = MailMessage(
            id: messageID, date: date, from: sender, to: [MailParty(one.address)], subject: subject.oneLine, text: text,
            language: LanguageTag(one.language))
        mail.automatic = .generated
        if let leave, leave.hasPrefix("https://") { mail.unsubscribe = ListUnsubscribe(web: leave, isOneClick: true) }
        return try mail.composed(boundarySeed: id)
    }

    /// Signed, where the centre has a key.
    private func signed(_ mail: ComposedMail) async -> ComposedMail {
        guard let keyring, let signer = await press.signer() else { return mail }
        return (try? await keyring.protected(mail, by: MailProtection(standard: .openPGP, signer: signer.fingerprint))) ?? mail
    }

    private func plan(
        _ id: String, _ act: Act, _ one: Subscription, _ mail: ComposedMail, subject: String, _ reference: String, _ database: Database
    ) throws {
        guard let dispatch = DispatchID(id) else { throw HopelessJob("\(id) cannot name a dispatch") }
        // A mail that was signed anew after a crash is the same mail, and is on its way already.
        if try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM advisories_mailed WHERE id = ?)", arguments: [id]) ?? false
        {
            return
        }
        try database.execute(sql: "INSERT INTO advisories_mailed VALUES (?)", arguments: [id])
        try house.outward.plan(
            Dispatch(
                id: dispatch, act: act, tlp: act == .inform ? .amberStrict : .clear, audience: .recipients, channel: "mail",
                recipient: "\(one.address)", subject: subject.oneLine, content: mail.bytes, mediaType: "message/rfc822",
                capability: "advisories-mail", reference: reference, author: "rule:subscription"),
            in: database)
    }

    /// What a subscription is for, in words.
    func describe(_ one: Subscription, _ words: Words) -> String {
        var parts = [words["advisories.subscription.kind.\(one.kind?.rawValue ?? "all")"]]
        parts.append("\(words["advisories.public.atLeast"]): \(words["common.severity.\(one.minimum.name)"])")
        parts.append(one.sector.map(words.sector) ?? words["advisories.allSectors"])
        if let product = one.product { parts.append(product) }
        return parts.joined(separator: "; ")
    }
}
