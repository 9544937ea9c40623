import Centre
import CentreTesting
import Foundation
import GRDB
import Post
import Testing
import Vocabulary

@testable import Cases

@Suite("parties, each in a thread of its own", .serialized)
struct PartyTests {
    /// A case with two parties, each told a secret of its own.
    private func prepare(_ house: CaseHouse) async throws -> (reference: CaseReference, bank: Party, school: Party) {
        let reference = try await house.open("report:1", title: "Stolen accounts", text: "told by a caller")
        let found = try await house.found(reference)
        let now = house.clock.now
        try await house.house.records.write { database in
            for owner in ["bank", "school"] {
                try PartyStore.add(
                    .init(role: .affected, name: "Example \(owner)", organisation: owner), to: found.id, by: "leyla", at: now, database)
            }
        }
        let parties = try await house.house.records.read { try PartyStore.parties(of: found.id, $0) }
        let post = PartyPost(office: house.cases.office)
        try await post.write("secret-of-the-bank 192.0.2.201", to: parties[0], of: found, by: "leyla")
        try await post.write("secret-of-the-school 192.0.2.202", to: parties[1], of: found, by: "leyla")
        return (reference, parties[0], parties[1])
    }

    private func party(_ id: Int64, _ house: CaseHouse) async throws -> Party {
        try #require(try await house.house.records.read { try PartyStore.party(id, $0) })
    }

    private func letter(
        _ id: String, from: String, subject: String = "Re: hello", words: String, dispatches: [String] = [], raw: [UInt8] = [],
        isAutomatic: Bool = false, at time: Instant = noon
    ) -> Letter {
        Letter(
            id: id, from: EmailAddress(from), fromName: "Somebody", subject: subject, words: words, references: [],
            dispatches: dispatches.compactMap { DispatchID($0) }, isAutomatic: isAutomatic, received: time, raw: raw)
    }

