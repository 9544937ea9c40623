internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1

/// Refuses requests that two readers could understand differently and that the parser lets through: without a host, with several, with
/// one that is none (RFC 9112 section 3.2), and chunks in HTTP/1.0 (section 6.1). In HTTP/2, where every request has a channel of its
/// own, an authority is asked for, and a `host` beside it must be the same (RFC 9113 section 8.3.1).
final class RequestHeadCheck: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// HTTP/1 is looked at before its heads become those of `HTTPTypes`, which keep only the first host.
    private var isHTTP1 = false
    private var isRefused = false

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        guard let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) else { return }
        isHTTP1 = (try? pipeline.addHandler(HTTP1HeadCheck(), position: .before(codec))) != nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        if !isHTTP1, case .head(let head) = unwrapInboundIn(data), !Self.isSound(head) {
            isRefused = true
            context.write(wrapOutboundOut(.head(HTTPResponse(status: .badRequest, headerFields: [.contentLength: "0"]))), promise: nil)
            return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        context.fireChannelRead(data)
    }

    private static func isSound(_ head: HTTPRequest) -> Bool {
        guard let authority = head.authority, HostText.isSound(authority) else { return false }
        let hosts = HTTPField.Name("host").map { head.headerFields[values: $0] } ?? []
        return hosts.allSatisfy { $0.lowercased() == authority.lowercased() }
    }
}

/// The same for HTTP/1: what is refused is answered in its turn, after the requests before it, and the connection ends.
private final class HTTP1HeadCheck: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private var isRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Where one request ends is not known any more: nothing after it is one.
        guard !isRefused else { return }
        if case .head(let head) = unwrapInboundIn(data), !Self.isSound(head) {
            isRefused = true
            return context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
        }
        context.fireChannelRead(data)
    }

    private static func isSound(_ head: HTTPRequestHead) -> Bool {
        let hosts = head.headers["host"]
        guard hosts.count <= 1, hosts.allSatisfy(HostText.isSound) else { return false }
        return head.version == .http1_1 ? hosts.count == 1 : !head.headers.contains(name: "transfer-encoding")
    }
}

/// What may name a host: `desk.cert.example:8443`, `[2001:db8::1]`; and `xn--` names, but nothing that asks to be decoded first.
enum HostText {
    static func isSound(_ text: some StringProtocol) -> Bool {
        guard (1...261).contains(text.utf8.count) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "-._:[]".utf8.contains(byte)
            }
        }
    }
}
