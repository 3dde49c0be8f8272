public import Invitations
internal import Synchronization

/// Asks a store whether it still does what it is there for, and takes no answer for a no.
///
/// A hung disk answers nothing at all, so every question has a time limit; a write that nobody waits for any longer is passed over when its
/// turn comes.
public struct StoreProbe: Sendable {
    private let store: any TransactionalStore
    private let patience: Duration
    private let clock: any Clock<Duration>

    /// - Parameters:
    ///   - patience: how long an answer may take; longer than the writer waits for another process.
    ///   - clock: what it is measured by; monotonic.
    public init(_ store: any TransactionalStore, patience: Duration = .seconds(8), clock: any Clock<Duration> = ContinuousClock()) {
        self.store = store
        self.patience = patience
        self.clock = clock
    }

    /// Commits a tiny write with whatever else is waiting. nil: it is durable; else what is wrong, for the log.
    public func whatKeepsFromWriting() async -> String? {
        switch await asked({ isWanted, completion in store.write(isStillWanted: isWanted, { try $0.touch() }, completion: completion) }) {
        case .success: nil
        case .failure(let error): "no write can be committed: \(error)"
        case nil: "no write was committed within \(patience)"
        }
    }

    /// When mail should have left, or should leave next; nil: none waits.
    ///
    /// - Throws: what the store fails with; `StoreError.unavailable` if it does not answer.
    public func nextMailDue() async throws -> Instant? {
        let answer = await asked { isWanted, completion in
            store.read(isStillWanted: isWanted, { try $0.nextMailDue() }, completion: completion)
        }
        guard let answer else { throw StoreError.unavailable }
        return try answer.get()
    }

    /// nil: there was no answer in time.
    private func asked<Answer: Sendable>(
        _ ask: (@escaping @Sendable () -> Bool, @escaping @Sendable (Result<Answer, any Error>) -> Void) -> Void
    ) async -> Result<Answer, any Error>? {
        let isWanted = SharedFlag()
        defer { isWanted.isSet.withLock { $0 = false } }
        let (answers, answering) = AsyncStream.makeStream(of: Result<Answer, any Error>.self, bufferingPolicy: .bufferingOldest(1))
        ask({ isWanted.isSet.withLock { $0 } }) { answer in
            answering.yield(answer)
            answering.finish()
        }
        return await withTaskGroup(of: Result<Answer, any Error>?.self) { group in
            group.addTask {
                for await answer in answers { return answer }
                return nil
            }
            group.addTask { [clock, patience] in
                try? await clock.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}

private final class SharedFlag: Sendable {
    let isSet = Mutex(true)
}
