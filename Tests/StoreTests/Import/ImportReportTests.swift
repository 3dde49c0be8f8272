import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("R36: what an import reports")
struct ImportReportTests {
    @Test("R36: the same feed twice changes nothing, in no table, and says so")
    func twice() async throws {
        let school = try ImportedSchool()
        let first = try await school.importFeed(.sample)
        #expect(!first.isUnchanged)
        try await school.invite("c-imogen")
        let before = try school.dump()
        let second = try await school.importFeed(.sample)
        #expect(try school.dump() == before)
        #expect(second.isUnchanged)
        #expect(second.pupils == 6)
        #expect(second.contacts == 8)
        #expect(second.contactsUnchanged == 8)
        #expect(second.contactsAdded + second.contactsChanged + second.contactsRemoved == 0)
        #expect((second.pairsTrue, second.pairsFalse, second.pairsAbsent) == (1, 8, 0))
    }

    @Test("R36: the same feed in another order changes nothing either")
    func reordered() async throws {
        let school = try ImportedSchool()
        try await school.importFeed(.sample)
        let before = try school.dump()
        #expect(try await school.importFeed([RosterPupil].sample.reversed()).isUnchanged)
        #expect(try school.dump() == before)
    }

    @Test("R36: everything that differs is counted")
    func counts() async throws {
        let school = try ImportedSchool()
        let first = try await school.importFeed([
            pupil("A1", contact("C1"), contact("C2")), pupil("A2", contact("C2"), contact("C3", order: .yes)),
            pupil("A3", contact("C4", order: .absent)),
        ])
        #expect(first.pupils == 3)
        #expect((first.contacts, first.contactsAdded, first.contactsUnchanged) == (4, 4, 0))
        #expect((first.courtOrdersAdded, first.pairsTrue, first.pairsFalse, first.pairsAbsent) == (1, 1, 3, 1))
        let second = try await school.importFeed([
            pupil("A1", contact("C1", surname: "New"), contact("C2")), pupil("A2", contact("C2"), contact("C3", order: .no)),
            pupil("A4", contact("C5", order: .yes)),
        ])
        #expect(second.pupils == 3)
        #expect(second.contacts == 4)
        #expect(second.contactsAdded == 1)
        #expect(second.contactsChanged == 2)
        #expect(second.contactsRemoved == 1)
        #expect(second.contactsUnchanged == 1)
        #expect((second.courtOrdersAdded, second.courtOrdersLifted) == (1, 1))
        #expect(!second.isUnchanged)
    }

    @Test("R32: what the feed says of the school is taken in the same step")
    func schoolFacts() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1", order: .absent))])
        #expect(try await !school.school().hasCourtOrderData)
        let renamed = RosterSchool(id: RosterSchool.oakfield.id, name: "Oakfield College", isMISLinked: false, timeZone: "Europe/Dublin")
        let report = try await school.importFeed([pupil("A1", contact("C1", order: .absent))], school: renamed)
        #expect(!report.isUnchanged)
        let after = try await school.school()
        #expect((after.name, after.isMISLinked, after.timeZone) == ("Oakfield College", false, "Europe/Dublin"))
    }

    @Test("R8: a pair that says false is court-order data; no later silence takes that back")
    func courtOrderData() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1", order: .no))])
        #expect(try await school.school().hasCourtOrderData)
        try await school.importFeed([pupil("A1", contact("C1", order: .absent))])
        #expect(try await school.school().hasCourtOrderData)
    }

    @Test("R32: the list, its order, searches and rows are those of the new roster, and no old row is left")
    func roster() async throws {
        let school = try ImportedSchool()
        try await school.importFeed(.sample)
        #expect(try await school.list().ids == ["p-bea", "p-sami", "p-ada", "p-zoe", "p-cai", "p-dua"])
        #expect(try await school.list().live == 0)
        #expect(try await school.find { $0.pupilSearch = "zoe" } == ["p-zoe"])
        #expect(try await school.find { $0.contactSearch = "imogen@example.org" } == ["p-ada", "p-zoe"])

        var pupils = [RosterPupil].sample
        pupils.removeFirst()
        pupils[0].pupil.surname = "Aardvark"
        try await school.importFeed(pupils)
        let list = try await school.list()
        #expect(list.ids == ["p-zoe", "p-bea", "p-sami", "p-cai", "p-dua"])
        #expect(list.live == 0)
        #expect(try await school.find { $0.pupilSearch = "thistlewood" } == [])
        #expect(try await school.find { $0.contactSearch = "imogen" } == ["p-zoe"])
        #expect(try await school.find { $0.contactSearch = "otto" } == [])
        #expect(try await school.contact("c-otto") == nil)
        let fresh = try ImportedSchool()
        try await fresh.importFeed(pupils)
        for table in ["pupil", "contact_version", "pair", "pupil_word", "contact_word", "list_row"] {
            let count = "SELECT count(*) FROM \(table)"
            #expect(try school.rows(count) == fresh.rows(count), "\(table)")
        }
    }

    @Test("R12: every stored row is what encoding it live would be", arguments: 0..<20)
    func rowsAreTrue(seed: UInt64) async throws {
        var limits = ImportLimits()
        (limits.batchPupilsMax, limits.sliceChangedMax, limits.sliceRowsMax, limits.sliceScannedMax) = (3, 2, 2, 3)
        let school = try ImportedSchool(limits: limits)
        var random = RandomFeeds(seed: seed)
        for _ in 0..<10 {
            try await school.importFeed(random.feed())
            let stored = try await school.list()
            #expect(stored.live == 0)
            try await school.store.writeRaw { try $0.connection.execute("UPDATE list_row SET valid_until = 0") }
            let live = try await school.list()
            #expect(live.live == live.rows.count)
            #expect(stored.rows == live.rows)
            try await school.store.writeRaw { transaction in
                guard let seen = try transaction.school(RosterSchool.oakfield.id) else { return }
                _ = try StaleRowEncoding(transaction: transaction, school: seen).step(after: .min, limit: 1000)
            }
            for id in random.someContacts() {
                guard let state = try await school.contact(id), state.email != nil, state.registration == nil else { continue }
                if random.coin() { try await school.invite(id) } else { try await school.register(id, account: "account of \(id)") }
            }
        }
    }
}
