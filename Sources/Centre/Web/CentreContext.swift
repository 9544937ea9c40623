public import Hummingbird
internal import Logging
internal import NIOCore

/// What is known of a request while it is worked on.
public struct CentreContext: RequestContext {
    /// The server's own part.
    public var coreContext: CoreRequestContextStorage
    /// Where it comes from: the peer's address, or the one a trusted proxy names.
    public var remoteAddress: String
    /// Whether the connection is encrypted, here or by the proxy in front.
    public var isSecure = false
    /// A number for this request that stands in the log and on error pages.
    public var requestID: String
    /// What this page's own script carries.
    public var nonce: String
    /// The person who asks, by their session.
    public var signedIn: SignedIn?
    /// The program that asks, by its token.
    public var program: Principal?
    /// Cookies to set with the answer.
    public var cookies: [String] = []

    /// With its values.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress ?? "127.0.0.1"
        requestID = Token.random(bytes: 9)
        nonce = Token.random(bytes: 15)
    }

    /// Bytes of a form without files.
    public var maxUploadSize: Int { 256 * 1024 }

    /// Who asks; nil for people who are not signed in.
    public var principal: Principal? { signedIn?.principal ?? program }
}
