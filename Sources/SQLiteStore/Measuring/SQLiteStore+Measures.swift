internal import InvitationStore
public import Invitations

/// What the outbox holds.
public struct OutboxMeasures: Sendable, Hashable {
    /// Mails that have not ended, by state.
    public var counts: [DeliveryState: Int]
    /// Those of them that wait for somebody, by what they wait for.
    public var held: [HoldCause: Int] = [:]
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
            var measures = try transaction.openMail()
            measures.dueSince = try transaction.nextMailDue().flatMap { $0 <= now ? $0 : nil }
            return measures
        }
    }
}

extension SQLiteTransaction {
    /// By the index of mails that have not ended: however much has ended, it costs as much as there is open.
    fileprivate func openMail() throws -> OutboxMeasures {
        var measures = OutboxMeasures(counts: [.queued: 0, .deferred: 0, .held: 0])
        try connection.run(Self.openMails) { statement in
            while try statement.step() {
                let count = Int(statement.int64(2))
                if let state = DeliveryState(rawValue: Int32(statement.int64(0))) { measures.counts[state, default: 0] += count }
                if let cause = statement.int64OrNil(1).flatMap(HoldCause.init) { measures.held[cause] = count }
            }
        }
        return measures
    }

    /// One that is held and due was released.
    private static let openMails = Query(
        """
        SELECT state, CASE WHEN state = 6 AND due_at IS NULL THEN hold END, count(*)
        FROM outbox INDEXED BY outbox_open WHERE state IN (1, 3, 6) GROUP BY 1, 2
        """)
}
