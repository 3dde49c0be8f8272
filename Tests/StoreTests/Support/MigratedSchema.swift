import GRDB

@testable import SQLiteStore

/// What all migrations make of nothing, written down as statements that make the same at once.
enum MigratedSchema {
    /// For `Schema.finished`. Tables and indexes in SQLite's own words; then the rows, where what two databases that were made alike have
    /// different is random.
    static func statements() throws -> String {
        let (one, other) = (try migrated(), try migrated())
        let made = try one.read { try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid") }
        let filled = try tables(of: one).flatMap { table in
            let rows = try zip(Self.rows(of: table, in: one), Self.rows(of: table, in: other))
            return try rows.map { "INSERT INTO \(table) VALUES (\(try zip($0, $1).map(literal).joined(separator: ", ")))" }
        }
        return (made + filled).map { $0 + ";" }.joined(separator: "\n")
    }

    /// Everything in a database that `finished` must make as the migrations do, one line a thing; of a random value only how long it is.
    static func facts(of database: any DatabaseReader) throws -> [String] {
        let settings = try ["encoding", "page_size", "auto_vacuum", "user_version", "application_id"].map { name in
            "\(name) \(try database.read { try String.fetchOne($0, sql: "PRAGMA \(name)") } ?? "")"
        }
        let schema = try database.read { try Row.fetchAll($0, sql: "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name") }
        return try settings + schema.map(\.debugDescription)
            + tables(of: database).sorted().flatMap { table in
                let columns = try database.read { try Row.fetchAll($0, sql: "PRAGMA table_xinfo(\(table))") }.map { "\(table) \($0)" }
                // The identity is given to a file, not made by its schema.
                guard table != "deployment" else { return columns }
                return try columns + rows(of: table, in: database).map { "\(table) \($0.map(outline))" }
            }
    }

    static func migrated() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        try Migrations.migrator.migrate(queue)
        return queue
    }

    private static func tables(of database: any DatabaseReader) throws -> [String] {
        try database.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid") }
    }

    private static func rows(of table: String, in database: any DatabaseReader) throws -> [[DatabaseValue]] {
        try database.read { try Row.fetchAll($0, sql: "SELECT * FROM \(table)") }.map { Array($0.databaseValues) }
    }

    private static func outline(_ value: DatabaseValue) -> String {
        if case .blob(let bytes) = value.storage { "\(bytes.count) bytes" } else { value.description }
    }

    private static func literal(_ one: DatabaseValue, _ other: DatabaseValue) throws -> String {
        switch (one.storage, other.storage) {
        case (.blob(let bytes), .blob(let others)) where bytes != others: "randomblob(\(bytes.count))"
        case _ where one == other: try DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT quote(?)", arguments: [one]) ?? "NULL" }
        default: throw Unwritable(one: one.description, other: other.description)
        }
    }

    /// A migration gives new databases a value that differs, and is not random bytes.
    struct Unwritable: Error {
        var one: String
        var other: String
    }
}
