/// The hidden field that proves that a form came from a page of ours (OWASP: HMAC-based token bound to the session). Each page carries it
/// under a new mask, so that compression tells nothing of it (BREACH).
struct FormTicket: Sendable {
    let key: SigningKey

    /// The field's value for a session.
    func value(for session: String) -> String {
        let mac = key.signature(of: session.utf8)
        var generator = SystemRandomNumberGenerator()
        let mask = mac.map { _ in UInt8.random(in: 0...255, using: &generator) }
        return Token.base64URL(mask + zip(mask, mac).map { $0 ^ $1 })
    }

    /// Whether a value is one for a session.
    func accepts(_ value: String, for session: String) -> Bool {
        guard let bytes = Token.bytes(base64URL: value), bytes.count == 64 else { return false }
        return key.verify(zip(bytes[..<32], bytes[32...]).map { $0 ^ $1 }, of: session.utf8)
    }
}
