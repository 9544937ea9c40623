import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A real HTTP server on the loopback that gives what a table says.
final class SmallServer: Sendable {
    /// What an address answers.
    struct Answer: Sendable {
        var status = 200
        var type = "application/json"
        var headers: [(String, String)] = []
        var bytes: [UInt8] = []
        /// Seconds before it answers.
        var delay: Int64 = 0
    }

    private let table = Mutex<[String: Answer]>([:])
    private let channel = Mutex<(any Channel)?>(nil)
    let counts = Mutex<[String: Int]>([:])

    static func start() async throws -> SmallServer {
        let server = SmallServer()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Replier(server: server))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        server.channel.withLock { $0 = channel }
        return server
    }

    /// `http://127.0.0.1:PORT`
    var root: String { "http://127.0.0.1:\(channel.withLock { $0?.localAddress?.port } ?? 0)" }

    subscript(_ path: String) -> Answer? {
        get { table.withLock { $0[path] } }
        set { table.withLock { $0[path] = newValue } }
    }

    func serve(_ path: String, _ text: String, type: String = "application/json") {
        self[path] = Answer(type: type, bytes: Array(text.utf8))
    }

    func removeAll() { table.withLock { $0 = [:] } }

    /// Changes what is given, as a forger would.
    func change(_ path: String, _ body: (inout Answer) -> Void) {
        table.withLock {
            guard var answer = $0[path] else { return }
            body(&answer)
            $0[path] = answer
        }
    }

    func stop() async throws { try await channel.withLock { $0 }?.close().get() }

    private final class Replier: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        let server: SmallServer
        private var path = ""

        init(server: SmallServer) { self.server = server }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): path = head.uri
            case .body: break
            case .end:
                server.counts.withLock { $0[path, default: 0] += 1 }
                let answer = server[path] ?? Answer(status: 404)
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: .seconds(answer.delay)) {
                    let (replier, context) = bound.value
                    replier.reply(answer, context)
                }
            }
        }

        private func reply(_ answer: Answer, _ context: ChannelHandlerContext) {
            var headers = HTTPHeaders(answer.headers)
            headers.add(name: "content-type", value: answer.type)
            headers.add(name: "content-length", value: String(answer.bytes.count))
            context.write(
                wrapOutboundOut(
                    .head(HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers))),
                promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.bytes)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
