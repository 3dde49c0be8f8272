public import NIOCore

/// The server's side of one connection, as a value: what arrives and what handlers do goes in, what to do comes out.
///
/// It owns the table of calls, their deadlines and the bytes not yet taken from them; it performs nothing. Every input is
/// legal in every state. The caller gives each accepted call exactly one `handlerEnded`, whatever became of the call meanwhile.
public struct ServerConnectionStateMachine: Sendable {
    /// What an input asks for.
    public enum Action: Sendable {
        case ignore
        /// Run the handler. The call is already in the table.
        case start(AcceptedCall)
        /// Give the handler a message, or the end of its messages, or both in that order.
        case deliver(StreamID, message: ByteBuffer?, isLast: Bool)
        /// Answer with an error; no handler ran or runs.
        case refuse(StreamID, RPCError)
        /// Answer with an error and cancel the running handler. What it still answers is dropped.
        case abort(StreamID, RPCError)
        /// Close the connection: the peer does not speak ttrpc, or stalls.
        case close(ConnectionFault)
        /// The connection has drained: write what is written, and close.
        case finish
    }

    /// How a call ends on the wire.
    public enum Ending: Hashable, Sendable {
        /// A response frame, with the message or the error.
        case response
        /// The empty closing data frame.
        case closing
        /// Nothing: it was answered before, or nobody is left to read it.
        case nothing
    }

    private let shared: SharedLimits
    private let methods: MethodTable
    private var isClosed = false
    private var life: ConnectionLife
    private var calls = CallTable()
    private var lastStreamID: StreamID = 0
    private var discardDeadline: NIODeadline?
    private var unread: UnreadAccount
    private var abandoned = AbandonedStreams()

    /// A connection on which nothing arrived yet.
    ///
    /// - Parameter ageDraw: 0 ..< 1, drawn by the caller, so that connections made together do not end together.
    public init(limits: SharedLimits, methods: MethodTable, ageDraw: Double = 0) {
        shared = limits
        self.methods = methods
        self.life = ConnectionLife(limits: limits, ageDraw: ageDraw)
        self.unread = UnreadAccount(limits: limits)
    }

    private var limits: Limits { shared.value }

    /// Calls whose handler has not ended.
    public var callCount: Int { calls.count }
    /// False while some call's messages wait too long to be taken: stop reading, TCP holds the peer.
    public var wantsToRead: Bool { !unread.isOverCredit && !isClosed }
    /// When to call `expire`, at the latest.
    public var nextDeadline: NIODeadline? {
        isClosed ? nil : earlier(earlier(calls.earliestDeadline, life.nextDeadline), earlier(discardDeadline, unread.deadline))
    }

    // MARK: What arrives

    /// The handshake is over: the peer may speak, and the connection's own clocks begin.
    public mutating func opened(now: NIODeadline) { life.opened(now: now) }

    /// Bytes arrived, whatever they are.
    public mutating func heard() { life.heard() }

    /// A part of a frame is there and its rest is read for; nil when there is none, or when it is we who do not read.
    public mutating func setIncomplete(now: NIODeadline?) { life.setIncomplete(now: now) }

    /// What arrived.
    ///
    /// - Parameter arrivedAt: when its bytes were read; it may have waited since, and a call's deadline covers that.
    public mutating func receive(_ event: FrameDecoder.Event, arrivedAt: NIODeadline, now: NIODeadline) -> Action {
        guard !isClosed else { return .ignore }
        life.frameEnded()
        switch event {
        case .frame(let frame): return receive(frame, arrivedAt: arrivedAt, now: now)
        case .discardBegan:
            discardDeadline = now + TimeAmount(limits.discardTimeout)
            return .ignore
        case .discarded(let header, let cause):
            discardDeadline = nil
            return receiveDiscarded(header, cause)
        case .broken:
            isClosed = true
            return .close(.notTTRPC)
        }
    }

    private mutating func receive(_ frame: Frame, arrivedAt: NIODeadline, now: NIODeadline) -> Action {
        switch frame.type {
        case .request:
            let action = receiveRequest(frame, arrivedAt: arrivedAt, now: now)
            if calls.count == 0 { life.becameQuiet(now: now) } else { life.becameBusy() }
            return action
        case .data: return receiveData(frame, now: now)
        // wire 2: unknown types are ignored; `ConnectionObservation` counts them.
        default: return .ignore
        }
    }

    private mutating func receiveRequest(_ frame: Frame, arrivedAt: NIODeadline, now: NIODeadline) -> Action {
        let id = frame.streamID
        if let error = takeStreamID(id) { return refuseOrAbort(id, error) }
        guard !life.isDraining else {
            return .refuse(id, WireReason.draining.error("The server is stopping; send the call to another one."))
        }
        guard calls.count < limits.streamsMax else {
            return .refuse(
                id, WireReason.tooManyStreams.error("At most \(limits.streamsMax) calls may be in flight on one connection."))
        }
        do {
            let call = try RequestAdmission(limits: limits, methods: methods).admit(frame, arrivedAt: arrivedAt, now: now)
            calls.insert(id, kind: call.kind, deadline: call.deadline, remoteClosed: call.isLast)
            if call.kind.streamsRequests, let first = call.message {
                unread.arrived(first.creditCost, on: id, in: &calls, now: now)
            }
            return .start(call)
        } catch {
            return .refuse(id, error)
        }
    }

