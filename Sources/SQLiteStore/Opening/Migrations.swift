internal import GRDB

/// The schema's history: a migration that has landed never changes. After one is added, `scripts/generate-schema` writes `Schema.finished`
/// anew, which new databases are made with.
enum Migrations {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 house", foreignKeyChecks: .immediate) { try $0.execute(sql: Schema.first) }
        migrator.registerMigration("2 office", foreignKeyChecks: .immediate) { try $0.execute(sql: Schema.office) }
        migrator.registerMigration("3 restore", foreignKeyChecks: .immediate) { try $0.execute(sql: Schema.restore) }
        migrator.registerMigration("4 barred addresses", foreignKeyChecks: .immediate) { try $0.execute(sql: Schema.barredAddresses) }
        migrator.registerMigration("5 poison", foreignKeyChecks: .immediate) { try $0.execute(sql: Schema.poison) }
        migrator.registerMigration("6 former bindings", foreignKeyChecks: .immediate) { try $0.execute(sql: Schema.formerBindings) }
        migrator.registerMigration("7 letters", foreignKeyChecks: .immediate) { try $0.execute(sql: Schema.letters) }
        return migrator
    }()

    /// Brings the file to this version; refuses one that a newer version wrote.
    static func run(_ queue: DatabaseQueue, path: String) throws {
        if try queue.read(migrator.hasBeenSuperseded) { throw StoreOpenError.newerSchema(path: path) }
        try migrator.migrate(queue)
    }
}
