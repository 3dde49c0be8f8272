// Generated from grpc/reflection/v1/reflection.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import RPC

/// The methods of `grpc.reflection.v1.ServerReflection`.
public enum ServerReflectionMethods {
    /// Any number of questions; each is answered in turn.
    public static let serverReflectionInfo = MethodDescriptor(
        service: "grpc.reflection.v1.ServerReflection", method: "ServerReflectionInfo", kind: .bidirectional)

    /// All of them, in the contract's order.
    public static let all: [MethodDescriptor] = [
        serverReflectionInfo
    ]
}

/// What a server serves, told by the server.
///
/// What a server implements. A method left out answers UNIMPLEMENTED.
public protocol ServerReflection: RPCService {
    /// Any number of questions; each is answered in turn.
    func serverReflectionInfo(
        _ requests: DecodedMessages<ServerReflectionRequest>, context: ServerContext, responses: MessageWriter<ServerReflectionResponse>
    ) async throws
}

extension ServerReflection {
    /// Every method, with messages decoded before and encoded after it.
    public var methodHandlers: [MethodHandler] {
        [
            MethodHandler(
                ServerReflectionMethods.serverReflectionInfo,
                .bidirectional { requests, context, responses in
                    try await self.serverReflectionInfo(
                        DecodedMessages(requests: requests), context: context, responses: MessageWriter(responses: responses))
                })
        ]
    }
}

extension ServerReflection {
    /// Answers UNIMPLEMENTED.
    public func serverReflectionInfo(
        _ requests: DecodedMessages<ServerReflectionRequest>, context: ServerContext, responses: MessageWriter<ServerReflectionResponse>
    ) async throws {
        throw RPCError.unimplemented(ServerReflectionMethods.serverReflectionInfo)
    }
}
