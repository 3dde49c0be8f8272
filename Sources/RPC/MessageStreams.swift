public import NIOCore

/// The messages that arrive on a stream, still encoded, in order; ends when the peer closed its side.
///
/// One consumer. Back-pressure: bytes are credited back to the peer as they are taken, not as they arrive.
public struct IncomingMessages: AsyncSequence, Sendable {
    /// One encoded message; possibly empty.
    public typealias Element = ByteBuffer
    /// Always an `RPCError`.
    public typealias Failure = any Error

    private let nextMessage: @Sendable () async throws -> ByteBuffer?

    /// `next` answers nil at the end, and throws `RPCError` when the stream failed or its deadline passed.
    public init(next: @escaping @Sendable () async throws -> ByteBuffer?) { self.nextMessage = next }

    /// The one consumer's place in the stream.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let nextMessage: @Sendable () async throws -> ByteBuffer?
        /// The next message; nil at the end.
        public mutating func next() async throws -> ByteBuffer? { try await nextMessage() }
    }
    /// Begins to take messages. Two iterators would share them.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(nextMessage: nextMessage) }
}

/// Where a stream's messages go. `send` returns when the message is accepted into the bounded outbound buffer.
public protocol OutgoingMessages: Sendable {
    /// Throws `RPCError` when the stream is over.
    func send(_ message: ByteBuffer) async throws
}
