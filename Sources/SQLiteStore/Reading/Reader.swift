internal import InvitationStore
internal import Invitations

/// One read-only connection under a budget. Used by one thread at a time, which its owner guarantees.
final class Reader {
    private let connection: Connection
    private let budget = ReadBudget()
    private let encoder: ListRowEncoder
    /// What is open for the reads of an arrival that may follow. They have its instant too.
    private var shared: (arrival: UInt64, transaction: SQLiteTransaction)?

    init(_ connection: Connection, encoder: @escaping ListRowEncoder) {
        self.connection = connection
        self.encoder = encoder
        budget.watch(connection)
    }

    /// Runs `body` in one snapshot. Throws `StoreError.overBudget` when the time is over or the database busy, and `abandoned` when
    /// nobody waits for the answer any more.
    ///
    /// - Parameter arrival: the snapshot stays open, for the next read if that has the same number, until `endSharing`. Taking and giving
    ///   back one costs four system calls, more than what a small read does in it.
    func read<Answer>(
        at now: Instant, within time: Duration, collectMax: Int, sharing arrival: UInt64? = nil,
        isStillWanted: @escaping () -> Bool = { true }, noteStale: ([StaleRow]) -> Void, _ body: (SQLiteTransaction) throws -> Answer
    ) throws -> Answer {
        var isKept = false
        defer {
            budget.stop()
            if !isKept { endSharing() }
        }
        do {
            let transaction = try transaction(sharing: arrival, at: now, collectMax: collectMax)
            budget.start(time, isStillWanted: isStillWanted)
            let answer = try body(transaction)
            if !transaction.staleRows.isEmpty {
                noteStale(transaction.staleRows)
                transaction.staleRows = []
            }
            isKept = arrival != nil
            return answer
        } catch let error where (error as? SQLiteError)?.isBudgetOver == true || error as? StoreError == .overBudget {
            throw isStillWanted() ? StoreError.overBudget : StoreError.abandoned
        }
    }

    /// The open one of this arrival, or else a new one.
    private func transaction(sharing arrival: UInt64?, at now: Instant, collectMax: Int) throws -> SQLiteTransaction {
        if let shared, shared.arrival == arrival { return shared.transaction }
        endSharing()
        try connection.perform(Self.begin)
        let transaction = SQLiteTransaction(connection, now: now, encoder: encoder, budget: budget, collectMax: collectMax)
        if let arrival { shared = (arrival, transaction) }
        return transaction
    }

    /// Gives the snapshot back.
    func endSharing() {
        shared = nil
        if !connection.isAutocommitting { try? connection.perform(Self.end) }
    }

    func close() {
        endSharing()
        try? connection.close()
    }

    private static let begin = Query("BEGIN")
    /// Nothing was written: a rollback is the cheaper way to end a snapshot, and it cannot fail.
    private static let end = Query("ROLLBACK")
}
