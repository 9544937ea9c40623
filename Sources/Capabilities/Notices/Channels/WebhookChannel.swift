internal import AsyncHTTPClient
internal import Centre
internal import Crypto
internal import Foundation
internal import GRDB
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import Vocabulary

/// Tells a program of an owner: a POST of IDF JSON lines, signed with the secret that both share.
///
/// `Keshik-Signature: t=<seconds>,v1=<hex>`, HMAC with SHA-256 of `<seconds>.<body>`; `Keshik-Delivery` names the dispatch, so that the
/// other side can tell a second delivery of the same.
struct WebhookChannel: OutwardChannel {
    let name = "webhook"
    var acts: Set<Act> { [.inform, .recommend, .warn] }
    var repetition: Repetition { .recognisable }

    private let house: House
    /// Hosts within private networks that the operator permits.
    let allowed: Set<String>
    /// A file with certificates of authorities, in PEM; nil for those of the system.
    private let authorities: String?
    private let client: @Sendable (WebhookCall) async throws -> Int

    /// - Parameter client: makes the call and gives the status of the answer; tests put their own in its place
    init(
        _ house: House, allowed: Set<String>, authorities: String? = nil, client: (@Sendable (WebhookCall) async throws -> Int)? = nil
    ) {
        self.house = house
        self.allowed = allowed
        self.authorities = authorities
        self.client = client ?? { try await $0.send() }
    }

    /// Names of secrets hold fewer letters than ids of owners.
    static func secretName(_ owner: String) -> String {
        "notices.webhook." + SHA256.hash(data: Data(owner.utf8)).prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    func deliver(_ dispatch: Dispatch, _ handOver: HandOver) async -> DeliveryOutcome {
        do {
            let text = try await house.records.read { database in
                try String.fetchOne(database, sql: "SELECT url FROM notices_webhook WHERE owner = ?", arguments: [dispatch.recipient])
            }
            guard let text else { return .refused(reason: "\(dispatch.recipient) has no webhook") }
            let address = try WebhookAddress(text, allowed: allowed)
            // The name is resolved here and the call goes to what was looked at: another answer in between changes nothing.
            let targets = try await HostAddresses.of(address.host)
            let target = allowed.contains(address.host) ? targets.first : targets.first(where: \.isGloballyReachable)
            guard let target, allowed.contains(address.host) || targets.allSatisfy(\.isGloballyReachable) else {
                return .refused(reason: "\(address.host) leads into a private network")
            }
            let seconds = house.clock().seconds
            let signature = try await house.secrets.use(Self.secretName(dispatch.recipient)) { secret in
                SigningKey(bytes: Array(secret.bytes)).signature(of: Array("\(seconds).".utf8) + dispatch.content)
            }
            let hex = signature.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let status = try await client(
                WebhookCall(
                    address: address, target: target, body: dispatch.content, type: dispatch.mediaType,
                    headers: [
                        ("Keshik-Delivery", "\(dispatch.id)"), ("Keshik-Signature", "t=\(seconds),v1=\(hex)"),
                        ("Keshik-TLP", dispatch.tlp.label),
                    ], authorities: authorities))
            switch status {
            case 200..<300: return .accepted(receipt: "\(status)")
            case 400..<500 where status != 408 && status != 429: return .refused(reason: "the program answered \(status)")
            default: return .later(reason: "the program answered \(status)")
            }
        } catch let refusal as WebhookAddress.Refusal {
            return .refused(reason: "the address cannot be used: \(refusal.rawValue)")
        } catch {
            return .later(reason: "\(error)")
        }
    }
}

/// One call of a webhook.
struct WebhookCall: Sendable {
    let address: WebhookAddress
    /// The address that the host's name had when it was looked at.
    let target: IPAddress
    let body: [UInt8]
    let type: String
    let headers: [(name: String, value: String)]
    var authorities: String?

    /// Makes the call: to the address that was looked at, under the host's name, without following redirections.
    func send() async throws -> Int {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(20))
        configuration.dnsOverride = [address.host: "\(target)"]
        if let authorities {
            var encryption = TLSConfiguration.makeClientConfiguration()
            encryption.trustRoots = .file(authorities)
            configuration.tlsConfiguration = encryption
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        var request = HTTPClientRequest(url: address.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: type)
        request.headers.add(name: "User-Agent", value: "Keshik")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let response = try await client.execute(request, timeout: .seconds(30))
            try await client.shutdown()
            return Int(response.status.code)
        } catch {
            try await client.shutdown()
            throw error
        }
    }
}
