// Generated from invitation/v1/roster_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import InvitationAPI
public import RPC

/// The MIS feed brings a school's roster.
///
/// Calls `invitation.v1.RosterService` through any caller. Every method throws `RPCError`.
public struct RosterServiceClient: Sendable {
    private let caller: any RPCCaller

    /// A client that calls through a connection, a pool or a test's pipe.
    public init(_ caller: any RPCCaller) {
        self.caller = caller
    }

    /// Replaces a school's roster, whole or not at all. The first record names the school. (R32-R36)
    ///
    /// `send` writes the requests; when it returns, there are no more, and the answer is awaited.
    public func importRoster(
        options: CallOptions = CallOptions(), send: @Sendable (MessageWriter<ImportRosterRequest>) async throws -> Void
    ) async throws -> ImportRosterResponse {
        try await caller.clientStreaming(RosterServiceMethods.importRoster, options: options, send: send)
    }
}
