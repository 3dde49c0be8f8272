import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite struct QueryPlanTests {
    /// Tables that grow with schools, pupils or time.
    private static let growing = [
        "school", "pupil", "contact", "contact_version", "pair", "court_order", "pupil_word", "contact_word", "list_row", "invitation",
        "outbox", "letter", "letter_frame", "event", "recorded_answer",
    ]
    /// Walks from the lowest key that stop at a limit of their own, what is asked once, at opening, and the count of what has not ended, by an
    /// index that holds nothing else.
    private static let bounded = [
        "FROM outbox INDEXED BY outbox_open WHERE state IN", "FROM recorded_answer ORDER BY key LIMIT",
        "SELECT key, epoch, importing <> 0 FROM school",
    ]

    @Test("No query scans a table that grows") func searchesOnly() async throws {
        for check in [
            { try await $0.anEarlierLinkIsSuperseded() }, { try await $0.filtersCombine() }, { try await $0.searchFindsWords() },
            { try await $0.heldMailWaits() }, { try await $0.aBounceBelongsToTheAddress() }, { try await $0.answersAreKeptSevenDays() },
            { try await $0.whatIsFixedStays() }, { try await $0.endedLeasesAreDue() },
            { try await $0.oneRedeemWins() }, { try await $0.theListIsInOrder() },
        ] as [(StoreConformance) async throws -> Void] {
            let temporary = try TemporaryStore()
            try await check(
                StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock))
        }
        try await LetterTests().forgetsFrames()
        let temporary = try TemporaryStore()
        _ = try await temporary.store.measureOutbox()
        _ = try await temporary.store.read { try $0.schoolsHoldingMail(because: .template) }
        // An import's own tables are temporary, and of its connection.
        try await temporary.store.writeRaw { try ImportTables.make(on: $0.connection) }
        // What begins with a literal is a dump that another test of this process made.
        let queries = Query.all.filter { text in !Self.bounded.contains { text.contains($0) } && !text.hasPrefix("SELECT '") }
        #expect(queries.count > 50)
        for query in queries where !["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"].contains(where: query.hasPrefix) {
            let plan = try await temporary.store.writeRaw { try $0.plan(of: query) }
            let scans = plan.filter { line in
                Self.growing.contains { line == "SCAN \($0)" || line.hasPrefix("SCAN \($0) ") } || line.hasPrefix("SCAN p")
            }
            #expect(scans.isEmpty, "\(query)")
        }
    }

    @Test("A page is one range scan in the order of its key") func pageIsARange() async throws {
        let temporary = try TemporaryStore()
        let kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
        try await kit.theListIsInOrder()
        let page = try #require(Query.all.first { $0.contains("FROM list_row") && $0.contains("sort > ?2") && $0.contains("encoded") })
        let plan = try await temporary.store.writeRaw { try $0.plan(of: page) }
        #expect(plan == ["SEARCH list_row USING PRIMARY KEY (school=? AND sort>?)"])
    }
}

extension SQLiteTransaction {
    fileprivate func plan(of sql: String) throws -> [String] {
        let statement = try Statement("EXPLAIN QUERY PLAN " + sql, on: connection.handle, isPersistent: false)
        var lines: [String] = []
        while try statement.step() { lines.append(statement.text(3)) }
        return lines
    }
}
