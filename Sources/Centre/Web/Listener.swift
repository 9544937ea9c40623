internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdHTTP2
internal import HummingbirdTLS
internal import Logging
internal import NIOCore
internal import ServiceLifecycle

/// Where a face is listened for.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// Name or address of the host.
    public let host: String
    /// 0 takes any free port.
    public let port: Int

    /// With its values.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `127.0.0.1:8443`, `[::1]:8443`; nil where it is neither.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65535).contains(port) else {
            return nil
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { return nil }
        self.init(host: host, port: port)
    }

    /// What happened, where, and what to do.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// How a face's connections are protected.
public enum Protection: Sendable, Hashable {
    /// TLS with a chain and a key in PEM files.
    case certificate(chain: String, key: String)
    /// TLS with a certificate made for this machine alone.
    case development
    /// None: a proxy in front ends TLS.
    case proxy
}

/// Serves one face.
struct Listener: Service {
    let face: Face
    let address: ListenAddress
    let certificates: Certificates?
    let responder: FaceResponder
    let routes: [Route]
    let pace: Pace
    let logger: Logger
    let started: @Sendable (Face, ListenAddress) -> Void

    func run() async throws {
        let pace = pace
        let desk =
            routes.contains { $0.face == face && $0.keptFor != nil }
            ? KeptAnswers.Desk(face, responder.frame, isEncrypted: certificates != nil, idle: pace.idle, logger: logger) : nil
        let streams = HTTP1Channel.Configuration(
            additionalChannelHandlers: handlers(pace, desk),
            idleTimeout: TimeAmount(pace.idle),
            httpDecoderConfiguration: .init(maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
        let server: HTTPServerBuilder
        if let certificates {
            let configuration = certificates.configuration()
            server = HTTPServerBuilder { responder in
                PromptChannel(
                    inner: try HTTP2UpgradeChannel(
                        tlsConfiguration: configuration,
                        configuration: .init(idleTimeout: pace.idle, streamConfiguration: streams),
                        responder: responder), limit: TimeAmount(pace.handshake))
            }
        } else {
            server = .http1(configuration: streams)
        }
        let application = Application(
            responder: responder.router(routes), server: server,
            configuration: .init(
                address: .hostname(address.host, port: address.port), backlog: 1024,
                availableConnectionsDelegate: .maximum(pace.connections, logger: logger)),
            onServerRunning: { channel in
                started(face, ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
            }, logger: logger)
        try await application.run()
    }

    /// What stands between a connection and the server.
    private func handlers(_ pace: Pace, _ desk: KeptAnswers.Desk?) -> [any RemovableChannelHandler] {
        let deadline = RequestDeadline(pace)
        let first: [any RemovableChannelHandler] = [RequestHeadCheck(), deadline]
        return first + (desk.map { [KeptAnswers($0, deadline)] } ?? [])
    }
}
