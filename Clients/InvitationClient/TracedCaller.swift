internal import NIOCore
internal import RPC
internal import RPCTransport
internal import Tracing

/// Makes each call a span of the caller's trace, and tells the server by `traceparent` and `tracestate` in the call's metadata.
///
/// The tracer is the one in force where the call is made: a program bootstraps it once. Without one a call passes as it is; metadata the
/// caller wrote by hand then go out unchanged.
struct TracedCaller: RPCCaller {
    let base: any RPCCaller

    func unary(_ method: MethodDescriptor, _ request: ByteBuffer, options: CallOptions) async throws -> ByteBuffer {
        try await traced(method, options) { try await base.unary(method, request, options: $0) }
    }

    func withStream<Result: Sendable>(
        _ method: MethodDescriptor, first: ByteBuffer?, options: CallOptions,
        _ body: @Sendable (ClientStream) async throws -> Result
    ) async throws -> Result {
        try await traced(method, options) { try await base.withStream(method, first: first, options: $0, body) }
    }

    private func traced<Result>(
        _ method: MethodDescriptor, _ options: CallOptions, _ call: (CallOptions) async throws -> Result
    ) async throws -> Result {
        let tracer = InstrumentationSystem.tracer
        if tracer is NoOpTracer { return try await call(options) }
        let span = tracer.startSpan(method.path, ofKind: .client)
        defer { span.end() }
        span.updateAttributes { RPCAttributes.set(method, in: &$0) }
        var options = options
        tracer.inject(span.context, into: &options.metadata, using: MetadataInjector())
        do {
            let result = try await ServiceContext.$current.withValue(span.context) { try await call(options) }
            span.updateAttributes { RPCAttributes.set(.ok, in: &$0) }
            return result
        } catch {
            let code = (error as? RPCError)?.code ?? (error is CancellationError ? .cancelled : .unknown)
            span.updateAttributes { attributes in
                RPCAttributes.set(code, in: &attributes)
                attributes["error.type"] = (error as? RPCError)?.reason ?? code.description
            }
            span.setStatus(SpanStatus(code: .error))
            throw error
        }
    }
}
