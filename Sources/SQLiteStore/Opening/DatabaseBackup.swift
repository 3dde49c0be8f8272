internal import GRDB
internal import Glibc
public import Invitations

/// Copies a store's file while a daemon writes to it, checks the copy, and makes it one whose mail waits (R41).
///
/// SQLite's own backup, in one step: the copy is one moment of the database, and the daemon goes on meanwhile. What the copy says is on its way
/// may have left since, so in the copy all of it is `HELD` until an operator releases it: a daemon started on it sends nothing twice unseen. Which
/// links were taken back since it knows as little: its schools are marked, and no link of theirs works before that release.
public enum DatabaseBackup {
    /// What was copied.
    public struct Summary: Sendable, Hashable {
        public var bytes: Int64
        /// Emails that wait in the copy for an operator.
        public var heldMails: Int
    }

    /// Makes `destination`, readable by its owner only; never overwrites one. Blocks, for as long as reading and checking the file takes.
    ///
    /// `now` is told in the held mail's detail. Throws `StoreOpenError`; nothing is left of a copy that failed.
    public static func run(from source: String, to destination: String, at now: Instant) throws(StoreOpenError) -> Summary {
        guard access(source, R_OK) == 0 else { throw .file(path: source, errno: errno) }
        // Two that make the same copy at once do not meet before its name is taken.
        let partial = "\(destination).\(getpid())-\(UInt32.random(in: .min ... .max)).partial"
        try reserve(partial, for: destination)
        defer { for suffix in ["", "-journal", "-wal", "-shm"] { unlink(partial + suffix) } }
        do {
            let held = try copy(source, to: partial, at: now)
            try publish(partial, as: destination)
            return Summary(bytes: size(of: destination), heldMails: held)
        } catch let error as StoreOpenError {
            throw error
        } catch {
            throw .database(path: source, description: "\(error)")
        }
    }

    private static func copy(_ source: String, to partial: String, at now: Instant) throws -> Int {
        var reading = Configuration()
        reading.readonly = true
        // The daemon's own commits never hold it up in WAL mode; a checkpoint that is ending may, for a moment.
        reading.busyMode = .timeout(10)
        let original = try DatabaseQueue(path: source, configuration: reading)
        guard try original.read(Migrations.migrator.hasCompletedMigrations) else {
            if try original.read(Migrations.migrator.hasBeenSuperseded) { throw StoreOpenError.newerSchema(path: source) }
            throw StoreOpenError.database(path: source, description: "an older version wrote it: start this version's daemon on it once")
        }
        let copy = try DatabaseQueue(path: partial)
        try original.backup(to: copy)
        try original.close()
        let held = try copy.inDatabase { database in
            // One file, without a log beside it.
            try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
            try require(database, partial)
            try markRestored(database, at: now)
            return try holdMail(database, at: now)
        }
        try copy.close()
        return held
    }

    /// Every page, index and reference of the copy.
    private static func require(_ database: Database, _ path: String) throws {
        let flaws = try String.fetchAll(database, sql: "PRAGMA integrity_check(10)").filter { $0 != "ok" }
        guard flaws.isEmpty else { throw StoreOpenError.database(path: path, description: flaws.joined(separator: "; ")) }
        guard try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") == nil else {
            throw StoreOpenError.database(path: path, description: "a reference is broken")
        }
    }

    /// Somebody may have been invited between `now` and the moment that the copy is of.
    private static func markRestored(_ database: Database, at now: Instant) throws {
        try database.execute(
            sql: """
                UPDATE school SET imported_since_restore = 0,
                    restored_from = max(?, coalesce((SELECT max(invited_at) FROM invitation), 0))
                """, arguments: [now.milliseconds])
    }

    private static func holdMail(_ database: Database, at now: Instant) throws -> Int {
        try database.inTransaction {
            let detail = "restored from a backup of \(now.rfc3339)"
            try database.execute(
                sql: """
                    UPDATE invitation SET delivery = 6, delivery_detail = ?
                    WHERE (contact, generation) IN (SELECT contact, generation FROM outbox WHERE state IN (1, 3, 6))
                    """, arguments: [detail])
            try database.execute(
                sql: """
                    UPDATE contact SET delivery = 6
                    WHERE (key, generation) IN (SELECT contact, generation FROM outbox WHERE state IN (1, 3, 6));
                    UPDATE list_row SET valid_until = 0 WHERE pupil IN (
                        SELECT pair.pupil FROM outbox CROSS JOIN pair ON pair.contact = outbox.contact WHERE outbox.state IN (1, 3, 6));
                    """)
            try database.execute(
                sql: "UPDATE outbox SET state = 6, hold = ?, due_at = NULL, fence = fence + 1, unsettled = 0 WHERE state IN (1, 3, 6)",
                arguments: [HoldCause.restored.rawValue])
            return .commit
        }
        return try Int.fetchOne(
            database, sql: "SELECT count(*) FROM outbox WHERE state = 6 AND hold = ?", arguments: [HoldCause.restored.rawValue]) ?? 0
    }

    // MARK: Files

    /// An empty file of the right mode, so that the copy never has another.
    private static func reserve(_ partial: String, for destination: String) throws(StoreOpenError) {
        guard access(destination, F_OK) != 0 else { throw .file(path: destination, errno: EEXIST) }
        let descriptor = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .file(path: partial, errno: errno) }
        close(descriptor)
    }

    /// Durable under its name, which it gets only if nobody has it.
    private static func publish(_ partial: String, as destination: String) throws(StoreOpenError) {
        try DatabaseFiles.flush(partial)
        guard link(partial, destination) == 0 else { throw .file(path: destination, errno: errno) }
        try DatabaseFiles.flushFolder(of: destination)
    }

    private static func size(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
