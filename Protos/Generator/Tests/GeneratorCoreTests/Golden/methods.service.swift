// Generated from methods.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import NIOCore
public import RPC

/// The methods of `shapes.v1.ShapeService`.
public enum ShapeServiceMethods {
    /// One and one.
    public static let getShape = MethodDescriptor(
        service: "shapes.v1.ShapeService", method: "GetShape", kind: .unary, hasNoSideEffects: true)
    /// One and one, at once.
    public static let getShapeOnLoop = MethodDescriptor(
        service: "shapes.v1.ShapeService", method: "GetShapeOnLoop", kind: .unary)
    /// Many and one.
    public static let upload = MethodDescriptor(
        service: "shapes.v1.ShapeService", method: "Upload", kind: .clientStreaming)
    /// One and many.
    public static let watch = MethodDescriptor(
        service: "shapes.v1.ShapeService", method: "Watch", kind: .serverStreaming)
    /// Many and many.
    public static let talk = MethodDescriptor(
        service: "shapes.v1.ShapeService", method: "Talk", kind: .bidirectional)

    /// All of them, in the contract's order.
    public static let all: [MethodDescriptor] = [
        getShape,
        getShapeOnLoop,
        upload,
        watch,
        talk,
    ]
}

/// All kinds of calls.
///
/// What a server implements. A method left out answers UNIMPLEMENTED.
public protocol ShapeService: RPCService {
    /// One and one.
    func getShape(_ request: Ask, context: ServerContext) async throws -> Answer

    /// One and one, at once.
    ///
    /// Runs on the connection's event loop: appends the encoded answer to `response`, or promises one for later.
    func getShapeOnLoop(
        _ request: Ask, context: ServerContext, response: inout ByteBuffer
    ) throws -> OnLoopAnswer

    /// Many and one.
    func upload(_ requests: DecodedMessages<Ask>, context: ServerContext) async throws -> Answer

    /// One and many.
    func watch(
        _ request: Ask, context: ServerContext, responses: MessageWriter<Answer>
    ) async throws

    /// Many and many.
    func talk(
        _ requests: DecodedMessages<Ask>, context: ServerContext, responses: MessageWriter<Answer>
    ) async throws
}

extension ShapeService {
    /// Every method, with messages decoded before and encoded after it.
    public var methodHandlers: [MethodHandler] {
        [
            MethodHandler(ShapeServiceMethods.getShape, .unary { request, context in
                try await self.getShape(Ask(decoding: request), context: context).encoded()
            }),
            MethodHandler(ShapeServiceMethods.getShapeOnLoop, .onLoop { request, context, response in
                try self.getShapeOnLoop(Ask(decoding: request), context: context, response: &response)
            }),
            MethodHandler(ShapeServiceMethods.upload, .clientStreaming { requests, context in
                try await self.upload(DecodedMessages(requests: requests), context: context).encoded()
            }),
            MethodHandler(ShapeServiceMethods.watch, .serverStreaming { request, context, responses in
                try await self.watch(Ask(decoding: request), context: context, responses: MessageWriter(responses: responses))
            }),
            MethodHandler(ShapeServiceMethods.talk, .bidirectional { requests, context, responses in
                try await self.talk(
                    DecodedMessages(requests: requests), context: context, responses: MessageWriter(responses: responses))
            }),
        ]
    }
}

extension ShapeService {
    /// Answers UNIMPLEMENTED.
    public func getShape(_ request: Ask, context: ServerContext) async throws -> Answer {
        throw RPCError.unimplemented(ShapeServiceMethods.getShape)
    }

    /// Answers UNIMPLEMENTED.
    public func getShapeOnLoop(
        _ request: Ask, context: ServerContext, response: inout ByteBuffer
    ) throws -> OnLoopAnswer {
        throw RPCError.unimplemented(ShapeServiceMethods.getShapeOnLoop)
    }

    /// Answers UNIMPLEMENTED.
    public func upload(_ requests: DecodedMessages<Ask>, context: ServerContext) async throws -> Answer {
        throw RPCError.unimplemented(ShapeServiceMethods.upload)
    }

    /// Answers UNIMPLEMENTED.
    public func watch(
        _ request: Ask, context: ServerContext, responses: MessageWriter<Answer>
    ) async throws {
        throw RPCError.unimplemented(ShapeServiceMethods.watch)
    }

    /// Answers UNIMPLEMENTED.
    public func talk(
        _ requests: DecodedMessages<Ask>, context: ServerContext, responses: MessageWriter<Answer>
    ) async throws {
        throw RPCError.unimplemented(ShapeServiceMethods.talk)
    }
}
