public import NIOCore

/// How one call is to be made.
public struct CallOptions: Sendable {
    /// How long the caller waits, end to end, retries included. Sent to the server as `timeout_nano`. nil: the client's default.
    public var timeout: Duration?
    /// Sent with the Request; see `Limits` for how much a server takes.
    public var metadata: Metadata
    /// Whether a failed call may be sent again when it may have been executed: only if repeating it has one effect
    /// (NO_SIDE_EFFECTS, or a request_id). Calls that were certainly not executed are always retried within the timeout.
    public var isRepeatable: Bool

    /// The client's default timeout, no metadata, not repeatable.
    public init(timeout: Duration? = nil, metadata: Metadata = Metadata(), isRepeatable: Bool = false) {
        self.timeout = timeout
        self.metadata = metadata
        self.isRepeatable = isRepeatable
    }
}

/// What generated clients call through. Connections, pools and test pipes conform. Every method throws `RPCError`.
public protocol RPCCaller: Sendable {
    /// One request, one response.
    func unary(_ method: MethodDescriptor, _ request: ByteBuffer, options: CallOptions) async throws -> ByteBuffer

    /// Opens a stream, runs `body`, and ends the stream with it: leaving `body` early cancels the call.
    func withStream<Result: Sendable>(
        _ method: MethodDescriptor, first: ByteBuffer?, options: CallOptions,
        _ body: @Sendable (ClientStream) async throws -> Result
    ) async throws -> Result
}

/// The client's end of one streaming call.
public struct ClientStream: Sendable {
    /// What the server sends; ends when it has ended the call, throws when it failed.
    public let responses: IncomingMessages
    /// Where the caller's messages go. Once the server has ended the call well, they are dropped.
    public let requests: any OutgoingMessages
    private let closeRequests: @Sendable () async throws -> Void

    /// Connections make these, and test pipes.
    public init(
        responses: IncomingMessages, requests: any OutgoingMessages,
        closeRequests: @escaping @Sendable () async throws -> Void
    ) {
        self.responses = responses
        self.requests = requests
        self.closeRequests = closeRequests
    }

    /// Half-closes: no more requests follow. Sends the empty `closed | no data` frame.
    public func finishRequests() async throws { try await closeRequests() }
}
