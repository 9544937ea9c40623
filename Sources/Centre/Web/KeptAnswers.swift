internal import HTTPTypes
internal import Logging
internal import Metrics
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import Vocabulary

/// Answers requests for kept pages on the connection's own thread, without the way through router, session and page: a warning that a whole
/// country reads at once costs little more than copying its bytes. Only the plainest requests are answered here (`GET`, no cookie, no
/// condition); every other one goes on.
final class KeptAnswers: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What all connections of a face share.
    struct Desk: Sendable {
        let face: Face
        let pages: KeptPages
        let clock: @Sendable () -> Instant
        let isEncrypted: Bool
        let proxies: Set<String>
        /// A connection that only asks for kept pages is shown to the server's own watch for idle ones that often.
        let refresh: TimeAmount
        let logger: Logger
        let answered: Counter
        let took: Timer

        init(_ face: Face, _ frame: WebFrame, isEncrypted: Bool, idle: Duration, logger: Logger) {
            self.face = face
            pages = frame.kept
            clock = frame.clock
            self.isEncrypted = isEncrypted
            proxies = frame.proxies
            refresh = TimeAmount(idle / 3)
            self.logger = logger
            answered = RequestJournal.counter(face, status: 200)
            took = RequestJournal.timer(face)
        }
    }

    private let desk: Desk
    private let deadline: RequestDeadline
    private let random = Token.random(bytes: 6)
    private var number: UInt32 = 0
    private var isBehindProxy = false
    /// Where bytes leave without being put together anew; nil for streams of HTTP/2.
    private var encoder: ChannelHandlerContext?
    /// Requests that went on and whose answers have not ended: an answer must not overtake them.
    private var forwarded = 0
    private var lastForwarded = NIODeadline.distantPast
    private var pending: (answer: KeptPages.Answer, since: NIODeadline)?

    init(_ desk: Desk, _ deadline: RequestDeadline) {
        self.desk = desk
        self.deadline = deadline
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // The context of a stream of HTTP/2 has no address and ends the program when it is asked; its channel has that of the connection.
        isBehindProxy = context.channel.remoteAddress?.ipAddress.map(desk.proxies.contains) ?? false
        encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
        lastForwarded = .now()
    }

    func handlerRemoved(context: ChannelHandlerContext) { encoder = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            let now = NIODeadline.now()
            if forwarded == 0, now - lastForwarded < desk.refresh, let key = key(head),
                let answer = desk.pages.answer(key, at: desk.clock())
            {
                pending = (answer, now)
                return
            }
            forwarded += 1
            lastForwarded = now
        case .body:
            // A plain request has none.
            if pending != nil { return }
        case .end:
            if let (answer, since) = pending {
                pending = nil
                return write(answer, since, context)
            }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { forwarded = max(0, forwarded - 1) }
        context.write(data, promise: promise)
    }

    /// What a request is answered by; nil where it says more than a plain one.
    private func key(_ head: HTTPRequest) -> KeptPages.AnswerKey? {
        guard head.method == .get, let path = head.path, head.authority != nil else { return nil }
        var key = KeptPages.AnswerKey(face: desk.face, target: path, language: "", isPacked: false, isSecure: desk.isEncrypted)
        var scheme: String?
        for field in head.headerFields {
            switch field.name.canonicalName {
            case "accept-language": key.language = field.value
            case "accept-encoding": key.isPacked = FaceResponder.accepts(gzip: field.value)
            case "x-forwarded-proto": scheme = field.value
            case "cookie", "authorization", "if-none-match", "connection", "content-length", "transfer-encoding", "upgrade", "expect":
                return nil
            default: break
            }
        }
        if isBehindProxy { key.isSecure = scheme?.trimmed == "https" }
        return key
    }

    private func write(_ answer: KeptPages.Answer, _ since: NIODeadline, _ context: ChannelHandlerContext) {
        number &+= 1
        let id = random + String(number, radix: 36)
        if let encoder {
            var bytes = context.channel.allocator.buffer(capacity: answer.head.readableBytes + answer.body.readableBytes + 96)
            bytes.writeImmutableBuffer(answer.head)
            bytes.writeString("x-request-id: ")
            bytes.writeString(id)
            bytes.writeString("\r\ndate: ")
            bytes.writeString(desk.clock().imfFixdate)
            bytes.writeString("\r\n\r\n")
            bytes.writeImmutableBuffer(answer.body)
            encoder.writeAndFlush(NIOAny(IOData.byteBuffer(bytes)), promise: nil)
            // Bytes that leave behind the encoder do not pass by the deadline.
            deadline.answered(context)
        } else {
            var response = answer.response
            if let name = HTTPField.Name("x-request-id") { response.headerFields[name] = id }
            response.headerFields[.date] = desk.clock().imfFixdate
            context.write(wrapOutboundOut(.head(response)), promise: nil)
            context.write(wrapOutboundOut(.body(answer.body)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        desk.answered.increment()
        let took = NIODeadline.now() - since
        desk.took.recordNanoseconds(took.nanoseconds)
        if desk.logger.logLevel <= .info {
            desk.logger.info(
                "request",
                metadata: [
                    "request": "\(id)", "face": "\(desk.face.rawValue)", "method": "GET", "status": "200",
                    "ms": "\(took.nanoseconds / 1_000_000)", "route": "kept",
                ])
        }
    }
}
