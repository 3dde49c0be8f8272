public import NIOCore

/// What an on-loop handler did with the response buffer.
public enum OnLoopAnswer {
    /// The response message is in the buffer.
    case answered
    /// The buffer is as it was; the encoded response message follows: the bounded read went over its budget and started
    /// over on the read pool, or the call waits for the writer's commit. The future may complete on any loop.
    case later(EventLoopFuture<ByteBuffer>)
}

/// One method with the code that serves it; messages still encoded. The generated registration makes these.
public struct MethodHandler: Sendable {
    public enum Form: Sendable {
        /// Runs to completion on the connection's loop and appends its response message to the outgoing buffer: for calls
        /// short enough to run there. Must not block, but for the one bounded read that docs/architecture.md names.
        case onLoop(@Sendable (_ request: ByteBuffer, _ context: ServerContext, _ response: inout ByteBuffer) throws -> OnLoopAnswer)
        case unary(@Sendable (_ request: ByteBuffer, _ context: ServerContext) async throws -> ByteBuffer)
        case clientStreaming(@Sendable (_ requests: IncomingMessages, _ context: ServerContext) async throws -> ByteBuffer)
        case serverStreaming(@Sendable (_ request: ByteBuffer, _ context: ServerContext, _ responses: any OutgoingMessages) async throws -> Void)
        case bidirectional(@Sendable (_ requests: IncomingMessages, _ context: ServerContext, _ responses: any OutgoingMessages) async throws -> Void)
    }

    public let descriptor: MethodDescriptor
    public let form: Form

    public init(_ descriptor: MethodDescriptor, _ form: Form) {
        self.descriptor = descriptor
        self.form = form
    }
}

/// Implementations of generated service protocols conform: they list their handlers.
public protocol RPCService: Sendable {
    var methodHandlers: [MethodHandler] { get }
}
