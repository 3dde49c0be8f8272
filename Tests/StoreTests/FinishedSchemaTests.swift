import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite struct FinishedSchemaTests {
    /// Where `scripts/generate-schema` wants the text; nil when it is only compared.
    private static let destination = ProcessInfo.processInfo.environment["FINISHED_SCHEMA_FILE"]

    @Test("The finished schema is written from all migrations that there are")
    func isUpToDate() throws {
        let statements = try MigratedSchema.statements()
        try #require(!statements.contains(#"\"#) && !statements.contains(#"""""#))
        if let path = Self.destination {
            let lines = statements.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "        " + $0 }
            let source = """
                // Written by scripts/generate-schema from the migrations; do not edit.
                extension Schema {
                    /// All tables and indexes as the migrations leave them, their first rows, and that these migrations ran.
                    static let finished = \"""
                \(lines.joined(separator: "\n"))
                        \"""
                }

                """
            try source.write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            let isSame = statements == Schema.finished
            #expect(isSame, "run scripts/generate-schema, and commit what it writes")
        }
    }

    @Test("A new database is what the migrations make of an empty file, to the last column and row")
    func makesTheSame() async throws {
        let temporary = try TemporaryStore()
        let new = try MigratedSchema.facts(of: DatabaseQueue(path: temporary.path))
        let migrated = try MigratedSchema.facts(of: MigratedSchema.migrated())
        for missing in Set(migrated).subtracting(new) { Issue.record("only the migrations make: \(missing)") }
        for extra in Set(new).subtracting(migrated) { Issue.record("only a new database has: \(extra)") }
        #expect(new.count == migrated.count)
    }
}
