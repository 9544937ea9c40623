import Centre
import CentreTesting
import Crypto
import Foundation
import Ledger
import Testing
import Vocabulary

@testable import Transparency

@Suite("the transparency page and the desk's book", .serialized)
struct TransparencyPagesTests {
    @Test("what is downloaded verifies with nothing of the program: root, signature, figures")
    func downloads() async throws {
        try await BookHouse.use { house in
            for number in 0..<9 { try await house.act(number % 2 == 0 ? .inform : .refer, "n-\(number)", tlp: .red) }
            let browser = house.running.browser(.public)
            let note = try await browser.get("/transparency/checkpoint").text
            let lines = try await browser.get("/transparency/entries.jsonl").body.split(separator: 0x0A).map { Data($0) }
            let head = note.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(head[0] == "cert.example/ledger")
            #expect(head[1] == "9")
            #expect(Data(base64Encoded: String(head[2])) == PlainRoot.of(lines[...]))
            let keys = try await browser.get("/transparency/verifier").text.split(separator: "\n")
            let key = try #require(Data(base64Encoded: String(keys[0].split(separator: "+", maxSplits: 2)[2])))
            let verifier = try Curve25519.Signing.PublicKey(rawRepresentation: key.dropFirst())
            let signature = try #require(Data(base64Encoded: String(head[4].split(separator: " ")[2])))
            #expect(verifier.isValidSignature(signature.dropFirst(4), for: Data((head[..<3].joined(separator: "\n") + "\n").utf8)))
            #expect(signature.prefix(4) == Data(SHA256.hash(data: Data("cert.example/ledger\n".utf8) + key).prefix(4)))

            // The figures of the statement are those that anybody counts in the entries.
            let deeds = lines.compactMap { (try? JSONSerialization.jsonObject(with: $0) as? [String: Any])?["deed"] as? String }
            let envelope = try JSONSerialization.jsonObject(with: try await browser.get("/transparency/statement.json").body)
            let fields = try #require(envelope as? [String: Any])
            let payload = try #require(Data(base64Encoded: fields["payload"] as? String ?? ""))
            let statement = try #require(try JSONSerialization.jsonObject(with: payload) as? [String: Any])
            let totals = try #require(statement["totals"] as? [String: Int])
            #expect(totals["inform"] == deeds.filter { $0 == "inform" }.count)
            #expect(totals["refer"] == 4)
            #expect(totals["publish"] == 0)
            let second = try #require(Data(base64Encoded: String(keys[1].split(separator: "+", maxSplits: 2)[2])))
            let signer = try Curve25519.Signing.PublicKey(rawRepresentation: second.dropFirst())
            let signatures = try #require(fields["signatures"] as? [[String: String]])
            let signed = Data("DSSEv1 16 application/json \(payload.count) ".utf8) + payload
            #expect(signer.isValidSignature(try #require(Data(base64Encoded: signatures[0]["sig"] ?? "")), for: signed))
            let text = try await browser.get("/transparency/statement.txt").text
            #expect(text.contains("  refer: 4\n"))
            #expect(text.contains("\n\n\u{2014} cert.example/ledger/statement "))
        }
    }

    @Test("a proof that was downloaded proves its entry, and consistency is proved between any two sizes")
    func proofs() async throws {
        try await BookHouse.use { house in
            for number in 0..<6 { try await house.act(.inform, "n-\(number)") }
            let browser = house.running.browser(.public)
            let lines = try await browser.get("/transparency/entries.jsonl?from=3&to=4").text
            let proof = try LedgerProof(Array(try await browser.get("/transparency/proof/3").body), of: house.book.ledger.verifier)
            #expect(proof.proves(.leaf(Array(lines.utf8.dropLast()))))
            #expect(try await browser.get("/transparency/proof/6").status == 404)
            #expect(try await browser.get("/transparency/proof/-1").status == 404)
            let path = try await browser.get("/transparency/consistency?from=2&to=6").text.split(separator: "\n").compactMap {
                TreeHash(text: $0)
            }
            let (old, new) = (try house.book.ledger.root(size: 2), try house.book.ledger.root(size: 6))
            #expect(ConsistencyProof(old: 2, new: 6, path: path).proves(old, isBeginningOf: new))
            #expect(try await browser.get("/transparency/consistency?from=7").status == 400)
            #expect(try await browser.get("/transparency/consistency").status == 400)
        }
    }

