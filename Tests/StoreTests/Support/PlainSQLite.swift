import CSQLiteLog
import GRDBSQLite

/// A connection without GRDB and without the store's settings, for what goes on below both.
final class PlainSQLite {
    let handle: OpaquePointer?

    /// WAL, every commit flushed, and so few pages of cache that a transaction of some size puts them into the log before it ends.
    init(_ path: String, vfs: String) throws {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs)
        self.handle = handle
        if code != SQLITE_OK { throw Refused(code: code) }
        try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = 5")
    }

    deinit { sqlite3_close_v2(handle) }

    struct Refused: Error, Equatable {
        let code: CInt
    }

    func gather() -> CInt { handle.map { CSQLiteLog_gather($0) } ?? SQLITE_MISUSE }

    func execute(_ sql: String) throws {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw Refused(code: code & 0xff) }
    }

    /// The first column of the first row.
    func text(_ sql: String) throws -> String {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        var code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        if code == SQLITE_OK { code = sqlite3_step(statement) }
        guard code == SQLITE_ROW else { throw Refused(code: code & 0xff) }
        return sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? ""
    }
}
