internal import NIOCore
internal import NIOHTTPTypes

/// Closes connections of clients that take too long to say what they want (slowloris): so many seconds for a request's head, and a
/// least pace for its body.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum State { case waiting, receiving, answering }

    private let head: TimeAmount
    private let bodySlice: TimeAmount
    private let leastBytes: Int
    private var state = State.waiting
    private var received = 0
    private var timer: Scheduled<Void>?

    /// - Parameters:
    ///   - head: for the connection's first byte to the end of a request's head
    ///   - bodySlice: how often the pace of a body is looked at
    ///   - leastBytes: bytes of a body that must come in a slice
    init(head: TimeAmount = .seconds(20), bodySlice: TimeAmount = .seconds(20), leastBytes: Int = 4096) {
        self.head = head
        self.bodySlice = bodySlice
        self.leastBytes = leastBytes
    }

    func handlerAdded(context: ChannelHandlerContext) { if context.channel.isActive { arm(context, head) } }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelActive(context: ChannelHandlerContext) {
        arm(context, head)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            state = .receiving
            received = 0
            arm(context, bodySlice)
        case .body(let bytes): received += bytes.readableBytes
        case .end:
            state = .answering
            timer?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            state = .waiting
            arm(context, head)
        }
        context.write(data, promise: promise)
    }

    private func arm(_ context: ChannelHandlerContext, _ amount: TimeAmount) {
        timer?.cancel()
        let loopBound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: amount) { loopBound.value.expired(bound.value) }
    }

    private func expired(_ context: ChannelHandlerContext) {
        switch state {
        case .waiting: context.close(promise: nil)
        case .receiving:
            guard received >= leastBytes else { return context.close(promise: nil) }
            received = 0
            arm(context, bodySlice)
        case .answering: break
        }
    }
}
