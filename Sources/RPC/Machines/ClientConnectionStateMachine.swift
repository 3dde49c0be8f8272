public import NIOCore

/// The client's side of one connection, as a value: calls and what arrives go in, what to do comes out.
///
/// It owns stream ids, the table of calls, their deadlines and the bytes not yet taken. Every input is legal in every state; an
/// answer to a call that is over is ignored, because cancelling sends nothing and the server may answer any time.
public struct ClientConnectionStateMachine: Sendable {
    /// What an input asks for.
    public enum Action: Hashable, Sendable {
        case ignore
        /// Give the caller a message.
        case deliver(StreamID, ByteBuffer, isLast: Bool)
        /// The answers are complete; the call is over.
        case end(StreamID)
        /// The call is over, badly.
        case fail(StreamID, RPCError)
        /// The peer does not speak ttrpc: fail everything and close.
        case close
    }

    private struct Call {
        let kind: MethodKind
        let deadline: NIODeadline
        var localClosed: Bool
        var unreadBytes = 0
    }

    private enum State { case open, draining, closed }

    private let limits: Limits
    private var state = State.open
    private var calls: [StreamID: Call] = [:]
    private var nextStreamID: StreamID = 1
    private var isExhausted = false
    private var lastOpenedStreamID: StreamID = 0
    private var lastSentStreamID: StreamID = 0
    private var earliestDeadline: NIODeadline?
    /// The lowest stream that the server refused as DRAINING: it refuses every later one too.
    private var refusedFrom: StreamID?

    /// A connection on which nothing was sent yet.
    public init(limits: Limits) { self.limits = limits }

    /// Calls in flight.
    public var callCount: Int { calls.count }
    /// Whether a new call may be opened here at all, busy or not.
    public var acceptsCalls: Bool { state == .open && !isExhausted }
    /// Whether the connection is to be closed: it takes no more calls and none is in flight.
    public var isDrained: Bool { !acceptsCalls && calls.isEmpty }
    /// When to call `expire`, at the latest.
    public var nextDeadline: NIODeadline? { earliestDeadline }

    // MARK: What the caller does

    /// Opens a call and names its stream. Throws an error that was certainly not executed.
    public mutating func open(_ kind: MethodKind, deadline: NIODeadline, now: NIODeadline) throws(RPCError) -> StreamID {
        guard acceptsCalls else {
            throw state == .closed
                ? WireReason.notConnected.error("The connection is closed.")
                : WireReason.draining.error("The connection takes no more calls.")
        }
        guard calls.count < limits.streamsMax else {
            throw WireReason.tooManyStreams.error("At most \(limits.streamsMax) calls may be in flight on one connection.")
        }
        guard deadline > now else {
            var error = WireReason.deadlineExceeded.error("The deadline had passed before the call was sent.")
            error.wasNotExecuted = true
            throw error
        }
        let id = nextStreamID
        lastOpenedStreamID = id
        let (next, overflow) = id.addingReportingOverflow(2)
        nextStreamID = next
        isExhausted = overflow
        calls[id] = Call(kind: kind, deadline: deadline, localClosed: !kind.streamsRequests)
        earliestDeadline = min(earliestDeadline ?? deadline, deadline)
        return id
    }

    /// Everything opened so far was handed to the socket: from here on it may have been executed.
    public mutating func flushed() { lastSentStreamID = lastOpenedStreamID }

    /// Whether the call is not over.
    public func isInFlight(_ id: StreamID) -> Bool { calls[id] != nil }

    /// Whether a message of this call may be written.
    public func maySend(_ id: StreamID) -> Bool { calls[id].map { !$0.localClosed } ?? false }

    /// Closes the caller's side. True: write the closing frame.
    public mutating func closeRequests(_ id: StreamID) -> Bool {
        guard maySend(id) else { return false }
        calls[id]?.localClosed = true
        return true
    }

    /// The caller gave up, or has all it wants. Nothing is sent. True when the call was still in flight.
    public mutating func cancel(_ id: StreamID) -> Bool { calls.removeValue(forKey: id) != nil }

    /// The caller took messages of this credit cost.
    public mutating func consumed(_ bytes: Int, of id: StreamID) {
        guard let call = calls[id] else { return }
        calls[id]?.unreadBytes = max(0, call.unreadBytes - bytes)
    }

