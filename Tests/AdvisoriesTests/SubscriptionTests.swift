import Centre
import CentreTesting
import Foundation
import GRDB
import Post
import Testing
import Vocabulary

@testable import Advisories

@Suite("subscribing by mail", .serialized)
struct SubscriptionTests {
    private func mails(_ house: AdvisoryHouse, atLeast count: Int) async throws -> [String] {
        let folder = try MaildirFolder(path: house.running.folder.path + "/mail-caught")
        for _ in 0..<400 {
            let names = try folder.names()
            if names.count >= count { break }
            try await Task.sleep(for: .milliseconds(25))
        }
        return try folder.names().map { Self.unbroken(String(decoding: try folder.read($0), as: UTF8.self)) }
    }

    /// A mail without the line ends that long lines of headers and quoted-printable text get: where they fall depends on random names.
    private static func unbroken(_ mail: String) -> String {
        mail.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "=\n", with: "").replacingOccurrences(
            of: "\n ", with: " ")
    }

    /// The address of a link in a mail, without the site.
    private func link(_ mail: String, _ path: String) -> String? {
        let text = mail.replacingOccurrences(of: "=3D", with: "=")
        guard let start = text.range(of: AdvisoryHouse.site + path) else { return nil }
        return path + text[start.upperBound...].prefix { !$0.isWhitespace && $0 != ">" }
    }

    private func subscribe(_ house: AdvisoryHouse, _ fields: [(String, String)] = []) async throws -> Browser {
        let reader = house.running.browser(.public)
        _ = try await reader.get("/subscribe")
        let answer = try await reader.post(
            "/subscribe", [("address", "reader@readers.example"), ("kind", "all"), ("minimum", "low"), ("language", "en")] + fields)
        #expect(answer.status == 200)
        return reader
    }

    @Test("only who answers the letter is told; one click ends it, and the address is forgotten")
    func journey() async throws {
        try await AdvisoryHouse.use { house in
            let reader = try await subscribe(house)
            let asked = try #require(try await mails(house, atLeast: 1).first)
            let confirm = try #require(link(asked, "/subscribe/confirm/"))

            // Programs that open links in mails confirm nothing.
            #expect(try await reader.get(confirm).status == 200)
            try await house.publish(AdvisoryHouse.content("Before it was confirmed"))
            #expect(try await reader.post(confirm).status == 200)
            let told = try await house.publish(AdvisoryHouse.content())
            let all = try await mails(house, atLeast: 2)
            #expect(all.count == 2)
            let mail = try #require(all.first { $0.contains("Router can be taken over") })
            #expect(!all.contains { $0.contains("Before it was confirmed") })
            #expect(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
            #expect(mail.contains("Auto-Submitted: auto-generated") && mail.contains("/advisories/\(told.tracking ?? "-")"))
            let act = try await house.running.house.outward.deliveries(DeliveryFilter(capability: "advisories-mail")).map(\.act)
            #expect(act == [.warn, .inform])

            // RFC 8058: the mail program posts without cookie, session or form of ours.
            let leave = try #require(link(mail, "/unsubscribe/"))
            #expect(try await house.running.browser(.public).get(leave).status == 200)
            #expect(try await house.records.read { try SubscriptionStore.count($0) } == 1)
            let click = try await house.running.browser(.public).send(
                "POST", leave, headers: ["Content-Type": "application/x-www-form-urlencoded"], body: Data("List-Unsubscribe=One-Click".utf8)
            )
            #expect(click.status == 200)
            let left = try await house.records.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM advisories_subscriber") }
            #expect(left == 0)
        }
    }

    @Test("an address is not flooded with letters, whoever asks for them")
    func flood() async throws {
        try await AdvisoryHouse.use { house in
            for sector in Sectors.all.prefix(9) { _ = try await subscribe(house, [("sector", sector)]) }
            _ = try await house.until { house in
                try await house.records.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM advisories_subscriber") } == 9
            }
            #expect(try await mails(house, atLeast: SubscriptionDesk.letterLimit).count == SubscriptionDesk.letterLimit)
        }
    }

    @Test("a link that was bent opens nothing")
    func bent() async throws {
        try await AdvisoryHouse.use { house in
            let reader = try await subscribe(house)
            let asked = try #require(try await mails(house, atLeast: 1).first)
            let confirm = try #require(link(asked, "/subscribe/confirm/"))
            #expect(try await reader.get(confirm + "x").status == 404)
            #expect(try await reader.post(confirm.replacing("/subscribe/confirm/", with: "/unsubscribe/")).status == 404)
            house.clock.advance(3 * 86_400)
            #expect(try await reader.post(confirm).status == 404)
        }
    }

    @Test("who wants one sector, product or level hears of nothing else")
    func wishes() {
        func one(_ kind: AdvisoryContent.Kind? = nil, _ sector: String? = nil, _ minimum: Severity = .info, _ product: String? = nil)
            -> Subscription
        {
            guard let address = EmailAddress("a@b.example") else { preconditionFailure("it is an address") }
            return Subscription(id: "1", address: address, language: "en", kind: kind, sector: sector, minimum: minimum, product: product)
        }
        let content = AdvisoryHouse.content()
        #expect(one().wants(content) && one(nil, "energy").wants(content) && !one(nil, "banking").wants(content))
        #expect(one(nil, nil, .high).wants(content) && !one(nil, nil, .critical).wants(content))
        #expect(one(nil, nil, .info, "router x").wants(content) && !one(nil, nil, .info, "printer").wants(content))
        #expect(one(.advisory).wants(content) && one(.warning).wants(content) && !one(.advisory).wants(AdvisoryHouse.warning()))
    }
}