    @Test("a party never sees another's thread, whatever route or export is asked")
    func walls() async throws {
        try await CaseHouse.use { house in
            let (reference, bank, school) = try await prepare(house)
            let browsers = [
                ("bank", house.running.browser(.portal).signIn(as: "owner:bank")),
                ("school", house.running.browser(.portal).signIn(as: "owner:school")), ("", house.running.browser(.portal)),
            ]
            var asked = 0
            for (owner, browser) in browsers {
                _ = try await browser.get("/cases")
                for route in house.running.centre.routes where route.face == .portal && route.path.hasPrefix("/cases") {
                    for (key, whose) in [(bank.key, "bank"), (school.key, "school"), ("\(bank.id)", "-"), (reference.id, "-")] {
                        let path = route.path.replacing(":party", with: key)
                        let answer =
                            route.verb == .get
                            ? try await browser.get(path) : try await browser.post(path, [("text", ""), ("stance", "")])
                        asked += 1
                        for secret in ["bank", "school"] where secret != owner {
                            #expect(!answer.contains("secret-of-the-\(secret)"), "\(owner): \(path)")
                            #expect(!answer.contains("Example \(secret)"), "\(owner): \(path)")
                        }
                        if route.path.contains(":party"), whose != owner {
                            #expect([404, 401, 403, 302, 303].contains(answer.status), "\(path): \(answer.status)")
                        }
                        if route.verb == .get, route.path.contains(":party"), whose == owner {
                            #expect(answer.contains("secret-of-the-\(owner)"), "\(path)")
                        }
                    }
                }
            }
            #expect(asked > 30)
            // What others' faces and the exports show: nothing of any thread.
            let analyst = house.analyst()
            _ = try await analyst.get(reference.path)
            for format in ExportPages.Format.allCases {
                let file = try await analyst.post("\(reference.path)/export/\(format.rawValue)")
                #expect(file.status == 200, "\(format)")
                for word in ["secret-of-the", "Example bank", "Example school", "abuse@bank", bank.key, school.key] {
                    #expect(!file.contains(word), "\(format) has \(word)")
                }
                if format == .pdf { #expect(try !text(ofPDF: file.body).contains("secret-of-the")) }
            }
            let mails = try await house.mails(atLeast: 2)
            for mail in mails { #expect(!(mail.text.contains("secret-of-the-bank") && mail.text.contains("secret-of-the-school"))) }
            #expect(Set(mails.map { $0.to.map { "\($0.address)" } }) == [["abuse@bank.example"], ["abuse@school.example"]])
        }
    }

    private func text(ofPDF bytes: Data) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("keshik-case-\(Token.random(bytes: 6)).pdf")
        try bytes.write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext") else { return "" }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/pdftotext")
        process.arguments = [path.path, "-"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(text.contains("TLP:AMBER"), "the marking stands on the page")
        return text
    }

    @Test("silence is silence: nothing is said for who says nothing, and an automatic reply is no word")
    func silence() async throws {
        try await CaseHouse.use { house in
            let (reference, bank, school) = try await prepare(house)
            let before = try await party(bank.id, house)
            #expect(before.isSilent && before.stance == nil)
            house.clock.advance(3600)
            #expect(
                try await house.cases.take(
                    letter(
                        "a1", from: "abuse@bank.example", words: "I am away", dispatches: [PartyDispatch.name(bank, 1)], isAutomatic: true,
                        at: house.clock.now)))
            #expect(try await party(bank.id, house).isSilent)
            let page = try await house.analyst().get("\(reference.path)/parties", headers: ["Accept-Language": "en"])
            #expect(page.contains("Silent") && page.contains("Has said nothing") && !page.contains("Not affected"))
            #expect(
                try await house.cases.take(
                    letter(
                        "a2", from: "abuse@bank.example", words: "We look into it", dispatches: [PartyDispatch.name(bank, 1)],
                        at: house.clock.now)))
            #expect(try await !party(bank.id, house).isSilent)
            #expect(try await party(school.id, house).isSilent)
        }
    }

    @Test(
        "a letter finds its thread by what it answers or by the number and its writer's address, once; a stranger with the number does not")
    func letters() async throws {
        try await CaseHouse.use { house in
            let (reference, bank, school) = try await prepare(house)
            let answer = letter(
                "m1@bank.example", from: "abuse@bank.example", words: "seen at 203.0.113.60", dispatches: [PartyDispatch.name(bank, 1)])
            #expect(try await house.cases.take(answer))
            #expect(try await house.cases.take(answer))
            let subject = "AW: [\(reference.number)] About an incident"
            #expect(try await house.cases.take(letter("m2", from: "abuse@school.example", subject: subject, words: "by subject")))
            #expect(try await !house.cases.take(letter("m3", from: "mallory@attacker.example", subject: subject, words: "let me in")))
            #expect(
                try await !house.cases.take(letter("m4", from: "abuse@bank.example", subject: "[TEST-C-2031-00009]", words: "no such case"))
            )
            #expect(
                try await house.cases.take(
                    letter("m5", from: "mallory@attacker.example", words: "with a copied id", dispatches: [PartyDispatch.name(bank, 1)])))
            let (bankThread, schoolThread) = try await house.house.records.read {
                (try PartyStore.thread(of: bank.id, $0), try PartyStore.thread(of: school.id, $0))
            }
            #expect(bankThread.map(\.text) == ["secret-of-the-bank 192.0.2.201", "seen at 203.0.113.60", "with a copied id"])
            #expect(bankThread.map(\.trust) == [nil, "plain", "stranger"])
            #expect(schoolThread.map(\.text) == ["secret-of-the-school 192.0.2.202", "by subject"])
            // What a party names is noted, and leaves the house only once somebody called it an indicator.
            let id = try await house.found(reference).id
            let noted = try await house.house.records.read { try CaseStore.observables(of: id, $0) }
            #expect(noted.first { $0.observable.value == "203.0.113.60" }?.isIndicator == false)
            let analyst = house.analyst()
            _ = try await analyst.get(reference.path)
            for format in ExportPages.Format.allCases {
                #expect(try await !analyst.post("\(reference.path)/export/\(format.rawValue)").contains("203.0.113.60"))
            }
            // The next letter of ours answers theirs.
            let found = try await house.found(reference)
            try await PartyPost(office: house.cases.office).write("thank you", to: party(bank.id, house), of: found, by: "leyla")
            let mails = try await house.mails(atLeast: 3)
            let last = try #require(mails.first { $0.text.contains("thank you") })
            #expect(last.threadReferences.map(\.text).contains("m1@bank.example"))
            #expect(last.subject.contains(reference.number))
        }
    }

    @Test("an owner answers in the portal and says how it stands; a case that waited goes on")
    func portal() async throws {
        try await CaseHouse.use { house in
            let (reference, bank, _) = try await prepare(house)
            let analyst = house.analyst()
            _ = try await analyst.get(reference.path)
            #expect(try await analyst.post("\(reference.path)/act", [("act", "wait")]).status == 303)
            let owner = house.running.browser(.portal).signIn(as: "owner:bank")
            #expect(try await owner.get("/cases").contains(reference.number))
            #expect(try await !owner.get("/cases").contains("Stolen accounts"), "the title is the centre's")
            _ = try await owner.get("/cases/\(bank.key)")
            #expect(try await owner.post("/cases/\(bank.key)", [("text", "")]).status == 422)
            #expect(try await owner.post("/cases/\(bank.key)", [("text", "we found it")]).status == 303)
            #expect(try await owner.post("/cases/\(bank.key)/stance", [("stance", "affected"), ("said", "two servers")]).status == 303)
            let after = try await party(bank.id, house)
            #expect(after.stance == .affected && after.stanceTime != nil)
            #expect(try await house.found(reference).state == .open)
            #expect(try await analyst.get("\(reference.path)/parties/\(bank.id)").contains("two servers"))
        }
    }

    @Test("a party of another case is not at this case's address, and one without address is not written to")
    func strangers() async throws {
        try await CaseHouse.use { house in
            let (_, bank, _) = try await prepare(house)
            let other = try await house.open("report:2", party: "reporter:amber-river-stone")
            let analyst = house.analyst()
            #expect(try await analyst.get("\(other.path)/parties/\(bank.id)").status == 404)
            let found = try await house.found(other)
            let reporter = try #require(try await house.house.records.read { try PartyStore.parties(of: found.id, $0).first })
            let page = try await analyst.get("\(other.path)/parties/\(reporter.id)")
            #expect(page.status == 200 && !page.contains("/write"))
            #expect(try await analyst.post("\(other.path)/parties/\(reporter.id)/write", [("text", "hello")]).status == 422)
        }
    }
}

