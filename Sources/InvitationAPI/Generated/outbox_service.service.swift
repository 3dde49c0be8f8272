// Generated from invitation/v1/outbox_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import RPC

/// The methods of `invitation.v1.OutboxService`.
public enum OutboxServiceMethods {
    /// Lets mail go that waits for a person, when what held it was mended. After a restore it also opens the school's links. (R23, R41)
    public static let release = MethodDescriptor(
        service: "invitation.v1.OutboxService", method: "Release", kind: .unary)
    /// Says what became of a mail after a relay had taken it: from a delivery status notification (RFC 3464). Counts only if the address that the
    /// report came to is one that the service wrote. (R23)
    public static let reportBounce = MethodDescriptor(
        service: "invitation.v1.OutboxService", method: "ReportBounce", kind: .unary)
    /// How much waits, by state and age.
    public static let listMail = MethodDescriptor(
        service: "invitation.v1.OutboxService", method: "ListMail", kind: .unary, hasNoSideEffects: true)
    /// A contact's latest mail, and the history of its mail.
    public static let getMail = MethodDescriptor(
        service: "invitation.v1.OutboxService", method: "GetMail", kind: .unary, hasNoSideEffects: true)
    /// Makes mail due now that waits for its next attempt.
    public static let retry = MethodDescriptor(
        service: "invitation.v1.OutboxService", method: "Retry", kind: .unary)
    /// Keeps mail from leaving until Release.
    public static let hold = MethodDescriptor(
        service: "invitation.v1.OutboxService", method: "Hold", kind: .unary)

    /// All of them, in the contract's order.
    public static let all: [MethodDescriptor] = [
        release,
        reportBounce,
        listMail,
        getMail,
        retry,
        hold,
    ]
}

/// Operators look after the mail on its way. They see ids, never names or addresses. (R39)
///
/// What a server implements. A method left out answers UNIMPLEMENTED.
public protocol OutboxService: RPCService {
    /// Lets mail go that waits for a person, when what held it was mended. After a restore it also opens the school's links. (R23, R41)
    func release(_ request: ReleaseRequest, context: ServerContext) async throws -> ReleaseResponse

    /// Says what became of a mail after a relay had taken it: from a delivery status notification (RFC 3464). Counts only if the address that the
    /// report came to is one that the service wrote. (R23)
    func reportBounce(_ request: ReportBounceRequest, context: ServerContext) async throws -> ReportBounceResponse

    /// How much waits, by state and age.
    func listMail(_ request: ListMailRequest, context: ServerContext) async throws -> ListMailResponse

    /// A contact's latest mail, and the history of its mail.
    func getMail(_ request: GetMailRequest, context: ServerContext) async throws -> GetMailResponse

    /// Makes mail due now that waits for its next attempt.
    func retry(_ request: RetryRequest, context: ServerContext) async throws -> RetryResponse

    /// Keeps mail from leaving until Release.
    func hold(_ request: HoldRequest, context: ServerContext) async throws -> HoldResponse
}

extension OutboxService {
    /// Every method, with messages decoded before and encoded after it.
    public var methodHandlers: [MethodHandler] {
        [
            MethodHandler(
                OutboxServiceMethods.release,
                .unary { request, context in
                    try await self.release(ReleaseRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                OutboxServiceMethods.reportBounce,
                .unary { request, context in
                    try await self.reportBounce(ReportBounceRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                OutboxServiceMethods.listMail,
                .unary { request, context in
                    try await self.listMail(ListMailRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                OutboxServiceMethods.getMail,
                .unary { request, context in
                    try await self.getMail(GetMailRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                OutboxServiceMethods.retry,
                .unary { request, context in
                    try await self.retry(RetryRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                OutboxServiceMethods.hold,
                .unary { request, context in
                    try await self.hold(HoldRequest(decoding: request), context: context).encoded()
                }),
        ]
    }
}

extension OutboxService {
    /// Answers UNIMPLEMENTED.
    public func release(_ request: ReleaseRequest, context: ServerContext) async throws -> ReleaseResponse {
        throw RPCError.unimplemented(OutboxServiceMethods.release)
    }

    /// Answers UNIMPLEMENTED.
    public func reportBounce(_ request: ReportBounceRequest, context: ServerContext) async throws -> ReportBounceResponse {
        throw RPCError.unimplemented(OutboxServiceMethods.reportBounce)
    }

    /// Answers UNIMPLEMENTED.
    public func listMail(_ request: ListMailRequest, context: ServerContext) async throws -> ListMailResponse {
        throw RPCError.unimplemented(OutboxServiceMethods.listMail)
    }

    /// Answers UNIMPLEMENTED.
    public func getMail(_ request: GetMailRequest, context: ServerContext) async throws -> GetMailResponse {
        throw RPCError.unimplemented(OutboxServiceMethods.getMail)
    }

    /// Answers UNIMPLEMENTED.
    public func retry(_ request: RetryRequest, context: ServerContext) async throws -> RetryResponse {
        throw RPCError.unimplemented(OutboxServiceMethods.retry)
    }

    /// Answers UNIMPLEMENTED.
    public func hold(_ request: HoldRequest, context: ServerContext) async throws -> HoldResponse {
        throw RPCError.unimplemented(OutboxServiceMethods.hold)
    }
}
