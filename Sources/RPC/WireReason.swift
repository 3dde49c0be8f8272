/// The reasons the wire itself gives for a failed call, whatever service runs on it; `ErrorInfo.reason` in domain `ttrpc`.
///
/// Each has one canonical code, and says by itself whether the call can have been executed.
public enum WireReason: String, Sendable, CaseIterable {
    /// No such service on this server.
    case unknownService = "SERVICE_UNKNOWN"
    /// The service has no such method.
    case unknownMethod = "METHOD_UNKNOWN"
    /// A frame announced more data than a frame may carry.
    case frameTooLarge = "FRAME_TOO_LARGE"
    /// Too many large frames arrive at once, over all connections; `retryAfter` says when to come back. A message of a stream fails the
    /// stream, which may have done something by then.
    case noRoomForFrame = "NO_ROOM_FOR_FRAME"
    /// The Request does not decode, or a text in it is not UTF-8 or holds a NUL.
    case malformedRequest = "MALFORMED_REQUEST"
    /// The server's answer does not decode, or broke the protocol.
    case malformedResponse = "MALFORMED_RESPONSE"
    /// The stream id is even, was used before, or names no open stream.
    case invalidStreamID = "STREAM_ID_INVALID"
    /// Data after the sender had closed its side.
    case streamClosed = "STREAM_CLOSED"
    /// The method has another shape than the Request's flags ask for.
    case kindMismatch = "CALL_KIND_MISMATCH"
    /// The connection has as many calls in flight as it may have.
    case tooManyStreams = "TOO_MANY_STREAMS"
    /// Too many metadata pairs, or too many bytes of them.
    case metadataTooLarge = "METADATA_TOO_LARGE"
    /// A message does not fit into one frame.
    case messageTooLarge = "MESSAGE_TOO_LARGE"
    /// Messages of this stream arrived and were not taken in time.
    case streamNotRead = "STREAM_NOT_READ"
    /// The deadline passed first.
    case deadlineExceeded = "DEADLINE_EXCEEDED"
    /// The caller gave up.
    case cancelled = "CANCELLED"
    /// The server is stopping and takes no new calls.
    case draining = "DRAINING"
    /// The server has more calls than it can answer in time; `retryAfter` says when to come back.
    case serverOverloaded = "SERVER_OVERLOADED"
    /// No connection could be made, or it ended before the call was sent.
    case notConnected = "NOT_CONNECTED"
    /// The connection ended with the call in flight.
    case connectionLost = "CONNECTION_LOST"
    /// The server failed; its log has the cause under the correlation id in the metadata.
    case internalError = "INTERNAL"

    /// The canonical code that goes with the reason.
    public var code: StatusCode {
        switch self {
        case .unknownService, .unknownMethod: .unimplemented
        case .frameTooLarge, .noRoomForFrame, .tooManyStreams, .metadataTooLarge, .messageTooLarge, .streamNotRead,
            .serverOverloaded:
            .resourceExhausted
        case .malformedRequest, .invalidStreamID, .streamClosed, .kindMismatch: .invalidArgument
        case .deadlineExceeded: .deadlineExceeded
        case .cancelled: .cancelled
        case .draining, .notConnected, .connectionLost: .unavailable
        case .malformedResponse, .internalError: .internal
        }
    }

    /// Whether the reason alone proves that no handler ran, so that the call may be sent again elsewhere.
    public var provesNotExecuted: Bool {
        switch self {
        case .draining, .notConnected, .tooManyStreams, .serverOverloaded: true
        default: false
        }
    }

    /// The error a call fails with for this reason.
    public func error(_ message: String, metadata: [String: String] = [:]) -> RPCError {
        RPCError(code, reason: rawValue, message, metadata: metadata, wasNotExecuted: provesNotExecuted)
    }
}
