// Generated from grpc/reflection/v1/reflection.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import RPC

/// What a server serves, told by the server.
///
/// Calls `grpc.reflection.v1.ServerReflection` through any caller. Every method throws `RPCError`.
public struct ServerReflectionClient: Sendable {
    private let caller: any RPCCaller

    /// A client that calls through a connection, a pool or a test's pipe.
    public init(_ caller: any RPCCaller) {
        self.caller = caller
    }

    /// Any number of questions; each is answered in turn.
    ///
    /// `body` writes requests and reads responses; leaving it cancels the call.
    public func serverReflectionInfo<Result: Sendable>(
        options: CallOptions = CallOptions(),
        _ body: @Sendable (TypedClientStream<ServerReflectionRequest, ServerReflectionResponse>) async throws -> Result
    ) async throws -> Result {
        try await caller.bidirectional(ServerReflectionMethods.serverReflectionInfo, options: options, body)
    }
}
