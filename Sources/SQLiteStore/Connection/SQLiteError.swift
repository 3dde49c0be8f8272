internal import GRDBSQLite

/// What SQLite answered instead of doing it.
///
/// Carries SQLite's own words and never a bound value: a constraint names its table and columns, not what was written.
public struct SQLiteError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The extended result code.
    public let code: Int32
    public let message: String

    /// Code and words.
    public var description: String { "SQLite error \(code): \(message)" }

    init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    init(_ code: Int32, on handle: OpaquePointer?) {
        self.code = code
        message = String(cString: handle.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
    }

    /// Rows that cannot be what was written.
    static func damaged(_ what: String) -> SQLiteError { SQLiteError(code: SQLITE_CORRUPT, message: what) }

    /// Without the detail in the upper bytes.
    var primaryCode: Int32 { code & 0xff }

    /// Out of time or shut out: worth starting over elsewhere.
    var isBudgetOver: Bool { [SQLITE_INTERRUPT, SQLITE_BUSY, SQLITE_LOCKED].contains(primaryCode) }

    /// The machine's trouble and not the statement's: certainly not executed, and later it may work.
    var isUnavailability: Bool {
        [SQLITE_FULL, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN, SQLITE_READONLY].contains(primaryCode)
    }
}
