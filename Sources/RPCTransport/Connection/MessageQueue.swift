import NIOCore
import RPC
import Synchronization

/// The messages of one stream between the event loop that receives them and the task that takes them.
///
/// The loop pushes, one consumer calls `next`. Bounded by the connection's credit: whoever pushes has asked its state machine.
final class MessageQueue: Sendable {
    private struct State {
        var messages = CircularBuffer<ByteBuffer>()
        var consumer: CheckedContinuation<ByteBuffer?, any Error>?
        var isEnded = false
        var failure: RPCError?
        /// Credit cost of what was taken and not reported yet.
        var taken = 0
    }

    private enum Step {
        case answer(ByteBuffer?)
        case fail(any Error)
        case wait
    }

    /// Reports are gathered up to this many bytes, unless the queue is empty.
    private static let reportBytes = 64 << 10

    private let state = Mutex(State())
    private let onTaken: @Sendable (Int) -> Void

    /// - Parameter onTaken: told the credit cost of what the consumer took; called on any thread.
    init(onTaken: @escaping @Sendable (Int) -> Void) { self.onTaken = onTaken }

    /// What ended the stream early, if something did.
    var failure: RPCError? { state.withLock { $0.failure } }

    // MARK: The loop's side

    func push(_ message: ByteBuffer) {
        let (consumer, taken) = state.withLock { state -> (CheckedContinuation<ByteBuffer?, any Error>?, Int) in
            guard !state.isEnded else { return (nil, 0) }
            guard let consumer = state.consumer else {
                state.messages.append(message.withoutLargeStorage())
                return (nil, 0)
            }
            state.consumer = nil
            return (consumer, message.creditCost)
        }
        consumer?.resume(returning: message)
        if taken > 0 { onTaken(taken) }
    }

    /// No messages follow.
    func end() {
        let consumer = state.withLock { state in
            state.isEnded = true
            return state.consumer.take()
        }
        consumer?.resume(returning: nil)
    }

    /// The stream is over, badly. What waits is still handed out first, or thrown away.
    func fail(_ error: RPCError, discardingMessages: Bool) {
        let consumer = state.withLock { state -> CheckedContinuation<ByteBuffer?, any Error>? in
            if state.failure == nil { state.failure = error }
            state.isEnded = true
            if discardingMessages { state.messages.removeAll() }
            return state.consumer.take()
        }
        consumer?.resume(throwing: error)
    }

    // MARK: The consumer's side

    /// The next message; nil at the end. Throws `RPCError`: what failed the stream, or CANCELLED when the task is cancelled.
    func next() async throws -> ByteBuffer? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                switch take(orWait: continuation) {
                case .answer(let message): continuation.resume(returning: message)
                case .fail(let error): continuation.resume(throwing: error)
                case .wait: break
                }
            }
        } onCancel: {
            state.withLock { $0.consumer.take() }?.resume(throwing: Self.cancelled)
        }
    }

    private func take(orWait continuation: CheckedContinuation<ByteBuffer?, any Error>) -> Step {
        let (step, taken) = state.withLock { state -> (Step, Int) in
            if let message = state.messages.popFirst() {
                state.taken += message.creditCost
                guard state.messages.isEmpty || state.taken >= Self.reportBytes else { return (.answer(message), 0) }
                defer { state.taken = 0 }
                return (.answer(message), state.taken)
            }
            if let failure = state.failure { return (.fail(failure), 0) }
            if state.isEnded { return (.answer(nil), 0) }
            // Cancellation sets the flag before it runs the handler: seen here, or the handler finds the consumer.
            if Task.isCancelled { return (.fail(Self.cancelled), 0) }
            guard state.consumer == nil else { return (.fail(Self.secondConsumer), 0) }
            state.consumer = continuation
            return (.wait, 0)
        }
        if taken > 0 { onTaken(taken) }
        return step
    }

    private static let cancelled = WireReason.cancelled.error("The call was cancelled.")
    private static let secondConsumer = WireReason.internalError.error("A stream's messages have one consumer.")
}

extension ByteBuffer {
    /// The same bytes; copied when they would keep a much larger receive buffer alive while they wait.
    fileprivate func withoutLargeStorage() -> ByteBuffer {
        guard storageCapacity > 4 * readableBytes + 1024 else { return self }
        var copy = ByteBufferAllocator().buffer(capacity: readableBytes)
        copy.writeImmutableBuffer(self)
        return copy
    }
}
