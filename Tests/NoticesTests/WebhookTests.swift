import CentreTesting
import Synchronization
import Testing
import Vocabulary

@testable import Centre
@testable import Notices

@Suite("webhooks", .serialized)
struct WebhookTests {
    @Test("a webhook is signed with the shared secret, and a network of our own is never called")
    func signed() async throws {
        try await NoticeHouse.use { house in
            let officer = house.running.browser(.desk).signIn(as: "staff:duty-officer")
            _ = try await officer.get("/notices/webhooks/bank")
            #expect(try await officer.post("/notices/webhooks/bank", [("url", "https://10.0.0.1/x")]).status == 422)
            let saved = try await officer.post("/notices/webhooks/bank", [("url", "https://192.0.2.80/hook")])
            #expect(saved.status == 200)
            let calls = Mutex<[WebhookCall]>([])
            let channel = WebhookChannel(house.running.house, allowed: []) { call in
                calls.withLock { $0.append(call) }
                return 204
            }
            let id = try #require(DispatchID("notices.N-1.webhook"))
            let dispatch = try Dispatch(
                id: id, act: .inform, tlp: .amber, audience: .recipients, channel: "webhook", recipient: "bank", subject: "s",
                content: Array("{}\n".utf8), mediaType: "application/x-ndjson", capability: "notices", reference: "notice/N-1",
                author: "rule:x")
            let outcome = await channel.deliver(dispatch, HandOver(mark: {}, markBlocking: {}))
            #expect(outcome == .accepted(receipt: "204"))
            let call = try #require(calls.withLock { $0.first })
            let signature = try #require(call.headers.first { $0.name == "Keshik-Signature" }?.value)
            let wanted = try await house.running.house.secrets.use(WebhookChannel.secretName("bank")) { secret in
                SigningKey(bytes: Array(secret.bytes)).signature(of: Array("\(noon.seconds).{}\n".utf8))
            }
            #expect(signature == "t=\(noon.seconds),v1=" + wanted.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        }
    }
}
