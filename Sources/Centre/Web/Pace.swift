internal import HummingbirdCore
internal import HummingbirdHTTP2
internal import Logging
internal import NIOCore
internal import NIOSSL

/// How long clients of a listener may take, and how many there may be: what keeps slow ones from holding it.
public struct Pace: Sendable, Hashable {
    /// For TLS to be agreed on and the first byte to come through it.
    public var handshake = Swift.Duration.seconds(10)
    /// From a connection's first byte, or the last answer's end, to the end of a request's head.
    public var head = Swift.Duration.seconds(20)
    /// How often the pace of a body is looked at, and the bytes that must have come.
    public var bodySlice = Swift.Duration.seconds(20)
    /// Bytes that must come in each slice.
    public var leastBytes = 4096
    /// For a client that takes nothing of an answer that waits for it.
    public var stall = Swift.Duration.seconds(60)
    /// For a connection on which nothing is asked.
    public var idle = Swift.Duration.seconds(75)
    /// Connections of a face at a time; further ones wait to be accepted, so that one face cannot use up the files of all.
    public var connections = 8192

    /// With its values.
    public init() {}
}

/// A connection with TLS that is closed where its client does not agree on TLS in time: before that no request is there whose deadline
/// would count.
struct PromptChannel: ServerChildChannel {
    typealias Value = HTTP2UpgradeChannel.Value

    let inner: HTTP2UpgradeChannel
    let limit: TimeAmount

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let limit = limit
        return inner.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let encryption = try pipeline.handler(type: NIOSSLServerHandler.self)
            try pipeline.addHandler(HandshakeDeadline(limit), position: .after(encryption))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async { await inner.handle(value: value, logger: logger) }
}

/// Closes a connection on which nothing has come through TLS in time, and is gone once something has.
final class HandshakeDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let limit: TimeAmount
    private var timer: Scheduled<Void>?

    init(_ limit: TimeAmount) { self.limit = limit }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        timer = context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        timer?.cancel()
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }
}
