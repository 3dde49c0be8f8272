internal import InvitationStore
internal import Invitations

/// Runs a batch: one transaction, each member in its own savepoint, one flush, then all answers.
///
/// An interrupted or failed statement can roll back the *whole* transaction, released savepoints included (measured: disk
/// full, I/O errors). SQLite then commits by itself again, which is the sign: the guilty member fails and the innocent run
/// again in a new transaction. They are deterministic in their recorded instants and random bytes.
final class GroupCommit {
    private let connection: Connection
    private let configuration: StoreConfiguration
    private let clock: WallClock
    private let encoder: ListRowEncoder
    private let work = ContinuousClock()

    init(_ connection: Connection, _ configuration: StoreConfiguration, clock: WallClock, encoder: @escaping ListRowEncoder) {
        self.connection = connection
        self.configuration = configuration
        self.clock = clock
        self.encoder = encoder
    }

    /// Takes members from the front of `waiting`, and from `more` once that is empty, until the batch is full.
    func run(_ waiting: inout [Member], more: () -> [Member]) -> BatchSummary {
        var batch = Batch(endsAt: work.now.advanced(by: configuration.batchWork))
        while let ending = attempt(&batch, &waiting, more: more) {
            switch ending {
            case .done: return batch.summary
            case .broken:
                // The innocent go first, in their order.
                waiting.insert(contentsOf: batch.done, at: 0)
                batch.done = []
                batch.hasQueuedMail = false
                batch.summary.restarts += 1
            }
        }
        return batch.summary
    }

    /// Closes the connection, after copying the log back as far as readers allow.
    func finish() {
        try? connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try? connection.close()
    }

    private enum Ending {
        case done
        case broken
    }

    /// nil: nothing could begin; everyone taken was told.
    private func attempt(_ batch: inout Batch, _ waiting: inout [Member], more: () -> [Member]) -> Ending? {
        do {
            try connection.perform(Self.begin)
        } catch {
            for member in waiting { member.fail(StoreError.unavailable) }
            for (member, error) in batch.failed { member.fail(error) }
            waiting = []
            batch.failed = []
            return nil
        }
        let changesBefore = connection.totalChanges
        while batch.done.count < configuration.batchMembersMax {
            if waiting.isEmpty { waiting = more() }
            guard !waiting.isEmpty, batch.done.isEmpty || work.now < batch.endsAt else { break }
            let member = waiting.removeFirst()
            guard member.isStillWanted() else {
                member.fail(StoreError.abandoned)
                continue
            }
            if !runMember(member, &batch) { return .broken }
        }
        commit(&batch, hasChanged: connection.totalChanges != changesBefore)
        return .done
    }

    /// Answers false when the batch is gone.
    private func runMember(_ member: Member, _ batch: inout Batch) -> Bool {
        let startedAt = member.startedAt ?? clock.now()
        member.startedAt = startedAt
        let transaction = SQLiteTransaction(
            connection, now: startedAt, encoder: encoder, collectMax: configuration.poolCollectMax)
        do {
            try connection.perform(Self.savepoint)
            try member.run(transaction)
            if connection.isAutocommitting { throw StoreError.unavailable }
            try connection.perform(Self.release)
            batch.done.append(member)
            batch.hasQueuedMail = batch.hasQueuedMail || transaction.hasQueuedMail
            return true
        } catch {
            let isBroken = connection.isAutocommitting || !undoSavepoint()
            batch.failed.append((member, Self.publicError(error)))
            if isBroken { try? rollBackAll() }
            return !isBroken
        }
    }

    private func undoSavepoint() -> Bool {
        do {
            try connection.perform(Self.rollbackToSavepoint)
            try connection.perform(Self.release)
            return true
        } catch {
            return false
        }
    }

    private func rollBackAll() throws {
        if !connection.isAutocommitting { try connection.perform(Self.rollback) }
    }

    private func commit(_ batch: inout Batch, hasChanged: Bool) {
        do {
            try connection.perform(Self.commitQuery)
        } catch {
            // It may or may not be on the disk: a ghost row can be there after a restart.
            try? rollBackAll()
            for member in batch.done { member.fail(StoreError.outcomeUnknown) }
            for (member, error) in batch.failed { member.fail(error) }
            return
        }
        if hasChanged && !batch.done.isEmpty {
            batch.summary.members = batch.done.count
            configuration.afterCommit?(CommitSummary(members: batch.done.count, logPages: connection.logPages))
        }
        for member in batch.done { member.succeed() }
        for (member, error) in batch.failed { member.fail(error) }
        if batch.hasQueuedMail { configuration.afterMailQueued?() }
    }

    /// What a use case threw goes to its caller as it is; the machine's trouble is `unavailable`.
    private static func publicError(_ error: any Error) -> any Error {
        if let error = error as? SQLiteError, error.isUnavailability { return StoreError.unavailable }
        return error
    }

    private static let begin = Query("BEGIN IMMEDIATE")
    private static let savepoint = Query("SAVEPOINT member")
    private static let release = Query("RELEASE member")
    private static let rollbackToSavepoint = Query("ROLLBACK TO member")
    private static let commitQuery = Query("COMMIT")
    private static let rollback = Query("ROLLBACK")
}

private struct Batch {
    let endsAt: ContinuousClock.Instant
    var done: [Member] = []
    var failed: [(Member, any Error)] = []
    var hasQueuedMail = false
    var summary = BatchSummary()
}

/// What became of a batch.
struct BatchSummary {
    /// Durable ones; 0 when nothing was written.
    var members = 0
    var restarts = 0
}
