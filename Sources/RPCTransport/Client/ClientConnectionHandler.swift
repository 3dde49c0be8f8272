import NIOCore
import RPC

/// One connection of a client: does as its `ClientConnectionStateMachine` says.
///
/// Belongs to its channel's loop. It always reads: a server that cannot write must never wait for us to take what we asked for.
final class ClientConnectionHandler: ChannelInboundHandler, NIOScheduledCallbackHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Who waits for a call.
    enum Waiter {
        case unary(CheckedContinuation<ByteBuffer, any Error>)
        case stream(MessageQueue)
    }

    let limits: Limits
    /// Succeeds when calls may be made; fails with the `RPCError` that every call would.
    let ready: EventLoopPromise<Void>
    /// What others may see without being on the loop.
    let status: ConnectionStatus
    private let needsHandshake: Bool
    private var machine: ClientConnectionStateMachine
    private var decoder: FrameDecoder
    private var waiters: [StreamID: Waiter] = [:]
    private var outbox: Outbox?
    private var timer: DeadlineTimer?
    private var context: ChannelHandlerContext?
    /// What the transport says is wrong, before and after the end.
    private var cause: RPCError?
    private var isClosing = false
    private var hasEnded = false

    init(limits: Limits, needsHandshake: Bool, eventLoop: any EventLoop, status: ConnectionStatus) {
        self.limits = limits
        self.needsHandshake = needsHandshake
        self.status = status
        ready = eventLoop.makePromise()
        machine = ClientConnectionStateMachine(limits: limits)
        decoder = FrameDecoder(frameBytesMax: limits.frameBytesMax)
    }

    // MARK: Calls

    /// Opens a call and writes its Request. Fails the waiter at once when it cannot be sent.
    func open(
        _ method: MethodDescriptor, _ message: ByteBuffer?, _ options: CallOptions, deadline: NIODeadline, _ token: CallToken,
        _ waiter: Waiter
    ) {
        guard let context, let outbox, !hasEnded else { return resume(waiter, endedError) }
        do {
            let now = context.eventLoop.now
            var request = RequestEnvelope(
                method: method, payload: method.kind.streamsRequests ? nil : message ?? ByteBuffer(),
                timeoutNanoseconds: (deadline - now).nanoseconds, metadata: options.metadata)
            if request.payload?.readableBytes == 0 { request.payload = nil }
            let byteCount = request.byteCount
            guard byteCount <= limits.frameBytesMax, message?.readableBytes ?? 0 <= limits.frameBytesMax else {
                throw notSent(.messageTooLarge, "A message and its metadata may have at most \(limits.frameBytesMax) bytes.")
            }
            guard outbox.hasRoom(for: byteCount + (method.kind.streamsRequests ? message?.readableBytes ?? 0 : 0)) else {
                throw notSent(.tooManyStreams, "The server does not take what was sent already; call less, or on another connection.")
            }
            let id = try machine.open(method.kind, deadline: deadline, now: now)
            guard token.open(id) else {
                _ = machine.cancel(id)
                throw notSent(.cancelled, "The call was cancelled before it was sent.")
            }
            waiters[id] = waiter
            outbox.buffer.writeFrameHeader(
                FrameHeader(length: UInt32(byteCount), streamID: id, type: .request, flags: method.kind.requestFlags))
            request.encode(into: &outbox.buffer)
            if method.kind.streamsRequests, let message { outbox.buffer.writeDataFrame(message, streamID: id) }
            outbox.appended()
        } catch {
            resume(waiter, error as? RPCError ?? WireReason.internalError.error("The call could not be made."))
        }
        settle()
    }

    /// Sends a message of a stream. A server may end a stream well before it has all of it: what follows is dropped, and the caller
    /// finds the answer among the responses.
    func send(_ message: ByteBuffer, on token: CallToken, _ sender: CheckedContinuation<Void, any Error>) {
        guard let id = token.streamID, machine.isInFlight(id) else { return sender.resume() }
        guard machine.maySend(id), let outbox else {
            return sender.resume(throwing: WireReason.streamClosed.error("No request can follow the end of the requests."))
        }
        outbox.send(message, streamID: id, sender: sender)
    }

    func closeRequests(on token: CallToken) {
        guard let id = token.streamID, machine.closeRequests(id) else { return }
        outbox?.buffer.writeClosingFrame(streamID: id)
        outbox?.appended()
    }

    /// The caller gave up: nothing is sent, and a late answer is ignored.
    func cancel(_ id: StreamID) {
        guard machine.cancel(id) else { return }
        finish(id, with: WireReason.cancelled.error("The call was cancelled."))
        settle()
    }

    func responsesTaken(_ bytes: Int, on token: CallToken) {
        if let id = token.streamID { machine.consumed(bytes, of: id) }
    }

    /// Takes no new calls; closes when those in flight are answered.
    func drain() {
        machine.drain()
        settle()
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        outbox = Outbox(context: context, limits: limits, onFlush: { [unowned self] in machine.flushed() })
        timer = DeadlineTimer()
        if context.channel.isActive, !needsHandshake { ready.succeed() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        disconnect()
        self.context = nil
        outbox = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        if !needsHandshake { ready.succeed() }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is TLSHandshakeCompleted { ready.succeed() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        decoder.append(unwrapInboundIn(data))
        while let event = decoder.next() {
            let action = machine.receive(event)
            // Whoever wakes by this must find the connection as it now is.
            publish()
            perform(action)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        settle()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        outbox?.writabilityChanged()
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        disconnect()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if cause == nil { cause = RPCError(transport: error) }
        // TLS closes by itself, once the peer has had time to read why.
        if !(error is TLSError) { context.close(promise: nil) }
    }

    // MARK: Doing as the machine says

    private func perform(_ action: ClientConnectionStateMachine.Action) {
        switch action {
        case .ignore: break
        case .deliver(let id, let message, let isLast):
            switch waiters[id] {
            case .unary(let continuation):
                waiters[id] = nil
                continuation.resume(returning: message)
            case .stream(let queue):
                queue.push(message)
                if isLast { finish(id, with: nil) }
            case nil: break
            }
        case .end(let id): finish(id, with: nil)
        case .fail(let id, let error): finish(id, with: error)
        case .close:
            cause = WireReason.connectionLost.error("The server does not speak ttrpc.")
            context?.close(promise: nil)
        }
    }

    /// The call is over for the machine; tells whoever waits.
    private func finish(_ id: StreamID, with error: RPCError?) {
        outbox?.end(id, error)
        guard let waiter = waiters.removeValue(forKey: id) else { return }
        if let error {
            resume(waiter, error)
        } else if case .stream(let queue) = waiter {
            queue.end()
        }
    }

    private func resume(_ waiter: Waiter, _ error: RPCError) {
        switch waiter {
        case .unary(let continuation): continuation.resume(throwing: error)
        case .stream(let queue): queue.fail(error, discardingMessages: false)
        }
    }

    private func settle() {
        if let context { timer?.arm(machine.nextDeadline, on: context.eventLoop, for: self) }
        publish()
        if machine.isDrained, !isClosing {
            isClosing = true
            outbox?.closeWhenWritten()
        }
    }

    private func publish() { status.update(callCount: machine.callCount, acceptsCalls: machine.acceptsCalls) }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        timer?.fired()
        deadlineReached()
    }

    private func deadlineReached() {
        guard let context else { return }
        while let action = machine.expire(now: context.eventLoop.now) { perform(action) }
        settle()
    }

    private func disconnect() {
        isClosing = true
        hasEnded = true
        for (id, error) in machine.close(cause) { finish(id, with: error) }
        outbox?.close(cause ?? WireReason.connectionLost.error("The connection ended."))
        timer?.disarm()
        timer = nil
        ready.fail(endedError)
        status.update(callCount: 0, acceptsCalls: false)
    }

    /// What a call gets that comes after the end.
    private var endedError: RPCError {
        var error = cause ?? WireReason.notConnected.error("The connection is closed.")
        error.wasNotExecuted = true
        return error
    }

    private func notSent(_ reason: WireReason, _ message: String) -> RPCError {
        var error = reason.error(message)
        error.wasNotExecuted = true
        return error
    }
}

extension MethodKind {
    /// How a Go client opens such a call, and so how everyone understands it.
    fileprivate var requestFlags: FrameFlags {
        switch self {
        case .unary: []
        case .serverStreaming: .remoteClosed
        case .clientStreaming, .bidirectional: .remoteOpen
        }
    }
}