    /// Uses up the id of a request that is refused without being read. False, and nothing changes: it is to be received like any other.
    public mutating func refuseUnread(_ frame: Frame) -> Bool {
        guard !isClosed, !life.isDraining, frame.type == .request, frame.streamID % 2 == 1, frame.streamID > lastStreamID else {
            return false
        }
        life.frameEnded()
        lastStreamID = frame.streamID
        return true
    }

    /// Uses up an id, or says why it cannot be: the connection lives either way.
    private mutating func takeStreamID(_ id: StreamID) -> RPCError? {
        guard id % 2 == 1 else { return WireReason.invalidStreamID.error("Open streams with odd stream ids.") }
        guard id > lastStreamID else {
            return WireReason.invalidStreamID.error("Stream ids must increase; this connection has seen \(lastStreamID).")
        }
        lastStreamID = id
        return nil
    }

    private mutating func receiveData(_ frame: Frame, now: NIODeadline) -> Action {
        let id = frame.streamID
        guard let call = calls[id] else { return receiveDataWithoutCall(frame) }
        guard !call.isAnswered else { return .ignore }
        let isLast = frame.flags.contains(.remoteClosed)
        let hasMessage = !frame.flags.contains(.noData)
        guard hasMessage || frame.data.readableBytes == 0 else {
            return abort(id, WireReason.malformedRequest.error("A data frame flagged `no data` must carry none."))
        }
        if call.remoteClosed {
            guard hasMessage else { return .ignore }
            return abort(id, WireReason.streamClosed.error("No data may follow the end of a stream or a unary request."))
        }
        guard hasMessage || isLast else { return .ignore }
        if isLast { calls.closeRemote(id) }
        if hasMessage { unread.arrived(frame.data.creditCost, on: id, in: &calls, now: now) }
        return .deliver(id, message: hasMessage ? frame.data : nil, isLast: isLast)
    }

    /// Data may cross our early answer on the way: that is nobody's mistake. A stream that never was is one.
    private mutating func receiveDataWithoutCall(_ frame: Frame) -> Action {
        let id = frame.streamID
        let isPlainClose = frame.flags.contains(.noData) && frame.data.readableBytes == 0
        if id <= lastStreamID, id % 2 == 1, isPlainClose || abandoned.contains(id) { return .ignore }
        return .refuse(id, WireReason.invalidStreamID.error("Stream \(id) is not open."))
    }

    private mutating func receiveDiscarded(_ header: FrameHeader, _ cause: FrameDecoder.DiscardCause) -> Action {
        guard header.type == .request || header.type == .data else { return .ignore }
        if header.type == .request { _ = takeStreamID(header.streamID) }
        switch cause {
        case .tooLarge:
            return refuseOrAbort(
                header.streamID, WireReason.frameTooLarge.error("A frame may carry at most \(limits.frameBytesMax) bytes."))
        case .noRoom:
            var error = WireReason.noRoomForFrame.error("The server has no room for more large messages at once; send this one later.")
            error.retryAfter = limits.overloadRetryDelay
            return refuseOrAbort(header.streamID, error)
        }
    }

    // MARK: What handlers do

    /// Whether a message of this call may still be written.
    public func maySend(_ id: StreamID) -> Bool { calls[id].map { !$0.isAnswered } ?? false }

    /// The handler took messages of this credit cost.
    public mutating func consumed(_ bytes: Int, of id: StreamID, now: NIODeadline) {
        unread.taken(bytes, on: id, in: &calls, now: now)
    }

    /// The handler is over; the call leaves the table. Answers what to write.
    public mutating func handlerEnded(_ id: StreamID, succeeded: Bool, now: NIODeadline) -> Ending {
        guard let call = calls[id] else { return .nothing }
        unread.forget(id, in: &calls)
        calls.remove(id)
        if calls.count == 0 { life.becameQuiet(now: now) }
        if !call.remoteClosed { abandoned.insert(id) }
        if call.isAnswered { return .nothing }
        return succeeded && call.kind.streamsResponses ? .closing : .response
    }

    // MARK: Time and the end

    /// What is due at `now`; call again until it answers nil.
    public mutating func expire(now: NIODeadline) -> Action? {
        guard !isClosed else { return nil }
        if let deadline = discardDeadline, deadline <= now {
            isClosed = true
            return .close(.discardTimeout)
        }
        if let id = calls.nextExpired(now: now) {
            return abort(id, WireReason.deadlineExceeded.error("The deadline passed before the call was answered."))
        }
        if let id = unread.nextExpired(in: calls, now: now) {
            return abort(id, WireReason.streamNotRead.error("The server did not take this stream's messages in time; send them slower."))
        }
        guard let ending = life.expire(now: now, isQuiet: calls.count == 0) else { return nil }
        isClosed = true
        switch ending {
        case .finish: return .finish
        case .cut(let fault): return .close(fault)
        }
    }

    /// Takes no new calls from here on, and finishes a while after the last one.
    public mutating func drain(now: NIODeadline) { life.drain(now: now, isQuiet: calls.count == 0) }

    /// The peer is gone: cancel these handlers; nothing is written any more.
    public mutating func endOfInput() -> [StreamID] {
        isClosed = true
        return calls.unansweredIDs.map { id in
            calls.answer(id)
            return id
        }
    }

    private mutating func refuseOrAbort(_ id: StreamID, _ error: RPCError) -> Action {
        guard let call = calls[id] else { return .refuse(id, error) }
        return call.isAnswered ? .ignore : abort(id, error)
    }

    private mutating func abort(_ id: StreamID, _ error: RPCError) -> Action {
        unread.forget(id, in: &calls)
        calls.answer(id)
        return .abort(id, error)
    }
}
