internal import GRDBSQLite
internal import InvitationStore
internal import Invitations

/// What the writer does when nobody waits, and now and then on a busy day, in steps of about a millisecond: copies the log back, encodes rows anew that are no longer
/// true, forgets answers that are 7 days old, and what a school's policy does not keep any longer.
final class Upkeep {
    private let connection: Connection
    private let configuration: StoreConfiguration
    private let clock: WallClock
    private let encoder: ListRowEncoder
    private let retention: Retention
    /// The log holds what somebody wanted forgotten (R39): it is emptied as soon as no reader needs it.
    private var mustEmptyLog = false
    private static let rowsPerStep = 50
    private static let answersPerStep = 200

    init(_ connection: Connection, _ configuration: StoreConfiguration, clock: WallClock, encoder: @escaping ListRowEncoder) {
        self.connection = connection
        self.configuration = configuration
        self.clock = clock
        self.encoder = encoder
        retention = Retention(connection)
        connection.watchLog()
    }

    /// Between batches, whoever waits: the log must not grow without end.
    func checkpointIfLarge() {
        if connection.logPages >= configuration.checkpointPagesMax { checkpoint() }
    }

    /// R39: what was erased is overwritten in the file by the checkpoint, and goes from the log when that is cut off. A reader that holds on
    /// delays it to the next time: see ``comesBackAfter``.
    func emptyLogSoon() {
        // Never waiting for that reader: other calls wait for the writer.
        sqlite3_busy_timeout(connection.handle, 0)
        defer { sqlite3_busy_timeout(connection.handle, Int32(configuration.writerBusyTimeout.asSeconds * 1000)) }
        mustEmptyLog = sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil) != SQLITE_OK
        guard !mustEmptyLog else { return }
        connection.logPages = 0
        configuration.afterLogEmptied?()
    }

    /// How long the writer may rest although nobody calls; nil: for ever. What was erased is not to wait for the next write.
    var comesBackAfter: Duration? { mustEmptyLog ? configuration.logEmptiedAgainAfter : nil }

    /// Answers whether there may be more to do.
    func step(takeStale: (Int) -> [StaleRow]) -> Bool {
        let stale = takeStale(Self.rowsPerStep)
        let now = clock.now()
        if mustEmptyLog { emptyLogSoon() }
        do {
            if !stale.isEmpty {
                try inTransaction { try encode(stale, at: now) }
                return true
            }
            if try hasOldAnswers(at: now) {
                try inTransaction { try forgetAnswers(at: now) }
                return true
            }
            if retention.isDue(at: now) {
                try inTransaction { try retention.step(at: now) }
                return true
            }
        } catch {
            // The next call, or the next reader, asks for it again.
            return false
        }
        if connection.logPages >= configuration.checkpointPages { checkpoint() }
        return false
    }

    /// Copies what no reader still needs; a reader that holds on delays the rest to the next time.
    private func checkpoint() {
        var total: Int32 = 0
        var copied: Int32 = 0
        sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, &total, &copied)
        // The next commit starts the log from its beginning if all is copied and nobody reads it.
        if total == copied { connection.logPages = 0 }
    }

    private func encode(_ rows: [StaleRow], at now: Instant) throws {
        let transaction = SQLiteTransaction(connection, now: now, encoder: encoder, collectMax: 0)
        for row in rows {
            guard let school = try transaction.school(row.school) else { continue }
            try transaction.refreshListRow(of: row.pupil, school: school)
        }
    }

    private func hasOldAnswers(at now: Instant) throws -> Bool {
        try connection.run(Self.oldestAnswer) { statement in
            try statement.step() && statement.int64(0) <= Self.forgetBefore(now)
        }
    }

    private func forgetAnswers(at now: Instant) throws {
        try connection.run(Self.forget) { statement in
            statement.bind(1, Self.forgetBefore(now))
            statement.bind(2, Int64(Self.answersPerStep))
            try statement.run()
        }
    }

    private static func forgetBefore(_ now: Instant) -> Int64 { now.advanced(by: .zero - RecordedAnswers.kept).milliseconds }

    private func inTransaction(_ body: () throws -> Void) throws {
        try connection.execute("BEGIN IMMEDIATE")
        do {
            try body()
            try connection.execute("COMMIT")
        } catch {
            if !connection.isAutocommitting { try? connection.execute("ROLLBACK") }
            throw error
        }
    }

    /// Keys rise with time: the oldest stands first.
    private static let oldestAnswer = Query("SELECT at FROM recorded_answer ORDER BY key LIMIT 1")
    private static let forget = Query(
        "DELETE FROM recorded_answer WHERE key IN (SELECT key FROM recorded_answer ORDER BY key LIMIT ?2) AND at <= ?1")
}
