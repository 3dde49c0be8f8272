// Generated from invitation/v1/outbox_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import InvitationAPI
public import RPC

/// Operators look after the mail on its way.
///
/// Calls `invitation.v1.OutboxService` through any caller. Every method throws `RPCError`.
public struct OutboxServiceClient: Sendable {
    private let caller: any RPCCaller

    /// A client that calls through a connection, a pool or a test's pipe.
    public init(_ caller: any RPCCaller) {
        self.caller = caller
    }

    /// Lets mail go that waits for a person, when what held it was mended. After a restore it also opens the school's links. (R23, R41)
    public func release(
        _ request: ReleaseRequest, options: CallOptions = CallOptions()
    ) async throws -> ReleaseResponse {
        try await caller.unary(OutboxServiceMethods.release, request, options: options)
    }
}
