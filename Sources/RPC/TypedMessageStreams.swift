public import ProtobufRuntime

/// The messages that arrive on a stream, decoded one by one as they are asked for. One consumer.
public struct DecodedMessages<Message: ProtobufMessage>: AsyncSequence, Sendable {
    public typealias Element = Message
    public typealias Failure = any Error

    private let messages: IncomingMessages
    private let areRequests: Bool

    /// What a server receives: a bad message is the client's fault, INVALID_ARGUMENT.
    public init(requests: IncomingMessages) {
        messages = requests
        areRequests = true
    }

    /// What a client receives: a bad message is the server's fault, INTERNAL.
    public init(responses: IncomingMessages) {
        messages = responses
        areRequests = false
    }

    /// Walks the stream. Throws `RPCError`.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var messages: IncomingMessages.AsyncIterator
        let areRequests: Bool

        /// The next message; nil when the peer has sent its last.
        public mutating func next() async throws -> Message? {
            guard let buffer = try await messages.next() else { return nil }
            return areRequests ? try Message(decoding: buffer) : try Message(decodingResponse: buffer)
        }
    }

    /// Begins to take the messages.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(messages: messages.makeAsyncIterator(), areRequests: areRequests)
    }
}

/// Where the typed messages of a stream go.
public struct MessageWriter<Message: ProtobufMessage>: Sendable {
    private let messages: any OutgoingMessages
    private let areRequests: Bool

    /// What a client sends.
    public init(requests: any OutgoingMessages) {
        messages = requests
        areRequests = true
    }

    /// What a server sends.
    public init(responses: any OutgoingMessages) {
        messages = responses
        areRequests = false
    }

    /// Encodes and sends one message; returns when it is accepted into the bounded outbound buffer. Throws `RPCError`.
    public func send(_ message: Message) async throws {
        try await messages.send(areRequests ? message.encodedRequest() : message.encoded())
    }
}

/// The client's end of a bidirectional call.
public struct TypedClientStream<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
    public let requests: MessageWriter<Request>
    public let responses: DecodedMessages<Response>
    private let stream: ClientStream

    public init(_ stream: ClientStream) {
        self.stream = stream
        requests = MessageWriter(requests: stream.requests)
        responses = DecodedMessages(responses: stream.responses)
    }

    /// Half-closes: no more requests follow.
    public func finishRequests() async throws { try await stream.finishRequests() }
}
