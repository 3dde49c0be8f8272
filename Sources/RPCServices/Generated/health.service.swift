// Generated from grpc/health/v1/health.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import NIOCore
public import RPC

/// The methods of `grpc.health.v1.Health`.
public enum HealthMethods {
    /// How one service is now. An unknown service is NOT_FOUND.
    public static let check = MethodDescriptor(
        service: "grpc.health.v1.Health", method: "Check", kind: .unary, hasNoSideEffects: true)
    /// How every service is now.
    public static let list = MethodDescriptor(
        service: "grpc.health.v1.Health", method: "List", kind: .unary, hasNoSideEffects: true)
    /// How one service is now, and again each time that changes. An unknown service is SERVICE_UNKNOWN, and may become known.
    public static let watch = MethodDescriptor(
        service: "grpc.health.v1.Health", method: "Watch", kind: .serverStreaming)

    /// All of them, in the contract's order.
    public static let all: [MethodDescriptor] = [
        check,
        list,
        watch,
    ]
}

/// Whether a server, and each of its services, can do its work.
///
/// What a server implements. A method left out answers UNIMPLEMENTED.
public protocol Health: RPCService {
    /// How one service is now. An unknown service is NOT_FOUND.
    ///
    /// Runs on the connection's event loop: appends the encoded answer to `response`, or promises one for later.
    func check(
        _ request: HealthCheckRequest, context: ServerContext, response: inout ByteBuffer
    ) throws -> OnLoopAnswer

    /// How every service is now.
    func list(_ request: HealthListRequest, context: ServerContext) async throws -> HealthListResponse

    /// How one service is now, and again each time that changes. An unknown service is SERVICE_UNKNOWN, and may become known.
    func watch(
        _ request: HealthCheckRequest, context: ServerContext, responses: MessageWriter<HealthCheckResponse>
    ) async throws
}

extension Health {
    /// Every method, with messages decoded before and encoded after it.
    public var methodHandlers: [MethodHandler] {
        [
            MethodHandler(
                HealthMethods.check,
                .onLoop { request, context, response in
                    try self.check(HealthCheckRequest(decoding: request), context: context, response: &response)
                }),
            MethodHandler(
                HealthMethods.list,
                .unary { request, context in
                    try await self.list(HealthListRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                HealthMethods.watch,
                .serverStreaming { request, context, responses in
                    try await self.watch(
                        HealthCheckRequest(decoding: request), context: context, responses: MessageWriter(responses: responses))
                }),
        ]
    }
}

extension Health {
    /// Answers UNIMPLEMENTED.
    public func check(
        _ request: HealthCheckRequest, context: ServerContext, response: inout ByteBuffer
    ) throws -> OnLoopAnswer {
        throw RPCError.unimplemented(HealthMethods.check)
    }

    /// Answers UNIMPLEMENTED.
    public func list(_ request: HealthListRequest, context: ServerContext) async throws -> HealthListResponse {
        throw RPCError.unimplemented(HealthMethods.list)
    }

    /// Answers UNIMPLEMENTED.
    public func watch(
        _ request: HealthCheckRequest, context: ServerContext, responses: MessageWriter<HealthCheckResponse>
    ) async throws {
        throw RPCError.unimplemented(HealthMethods.watch)
    }
}
