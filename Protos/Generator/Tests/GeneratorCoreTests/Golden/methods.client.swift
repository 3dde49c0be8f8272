// Generated from methods.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import RPC
public import ShapeAPI

/// All kinds of calls.
///
/// Calls `shapes.v1.ShapeService` through any caller. Every method throws `RPCError`.
public struct ShapeServiceClient: Sendable {
    private let caller: any RPCCaller

    /// A client that calls through a connection, a pool or a test's pipe.
    public init(_ caller: any RPCCaller) {
        self.caller = caller
    }

    /// One and one.
    public func getShape(
        _ request: Ask, options: CallOptions = CallOptions()
    ) async throws -> Answer {
        try await caller.unary(ShapeServiceMethods.getShape, request, options: options)
    }

    /// One and one, at once.
    public func getShapeOnLoop(
        _ request: Ask, options: CallOptions = CallOptions()
    ) async throws -> Answer {
        try await caller.unary(ShapeServiceMethods.getShapeOnLoop, request, options: options)
    }

    /// Many and one.
    ///
    /// `send` writes the requests; when it returns, there are no more, and the answer is awaited.
    public func upload(
        options: CallOptions = CallOptions(), send: @Sendable (MessageWriter<Ask>) async throws -> Void
    ) async throws -> Answer {
        try await caller.clientStreaming(ShapeServiceMethods.upload, options: options, send: send)
    }

    /// One and many.
    ///
    /// `receive` reads the responses; leaving it cancels the call.
    public func watch<Result: Sendable>(
        _ request: Ask, options: CallOptions = CallOptions(),
        receive: @Sendable (DecodedMessages<Answer>) async throws -> Result
    ) async throws -> Result {
        try await caller.serverStreaming(ShapeServiceMethods.watch, request, options: options, receive: receive)
    }

    /// Many and many.
    ///
    /// `body` writes requests and reads responses; leaving it cancels the call.
    public func talk<Result: Sendable>(
        options: CallOptions = CallOptions(),
        _ body: @Sendable (TypedClientStream<Ask, Answer>) async throws -> Result
    ) async throws -> Result {
        try await caller.bidirectional(ShapeServiceMethods.talk, options: options, body)
    }
}
