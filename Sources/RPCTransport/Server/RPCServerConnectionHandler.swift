import Logging
import NIOCore
import RPC

/// One connection of a server: does as its `ServerConnectionStateMachine` says, and decides nothing.
///
/// Plaintext bytes in and out; TLS, if any, lies below. Belongs to its channel's loop. Handlers of the on-loop form run inline and
/// append to the outbox; the others run in tasks of this connection. `finished` succeeds when the channel is closed *and* every one
/// of those tasks has ended, so that whoever waits for it leaves nothing behind.
final class RPCServerConnectionHandler: ChannelDuplexHandler, NIOScheduledCallbackHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let services: ServerServices
    let finished: EventLoopPromise<Void>
    let loop: any EventLoop
    let loopIndex: Int
    let load: LoopLoad
    let caller = CallerPresence()
    var machine: ServerConnectionStateMachine
    /// Calls with a task or a queue; calls on the loop are in the machine's table only.
    var running = StreamTable<RunningCall>()
    var peer: PeerIdentity
    var observed: ConnectionObservation?
    private(set) var outbox: Outbox?
    private(set) var context: ChannelHandlerContext?

    private var decoder: FrameDecoder
    private var share: FrameBudget.Share
    private var timer: DeadlineTimer?
    private var readIsPending = false
    /// When what the decoder holds was read.
    private var arrivedAt = NIODeadline.uptimeNanoseconds(0)
    /// The loop came too late to what is being looked at.
    var isLate = false
    /// The number of what is being looked at.
    private(set) var arrival: UInt64 = 0
    /// When the loop's pass came to this connection.
    private(set) var reachedAt = NIODeadline.uptimeNanoseconds(0)

    init(services: ServerServices, eventLoop: any EventLoop, address: String) {
        self.services = services
        self.loop = eventLoop
        self.loopIndex = services.index(of: eventLoop)
        self.load = services.load(of: eventLoop)
        self.finished = eventLoop.makePromise()
        machine = ServerConnectionStateMachine(limits: services.sharedLimits, methods: services.methods, ageDraw: services.random())
        decoder = FrameDecoder(frameBytesMax: services.limits.frameBytesMax)
        share = FrameBudget.Share(services.frameBudget)
        peer = PeerIdentity(subjectAlternativeNames: [], certificateFingerprint: [], address: address)
    }

    /// Takes no new calls; closes a while after those in flight are answered. On the loop.
    func drain() {
        guard let context else { return }
        machine.drain(now: context.eventLoop.now)
        deadlineReached()
    }

    /// Cancels whatever runs here and closes at once, with what is not written yet: the peer may take nothing. On the loop.
    func abort() {
        disconnect()
        context?.abort()
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        outbox = Outbox(context: context, limits: services.limits, onFlush: {})
        observed = ConnectionObservation(services, on: context.eventLoop)
        timer = DeadlineTimer()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        disconnect()
        self.context = nil
        outbox = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        arrivedAt = context.eventLoop.now
        beginPass(now: arrivedAt)
        machine.heard()
        observed?.read()
        decoder.append(unwrapInboundIn(data))
        takeFrames(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        outbox?.isInPass = false
        outbox?.flush()
        settle()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        outbox?.writabilityChanged()
        // Not from within the pass that made it unwritable: that pass goes on by itself.
        if outbox?.isInPass == false, context.channel.isWritable {
            beginPass(now: context.eventLoop.now)
            takeFrames(context)
            outbox?.isInPass = false
            outbox?.flush()
        }
        settle()
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if mayRead(context) { context.read() } else { readIsPending = true }
    }

    func channelInactive(context: ChannelHandlerContext) {
        disconnect()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSHandshakeCompleted {
            peer = PeerIdentity(event.peer, address: peer.address)
            machine.opened(now: context.eventLoop.now)
            observed?.handshakeCompleted()
            settle()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        observed?.failed(error)
        let metadata: Logger.Metadata = ["peer": "\(peer.address)", "error": "\(error)"]
        guard let error = error as? TLSError else {
            services.logger.debug("connection failed", metadata: metadata)
            return context.close(promise: nil)
        }
        // A refused handshake is what an operator looks for when a portal is locked out; an end without a word is everyday.
        // TLS closes by itself, once the peer has had time to read why.
        if error == .truncated {
            services.logger.debug("connection failed", metadata: metadata)
        } else {
            services.failures.note(metadata, on: loop)
        }
    }

    private func beginPass(now: NIODeadline) {
        guard let outbox, !outbox.isInPass else { return }
        outbox.isInPass = true
        reachedAt = now
        load.reach(on: loop, now: now)
    }

    /// Works through what arrived for as long as the peer takes the answers: one read can hold hundreds of small requests, each with
    /// a large answer. What is left waits in the decoder until the channel is writable again.
    private func takeFrames(_ context: ChannelHandlerContext) {
        arrival = load.nextArrival()
        isLate = false
        var refusedUnread = 0
        while context.channel.isWritable, let event = decoder.next() {
            if isLate, case .frame(let frame) = event, refuseUnread(frame) {
                refusedUnread += 1
                continue
            }
            observed?.arrived(event)
            perform(machine.receive(event, arrivedAt: arrivedAt, now: context.eventLoop.now))
            outbox?.flushIfLarge()
        }
        if refusedUnread > 0 { note(refusedUnread: refusedUnread) }
        holdUnfinished(context)
    }

    /// What is left is the beginning of a frame: there is room for it, or it goes. Not to read on instead would let those who never
    /// finish their frames stop all others.
    private func holdUnfinished(_ context: ChannelHandlerContext) {
        if share.hold(decoder.bufferedBytes) { return }
        guard let header = decoder.discardUnfinished() else { return }
        _ = share.hold(0)
        perform(machine.receive(.discardBegan(header), arrivedAt: arrivedAt, now: context.eventLoop.now))
    }

    // MARK: Doing as the machine says

    private func perform(_ action: ServerConnectionStateMachine.Action) {
        switch action {
        case .ignore: break
        case .start(let call): startObserved(call)
        case .deliver(let id, let message, let isLast):
            guard let requests = running[id]?.requests else { return }
            if let message {
                observed?.received(id, message)
                requests.push(message)
            }
            if isLast { requests.end() }
        case .refuse(let id, let error): write(error, streamID: id)
        case .abort(let id, let error):
            write(error, streamID: id)
            cancel(id, error)
        case .close(let fault):
            observed?.refused(fault.rawValue)
            services.faults.note(["peer": "\(peer.address)", "fault": "\(fault.rawValue)"], on: loop)
            outbox?.flush()
            context?.close(promise: nil)
        case .finish: outbox?.closeWhenWritten()
        }
    }

    func write(_ error: RPCError, streamID: StreamID) {
        observed?.failed(streamID, error, peer: peer)
        outbox?.buffer.writeResponseFrame(error, streamID: streamID, limits: services.limits)
        outbox?.appended()
    }

    private func cancel(_ id: StreamID, _ error: RPCError) {
        outbox?.end(id, error)
        guard let call = running[id] else { return }
        call.requests?.fail(error, discardingMessages: true)
        call.task?.cancel()
    }

    /// What follows from any input: reading goes on or not, and the timer.
    func settle() {
        guard let context else { return }
        machine.setIncomplete(now: decoder.bufferedBytes > 0 && mayRead(context) ? context.eventLoop.now : nil)
        timer?.arm(machine.nextDeadline, on: loop, for: self)
        if readIsPending, mayRead(context) {
            readIsPending = false
            context.read()
        }
    }

    /// A peer that does not take answers gives no more work, and neither does one whose messages nobody takes.
    private func mayRead(_ context: ChannelHandlerContext) -> Bool { machine.wantsToRead && context.channel.isWritable }

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
        caller.leave()
        let error = WireReason.cancelled.error("The caller's connection ended.")
        for id in machine.endOfInput() { cancel(id, error) }
        outbox?.close(error)
        observed?.closed(error, peer: peer)
        timer?.disarm()
        timer = nil
        _ = share.hold(0)
        finishIfOver()
    }

    /// A closed connection is finished when its last handler is.
    func finishIfOver() {
        if timer == nil, machine.callCount == 0 { finished.succeed() }
    }
}

extension PeerIdentity {
    /// What a handshake proved; nothing but the address without a certificate.
    init(_ peer: TLSPeer?, address: String) {
        self.init(
            subjectAlternativeNames: peer?.subjectAlternativeNames ?? [], certificateFingerprint: peer?.certificateFingerprint ?? [],
            address: address)
    }
}
