// Generated from grpc/health/v1/health.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import RPC

/// Whether a server, and each of its services, can do its work.
///
/// Calls `grpc.health.v1.Health` through any caller. Every method throws `RPCError`.
public struct HealthClient: Sendable {
    private let caller: any RPCCaller

    /// A client that calls through a connection, a pool or a test's pipe.
    public init(_ caller: any RPCCaller) {
        self.caller = caller
    }

    /// How one service is now. An unknown service is NOT_FOUND.
    public func check(
        _ request: HealthCheckRequest, options: CallOptions = CallOptions()
    ) async throws -> HealthCheckResponse {
        try await caller.unary(HealthMethods.check, request, options: options)
    }

    /// How every service is now.
    public func list(
        _ request: HealthListRequest, options: CallOptions = CallOptions()
    ) async throws -> HealthListResponse {
        try await caller.unary(HealthMethods.list, request, options: options)
    }

    /// How one service is now, and again each time that changes. An unknown service is SERVICE_UNKNOWN, and may become known.
    ///
    /// `receive` reads the responses; leaving it cancels the call.
    public func watch<Result: Sendable>(
        _ request: HealthCheckRequest, options: CallOptions = CallOptions(),
        receive: @Sendable (DecodedMessages<HealthCheckResponse>) async throws -> Result
    ) async throws -> Result {
        try await caller.serverStreaming(HealthMethods.watch, request, options: options, receive: receive)
    }
}
