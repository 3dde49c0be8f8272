/// Where transactions run. Implementations: SQLiteStore.
public protocol TransactionalStore: Sendable {
    /// Runs `body` in its own savepoint of the next group commit and completes after that commit is durable (R17).
    ///
    /// Completes on the writer's thread: hand over at once. `isStillWanted` is asked right before the savepoint opens; a member
    /// no longer wanted (deadline over, caller gone) completes with `StoreError.abandoned` and has done nothing.
    func write<Answer: Sendable>(
        isStillWanted: @escaping @Sendable () -> Bool,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    )

    /// Runs `body` on the read pool, off every loop. `isStillWanted` is asked before it begins and, on its thread, every few microseconds
    /// while it runs; a read that nobody waits for any more ends and completes with `StoreError.abandoned`.
    func read<Answer: Sendable>(
        isStillWanted: @escaping @Sendable () -> Bool,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    )

    /// Runs `body` at once on the calling thread, with the reader that belongs to that loop, under a budget of about 1 ms.
    /// Throws `StoreError.overBudget` when it ran out, or the database was busy: start over with `read`.
    func readOnLoop<Answer>(_ loopIndex: Int, _ body: (any ReadTransaction) throws -> Answer) throws -> Answer

    /// The same in a snapshot that reads of the same `arrival`, one after the other, may share. Call `endSharing` soon.
    ///
    /// - Parameter arrival: another number for every moment; reads that were asked before any of them began may have the same.
    func readOnLoop<Answer>(_ loopIndex: Int, sharing arrival: UInt64, _ body: (any ReadTransaction) throws -> Answer) throws -> Answer

    /// No read of that arrival follows.
    func endSharing(onLoop loopIndex: Int)
}

extension TransactionalStore {
    /// A snapshot of its own.
    public func readOnLoop<Answer>(
        _ loopIndex: Int, sharing arrival: UInt64, _ body: (any ReadTransaction) throws -> Answer
    ) throws -> Answer {
        try readOnLoop(loopIndex, body)
    }

    /// Nothing was shared.
    public func endSharing(onLoop loopIndex: Int) {}
}

/// What a store can fail with besides what the use case throws.
public enum StoreError: Error, Sendable, Equatable {
    case overBudget
    /// Not executed: the caller was gone before the savepoint opened, or before the read was over.
    case abandoned
    /// Certainly not executed, e.g. shutting down, or the writer's queue is full.
    case unavailable
    /// The commit reported an error: it may or may not have happened. Retry with the same request id.
    case outcomeUnknown
}

extension TransactionalStore {
    public func write<Answer: Sendable>(_ body: @escaping @Sendable (any WriteTransaction) throws -> Answer) async throws -> Answer {
        try await withCheckedThrowingContinuation { waiting in
            write(isStillWanted: { true }, body) { waiting.resume(with: $0) }
        }
    }

    public func read<Answer: Sendable>(_ body: @escaping @Sendable (any ReadTransaction) throws -> Answer) async throws -> Answer {
        try await withCheckedThrowingContinuation { waiting in
            read(isStillWanted: { true }, body) { waiting.resume(with: $0) }
        }
    }
}
