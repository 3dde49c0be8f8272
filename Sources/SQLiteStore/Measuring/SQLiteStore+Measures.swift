internal import InvitationStore
public import Invitations

/// What the outbox holds.
public struct OutboxMeasures: Sendable, Hashable {
    /// Mails that have not ended, by state.
    public var counts: [DeliveryState: Int]
    /// Since when the longest waiting of them that is due could have left; nil: none is due.
    public var dueSince: Instant?
}

extension SQLiteStore {
    /// Counts what has not ended, off the loops and beside the writer.
    ///
    /// - Throws: `StoreError`.
    public func measureOutbox() async throws -> OutboxMeasures {
        try await readRaw { transaction in
            let now = transaction.now
            return OutboxMeasures(
                counts: try transaction.openMailCounts(), dueSince: try transaction.nextMailDue().flatMap { $0 <= now ? $0 : nil })
        }
    }
}

extension SQLiteTransaction {
    /// By the index of mails that have not ended: however much has ended, it costs as much as there is open.
    fileprivate func openMailCounts() throws -> [DeliveryState: Int] {
        var counts: [DeliveryState: Int] = [.queued: 0, .deferred: 0, .held: 0]
        try connection.run(Self.openMails) { statement in
            while try statement.step() {
                if let state = DeliveryState(rawValue: Int32(statement.int64(0))) { counts[state] = Int(statement.int64(1)) }
            }
        }
        return counts
    }

    private static let openMails = Query(
        "SELECT state, count(*) FROM outbox INDEXED BY outbox_open WHERE state IN (1, 3, 6) GROUP BY state")
}
