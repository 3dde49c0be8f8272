internal import InvitationStore
internal import Invitations

/// One read-only connection under a budget. Used by one thread at a time, which its owner guarantees.
final class Reader {
    private let connection: Connection
    private let budget = ReadBudget()
    private let encoder: ListRowEncoder

    init(_ connection: Connection, encoder: @escaping ListRowEncoder) {
        self.connection = connection
        self.encoder = encoder
        budget.watch(connection)
    }

    /// Runs `body` in one snapshot. Throws `StoreError.overBudget` when the time is over or the database busy, and `abandoned` when
    /// nobody waits for the answer any more.
    func read<Answer>(
        at now: Instant, within time: Duration, collectMax: Int, isStillWanted: @escaping () -> Bool = { true },
        noteStale: ([StaleRow]) -> Void, _ body: (SQLiteTransaction) throws -> Answer
    ) throws -> Answer {
        let transaction = SQLiteTransaction(connection, now: now, encoder: encoder, budget: budget, collectMax: collectMax)
        do {
            try connection.perform(Self.begin)
            defer { end() }
            budget.start(time, isStillWanted: isStillWanted)
            let answer = try body(transaction)
            if !transaction.staleRows.isEmpty { noteStale(transaction.staleRows) }
            return answer
        } catch let error where (error as? SQLiteError)?.isBudgetOver == true || error as? StoreError == .overBudget {
            throw isStillWanted() ? StoreError.overBudget : StoreError.abandoned
        }
    }

    func close() { try? connection.close() }

    private func end() {
        budget.stop()
        if !connection.isAutocommitting { try? connection.perform(Self.end) }
    }

    private static let begin = Query("BEGIN")
    /// Nothing was written: a rollback is the cheaper way to end a snapshot, and it cannot fail.
    private static let end = Query("ROLLBACK")
}