    @Test(
        "the page says in every language what the centre may and may not do, with figures of the log alone", arguments: ["az", "en", "ru"])
    func page(language: String) async throws {
        try await BookHouse.use { house in
            let empty = try await house.running.browser(.public).get(
                "/transparency?lang=\(language)", headers: ["accept-language": language])
            #expect(empty.status == 200)
            for number in 0..<3 { try await house.act(.warn, "w-\(number)", author: "staff:leyla") }
            let page = try await house.running.browser(.public).get("/transparency?again=1", headers: ["accept-language": language])
            #expect(page.status == 200)
            #expect(
                page.contains(house.book.ledger.head.checkpoint.root.base64.replacing("+", with: "&#43;"))
                    || page.contains(house.book.ledger.head.checkpoint.root.base64))
            #expect(!page.contains("leyla"))
            #expect(!page.contains("transparency."))
        }
    }

    @Test("only auditor and administrator see who did what; nothing of it is public")
    func access() async throws {
        try await BookHouse.use { house in
            try await house.act(.refer, "referral-1", tlp: .red, author: "staff:leyla")
            for role in ["analyst", "viewer", "duty-officer", "editor"] {
                #expect(try await house.running.browser(.desk).signIn(as: "staff:\(role)").get("/ledger").status == 403)
                #expect(try await house.running.browser(.desk).signIn(as: "staff:\(role)").get("/ledger/1").status == 403)
            }
            let auditor = house.running.browser(.desk).signIn(as: "staff:auditor")
            let list = try await auditor.get("/ledger")
            #expect(list.contains("staff:leyla"))
            #expect(list.contains("thing/referral-1"))
            #expect(try await auditor.get("/ledger?q=thing/ref").contains("thing/referral-1"))
            #expect(try await auditor.get("/ledger?q=thing/x").contains("thing/referral-1") == false)
            #expect(try await auditor.get("/ledger?deed=inform").contains("thing/referral-1") == false)
            let one = try await auditor.get("/ledger/1")
            #expect(one.contains("staff:leyla"))
            let proof = try await auditor.get("/ledger/1/proof")
            #expect(proof.contains("c2sp.org/tlog-proof@v1"))
            #expect(try await auditor.get("/ledger/99").status == 404)
            #expect(try await auditor.post("/ledger/check").status == 303)
            for path in ["/transparency", "/transparency/entries.jsonl", "/transparency/statement.txt", "/transparency/statement.json"] {
                let answer = try await house.running.browser(.public).get(path)
                #expect(!answer.contains("leyla"))
                #expect(!answer.contains("referral-1"))
            }
        }
    }

    @Test("who is given the words and the opening of an entry can see that it is about them")
    func opening() async throws {
        try await BookHouse.use { house in
            try await house.act(.inform, "notice-1")
            let kept = try #require(try await house.house.records.read { try BookStore.line(1, $0) })
            let digest = HMAC<SHA256>.authenticationCode(for: kept.line.words, using: SymmetricKey(data: kept.opening))
            #expect(try house.book.ledger.entry(0).statement.digest.bytes == Array(digest))
            let words = try #require(try JSONSerialization.jsonObject(with: Data(kept.line.words)) as? [String: String])
            #expect(words["reference"] == "thing/notice-1")
            #expect(words["content"] == SHA256.hash(data: Data("notice-1".utf8)).map { String(format: "%02x", $0) }.joined())
        }
    }
}
