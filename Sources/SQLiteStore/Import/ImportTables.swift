/// What an import keeps on the writer's connection only, in TEMP tables: nobody else sees it, and it is gone with the process.
enum ImportTables {
    /// Made when the first import begins.
    static func make(on connection: Connection) throws {
        try connection.execute(
            """
            -- Pupils whose record is the stored one's.
            CREATE TEMP TABLE IF NOT EXISTS import_seen (
                school INTEGER NOT NULL, pupil INTEGER NOT NULL, PRIMARY KEY (school, pupil)
            ) WITHOUT ROWID;
            -- List rows to be written, or ended (since is then theirs), in list order.
            CREATE TEMP TABLE IF NOT EXISTS import_order (
                school INTEGER NOT NULL, sort BLOB NOT NULL, pupil INTEGER NOT NULL, since INTEGER NOT NULL, ended INTEGER NOT NULL,
                PRIMARY KEY (school, sort, pupil)
            ) WITHOUT ROWID;
            -- Contacts with a change near them; kept: this feed described them as they are.
            CREATE TEMP TABLE IF NOT EXISTS import_touched (
                school INTEGER NOT NULL, contact INTEGER NOT NULL, kept INTEGER NOT NULL, PRIMARY KEY (school, contact)
            ) WITHOUT ROWID;
            -- Addresses that somebody got, lost, or was barred at (R21).
            CREATE TEMP TABLE IF NOT EXISTS import_address (
                school INTEGER NOT NULL, address TEXT NOT NULL, PRIMARY KEY (school, address)
            ) WITHOUT ROWID;
            -- Contacts whose list rows of unchanged pupils become untrue; on a first import, whose rows were written too soon.
            CREATE TEMP TABLE IF NOT EXISTS import_stale (
                school INTEGER NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY (school, contact)
            ) WITHOUT ROWID;
            -- What happens to contacts: change is an ImportChange; past: was invited or registered.
            CREATE TEMP TABLE IF NOT EXISTS import_effect (
                school INTEGER NOT NULL, contact INTEGER NOT NULL, past INTEGER NOT NULL, change INTEGER NOT NULL,
                email TEXT, barred INTEGER NOT NULL, shared INTEGER NOT NULL, PRIMARY KEY (school, contact)
            ) WITHOUT ROWID;
            -- Court orders that the roster in place does not have (R35).
            CREATE TEMP TABLE IF NOT EXISTS import_new_order (
                school INTEGER NOT NULL, contact INTEGER NOT NULL, pupil TEXT NOT NULL, PRIMARY KEY (school, contact, pupil)
            ) WITHOUT ROWID;
            -- What the flip reads of import_effect, so that it need not look at all.
            CREATE INDEX IF NOT EXISTS temp.import_effect_past ON import_effect (school, contact) WHERE past = 1;
            CREATE INDEX IF NOT EXISTS temp.import_effect_told ON import_effect (school, contact) WHERE change & 15 <> 0;
            """)
    }

    /// Forgets a part of what a school's import kept; answers whether there is more.
    static func forget(_ school: Int64, on connection: Connection, rowsMax: Int) throws -> Bool {
        for query in [
            forgetSeen, forgetOrder, forgetTouched, forgetAddresses, forgetStale, forgetEffects, forgetNewOrders,
        ] {
            let removed = try connection.run(query) { statement in
                statement.bind(1, school)
                statement.bind(2, Int64(rowsMax))
                return try statement.run()
            }
            if removed > 0 { return true }
        }
        return false
    }

    private static let forgetSeen = prefixDelete("import_seen", "pupil")
    private static let forgetOrder = prefixDelete("import_order", "sort")
    private static let forgetTouched = prefixDelete("import_touched", "contact")
    private static let forgetAddresses = prefixDelete("import_address", "address")
    private static let forgetStale = prefixDelete("import_stale", "contact")
    private static let forgetNewOrders = prefixDelete("import_new_order", "contact")
    private static let forgetEffects = prefixDelete("import_effect", "contact")

    private static func prefixDelete(_ table: String, _ column: String) -> Query {
        Query(
            """
            DELETE FROM temp.\(table) WHERE school = ?1 AND \(column) IN
                (SELECT \(column) FROM temp.\(table) WHERE school = ?1 ORDER BY \(column) LIMIT ?2)
            """)
    }
}

/// What a flip does to a contact; bits of `import_effect.change`.
struct ImportChange: OptionSet {
    let rawValue: Int64
    static let added = ImportChange(rawValue: 1)
    static let left = ImportChange(rawValue: 2)
    static let barred = ImportChange(rawValue: 4)
    static let unbarred = ImportChange(rawValue: 8)
    static let emailChanged = ImportChange(rawValue: 16)
    static let shared = ImportChange(rawValue: 32)
}
