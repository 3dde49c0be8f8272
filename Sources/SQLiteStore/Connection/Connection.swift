internal import GRDB
internal import GRDBSQLite

/// One SQLite connection and its prepared statements.
///
/// GRDB opens, configures, migrates and closes it; what runs per call goes to SQLite's own functions, without GRDB's queue,
/// observation and rows: a page of the list has a budget of microseconds. Used by one thread at a time, which its owner (the
/// writer, a loop's reader, a pool thread) guarantees.
final class Connection {
    /// Owns the handle and closes it. Never entered while calls run.
    private let queue: DatabaseQueue
    let handle: OpaquePointer
    private var prepared: [Statement?] = []

    init(_ queue: DatabaseQueue) throws {
        self.queue = queue
        handle = try queue.unsafeReentrantRead { database in
            guard let handle = database.sqliteConnection else {
                throw SQLiteError(code: SQLITE_MISUSE, message: "the connection is closed")
            }
            return handle
        }
        // GRDB's observation of changes belongs to its own queue and thread, and stops the process on any other.
        sqlite3_commit_hook(handle, nil, nil)
        sqlite3_rollback_hook(handle, nil, nil)
        sqlite3_update_hook(handle, nil, nil)
        sqlite3_set_authorizer(handle, nil, nil)
    }

    /// Runs `body` with this connection's copy of the statement, unbound; it is reset and unbound afterwards. Within `body` the
    /// same query may run again: it gets another copy.
    func run<Answer>(_ query: Query, _ body: (Statement) throws -> Answer) throws -> Answer {
        let statement = try take(query)
        defer { put(statement, back: query) }
        return try body(statement)
    }

    /// Runs a statement that takes no parameters and answers no rows.
    func perform(_ query: Query) throws { try run(query) { _ = try $0.run() } }

    /// For a caller that steps several statements at once; goes back with `put`.
    func take(_ query: Query) throws -> Statement {
        if query.index < prepared.count, let statement = prepared[query.index] {
            prepared[query.index] = nil
            return statement
        }
        return try Statement(query.sql, on: handle, isPersistent: true)
    }

    func put(_ statement: Statement, back query: Query) {
        statement.reset()
        sqlite3_clear_bindings(statement.handle)
        while prepared.count <= query.index { prepared.append(nil) }
        prepared[query.index] = statement
    }

    /// Runs statements that take no parameters and answer no rows, once.
    func execute(_ sql: String) throws {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(sqlite3_extended_errcode(handle), on: handle) }
    }

    /// Pages in the write-ahead log after the last commit, once `watchLog` was called.
    var logPages = 0

    /// Keeps `logPages`. Takes the place of SQLite's own automatic checkpoint, which would run inside a call's commit.
    func watchLog() {
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                if let context { Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().logPages = Int(pages) }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Instructions that SQLite's virtual machine ran for the statements that rest here: work as a number that does not drift.
    var machineSteps: Int {
        prepared.reduce(0) { steps, statement in
            steps + (statement.map { Int(sqlite3_stmt_status($0.handle, SQLITE_STMTSTATUS_VM_STEP, 0)) } ?? 0)
        }
    }

    /// The key of the row that was inserted last into a table whose key SQLite gives: quicker than RETURNING, which makes a table for it.
    var lastInsertedKey: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Rows changed since the connection was opened.
    var totalChanges: Int64 { sqlite3_total_changes64(handle) }

    /// Whether no transaction is open.
    var isAutocommitting: Bool { sqlite3_get_autocommit(handle) != 0 }

    /// Finalizes what was prepared and closes.
    func close() throws {
        prepared = []
        try queue.close()
    }
}
