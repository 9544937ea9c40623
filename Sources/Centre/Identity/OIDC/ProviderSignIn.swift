internal import AsyncHTTPClient
internal import JWTKit
internal import NIOCore
internal import NIOFoundationCompat
internal import NIOHTTP1
internal import Synchronization
internal import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Signs staff in with their account of another system: authorization code (RFC 6749 section 4.1) with PKCE (RFC 7636), state and nonce.
final class ProviderSignIn: Sendable {
    /// What the browser holds while the person is at the provider, signed.
    struct Journey: Sendable, Hashable {
        let state: String
        let nonce: String
        let verifier: String
        let next: String
    }

    /// The parts of a discovery document (OpenID Connect Discovery 1.0 section 3) that are used.
    struct Document: Sendable, Decodable {
        let issuer: String
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let authorization_endpoint: String
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let token_endpoint: String
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let jwks_uri: String
    }

    private struct TokenAnswer: Decodable {
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let id_token: String
    }

    static let cookie = "__Host-keshik-desk-provider"
    private static let life: Duration = .seconds(600)
    private static let bodyLimit = 1 << 20

    let provider: OpenIDProvider
    private let secrets: Secrets
    private let clock: @Sendable () -> Instant
    private let key: SigningKey
    private let redirect: String
    private let kept = Mutex<(document: Document, until: Instant)?>(nil)
    private let keys = Mutex<(keys: JWKS, at: Instant)?>(nil)

    /// - Parameter desk: the address of the desk, to which the provider sends people back
    init(_ provider: OpenIDProvider, house: House, desk: String) throws {
        guard Self.isSafe(provider.issuer) else { throw ProviderError.document("\(provider.issuer) is not an https address") }
        self.provider = provider
        secrets = house.secrets
        clock = house.clock
        key = house.secrets.derivedKey("identity provider")
        redirect = desk + "/sign-in/provider/answer"
    }

    // MARK: - On the way there

    /// The provider's address for this person, and the cookie that the way back needs.
    func start(next: String) async throws -> (address: String, cookie: String) {
        let document = try await document()
        let journey = Journey(
            state: Token.random(bytes: 24), nonce: Token.random(bytes: 24), verifier: Token.random(bytes: 33), next: next)
        let fields = [
            ("response_type", "code"), ("client_id", provider.clientID), ("redirect_uri", redirect), ("scope", "openid profile email"),
            ("state", journey.state), ("nonce", journey.nonce), ("code_challenge", Self.challenge(journey.verifier)),
            ("code_challenge_method", "S256"),
        ]
        let query = fields.map { "\($0.0)=\(Form.encoded($0.1))" }.joined(separator: "&")
        let mark = document.authorization_endpoint.contains("?") ? "&" : "?"
        let end = (clock() + Self.life).seconds
        let payload = [journey.state, journey.nonce, journey.verifier, "\(end)", journey.next].joined(separator: "|")
        let value = Token.base64URL(Array(payload.utf8)) + "." + Token.base64URL(key.signature(of: payload.utf8))
        let cookie = "\(Self.cookie)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"
        return (document.authorization_endpoint + mark + query, cookie)
    }

    static var clearing: String { "\(cookie)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0" }

    static func challenge(_ verifier: String) -> String { Token.base64URL(Session.digest(of: verifier)) }

    private func journey(_ value: String?) -> Journey? {
        guard let parts = value?.split(separator: "."), parts.count == 2, let payload = Token.bytes(base64URL: parts[0]),
            let signature = Token.bytes(base64URL: parts[1]), key.verify(signature, of: payload)
        else { return nil }
        let fields = String(decoding: payload, as: UTF8.self).split(separator: "|", maxSplits: 4).map(String.init)
        guard fields.count == 5, let end = Int64(fields[3]), end > clock().seconds else { return nil }
        return Journey(state: fields[0], nonce: fields[1], verifier: fields[2], next: fields[4])
    }

    // MARK: - On the way back

