internal import GRDBSQLite

/// A prepared statement of one connection. Parameters count from 1, columns from 0, as in SQLite.
///
/// Owns its handle; used only by the thread that uses the connection. Text and blobs are copied when bound; pointers that
/// `blob` answers are good until the next step.
final class Statement {
    let handle: OpaquePointer
    private let connection: OpaquePointer

    init(_ sql: String, on connection: OpaquePointer, isPersistent: Bool) throws {
        var handle: OpaquePointer?
        let flags = isPersistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = sqlite3_prepare_v3(connection, sql, -1, flags, &handle, nil)
        guard code == SQLITE_OK, let handle else { throw SQLiteError(code, on: connection) }
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    /// Whether there is a row.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            throw SQLiteError(sqlite3_extended_errcode(connection) == 0 ? code : sqlite3_extended_errcode(connection), on: connection)
        }
    }

    /// Runs a statement that answers no rows; answers how many rows it changed.
    @discardableResult
    func run() throws -> Int {
        while try step() {}
        return Int(sqlite3_changes64(connection))
    }

    /// Runs it with a parameter that is not copied: for large ones.
    func run(lending bytes: [UInt8], to index: Int32) throws {
        try bytes.withUnsafeBytes { lent in
            guard let base = lent.baseAddress, !lent.isEmpty else {
                bind(index, bytes)
                try run()
                return
            }
            sqlite3_bind_blob64(handle, index, base, UInt64(lent.count), nil)
            defer {
                reset()
                bindNull(index)
            }
            try run()
        }
    }

    /// Runs a statement that answers no rows, which is to be run again with what is not bound anew as it is.
    func runAgain() throws {
        while try step() {}
        reset()
    }

    /// Ready to be bound again; an open read of its tables ends.
    func reset() { sqlite3_reset(handle) }

    // MARK: Parameters

    func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }
    func bind(_ index: Int32, _ value: Bool) { sqlite3_bind_int64(handle, index, value ? 1 : 0) }

    func bind(_ index: Int32, _ value: Int64?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }

    func bind(_ index: Int32, _ value: String) {
        var value = value
        value.withUTF8 { bytes in
            // A null pointer would bind NULL.
            _ = bytes.withMemoryRebound(to: CChar.self) { text in
                sqlite3_bind_text64(
                    handle, index, text.baseAddress ?? Self.emptyText, UInt64(text.count), Self.copied, UInt8(SQLITE_UTF8))
            }
        }
    }

    func bind(_ index: Int32, _ value: String?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    func bind(_ index: Int32, _ value: [UInt8]) {
        value.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress, !bytes.isEmpty {
                _ = sqlite3_bind_blob64(handle, index, base, UInt64(bytes.count), Self.copied)
            } else {
                _ = sqlite3_bind_zeroblob(handle, index, 0)
            }
        }
    }

    /// Without a copy: `bytes` must be there until the statement has run, and is then to be bound anew.
    func bind(_ index: Int32, borrowedText bytes: UnsafeRawBufferPointer) {
        let text = bytes.assumingMemoryBound(to: CChar.self)
        sqlite3_bind_text64(handle, index, text.baseAddress ?? Self.emptyText, UInt64(text.count), nil, UInt8(SQLITE_UTF8))
    }

    func bind(_ index: Int32, borrowed bytes: UnsafeRawBufferPointer) {
        sqlite3_bind_blob64(handle, index, bytes.baseAddress ?? UnsafeRawPointer(Self.emptyText), UInt64(bytes.count), nil)
    }

    // MARK: Columns

    func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
    func bool(_ column: Int32) -> Bool { sqlite3_column_int64(handle, column) != 0 }
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
    func int64OrNil(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }

    func text(_ column: Int32) -> String {
        guard let text = sqlite3_column_text(handle, column) else { return "" }
        return String(decoding: UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(handle, column))), as: UTF8.self)
    }

    func textOrNil(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
    func bytes(_ column: Int32) -> [UInt8] { Array(blob(column)) }

    func blob(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }

    /// SQLITE_TRANSIENT, which C spells as a cast that Swift does not import.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
    nonisolated(unsafe) private static let emptyText = UnsafePointer(UnsafeMutablePointer<CChar>.allocate(capacity: 1))
}