    // MARK: What arrives

    /// What arrived.
    public mutating func receive(_ event: FrameDecoder.Event) -> Action {
        guard state != .closed else { return .ignore }
        switch event {
        case .discardBegan: return .ignore
        case .discarded(let header, _):
            guard calls[header.streamID] != nil else { return .ignore }
            return fail(
                header.streamID, WireReason.frameTooLarge.error("The answer is larger than \(limits.frameBytesMax) bytes; ask for less."))
        case .broken: return .close
        case .frame(let frame):
            guard let call = calls[frame.streamID] else { return .ignore }
            switch frame.type {
            case .response: return receiveResponse(frame, call)
            case .data: return receiveData(frame, call)
            default: return .ignore
            }
        }
    }

    private mutating func receiveResponse(_ frame: Frame, _ call: Call) -> Action {
        let id = frame.streamID
        do {
            switch try ResponseEnvelope(decoding: frame.data) {
            case .failure(let error):
                if error.reason == WireReason.draining.rawValue, error.domain == RPCError.wireDomain {
                    if state == .open { state = .draining }
                    refusedFrom = min(refusedFrom ?? id, id)
                }
                return fail(id, error)
            case .success(let message):
                calls[id] = nil
                // A stream may end with an OK response; only one with bytes in it is a message too.
                if call.kind.streamsResponses, message.readableBytes == 0 { return .end(id) }
                return .deliver(id, message, isLast: true)
            }
        } catch {
            return fail(id, error)
        }
    }

    private mutating func receiveData(_ frame: Frame, _ call: Call) -> Action {
        let id = frame.streamID
        let isLast = frame.flags.contains(.remoteClosed)
        guard call.kind.streamsResponses else {
            return fail(id, WireReason.malformedResponse.error("The server sent stream data for a call with one answer."))
        }
        if frame.flags.contains(.noData) {
            guard frame.data.readableBytes == 0 else {
                return fail(id, WireReason.malformedResponse.error("The server sent data in a frame flagged `no data`."))
            }
            guard isLast else { return .ignore }
            calls[id] = nil
            return .end(id)
        }
        let unread = call.unreadBytes + frame.data.creditCost
        if isLast {
            calls[id] = nil
        } else if call.unreadBytes > 0, unread > limits.clientUnreadStreamBytesMax {
            return fail(id, WireReason.streamNotRead.error("The answers of this stream were not read in time."))
        } else {
            calls[id]?.unreadBytes = unread
        }
        return .deliver(id, frame.data, isLast: isLast)
    }

    // MARK: Time and the end

    /// What is due at `now`; call again until it answers nil.
    public mutating func expire(now: NIODeadline) -> Action? {
        guard let bound = earliestDeadline, bound <= now else { return nil }
        guard let first = calls.min(by: { $0.value.deadline < $1.value.deadline }) else {
            earliestDeadline = nil
            return nil
        }
        earliestDeadline = first.value.deadline
        guard first.value.deadline <= now else { return nil }
        return fail(first.key, WireReason.deadlineExceeded.error("The deadline passed before the call was answered."))
    }

    /// Opens no new calls from here on. Close when `isDrained`.
    public mutating func drain() { if state == .open { state = .draining } }

    /// The connection is over: every call that was in flight, with what to tell its caller. `cause` is the transport's reason,
    /// if it has one; whether a call was executed is decided here.
    public mutating func close(_ cause: RPCError? = nil) -> [(StreamID, RPCError)] {
        state = .closed
        let open = calls.keys.sorted()
        calls = [:]
        earliestDeadline = nil
        return open.map { id in
            let wasNeverSent = id > lastSentStreamID
            if !wasNeverSent, let refusedFrom, id > refusedFrom {
                return (id, WireReason.draining.error("The server was stopping and refused this call; send it to another one."))
            }
            var error =
                cause
                ?? (wasNeverSent
                    ? WireReason.notConnected.error("The connection ended before the call was sent.")
                    : WireReason.connectionLost.error("The connection ended with the call in flight; it may have been executed."))
            error.wasNotExecuted = error.wasNotExecuted || wasNeverSent
            return (id, error)
        }
    }

    private mutating func fail(_ id: StreamID, _ error: RPCError) -> Action {
        calls[id] = nil
        return .fail(id, error)
    }
}
