public import NIOCore

/// A request that passed the wire's own checks and is to be run.
public struct AcceptedCall: Sendable {
    /// Names the call until its handler has ended.
    public let streamID: StreamID
    /// Position in `MethodTable.handlers`.
    public let handlerIndex: Int
    /// The method's kind.
    public let kind: MethodKind
    /// Of the Request; streams may continue without.
    public let metadata: Metadata
    /// The caller's, or the default of its kind; never later than the server allows.
    public let deadline: NIODeadline
    /// The request, for methods that take one; for the others the first message, if the Request carried one.
    public let message: ByteBuffer?
    /// No messages follow.
    public let isLast: Bool
}

/// Decides from a Request frame alone whether and how a call runs.
struct RequestAdmission {
    let limits: Limits
    let methods: MethodTable

    func admit(_ frame: Frame, arrivedAt: NIODeadline, now: NIODeadline) throws(RPCError) -> AcceptedCall {
        let envelope = try RequestEnvelope(decoding: frame.data, limits: limits)
        let index = try find(envelope)
        let kind = methods.handlers[index].descriptor.kind
        let isLast = try requestsEnd(kind, frame.flags)
        return AcceptedCall(
            streamID: frame.streamID, handlerIndex: index, kind: kind, metadata: envelope.metadata,
            deadline: try deadline(envelope.timeoutNanoseconds, kind, arrivedAt: arrivedAt, now: now),
            message: kind.streamsRequests ? envelope.payload : envelope.payload ?? ByteBuffer(), isLast: isLast)
    }

    private func find(_ envelope: RequestEnvelope) throws(RPCError) -> Int {
        let lookup = envelope.service.withUnsafeReadableBytes { service in
            envelope.method.withUnsafeReadableBytes { method in methods.lookup(service: service, method: method) }
        }
        switch lookup {
        case .found(let index): return index
        case .unknownService:
            let service = try validName(envelope.service, field: "service")
            throw WireReason.unknownService.error("This server has no service \(service).", metadata: ["service": service])
        case .unknownMethod:
            let service = try validName(envelope.service, field: "service")
            let method = try validName(envelope.method, field: "method")
            throw WireReason.unknownMethod.error(
                "Service \(service) has no method \(method).", metadata: ["service": service, "method": method])
        }
    }

    /// A name as text, if it is one.
    private func validName(_ name: ByteBuffer, field: String) throws(RPCError) -> String {
        let text = name.withUnsafeReadableBytes { WireCursor($0).text(0..<$0.count) }
        guard let text else { throw WireReason.malformedRequest.error("\(field) must be UTF-8 without NUL.", metadata: ["field": field]) }
        return text
    }

    /// Whether the caller's side is closed with the Request.
    ///
    /// A method that takes one request has all of it there, however the flags say so. One that takes a stream must be opened as
    /// a stream: a caller that thinks it unary would not understand the answers.
    private func requestsEnd(_ kind: MethodKind, _ flags: FrameFlags) throws(RPCError) -> Bool {
        let isOpen = flags.contains(.remoteOpen)
        let isClosed = flags.contains(.remoteClosed)
        guard isOpen != isClosed || (!isOpen && !kind.streamsRequests) else {
            throw WireReason.kindMismatch.error("Open this method's stream with `remote open`, or with `remote closed`, and not both.")
        }
        guard !isOpen || kind.streamsRequests else {
            throw WireReason.kindMismatch.error("This method takes one request: put it into the Request and close the stream.")
        }
        return !isOpen
    }

    /// Relative to when the call arrived: what it waited since counts.
    private func deadline(
        _ timeoutNanoseconds: Int64, _ kind: MethodKind, arrivedAt: NIODeadline, now: NIODeadline
    ) throws(RPCError) -> NIODeadline {
        let isStream = kind.streamsRequests || kind.streamsResponses
        let standard = isStream ? limits.streamTimeoutDefault : limits.unaryTimeoutDefault
        let wanted = timeoutNanoseconds == 0 ? TimeAmount(standard) : .nanoseconds(timeoutNanoseconds)
        let deadline = timeoutNanoseconds < 0 ? now : arrivedAt + min(wanted, TimeAmount(limits.timeoutMax))
        guard deadline > now else {
            throw WireReason.deadlineExceeded.error("The deadline had passed before the call could begin.")
        }
        return deadline
    }
}

extension MethodKind {
    /// Whether the client sends any number of messages.
    public var streamsRequests: Bool { self == .clientStreaming || self == .bidirectional }
    /// Whether the server sends any number of messages.
    public var streamsResponses: Bool { self == .serverStreaming || self == .bidirectional }
}
