/// Carries a sentence to the next page.
enum FlashCookie {
    static let name = "__Host-keshik-flash"
    static let cleared = "\(name)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"

    static func keeping(_ flash: Flash) -> String {
        let text = Token.base64URL(Array(flash.text.utf8.prefix(1500)))
        return "\(name)=\(flash.kind.rawValue).\(text); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60"
    }

    /// The sentence of a cookie; it is only ever shown as text.
    static func read(_ value: String) -> Flash? {
        let parts = value.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let kind = Flash.Kind(rawValue: String(parts[0])), let bytes = Token.bytes(base64URL: parts[1]) else {
            return nil
        }
        return Flash(kind, String(decoding: bytes, as: UTF8.self))
    }
}
