import GRDB
import InvitationStore
import Invitations
import Synchronization
import Testing

@testable import SQLiteStore

@Suite struct ReadingTests {
    @Test("A read on a loop ends when its budget is over, and the next one works") func endsAtTheBudget() async throws {
        let temporary = try TemporaryStore(configure: { $0.loopReadBudget = .milliseconds(1) })
        try await temporary.seedRoster()
        let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
        #expect(throws: StoreError.overBudget) {
            try temporary.store.readOnLoop(0) { transaction in
                _ = try #require(transaction as? SQLiteTransaction).rows(endless)
            }
        }
        #expect(throws: StoreError.overBudget) {
            try temporary.store.readOnLoop(0) { transaction in
                let transaction = try #require(transaction as? SQLiteTransaction)
                while true { try transaction.checkBudget() }
            }
        }
        #expect(try temporary.store.readOnLoop(0) { try $0.school(SchoolID(unchecked: "oakfield"))?.name } == "Oakfield Academy")
    }

    @Test("A read on the pool ends when nobody waits for it any more, inside a statement and between small ones", arguments: [true, false])
    func endsWithItsCaller(isOneStatement: Bool) async throws {
        // What ends the read if nobody asks: with another error.
        let temporary = try TemporaryStore(configure: { $0.poolReadBudget = .seconds(30) })
        try await temporary.seedRoster()
        let questions = Mutex(0)
        let answer = Answers<Bool>()
        // Once to begin with, and twice from inside.
        temporary.store.read(
            isStillWanted: {
                questions.withLock { count in
                    count += 1
                    return count <= 3
                }
            },
            { transaction in
                let transaction = try #require(transaction as? SQLiteTransaction)
                if isOneStatement {
                    _ = try transaction.rows("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")
                } else {
                    while true { try transaction.checkBudget() }
                }
                return true
            }, completion: answer.take)
        #expect(throws: StoreError.abandoned) { try answer.next()?.get() }
        #expect(questions.withLock { $0 } > 3, "it was asked while the read ran")
        #expect(try await temporary.store.read { try $0.school(SchoolID(unchecked: "oakfield"))?.name } == "Oakfield Academy")
    }

    @Test("What is over budget on a loop starts over on the pool") func startsOver() async throws {
        let temporary = try TemporaryStore(configure: { $0.loopReadBudget = .zero })
        let school = try await temporary.seedRoster()
        var filter = ContactFilter()
        filter.statuses = [.notRegistered]
        let query = ListQuery(school: school, filter: filter, after: nil, pupilsMax: 10)
        #expect(throws: StoreError.overBudget) { try temporary.store.readOnLoop(1) { try StoreConformance.page(query, in: $0).ids } }
        #expect(try await temporary.store.read { try StoreConformance.page(query, in: $0).ids } == StoreConformance.everyone)
    }

    @Test("A second thread on a loop's reader is sent to the pool instead of waiting") func neverWaits() async throws {
        let temporary = try TemporaryStore()
        try await temporary.seedRoster()
        let second: Bool = try temporary.store.readOnLoop(0) { _ in
            (try? temporary.store.readOnLoop(0) { $0.now }) == nil
        }
        #expect(second)
    }

    @Test("A reader sees one snapshot and cannot write") func seesOneSnapshot() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let kit = StoreConformance(store: temporary.store, school: school, clock: temporary.clock)
        let contact = kit.newInvitation(try await kit.state("c-imogen"))
        let gate = Answers<[Bool]>()
        try temporary.store.readOnLoop(0) { transaction in
            let before = try transaction.contacts([ContactID(unchecked: "c-imogen")], of: school)
            temporary.store.write(isStillWanted: { true }, { try $0.issue([contact], of: school) }, completion: gate.take)
            #expect(try gate.next()?.get() == [true])
            #expect(try transaction.contacts([ContactID(unchecked: "c-imogen")], of: school) == before)
            let writing = try #require(transaction as? SQLiteTransaction)
            #expect(throws: SQLiteError.self) { try writing.connection.execute("DELETE FROM school") }
        }
        #expect(try await kit.state("c-imogen").invitation != nil)
    }

    @Test("Reads that arrived together share a snapshot; what arrived later sees what was committed before") func sharesSnapshots()
        async throws
    {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let store = temporary.store
        func name(sharing arrival: UInt64) throws -> String? {
            try store.readOnLoop(0, sharing: arrival) { try $0.school(school.id)?.name }
        }
        #expect(try name(sharing: 1) == "Oakfield Academy")
        try await store.writeRaw { try $0.connection.execute("UPDATE school SET name = 'Elm'") }
        #expect(try name(sharing: 1) == "Oakfield Academy")
        #expect(try name(sharing: 2) == "Elm")
        try await store.writeRaw { try $0.connection.execute("UPDATE school SET name = 'Ash'") }
        // By itself, whatever is open.
        #expect(try store.readOnLoop(0) { try $0.school(school.id)?.name } == "Ash")
        #expect(try name(sharing: 2) == "Ash")
        try await store.writeRaw { try $0.connection.execute("UPDATE school SET name = 'Fir'") }
        store.endSharing(onLoop: 0)
        #expect(try name(sharing: 2) == "Fir")
    }

    @Test("A shared snapshot is given back when it is over, and when a read in it fails") func givesSnapshotsBack() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let store = temporary.store
        let other = try DatabaseQueue(path: temporary.path)
        /// Pages of the log that a checkpoint could not move, because somebody still reads what was before them.
        func stuckPages() async throws -> Int {
            try await store.writeRaw { try $0.connection.execute("UPDATE school SET imports = imports + 1") }
            let row = try other.unsafeReentrantWrite { try Row.fetchOne($0, sql: "PRAGMA wal_checkpoint(PASSIVE)") }
            return try #require(row)[1] - #require(row)[2]
        }
        _ = try store.readOnLoop(0, sharing: 1) { try $0.school(school.id)?.name }
        #expect(try await stuckPages() > 0)
        store.endSharing(onLoop: 0)
        #expect(try await stuckPages() == 0)
        _ = try store.readOnLoop(0, sharing: 2) { try $0.school(school.id)?.name }
        #expect(throws: StoreError.unavailable) { try store.readOnLoop(0, sharing: 2) { _ in throw StoreError.unavailable } }
        #expect(try await stuckPages() == 0)
    }

    @Test("R12: Pupils who come and go between pages make no other appear twice or be skipped") func pagesAreStable() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let kit = StoreConformance(store: temporary.store, school: school, clock: temporary.clock)
        for filter in [ContactFilter(), ContactFilter.notRegistered] {
            try await temporary.seedRoster()
            let first = try await kit.page(filter, after: nil, pupilsMax: 3)
            #expect(first.ids == ["p-bea", "p-sami", "p-ada"])
            var pupils = [RosterPupil].sample.filter { !["p-bea", "p-ada"].contains($0.pupil.id.text) }
            let parent = RosterContact.sample("c-new", "Ms", "New", "Parent", "new@example.org")
            pupils.append(.sample("p-new1", "Aaron", "Abbott", "7", "7A", contacts: [parent]))
            pupils.append(.sample("p-new2", "Zara", "Young", "7", "7A", contacts: [parent]))
            try await temporary.seedRoster(.oakfield, pupils)
            let second = try await kit.page(filter, after: first.next, pupilsMax: 10)
            #expect(second.ids == ["p-zoe", "p-new2", "p-cai", "p-dua"])
            #expect(second.next == nil)
        }
    }

    @Test("R2: Rows encoded under another MIS link or policy are encoded live, and then anew") func noticesTheSchool() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let kit = StoreConformance(store: temporary.store, school: school, clock: temporary.clock)
        #expect(try await kit.page(after: nil, pupilsMax: 10).live == 0)
        try await temporary.store.writeRaw { try $0.connection.execute("UPDATE school SET mis_linked = 0") }
        let unlinked = try #require(try await temporary.store.read { try $0.school(school.id) })
        let later = StoreConformance(store: temporary.store, school: unlinked, clock: temporary.clock)
        let live = try await later.page(after: nil, pupilsMax: 10)
        #expect(live.live == 6)
        #expect(live.rows.allSatisfy { !$0.contains("isInvitable: true") })
    }

    @Test("R5: A row is encoded live from the millisecond a link in it expires") func noticesExpiry() async throws {
        let temporary = try TemporaryStore()
        let kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
        try await kit.inviteAndMail("c-imogen", validFor: .seconds(100))
        temporary.clock.advance(by: .milliseconds(99_999))
        let before = try await kit.page(after: nil, pupilsMax: 10)
        #expect(before.live == 0)
        temporary.clock.advance(by: .milliseconds(1))
        // The writer encodes such rows anew when it is idle: once a reader has said so, both kinds are right.
        let after = try await kit.page(after: nil, pupilsMax: 10)
        #expect(after.live == 2)
        #expect(after.rows.filter { $0.contains("invitationExpired") }.count == 2)
    }
}

extension ContactFilter {
    static var notRegistered: ContactFilter {
        var filter = ContactFilter()
        filter.statuses = [.notRegistered]
        return filter
    }
}
