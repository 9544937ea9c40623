import Centre
import CentreTesting
import Foundation
import Ledger
import Testing
import Vocabulary

@testable import Referrals
@testable import Transparency

@Suite("from a draft to the hand-over", .serialized)
struct ReferralJourneyTests {
    @Test(
        "a bundle is sealed, let out by a second person, and holds what was chosen and nothing else; GnuPG and bagit.py find it whole",
        .enabled(if: Program.isThere("gpg", "--version")))
    func journey() async throws {
        try await ReferralHouse.use(signs: true) { house in
            let (analyst, officer) = (house.staff("analyst"), house.staff("duty-officer"))
            let path = try await house.draft(analyst)
            let page = try await analyst.get(path)
            #expect(page.contains("█████"))
            #expect(!page.contains("write to victim@example.com"))
            #expect(try await analyst.post(path + "/seal").status == 303)
            let id = String(path.split(separator: "/")[1])
            let sealed = try await house.desk.find(id)
            #expect(sealed.state == .sealed)
            let bundle = try #require(sealed.bundle)
            let dispatch = try #require(sealed.dispatch)

            // Nobody takes it out before a second person agreed, and the author is not one.
            #expect(try await analyst.post(path + "/take").status == 409)
            #expect(try await analyst.post(path + "/approve").status == 403)
            #expect(try await house.house.outward.delivery(dispatch)?.state == .awaitingApproval)
            #expect(house.book.ledger.size == 0)
            _ = try await officer.get(path)
            #expect(try await officer.post(path + "/approve").status == 303)
            #expect(try await house.until { try await house.desk.find(id).state == .released })
            #expect(house.book.ledger.size == 1)
            #expect(try house.book.ledger.entry(0).statement.deed == "refer")
            #expect(try house.book.ledger.entry(0).statement.subjectClass == "law-enforcement")

            let taken = try await analyst.post(path + "/take")
            #expect(taken.status == 200)
            #expect(taken.body.count == bundle.size)
            try check(taken.body, bundle: bundle)

            #expect(try await analyst.post(path + "/receipt", [("to", "Major Example"), ("how", "in person")]).status == 303)
            #expect(try await analyst.post(path + "/later", [("event", "accept"), ("note", "case 17 opened")]).status == 303)
            #expect(try await house.desk.find(id).state == .accepted)
            let custody = try await house.house.records.read { try ReferralStore.steps(of: id, $0) }.map(\.what)
            #expect(
                custody == ["created", "item-added", "item-added", "item-added", "sealed", "released", "taken", "handed-over", "accept"])
        }
    }

    private func check(_ zip: Data, bundle: SealedBundle) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bundle-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try zip.write(to: URL(fileURLWithPath: folder + "/b.zip"))
        #expect(Program.run("sha256sum", "b.zip", in: folder).output.hasPrefix(bundle.sha256))
        let unpacked = Program.run("python3", "-m", "zipfile", "-e", "b.zip", ".", in: folder)
        #expect(unpacked.status == 0, "\(unpacked.output)")
        let bag = folder + "/" + bundle.name.dropLast(4)
        func text(_ path: String) throws -> String { try String(contentsOfFile: "\(bag)/\(path)", encoding: .utf8) }
        #expect(Program.run("sha256sum", "-c", "tagmanifest-sha256.txt", in: bag).status == 0)
        // A percent sign in a name is written as a code in the manifest (RFC 8493 section 2.1.3), which sha256sum does not know.
        #expect(try text("manifest-sha256.txt").split(separator: "\n").count == 4)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bag + "/data/texts") == ["01.txt"])
        #expect(try text("data/texts/01.txt") == "I am █████, write to █████.\n")
        #expect(try text("data/referral.txt").contains("Victim: █████."))
        #expect(try text("data/referral.txt").contains("article 8"))
        #expect(try text("chain-of-custody.txt").contains("sealed"))
        let evidence = try FileManager.default.contentsOfDirectory(atPath: bag + "/data/evidence")
        #expect(evidence.count == 1)
        let content = try Data(contentsOf: URL(fileURLWithPath: "\(bag)/data/evidence/\(evidence[0])"))
        #expect(content == Data("From: a\r\n\r\n".utf8) + Data(0...255))

        let home = "/tmp/v-" + Token.random(bytes: 4)
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer {
            _ = Program.run("gpgconf", "--homedir", home, "--kill", "all")
            try? FileManager.default.removeItem(atPath: home)
        }
        #expect(Program.run("gpg", "--homedir", home, "--batch", "--import", "signing-key.asc", in: bag).status == 0)
        let verified = Program.run(
            "gpg", "--homedir", home, "--batch", "--status-fd", "1", "--verify", "tagmanifest-sha256.txt.asc", "tagmanifest-sha256.txt",
            in: bag)
        #expect(verified.status == 0)
        #expect(verified.output.contains("VALIDSIG \(bundle.signer)"))
        if Program.isThere("python3", "-c", "import bagit") {
            let valid = Program.run("python3", "-c", "import bagit; bagit.Bag('.').validate(); print('valid')", in: bag)
            #expect(valid.output.contains("valid"), "\(valid.output)")
            try Data("changed".utf8).write(to: URL(fileURLWithPath: bag + "/data/referral.txt"))
            #expect(Program.run("python3", "-c", "import bagit; bagit.Bag('.').validate()", in: bag).status != 0)
        }
    }

    @Test("without a key that signs nothing is sealed, and the page says so")
    func noKey() async throws {
        try await ReferralHouse.use { house in
            let analyst = house.staff("analyst")
            let path = try await house.draft(analyst)
            #expect(try await analyst.get(path).contains("OpenPGP"))
            #expect(try await analyst.post(path + "/seal").status == 303)
            #expect(try await house.desk.find(String(path.split(separator: "/")[1])).state == .draft)
            #expect(try await house.house.outward.deliveries().isEmpty)
        }
    }

    @Test(
        "what was sealed can be taken back: the bundle is destroyed, nothing is released",
        .enabled(if: Program.isThere("gpg", "--version")))
    func unseal() async throws {
        try await ReferralHouse.use(signs: true) { house in
            let analyst = house.staff("analyst,duty-officer")
            let path = try await house.draft(analyst)
            _ = try await analyst.post(path + "/seal")
            let id = String(path.split(separator: "/")[1])
            let file = try #require(try await house.desk.find(id).bundle?.file)
            // Who sealed it may not agree, whatever the roles.
            #expect(try await analyst.post(path + "/approve").status == 303)
            #expect(try await house.desk.find(id).state == .sealed)
            #expect(try await analyst.post(path + "/unseal").status == 303)
            #expect(try await house.desk.find(id).state == .draft)
            #expect(try await house.desk.find(id).bundle == nil)
            #expect(try await house.house.vault.file(file) == nil)
            #expect(house.book.ledger.size == 0)
        }
    }

    @Test("a referral that is made from a case takes its title, type, texts and the articles proposed")
    func fromCase() async throws {
        try await ReferralHouse.use(cases: OneCase()) { house in
            let analyst = house.staff("analyst")
            _ = try await analyst.get("/referrals")
            let path = try await analyst.post("/referrals", [("case", "c1")]).location ?? ""
            let referral = try await house.desk.find(String(path.split(separator: "/")[1]))
            #expect(referral.title == "Servers flooded")
            #expect(referral.bases == ["budapest-5", "az-273"])
            #expect(referral.caseNumber == "C-17")
            #expect(try await house.desk.items(of: referral.id).map(\.label) == ["Report"])
            #expect(try await house.desk.items(of: referral.id).allSatisfy { !$0.isChosen })
            #expect(try await analyst.post("/referrals", [("case", "other")]).status == 404)
        }
    }

    private struct OneCase: CaseFile {
        func extract(ofCase id: String) async throws -> CaseExtract? {
            guard id == "c1" else { return nil }
            return CaseExtract(
                reference: CaseReference(id: "c1", number: "C-17", path: "/cases/c1"), title: "Servers flooded", type: .ddos, tlp: .amber,
                texts: [.init(label: "Report", text: "Flooded since noon.")], files: [])
        }
    }
}
