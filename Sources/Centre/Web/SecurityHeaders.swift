internal import HTTPTypes
internal import Hummingbird

/// The headers that keep a browser from being used against the person before it: Content Security Policy 3, RFC 6797, Fetch metadata.
enum SecurityHeaders {
    static func policy(nonce: String) -> String {
        "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
            + "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    }

    /// - Parameters:
    ///   - isPage: pages get the policy with their nonce, other content one that lets nothing run
    ///   - isSecure: whether the connection is encrypted; only then may a browser be told to insist on it
    static func add(to headers: inout HTTPFields, nonce: String, isPage: Bool, isSecure: Bool, face: Face) {
        set(&headers, "content-security-policy", isPage ? policy(nonce: nonce) : "default-src 'none'; frame-ancestors 'none'; sandbox")
        set(&headers, "x-content-type-options", "nosniff")
        set(&headers, "x-frame-options", "DENY")
        set(&headers, "referrer-policy", face == .public ? "strict-origin-when-cross-origin" : "same-origin")
        set(&headers, "cross-origin-opener-policy", "same-origin")
        set(&headers, "cross-origin-resource-policy", "same-origin")
        set(&headers, "permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()")
        set(&headers, "x-permitted-cross-domain-policies", "none")
        if isSecure { set(&headers, "strict-transport-security", "max-age=31536000; includeSubDomains") }
    }

    private static func set(_ headers: inout HTTPFields, _ name: String, _ value: String) {
        if let field = HTTPField.Name(name), headers[field] == nil { headers[field] = value }
    }
}
