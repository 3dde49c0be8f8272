import Invitations

@testable import SQLiteStore

extension SQLiteStore {
    /// The first column of whatever `sql` answers, as text, read on the writer's connection.
    func rows(_ sql: String) async throws -> [String] {
        try await writeRaw { try $0.rows(sql) }
    }
}

extension SQLiteTransaction {
    func rows(_ sql: String) throws -> [String] {
        let statement = try Statement(sql, on: connection.handle, isPersistent: false)
        var rows: [String] = []
        while try statement.step() { rows.append(statement.text(0)) }
        return rows
    }
}