    /// Who came back, by the provider's word.
    /// - Throws: ``ProviderError``
    func finish(query: Form, cookie: String?) async throws -> (token: IDToken, next: String) {
        guard let journey = journey(cookie) else { throw ProviderError.refused("the browser did not set out from here, or too long ago") }
        guard let state = query["state"], Token.equal(Array(state.utf8), Array(journey.state.utf8)) else {
            throw ProviderError.refused("the answer belongs to another request")
        }
        // Against answers of another provider (RFC 9207).
        if let issuer = query["iss"], issuer != provider.issuer, issuer != provider.issuer + "/" {
            throw ProviderError.refused("the answer is of another provider")
        }
        guard let code = query["code"] else { throw ProviderError.refused(query["error"] ?? "no code came") }
        let text = try await exchange(code, journey.verifier)
        return (try await read(text, nonce: journey.nonce), journey.next)
    }

    private func exchange(_ code: String, _ verifier: String) async throws -> String {
        let document = try await document()
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("client_id", provider.clientID),
            ("code_verifier", verifier),
        ]
        var request = HTTPClientRequest(url: document.token_endpoint)
        request.method = .POST
        if let name = provider.secret {
            let text = try await secrets.use(name) { $0.text ?? "" }
            let pair = Data("\(Form.encoded(provider.clientID)):\(Form.encoded(text))".utf8)
            request.headers.add(name: "authorization", value: "Basic \(pair.base64EncodedString())")
            fields.removeAll { $0.0 == "client_id" }
        }
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        request.headers.add(name: "accept", value: "application/json")
        request.body = .bytes(ByteBuffer(string: fields.map { "\($0.0)=\(Form.encoded($0.1))" }.joined(separator: "&")))
        let bytes = try await send(request)
        guard let answer = try? JSONDecoder().decode(TokenAnswer.self, from: bytes) else {
            throw ProviderError.refused("no ID token came")
        }
        return answer.id_token
    }

    /// Checks a token; where its key is unknown the keys are fetched anew, at most once a minute.
    private func read(_ text: String, nonce: String) async throws -> IDToken {
        let now = clock()
        let known = keys.withLock { $0 }
        if let known, now - known.at < .seconds(3600) {
            do {
                return try await IDToken.read(text, keys: known.keys, provider: provider, nonce: nonce, now: now)
            } catch {
                guard now - known.at >= .seconds(60) else { throw error }
            }
        }
        let document = try await document()
        let bytes = try await send(HTTPClientRequest(url: document.jwks_uri))
        guard let fetched = try? JSONDecoder().decode(JWKS.self, from: bytes) else {
            throw ProviderError.document("its keys cannot be read")
        }
        keys.withLock { $0 = (fetched, now) }
        return try await IDToken.read(text, keys: fetched, provider: provider, nonce: nonce, now: now)
    }

    // MARK: - Documents

    private func document() async throws -> Document {
        let now = clock()
        if let kept = kept.withLock({ $0 }), kept.until > now { return kept.document }
        let bytes = try await send(HTTPClientRequest(url: provider.issuer + "/.well-known/openid-configuration"))
        guard let document = try? JSONDecoder().decode(Document.self, from: bytes) else {
            throw ProviderError.document("it cannot be read")
        }
        guard document.issuer == provider.issuer || document.issuer == provider.issuer + "/" else {
            throw ProviderError.document("it is of \(document.issuer)")
        }
        guard [document.authorization_endpoint, document.token_endpoint, document.jwks_uri].allSatisfy(Self.isSafe) else {
            throw ProviderError.document("it names addresses without https")
        }
        kept.withLock { $0 = (document, now + .seconds(3600)) }
        return document
    }

    private func send(_ request: HTTPClientRequest) async throws -> Data {
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            let body = try await response.body.collect(upTo: Self.bodyLimit)
            guard response.status == .ok else { throw ProviderError.refused("it answered \(response.status.code)") }
            return Data(buffer: body)
        } catch let error as ProviderError {
            throw error
        } catch {
            throw ProviderError.unreachable("\(error)")
        }
    }

    /// https, or http on this machine.
    private static func isSafe(_ address: String) -> Bool {
        address.hasPrefix("https://") || address.hasPrefix("http://127.0.0.1:") || address.hasPrefix("http://[::1]:")
    }
}
