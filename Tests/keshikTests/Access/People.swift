import Vocabulary

@testable import Centre
@testable import keshik

/// Real accounts, sessions and tokens of everybody who can ask.
struct People: Sendable {
    /// Sessions of staff, one for each role.
    let staff: [Role: String]
    /// A session of an administrator without a second factor: the roles rest.
    let resting: String
    /// Sessions of contacts, by owner.
    let owners: [String: String]
    /// A session of somebody who was a contact once.
    let former: String
    /// Tokens of programs, by the one permission they have.
    let programs: [String: String]
    /// Tokens of owners, by owner; they may what ends in `.own`.
    let ownPrograms: [String: String]

    init(_ composition: Composition) async throws {
        let identity = composition.identity
        let house = identity.house
        let now = house.clock()
        let nobody = Actor(id: "", address: "192.0.2.1", agent: "test")
        var staff: [Role: String] = [:]
        var administrator: Account?
        for role in Role.allCases {
            let account = try await identity.addAccount(login: role.rawValue, name: role.rawValue, email: nil, roles: [role], by: nobody)
            staff[role] = try await house.records.write {
                try SessionStore.open(account.id, on: .desk, factors: .both, by: nobody, now: now, $0)
            }
            if role == .administrator { administrator = account }
        }
        guard let administrator else { throw CancellationError() }
        self.staff = staff
        resting = try await house.records.write {
            try SessionStore.open(administrator.id, on: .desk, factors: .password, by: nobody, now: now, $0)
        }
        var owners: [String: String] = [:]
        var ownPrograms: [String: String] = [:]
        for owner in ["bank", "school", "former"] {
            let email = "abuse@\(owner).example"
            let (account, session) = try await house.records.write { database in
                let account = try AccountStore.add(.portal, login: email, name: email, email: email, roles: [], now: now, database)
                return (account, try SessionStore.open(account.id, on: .portal, factors: .mail, by: nobody, now: now, database))
            }
            owners[owner] = session
            ownPrograms[owner] = try await identity.tokens.make(
                .owner, name: owner, scope: identity.ownScope, account: account, valid: .seconds(3600), by: nobody)
        }
        former = owners.removeValue(forKey: "former") ?? ""
        self.owners = owners
        self.ownPrograms = ownPrograms
        var programs: [String: String] = [:]
        for permission in identity.offered {
            programs[permission.name] = try await identity.tokens.make(
                .program, name: permission.name, scope: [permission.name], account: administrator, valid: .seconds(3600), by: nobody)
        }
        self.programs = programs
    }
}

/// Someone who asks a face, and what ``AccessTable`` says of them.
struct Asker: Sendable {
    let name: String
    let credential: InsideCentre.Credential
    /// Whether the face knows who asks, so that it says "you may not" and not "who are you".
    var isKnown = true
    var role: Role?
    /// Signed in with a session, be it without any role.
    var isPerson = false
    var isOwner = false
    var scope: Set<String> = []

    func may(_ who: AccessList.Who, by list: AccessList) -> Bool {
        switch who {
        case .anyone: true
        case .signedIn: isPerson
        case .owner: isOwner
        case .permission(let name): role.map { list.roles[name]?.contains($0) ?? false } ?? false
        case .token(let name): scope.contains(name)
        }
    }

    /// Everybody who can show something on a face: nobody, people and programs of it, and those of the others.
    static func all(on face: Face, _ people: People, scopes: Set<String>) -> [Asker] {
        var all = [
            Asker(name: "nobody", credential: .nobody, isKnown: false),
            Asker(name: "somebody with a made-up cookie", credential: .session(Token.random(bytes: 33)), isKnown: false),
            Asker(name: "a former contact", credential: .session(people.former), isKnown: false),
        ]
        for role in Role.allCases {
            let session = InsideCentre.Credential.session(people.staff[role] ?? "")
            all.append(
                Asker(
                    name: role.rawValue, credential: session, isKnown: face == .desk, role: face == .desk ? role : nil,
                    isPerson: face == .desk))
        }
        all.append(
            Asker(
                name: "an administrator without a second factor", credential: .session(people.resting), isKnown: face == .desk,
                isPerson: face == .desk))
        let isPortal = face == .portal
        for (owner, session) in people.owners.sorted(by: { $0.key < $1.key }) {
            all.append(
                Asker(
                    name: "the owner \(owner)", credential: .session(session), isKnown: isPortal, isPerson: isPortal, isOwner: isPortal))
        }
        for (permission, token) in people.programs.sorted(by: { $0.key < $1.key }) where scopes.contains(permission) {
            all.append(Asker(name: "a program for \(permission)", credential: .token(token), scope: [permission]))
        }
        let other = people.programs.keys.sorted().first { !scopes.contains($0) }
        if let other { all.append(Asker(name: "a program for \(other)", credential: .token(people.programs[other] ?? ""))) }
        for owner in ["bank", "former"] {
            var asker = Asker(name: "a program of the owner \(owner)", credential: .token(people.ownPrograms[owner] ?? ""))
            asker.isKnown = isPortal && owner == "bank"
            if asker.isKnown { asker.scope = scopes.filter { $0.hasSuffix(".own") } }
            all.append(asker)
        }
        return all
    }
}
