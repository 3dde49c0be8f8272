internal import NIOCore
public import ProtobufRuntime

/// The four kinds of call on typed messages: what generated clients consist of. Every method throws `RPCError`.
extension RPCCaller {
    /// One request, one response.
    public func unary<Request: ProtobufMessage, Response: ProtobufMessage>(
        _ method: MethodDescriptor, _ request: Request, options: CallOptions
    ) async throws -> Response {
        try Response(decodingResponse: await unary(method, request.encodedRequest(), options: options))
    }

    /// Many requests, one response. When `send` returns there are no more requests.
    public func clientStreaming<Request: ProtobufMessage, Response: ProtobufMessage>(
        _ method: MethodDescriptor, options: CallOptions, send: @Sendable (MessageWriter<Request>) async throws -> Void
    ) async throws -> Response {
        try await withStream(method, first: nil, options: options) { stream in
            try await send(MessageWriter(requests: stream.requests))
            try await stream.finishRequests()
            var responses = DecodedMessages<Response>(responses: stream.responses).makeAsyncIterator()
            guard let response = try await responses.next() else {
                throw RPCError(.internal, reason: "NO_RESPONSE", "The server ended \(method.path) without an answer.")
            }
            return response
        }
    }

    /// One request, many responses.
    public func serverStreaming<Request: ProtobufMessage, Response: ProtobufMessage, Result: Sendable>(
        _ method: MethodDescriptor, _ request: Request, options: CallOptions,
        receive: @Sendable (DecodedMessages<Response>) async throws -> Result
    ) async throws -> Result {
        try await withStream(method, first: request.encodedRequest(), options: options) { stream in
            try await receive(DecodedMessages(responses: stream.responses))
        }
    }

    /// Many requests, many responses, in any order.
    public func bidirectional<Request: ProtobufMessage, Response: ProtobufMessage, Result: Sendable>(
        _ method: MethodDescriptor, options: CallOptions,
        _ body: @Sendable (TypedClientStream<Request, Response>) async throws -> Result
    ) async throws -> Result {
        try await withStream(method, first: nil, options: options) { stream in try await body(TypedClientStream(stream)) }
    }
}