@Suite(
    "encrypted threads", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gpg"), "GnuPG is not installed"), .serialized)
struct EncryptedThreadTests {
    private func gpg(_ words: [String]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/gpg")
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = Array(pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        return bytes
    }

    @Test("a party with a key is written to under it alone, and its encrypted answer is read in its thread")
    func roundTrip() async throws {
        let folder = "/tmp/keshik-case-keys-" + Token.random(bytes: 6)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (ours, theirs) = (try Keyring(folder: folder + "/ours"), try Keyring(folder: folder + "/theirs"))
        for (home, user) in [("ours", "Centre <team@cert.example>"), ("theirs", "Vendor <psirt@vendor.example>")] {
            _ = try gpg([
                "--homedir", "\(folder)/\(home)", "--batch", "--passphrase", "", "--quick-gen-key", user, "future-default", "default",
                "never",
            ])
        }
        func armour(_ home: String, _ who: String) throws -> String {
            String(decoding: try gpg(["--homedir", "\(folder)/\(home)", "--armor", "--export", who]), as: UTF8.self)
        }
        let (ourKey, theirKey) = (try armour("ours", "team@cert.example"), try armour("theirs", "psirt@vendor.example"))
        try await CaseHouse.use(keyring: ours) { house in
            let reference = try await house.open("report:1")
            let found = try await house.found(reference)
            let now = house.clock.now
            try await house.house.records.write { database in
                let draft = PartyStore.Draft(
                    role: .vendor, name: "Vendor", email: "psirt@vendor.example", language: "en", openPGPKey: theirKey)
                try PartyStore.add(draft, to: found.id, by: "leyla", at: now, database)
            }
            let party = try #require(try await house.house.records.read { try PartyStore.parties(of: found.id, $0).first })
            try await PartyPost(office: house.cases.office).write("the flaw is in the parser", to: party, of: found, by: "leyla")
            let mail = try #require(try await house.mails(atLeast: 1).first)
            #expect(!mail.text.contains("parser"))

            // The vendor answers under our key, in a thread.
            let us = try #require(try await theirs.import(Array(ourKey.utf8)).first)
            guard let address = EmailAddress("psirt@vendor.example"), let team = EmailAddress("team@cert.example"),
                let id = MessageID("answer-1@vendor.example"), let first = mail.id
            else { throw CancellationError() }
            var answer = MailMessage(
                id: id, date: now, from: MailParty(address, name: "PSIRT"), to: [MailParty(team)], subject: "Re: ...",
                text: "confirmed, fixed in May")
            answer.inReplyTo = [first]
            answer.references = [first]
            let protection = MailProtection(standard: .openPGP, recipients: [us.fingerprint])
            let sealed = try await theirs.protected(try answer.composed(boundarySeed: "x"), by: protection)
            let received = try ReceivedMail(sealed.bytes)
            let letter = Letter(
                id: "answer-1@vendor.example", from: address, fromName: "PSIRT", subject: received.subject, words: received.newWords,
                references: [], dispatches: received.threadReferences.compactMap { DispatchID(String($0.text.prefix { $0 != "@" })) },
                isAutomatic: false, received: now, raw: sealed.bytes)
            #expect(!letter.words.contains("confirmed"))
            #expect(try await house.cases.take(letter))
            let thread = try await house.house.records.read { try PartyStore.thread(of: party.id, $0) }
            #expect(thread.map(\.text) == ["the flaw is in the parser", "confirmed, fixed in May"])

            // Without a usable key nothing leaves in the open.
            try await house.house.records.write { database in
                try database.execute(sql: "UPDATE cases_party SET openpgp = 'broken'")
            }
            let broken = try #require(try await house.house.records.read { try PartyStore.party(party.id, $0) })
            await #expect(throws: WebProblem.self) {
                try await PartyPost(office: house.cases.office).write("in the open?", to: broken, of: found, by: "leyla")
            }
        }
        try await ours.close()
        try await theirs.close()
    }
}
