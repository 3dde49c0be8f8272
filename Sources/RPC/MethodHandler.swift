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
    /// How a method is run; the generator chooses by the method's kind and options.
    public enum Form: Sendable {
        /// Runs to completion on the connection's loop and appends its response message to the outgoing buffer: for calls
        /// short enough to run there. Must not block, but for the one bounded read that docs/architecture.md names.
        case onLoop(@Sendable (_ request: ByteBuffer, _ context: ServerContext, _ response: inout ByteBuffer) throws -> OnLoopAnswer)
        /// One request, one response, in a task of the connection.
        case unary(@Sendable (_ request: ByteBuffer, _ context: ServerContext) async throws -> ByteBuffer)
        /// Many requests, one response.
        case clientStreaming(@Sendable (_ requests: IncomingMessages, _ context: ServerContext) async throws -> ByteBuffer)
        /// One request, many responses; the stream ends with the function.
        case serverStreaming(
            @Sendable (_ request: ByteBuffer, _ context: ServerContext, _ responses: any OutgoingMessages) async throws -> Void)
        /// Both, in any order.
        case bidirectional(
            @Sendable (_ requests: IncomingMessages, _ context: ServerContext, _ responses: any OutgoingMessages) async throws -> Void)
    }

    /// The method.
    public let descriptor: MethodDescriptor
    /// The code that serves it.
    public let form: Form

    /// Generated registrations call this.
    public init(_ descriptor: MethodDescriptor, _ form: Form) {
        self.descriptor = descriptor
        self.form = form
    }
}

/// Implementations of generated service protocols conform: they list their handlers.
public protocol RPCService: Sendable {
    /// One for each method of the service.
    var methodHandlers: [MethodHandler] { get }
}
