// Generated from invitation/v1/outbox_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import RPC

/// The methods of `invitation.v1.OutboxService`.
public enum OutboxServiceMethods {
    /// Lets mail go that waits for a person, when what held it was mended. After a restore it also opens the school's links. (R23, R41)
    public static let release = MethodDescriptor(
        service: "invitation.v1.OutboxService", method: "Release", kind: .unary)

    /// All of them, in the contract's order.
    public static let all: [MethodDescriptor] = [
        release
    ]
}

/// Operators look after the mail on its way.
///
/// What a server implements. A method left out answers UNIMPLEMENTED.
public protocol OutboxService: RPCService {
    /// Lets mail go that waits for a person, when what held it was mended. After a restore it also opens the school's links. (R23, R41)
    func release(_ request: ReleaseRequest, context: ServerContext) async throws -> ReleaseResponse
}

extension OutboxService {
    /// Every method, with messages decoded before and encoded after it.
    public var methodHandlers: [MethodHandler] {
        [
            MethodHandler(
                OutboxServiceMethods.release,
                .unary { request, context in
                    try await self.release(ReleaseRequest(decoding: request), context: context).encoded()
                })
        ]
    }
}

extension OutboxService {
    /// Answers UNIMPLEMENTED.
    public func release(_ request: ReleaseRequest, context: ServerContext) async throws -> ReleaseResponse {
        throw RPCError.unimplemented(OutboxServiceMethods.release)
    }
}
