import NIOCore
import NIOEmbedded
import RPC

/// Calls a server's handlers without a wire between.
struct InProcessCaller: RPCCaller {
    let services: [any RPCService]

    private func handler(_ method: MethodDescriptor) throws -> MethodHandler {
        let handlers = services.flatMap(\.methodHandlers)
        guard let handler = handlers.first(where: { $0.descriptor.path == method.path }) else {
            throw WireReason.unknownService.error("no such service")
        }
        return handler
    }

    private func context(_ method: MethodDescriptor) -> ServerContext {
        ServerContext(
            method: method, metadata: Metadata(),
            peer: PeerIdentity(subjectAlternativeNames: [], certificateFingerprint: [], address: "test"), deadline: .distantFuture,
            eventLoop: EmbeddedEventLoop(), loopIndex: 0)
    }

    func unary(_ method: MethodDescriptor, _ request: ByteBuffer, options: CallOptions) async throws -> ByteBuffer {
        switch try handler(method).form {
        case .unary(let body): return try await body(request, context(method))
        case .onLoop(let body): return try await answer(of: body, request, context(method))
        default: throw WireReason.kindMismatch.error("not unary")
        }
    }

    private func answer(
        of body: (ByteBuffer, ServerContext, inout ByteBuffer) throws -> OnLoopAnswer, _ request: ByteBuffer, _ context: ServerContext
    ) async throws -> ByteBuffer {
        var response = ByteBuffer()
        switch try body(request, context, &response) {
        case .answered: return response
        case .later(let answer): return try await answer.get()
        }
    }

    func withStream<Result: Sendable>(
        _ method: MethodDescriptor, first: ByteBuffer?, options: CallOptions, _ body: @Sendable (ClientStream) async throws -> Result
    ) async throws -> Result {
        let form = try handler(method).form
        let context = context(method)
        let (requests, asking) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
        let (responses, answering) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    switch form {
                    case .serverStreaming(let body): try await body(first ?? ByteBuffer(), context, Pipe(stream: answering))
                    case .bidirectional(let body): try await body(Self.messages(requests), context, Pipe(stream: answering))
                    default: throw WireReason.kindMismatch.error("not a stream")
                    }
                    answering.finish()
                } catch {
                    answering.finish(throwing: error)
                }
            }
            defer { group.cancelAll() }
            return try await body(
                ClientStream(
                    responses: Self.messages(responses), requests: Pipe(stream: asking), closeRequests: { asking.finish() }))
        }
    }

    private static func messages(_ stream: AsyncThrowingStream<ByteBuffer, any Error>) -> IncomingMessages {
        let iterator = Iterator(stream.makeAsyncIterator())
        return IncomingMessages { try await iterator.next() }
    }

    private struct Pipe: OutgoingMessages {
        let stream: AsyncThrowingStream<ByteBuffer, any Error>.Continuation
        func send(_ message: ByteBuffer) async throws { stream.yield(message) }
    }

    private final class Iterator: @unchecked Sendable {  // one consumer, as the stream it reads
        private var iterator: AsyncThrowingStream<ByteBuffer, any Error>.AsyncIterator
        init(_ iterator: AsyncThrowingStream<ByteBuffer, any Error>.AsyncIterator) { self.iterator = iterator }
        func next() async throws -> ByteBuffer? { try await iterator.next() }
    }
}
