// Generated from invitation/v1/outbox_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import InvitationAPI
public import RPC

/// Operators look after the mail on its way. They see ids, never names or addresses. (R39)
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

    /// Says what became of a mail after a relay had taken it: from a delivery status notification (RFC 3464). Counts only if the address that the
    /// report came to is one that the service wrote. (R23)
    public func reportBounce(
        _ request: ReportBounceRequest, options: CallOptions = CallOptions()
    ) async throws -> ReportBounceResponse {
        try await caller.unary(OutboxServiceMethods.reportBounce, request, options: options)
    }

    /// How much waits, by state and age.
    public func listMail(
        _ request: ListMailRequest, options: CallOptions = CallOptions()
    ) async throws -> ListMailResponse {
        try await caller.unary(OutboxServiceMethods.listMail, request, options: options)
    }

    /// A contact's latest mail, and the history of its mail.
    public func getMail(
        _ request: GetMailRequest, options: CallOptions = CallOptions()
    ) async throws -> GetMailResponse {
        try await caller.unary(OutboxServiceMethods.getMail, request, options: options)
    }

    /// Makes mail due now that waits for its next attempt.
    public func retry(
        _ request: RetryRequest, options: CallOptions = CallOptions()
    ) async throws -> RetryResponse {
        try await caller.unary(OutboxServiceMethods.retry, request, options: options)
    }

    /// Keeps mail from leaving until Release.
    public func hold(
        _ request: HoldRequest, options: CallOptions = CallOptions()
    ) async throws -> HoldResponse {
        try await caller.unary(OutboxServiceMethods.hold, request, options: options)
    }
}
