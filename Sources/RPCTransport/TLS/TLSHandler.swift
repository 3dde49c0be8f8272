internal import NIOCore

/// TLS between the socket and everything else: ciphertext below, plaintext above.
///
/// Fires ``TLSHandshakeCompleted`` once, before the first plaintext. Fires a ``TLSError`` as an error, at most one, before the channel
/// closes; nobody above needs to close then. What is written and flushed before the handshake is complete waits, within a limit.
/// Closing sends close_notify and waits shortly for the peer's; `close(mode: .output)` sends it and goes on reading; ``TLSAbort``
/// does not wait.
///
/// Belongs to its channel's event loop, as does the ``TLSSession`` it owns.
final class TLSHandler: ChannelDuplexHandler, NIOScheduledCallbackHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let session: TLSSession
    private let limits: TLSLimits
    private var state: TLSState
    private var pending = PendingWrites()
    private var timer = DeadlineTimer()
    private var context: ChannelHandlerContext?
    private var closePromise: EventLoopPromise<Void>?
    private var channelIsGone = false
    /// The server's certificates and trust, if they were read again since this connection began.
    private var newerContext: TLSServerContext?
    /// Someone above asked for data and got none yet.
    private var readIsWanted = false

    /// The server's end of a connection.
    ///
    /// - Parameter allowsHalfClosure: whether a client's close_notify is passed up as `ChannelEvent.inputClosed` and answers still
    ///   go out, until `close`; otherwise it closes the connection.
    convenience init(
        serverContext: TLSServerContext, limits: TLSLimits = TLSLimits(), allowsHalfClosure: Bool = false
    ) throws(TLSConfigurationError) {
        self.init(session: try TLSSession(serverContext), limits: limits, allowsHalfClosure: allowsHalfClosure)
    }

    /// The client's end of a connection to `serverName`: a host name, or an IP address as text.
    convenience init(
        clientContext: TLSClientContext, serverName: String, limits: TLSLimits = TLSLimits(), allowsHalfClosure: Bool = false
    ) throws(TLSConfigurationError) {
        self.init(session: try TLSSession(clientContext, serverName: serverName), limits: limits, allowsHalfClosure: allowsHalfClosure)
    }

    private init(session: TLSSession, limits: TLSLimits, allowsHalfClosure: Bool) {
        self.session = session
        self.limits = limits
        state = TLSState(allowsHalfClosure: allowsHalfClosure)
    }

    // MARK: From below

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { perform(state.start(), context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        disarmTimer()
        failPending(.closed)
        closePromise?.succeed()
        closePromise = nil
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        perform(state.start(), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        channelIsGone = true
        perform(state.inputEnded(channelGone: true), context)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state.decrypts else { return }
        session.receive(unwrapInboundIn(data))
        advance(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // A piece of a record, or a message of TLS's own, satisfies nobody: ask again.
        if readIsWanted || state.readsByItself { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else { return context.fireUserInboundEventTriggered(event) }
        perform(state.inputEnded(channelGone: false), context)
    }

    // MARK: From above

    func read(context: ChannelHandlerContext) {
        readIsWanted = true
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let buffer = unwrapOutboundIn(data)
        switch state.write(byteCount: buffer.readableBytes, waiting: pending.byteCount, limits: limits) {
        case .keep:
            pending.append(buffer, promise)
        case .refuse(let error):
            promise?.fail(error)
        case .refuseAndFail(let error):
            promise?.fail(error)
            perform(state.failed(error, alertSent: false), context)
        }
    }

    func flush(context: ChannelHandlerContext) {
        if state.sends {
            sendPending(context)
        } else {
            pending.flushWanted = true
            context.flush()
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch mode {
        case .input:
            promise?.fail(ChannelError.operationUnsupported)
        case .output:
            failPending(.closed)
            perform(state.closeOutputRequested(), context)
            promise?.succeed()
        case .all:
            failPending(.closed)
            if let closePromise {
                closePromise.futureResult.cascade(to: promise)
            } else {
                closePromise = promise
            }
            perform(state.closeRequested(), context)
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case let event as TLSTrustChanged:
            newerContext = event.context
            if !peerIsStillTrusted { perform(state.failed(.trustWithdrawn, alertSent: false), context) }
        case is TLSAbort:
            failPending(.closed)
            perform(state.abortRequested(), context)
        default:
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        timer.fired()
        if let context { perform(state.timerFired(), context) }
    }

    // MARK: Doing as the state says

    private func perform(_ action: TLSState.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .nothing:
            break
        case .beginHandshake:
            armTimer(limits.handshakeTimeout, context)
            advance(context)
        case .announce:
            disarmTimer()
            context.fireUserInboundEventTriggered(session.handshakeResult())
            if pending.flushWanted, state.sends { sendPending(context) }
        case .sendCloseNotify:
            session.sendCloseNotify()
            sendCiphertext(context)
        case .sendCloseNotifyAndAwaitPeer:
            session.sendCloseNotify()
            sendCiphertext(context)
            armTimer(limits.shutdownTimeout, context)
            context.read()
        case .sendCloseNotifyAndClose:
            session.sendCloseNotify()
            sendCiphertext(context)
            closeChannel(context)
        case .reportInputClosed:
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        case .fail(let error, let awaitsEnd):
            disarmTimer()
            failPending(error)
            if awaitsEnd {
                armTimer(limits.shutdownTimeout, context)
                context.read()
            }
            context.fireErrorCaught(error)
            if !awaitsEnd { closeChannel(context) }
        case .close:
            closeChannel(context)
        }
    }

    /// Takes the handshake, and then the data, as far as what was received allows.
    private func advance(_ context: ChannelHandlerContext) {
        if state.phase == .handshaking {
            let progress = session.handshake()
            let sent = sendCiphertext(context)
            switch progress {
            case .needsInput: return
            case .complete where !peerIsStillTrusted: return perform(state.failed(.trustWithdrawn, alertSent: false), context)
            case .complete: perform(state.handshakeCompleted(), context)
            case .peerClosed: return perform(state.peerClosed(), context)
            case .failed(let error): return perform(state.failed(error, alertSent: sent), context)
            }
        }
        if state.decrypts, session.readableBytesMax > 0 { readPlaintext(context) }
    }

    private func readPlaintext(_ context: ChannelHandlerContext) {
        var plaintext = context.channel.allocator.buffer(capacity: session.readableBytesMax)
        let progress = session.read(into: &plaintext)
        let sent = sendCiphertext(context)
        if plaintext.readableBytes > 0, state.delivers {
            readIsWanted = false
            context.fireChannelRead(wrapInboundOut(plaintext))
        }
        let keyUpdates = session.takeKeyUpdates()
        if keyUpdates > 0 {
            perform(state.keyUpdatesReceived(keyUpdates, now: context.eventLoop.now, limits: limits), context)
        }
        switch progress {
        case .complete, .needsInput: break
        case .peerClosed: perform(state.peerClosed(), context)
        case .failed(let error): perform(state.failed(error, alertSent: sent), context)
        }
    }

    private func sendPending(_ context: ChannelHandlerContext) {
        let writes = pending.take()
        guard writes.byteCount > 0 || !writes.promises.isEmpty else { return context.flush() }
        let promise = writes.promises.merged(on: context.eventLoop)
        if let error = session.write(writes.pieces, byteCount: writes.byteCount, context.channel.allocator) {
            let sent = sendCiphertext(context)
            promise?.fail(error)
            return perform(state.failed(error, alertSent: sent), context)
        }
        context.writeAndFlush(wrapOutboundOut(session.takeCiphertext() ?? ByteBuffer()), promise: promise)
    }

    /// Sends what OpenSSL wrote by itself; answers whether there was anything.
    @discardableResult
    private func sendCiphertext(_ context: ChannelHandlerContext) -> Bool {
        guard let ciphertext = session.takeCiphertext() else { return false }
        if !channelIsGone { context.writeAndFlush(wrapOutboundOut(ciphertext), promise: nil) }
        return true
    }

    /// False once a newer context would not let the peer in. A handshake under way answers true: it is asked again at its end.
    private var peerIsStillTrusted: Bool { newerContext.map(session.peerIsTrusted) ?? true }

    private func closeChannel(_ context: ChannelHandlerContext) {
        disarmTimer()
        failPending(.closed)
        let promise = closePromise
        closePromise = nil
        if channelIsGone {
            promise?.succeed()
        } else {
            context.close(promise: promise)
        }
    }

    private func failPending(_ error: TLSError) {
        for promise in pending.take().promises { promise.fail(error) }
    }

    private func armTimer(_ delay: TimeAmount, _ context: ChannelHandlerContext) {
        disarmTimer()
        timer.arm(context.eventLoop.now + delay, on: context.eventLoop, for: self)
    }

    private func disarmTimer() {
        timer.disarm()
    }
}
