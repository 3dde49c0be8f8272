import InMemoryTracing
import NIOCore
import RPC
import Synchronization
import Testing
import Tracing

@testable import InvitationClient

/// What a call carries of its caller's trace.
@Suite struct TracedCallerTests {
    /// Answers the metadata it was given.
    private struct Echo: RPCCaller {
        let failure: RPCError?

        func unary(_ method: MethodDescriptor, _ request: ByteBuffer, options: CallOptions) async throws -> ByteBuffer {
            if let failure { throw failure }
            return ByteBuffer(string: options.metadata.pairs.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
        }

        func withStream<Result: Sendable>(
            _ method: MethodDescriptor, first: ByteBuffer?, options: CallOptions, _ body: @Sendable (ClientStream) async throws -> Result
        ) async throws -> Result {
            let metadata = try await unary(method, ByteBuffer(), options: options)
            let left = Mutex<ByteBuffer?>(metadata)
            let responses = IncomingMessages {
                left.withLock { left in
                    defer { left = nil }
                    return left
                }
            }
            return try await body(ClientStream(responses: responses, requests: Nowhere(), closeRequests: {}))
        }
    }

    private struct Nowhere: OutgoingMessages {
        func send(_ message: ByteBuffer) async throws {}
    }

    private let method = MethodDescriptor(service: "a.B", method: "C", kind: .unary)
    private var options: CallOptions {
        CallOptions(metadata: Metadata([.init(key: "in-memory-span-id", value: "old"), .init(key: "a", value: "b")]))
    }

    @Test("Without a tracer a call passes as it is")
    func without() async throws {
        let answer = try await TracedCaller(base: Echo(failure: nil)).unary(method, ByteBuffer(), options: options)
        #expect(String(buffer: answer) == "in-memory-span-id=old a=b")
    }

    @Test("Under a tracer each call is a client's span, a child of the caller's, and the server is told which")
    func spans() async throws {
        let tracer = InMemoryTracer()
        let caller = TracedCaller(base: Echo(failure: nil))
        try await withTracer(tracer) {
            try await tracer.withSpan("the portal's request") { _ in
                let answer = try await caller.unary(method, ByteBuffer(), options: options)
                #expect(String(buffer: answer) == "a=b in-memory-trace-id=trace-1 in-memory-span-id=span-2")
                try await caller.withStream(method, first: nil, options: options) { stream in
                    for try await message in stream.responses { #expect(String(buffer: message).hasSuffix("in-memory-span-id=span-3")) }
                }
            }
        }
        let spans = tracer.finishedSpans
        #expect(spans.map(\.operationName) == ["a.B/C", "a.B/C", "the portal's request"])
        #expect(spans[0].kind == .client && spans[0].spanContext.parentSpanID == "span-1")
        #expect(spans[0].attributes.get("rpc.system.name") == "ttrpc" && spans[0].attributes.get("rpc.method") == "a.B/C")
        #expect(spans[0].attributes.get("rpc.response.status_code") == "OK" && spans[0].status == nil)
    }

    @Test("A failed call is a failed span, with its code and reason")
    func failure() async throws {
        let tracer = InMemoryTracer()
        let caller = TracedCaller(base: Echo(failure: WireReason.draining.error("stopping")))
        await withTracer(tracer) {
            _ = await #expect(throws: RPCError.self) { try await caller.unary(method, ByteBuffer(), options: options) }
        }
        let span = try #require(tracer.finishedSpans.first)
        #expect(span.attributes.get("rpc.response.status_code") == "UNAVAILABLE" && span.attributes.get("error.type") == "DRAINING")
        #expect(span.status?.code == .error)
    }
}
