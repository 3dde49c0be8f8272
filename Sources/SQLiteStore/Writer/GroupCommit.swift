internal import InvitationStore
internal import Invitations

/// Runs a batch: one transaction, each member in its own savepoint, one flush, then all answers.
///
/// An interrupted or failed statement can roll back the *whole* transaction, released savepoints included (measured: disk
/// full, I/O errors). SQLite then commits by itself again, which is the sign: the guilty member fails and all before it run
/// again in a new transaction, those that were refused too: what they were refused for went with the old one. They are
/// deterministic in their recorded instants and random bytes.
final class GroupCommit {
    private let connection: Connection
    private let configuration: StoreConfiguration
    private let clock: WallClock
    private let encoder: ListRowEncoder
    private let letterFrames = LetterFrames()
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
                waiting.insert(contentsOf: batch.members, at: 0)
                batch.members = []
                batch.refusals = [:]
                batch.hasQueuedMail = false
                batch.summary.hasErased = false
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
            report(.begin, error)
            for member in waiting { member.fail(StoreError.unavailable) }
            waiting = []
            return nil
        }
        let changesBefore = connection.totalChanges
        while batch.members.count < configuration.batchMembersMax {
            if waiting.isEmpty { waiting = more() }
            guard !waiting.isEmpty, batch.members.isEmpty || work.now < batch.endsAt else { break }
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
            connection, now: startedAt, encoder: encoder, collectMax: configuration.poolCollectMax, letterFrames: letterFrames)
        do {
            try connection.perform(Self.savepoint)
            try member.run(transaction)
            try transaction.refreshWaitingListRows()
            if connection.isAutocommitting { throw StoreError.unavailable }
            try connection.perform(Self.release)
            batch.members.append(member)
            batch.hasQueuedMail = batch.hasQueuedMail || transaction.hasQueuedMail
            batch.summary.hasErased = batch.summary.hasErased || transaction.hasErased
            return true
        } catch {
            if connection.isAutocommitting || !undoSavepoint() {
                report(.member, error)
                try? rollBackAll()
                member.fail(StoreError.unavailable)
                return false
            }
            batch.refusals[batch.members.count] = publicError(error)
            batch.members.append(member)
            return true
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
            report(.commit, error)
            // It may or may not be on the disk: a ghost row can be there after a restart.
            try? rollBackAll()
            // Who was refused has done nothing for certain; why it was refused may be gone with those before it.
            batch.answer { member, refusal in member.fail(refusal == nil ? StoreError.outcomeUnknown : StoreError.unavailable) }
            return
        }
        let doneCount = batch.members.count - batch.refusals.count
        if hasChanged && doneCount > 0 {
            batch.summary.members = doneCount
            configuration.afterCommit?(CommitSummary(members: doneCount, logPages: connection.logPages))
        }
        batch.answer { member, refusal in
            if let refusal { member.fail(refusal) } else { member.succeed() }
        }
        if batch.hasQueuedMail { configuration.afterMailQueued?() }
    }

    /// What a use case threw goes to its caller as it is; the machine's trouble is `unavailable`.
    private func publicError(_ error: any Error) -> any Error {
        guard let error = error as? SQLiteError, error.isUnavailability else { return error }
        report(.member, error)
        return StoreError.unavailable
    }

    /// Callers learn what to do; the operator learns why.
    private func report(_ step: StoreFailure.Step, _ error: any Error) {
        configuration.onFailure?(StoreFailure(step: step, cause: "\(error)"))
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
    /// All that ran, in their order.
    var members: [Member] = []
    /// What those that threw are told, by their place in `members`.
    var refusals: [Int: any Error] = [:]
    var hasQueuedMail = false
    var summary = BatchSummary()

    func answer(_ tell: (Member, (any Error)?) -> Void) {
        for (index, member) in members.enumerated() { tell(member, refusals[index]) }
    }
}

/// What became of a batch.
struct BatchSummary {
    /// Durable ones; 0 when nothing was written.
    var members = 0
    var restarts = 0
    /// The log is to be emptied (R39).
    var hasErased = false
}
