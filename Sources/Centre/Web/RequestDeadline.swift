internal import NIOCore
internal import NIOHTTPTypes

/// Closes connections of clients that take too long to say what they want (slowloris) or to take the answer (slow read): so many seconds
/// for a request's head, a least pace for its body, and no standstill while an answer is sent.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let head: TimeAmount
    private let bodySlice: TimeAmount
    private let leastBytes: Int
    /// Whether a request's body is on its way.
    private var isReceiving = false
    /// Requests whose answers have not ended: several where a client does not wait for one before it asks the next.
    private var unanswered = 0
    private var received = 0
    private var timer: Scheduled<Void>?

    private let stall: TimeAmount
    /// Pieces of large answers that have left.
    private var sent = 0
    private static let piece = 65_536
    private var stallTimer: Scheduled<Void>?

    init(_ pace: Pace) {
        head = TimeAmount(pace.head)
        bodySlice = TimeAmount(pace.bodySlice)
        leastBytes = pace.leastBytes
        stall = TimeAmount(pace.stall)
    }

    func handlerAdded(context: ChannelHandlerContext) { if context.channel.isActive { arm(context, head) } }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        stallTimer?.cancel()
    }

    func channelActive(context: ChannelHandlerContext) {
        arm(context, head)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        stallTimer?.cancel()
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stallTimer?.cancel()
        if !context.channel.isWritable { watch(context) }
        context.fireChannelWritabilityChanged()
    }

    /// Closes the connection where nothing leaves it any more.
    private func watch(_ context: ChannelHandlerContext) {
        let channel = context.channel
        let before = sent
        let loopBound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        stallTimer = context.eventLoop.scheduleTask(in: stall) {
            if loopBound.value.sent == before { channel.close(promise: nil) } else { loopBound.value.watch(bound.value) }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isReceiving = true
            unanswered += 1
            received = 0
            arm(context, bodySlice)
        case .body(let bytes): received += bytes.readableBytes
        case .end:
            isReceiving = false
            if unanswered > 0 { timer?.cancel() } else { arm(context, head) }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { answered(context) }
        guard case .body(var bytes) = unwrapOutboundIn(data), bytes.readableBytes > Self.piece else {
            return context.write(data, promise: promise)
        }
        // A large answer goes in pieces, so that it is seen whether it moves.
        let loopBound = NIOLoopBound(self, eventLoop: context.eventLoop)
        while bytes.readableBytes > Self.piece, let piece = bytes.readSlice(length: Self.piece) {
            let gone = context.eventLoop.makePromise(of: Void.self)
            gone.futureResult.whenSuccess { loopBound.value.sent += 1 }
            context.write(wrapOutboundOut(.body(piece)), promise: gone)
        }
        context.write(wrapOutboundOut(.body(bytes)), promise: promise)
    }

    /// The answer to a request has ended.
    func answered(_ context: ChannelHandlerContext) {
        unanswered = max(0, unanswered - 1)
        // A body that goes on after its answer, because it was too large, has one slice to end in: the client reads the answer.
        if unanswered == 0 { arm(context, isReceiving ? bodySlice : head) }
    }

    private func arm(_ context: ChannelHandlerContext, _ amount: TimeAmount) {
        timer?.cancel()
        let loopBound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: amount) { loopBound.value.expired(bound.value) }
    }

    private func expired(_ context: ChannelHandlerContext) {
        guard isReceiving, unanswered > 0, received >= leastBytes else { return context.close(promise: nil) }
        received = 0
        arm(context, bodySlice)
    }
}
