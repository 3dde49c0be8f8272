internal import CSQLite
internal import CSQLiteLog
internal import GRDB

/// Opens connections with the settings that answers depend on.
struct ConnectionOpener: Sendable {
    let configuration: StoreConfiguration

    init(configuration: StoreConfiguration) {
        self.configuration = configuration
        _ = Self.statisticsAreOff
        _ = Self.logMayGather
    }

    /// Once in a process; refused, and no harm done, if SQLite was used before.
    static let statisticsAreOff = CSQLite_turn_off_memory_statistics() == 0

    /// Once in a process, before a connection is opened.
    private static let logMayGather = CSQLiteLog_register() == SQLITE_OK

    /// The writer's: WAL, every commit flushed, deleted bytes overwritten (R17, R39). Also migrates.
    func writer() throws -> Connection {
        var settings = Configuration()
        settings.label = "writer"
        // Declared, and checked by the integrity check; not row by row.
        settings.foreignKeysEnabled = false
        settings.busyMode = .timeout(configuration.writerBusyTimeout.asSeconds)
        let cacheKiB = configuration.writerCacheKiB
        // What a long reader made it grow beyond is given back at the next turn.
        let logBytesMax = configuration.checkpointPagesMax * 4096
        settings.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA secure_delete = ON;
                    PRAGMA wal_autocheckpoint = 0;
                    PRAGMA journal_size_limit = \(logBytesMax);
                    PRAGMA temp_store = MEMORY;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cache_size = -\(cacheKiB);
                    """)
        }
        let queue = try DatabaseQueue(path: configuration.path, configuration: settings)
        try Migrations.run(queue, path: configuration.path)
        try queue.read(Self.requireDurability)
        let connection = try Connection(queue)
        // Only now: it depends on every commit being flushed. Without it the log is written as SQLite does, in more calls.
        _ = CSQLiteLog_gather(connection.handle)
        return connection
    }

    /// A reader's: never writes, and waits only off the loops, for another process that recovers or copies the file.
    func reader(label: String, waitsMax: Duration = .zero) throws -> Connection {
        var settings = Configuration()
        settings.label = label
        settings.readonly = true
        settings.foreignKeysEnabled = false
        settings.busyMode = waitsMax > .zero ? .timeout(waitsMax.asSeconds) : .immediateError
        let cacheKiB = configuration.readerCacheKiB
        settings.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -\(cacheKiB);")
        }
        return try Connection(DatabaseQueue(path: configuration.path, configuration: settings))
    }

    /// GRDB's pool would set NORMAL, and a file opened elsewhere may not be in WAL: what matters is asked, not assumed.
    private static func requireDurability(_ database: Database) throws {
        guard try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal" else {
            throw StoreOpenError.notDurable(setting: "journal_mode = WAL")
        }
        guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
            throw StoreOpenError.notDurable(setting: "synchronous = FULL")
        }
        guard try Int.fetchOne(database, sql: "PRAGMA secure_delete") == 1 else {
            throw StoreOpenError.notDurable(setting: "secure_delete = ON")
        }
    }
}

extension Duration {
    var asSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
