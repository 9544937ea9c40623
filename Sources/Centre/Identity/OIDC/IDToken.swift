internal import JWTKit
internal import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A value in a token.
enum ClaimValue: Sendable, Hashable, Codable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case list([ClaimValue])
    case object([String: ClaimValue])
    case nothing

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .nothing
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([ClaimValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: ClaimValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        case .nothing: try container.encodeNil()
        }
    }

    /// The text, or the texts of a list.
    var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .list(let list): list.flatMap(\.texts)
        default: []
        }
    }
}

/// What a provider says of a person (OpenID Connect Core 1.0 section 2), signed.
struct IDToken: JWTPayload {
    let claims: [String: ClaimValue]

    init(from decoder: any Decoder) throws { claims = try decoder.singleValueContainer().decode([String: ClaimValue].self) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(claims)
    }

    /// The claims are checked by `check`, against the centre's clock.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    func text(_ name: String) -> String? { if case .text(let text)? = claims[name], !text.isEmpty { text } else { nil } }

    /// Whether a claim is true; some providers write it as text.
    func isTrue(_ name: String) -> Bool { claims[name] == .flag(true) || claims[name] == .text("true") }

    /// Checks what section 3.1.3.7 asks of a client.
    /// - Throws: ``ProviderError/token(_:)``
    func check(_ provider: OpenIDProvider, nonce: String, now: Instant) throws(ProviderError) {
        guard text("iss").map({ $0.hasSuffix("/") ? String($0.dropLast()) : $0 }) == provider.issuer else {
            throw .token("it is of another issuer")
        }
        let audience = claims["aud"]?.texts ?? []
        guard audience.contains(provider.clientID) else { throw .token("it is for another client") }
        if audience.count > 1 || claims["azp"] != nil {
            guard text("azp") == provider.clientID else { throw .token("it was given to another client") }
        }
        let leeway = 60.0
        let seconds = Double(now.seconds)
        guard case .number(let end)? = claims["exp"], end + leeway > seconds else { throw .token("it has run out") }
        guard case .number(let issued)? = claims["iat"], issued - leeway <= seconds else { throw .token("it is from the future") }
        if case .number(let start)? = claims["nbf"], start - leeway > seconds { throw .token("it is not valid yet") }
        guard let given = text("nonce"), Token.equal(Array(given.utf8), Array(nonce.utf8)) else {
            throw .token("it answers another request")
        }
        guard text("sub") != nil else { throw .token("it names nobody") }
    }
}

/// The head of a token, looked at before anything is done with its signature.
private struct TokenHead: Decodable {
    let alg: String
}

extension IDToken {
    /// Reads and checks a token.
    /// - Throws: ``ProviderError/token(_:)``
    static func read(_ text: String, keys: JWKS, provider: OpenIDProvider, nonce: String, now: Instant) async throws -> IDToken {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Token.bytes(base64URL: parts[0]),
            let head = try? JSONDecoder().decode(TokenHead.self, from: Data(bytes))
        else { throw ProviderError.token("it is no JWT") }
        guard provider.algorithms.contains(head.alg) else { throw ProviderError.token("its signature is of the kind \(head.alg)") }
        let ring = JWTKeyCollection()
        // Keys that the other side and we would share have no place in a published set.
        let usable = keys.keys.filter { [.rsa, .ecdsa, .octetKeyPair].contains($0.keyType) }
        for (place, key) in usable.enumerated() {
            var key = key
            if key.keyIdentifier == nil { key.keyIdentifier = JWKIdentifier(string: "key \(place)") }
            _ = try? await ring.add(jwk: key, isDefault: place == 0)
        }
        let token: IDToken
        do {
            token = try await ring.verify(text, as: IDToken.self, iteratingKeys: true)
        } catch {
            throw ProviderError.token("its signature is not of the provider")
        }
        try token.check(provider, nonce: nonce, now: now)
        return token
    }
}
