internal import InvitationStore
internal import NIOCore
internal import ProtobufRuntime
internal import RPC
internal import Synchronization

/// How handlers reach the store: with the call's deadline and its caller's patience, and with errors a caller can act on.
struct StoreCalls: Sendable {
    let store: any TransactionalStore

    /// Runs a read at once, on the call's loop, in a snapshot that it may share with the calls it arrived with.
    func readOnLoop<Answer>(_ context: ServerContext, _ body: (any ReadTransaction) throws -> Answer) throws -> Answer {
        guard context.arrival > 0 else { return try store.readOnLoop(context.loopIndex, body) }
        return try store.readOnLoop(context.loopIndex, sharing: context.arrival, body)
    }

    /// Runs a read on the read pool; the answer arrives on the call's loop.
    func readLater<Answer: Sendable>(
        _ context: ServerContext, _ body: @escaping @Sendable (any ReadTransaction) throws -> Answer
    ) -> EventLoopFuture<Answer> {
        let promise = context.eventLoop.makePromise(of: Answer.self)
        store.read(isStillWanted: Self.patience(of: context), body) { promise.completeWith($0) }
        return promise.futureResult.translatingErrors()
    }

    /// Hands a write to the next group commit; the answer arrives on the call's loop. A caller that goes away withdraws it, as long as
    /// its savepoint has not opened.
    func write<Answer: Sendable>(
        _ context: ServerContext, _ body: @escaping @Sendable (any WriteTransaction) throws -> Answer
    ) -> EventLoopFuture<Answer> {
        let promise = context.eventLoop.makePromise(of: Answer.self)
        store.write(isStillWanted: Self.patience(of: context), body) { promise.completeWith($0) }
        return promise.futureResult.translatingErrors()
    }

    /// The same for an `async` handler.
    func write<Answer: Sendable>(
        _ context: ServerContext, _ body: @escaping @Sendable (any WriteTransaction) throws -> Answer
    ) async throws -> Answer {
        let patience = Patience(until: context.deadline)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiting in
                store.write(isStillWanted: patience.lasts, body) { waiting.resume(with: $0) }
            }
        } onCancel: {
            patience.end()
        }
    }

    func read<Answer: Sendable>(
        _ context: ServerContext, _ body: @escaping @Sendable (any ReadTransaction) throws -> Answer
    ) async throws -> Answer {
        let patience = Patience(until: context.deadline)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiting in
                store.read(isStillWanted: patience.lasts, body) { waiting.resume(with: $0) }
            }
        } onCancel: {
            patience.end()
        }
    }

    private static func patience(of context: ServerContext) -> @Sendable () -> Bool {
        let (deadline, caller) = (context.deadline, context.caller)
        return { caller.isThere && NIODeadline.now() < deadline }
    }
}

extension EventLoopFuture {
    /// Fails with what a caller can be told, where there is such a thing.
    fileprivate func translatingErrors() -> EventLoopFuture<Value> {
        flatMapErrorThrowing { throw RPCError.telling($0) ?? $0 }
    }

    /// The encoded response made from the value.
    func encoded<Response: ProtobufMessage>(_ response: @escaping @Sendable (Value) -> Response) -> EventLoopFuture<ByteBuffer> {
        flatMapThrowing { try response($0).encoded() }
    }
}

/// Whether somebody still waits for a call's answer.
private final class Patience: Sendable {
    private let deadline: NIODeadline
    private let hasEnded = Atomic(false)

    init(until deadline: NIODeadline) { self.deadline = deadline }

    @Sendable func lasts() -> Bool { !hasEnded.load(ordering: .relaxed) && NIODeadline.now() < deadline }

    func end() { hasEnded.store(true, ordering: .relaxed) }
}
