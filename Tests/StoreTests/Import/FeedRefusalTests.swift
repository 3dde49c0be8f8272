import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("R32: a feed is taken whole or not at all")
struct FeedRefusalTests {
    static let school = RosterRecord.school(.oakfield)
    static let adrift = RosterSchool(id: RosterSchool.oakfield.id, name: "Oakfield", isMISLinked: true, timeZone: "Europe/Atlantis")
    static let ada = RosterRecord.pupil(pupil("A1", contact("C1")))
    static let bea = RosterRecord.pupil(pupil("A2", contact("C2")))

    /// Records, the reason, and metadata that names the place.
    static let refusals: [(String, [RosterRecord], InvitationError.Reason, [String: String])] = [
        ("nothing", [], .feedIncomplete, ["received": "0"]),
        ("no school first", [ada, .end(pupils: 1)], .feedOutOfOrder, ["record": "1"]),
        ("the end first", [.end(pupils: 0)], .feedOutOfOrder, ["record": "1"]),
        ("the school twice", [school, ada, school], .feedOutOfOrder, ["record": "2"]),
        ("no end", [school, ada], .feedIncomplete, ["received": "1"]),
        ("only a school", [school], .feedIncomplete, ["received": "0"]),
        (
            "a time zone that nobody knows", [.school(adrift), ada, .end(pupils: 1)], .feedInvalidRecord,
            ["record": "school", "field": "time_zone"]
        ),
        ("too few", [school, ada, .end(pupils: 2)], .feedIncomplete, ["expected": "2", "received": "1"]),
        ("too many", [school, ada, bea, .end(pupils: 1)], .feedIncomplete, ["expected": "1", "received": "2"]),
        ("something behind the end", [school, ada, .end(pupils: 1), bea], .feedOutOfOrder, ["record": "2"]),
        ("two ends", [school, .end(pupils: 0), .end(pupils: 0)], .feedOutOfOrder, ["record": "1"]),
        ("a pupil twice", [school, ada, bea, ada, .end(pupils: 3)], .feedDuplicatePupil, ["record": "pupil 3", "pupil_id": "A1"]),
        (
            "a pupil twice, once as it was", [school, stored, .pupil(pupil("S1", contact("K9"))), .end(pupils: 2)], .feedDuplicatePupil,
            ["record": "pupil 2", "pupil_id": "S1"]
        ),
        (
            "a pupil twice, the second time as it was", [school, .pupil(pupil("S1", contact("K9"))), stored, .end(pupils: 2)],
            .feedDuplicatePupil, ["record": "pupil 2", "pupil_id": "S1"]
        ),
        ("a stored pupil twice", [school, stored, stored, .end(pupils: 2)], .feedDuplicatePupil, ["record": "pupil 2", "pupil_id": "S1"]),
        (
            "an empty id", [school, .pupil(pupil("", contact("C1"))), .end(pupils: 1)], .feedInvalidRecord,
            ["record": "pupil 1", "field": "pupil.id"]
        ),
        (
            "a contact described in two ways",
            [school, ada, .pupil(pupil("A2", contact("C1", email: "other@example.org"))), .end(pupils: 2)], .feedInvalidRecord,
            ["record": "pupil 2", "pupil_id": "A2", "contact_id": "C1"]
        ),
        (
            "a stored contact described anew under one of its pupils",
            [school, stored, .pupil(pupil("S2", contact("K1", surname: "New"))), .end(pupils: 2)], .feedInvalidRecord,
            ["record": "S1", "pupil_id": "S1", "contact_id": "K1"]
        ),
        (
            "a stored contact described as it was, then anew",
            [school, .pupil(pupil("S2", contact("K1"))), .pupil(pupil("S3", contact("K1", email: .some(nil)))), .end(pupils: 2)],
            .feedInvalidRecord, ["record": "pupil 2", "pupil_id": "S3", "contact_id": "K1"]
        ),
    ]
    static let stored = RosterRecord.pupil(pupil("S1", contact("K1", order: .yes), contact("K2")))

    @Test("R32: a refused feed says why and where, and leaves every table as it was", arguments: refusals)
    func refused(name: String, records: [RosterRecord], reason: InvitationError.Reason, place: [String: String]) async throws {
        let school = try ImportedSchool()
        _ = try await school.importer.run(RecordStream([Self.school, Self.stored, .end(pupils: 1)]))
        try await school.invite("K2")
        let before = try school.dump()
        let error = await #expect(throws: InvitationError.self) { try await school.importer.run(RecordStream(records)) }
        #expect(error?.reason == reason)
        #expect(error?.metadata == place)
        #expect(try school.dump() == before)
        #expect(try await school.importFeed([pupil("S9", contact("K1"))]).pupils == 1)
    }

    @Test(
        "R32: a school's first feed that is refused leaves no trace",
        arguments: refusals.filter { !$0.0.contains("stored") && !$0.0.contains("as it was") })
    func refusedFirst(name: String, records: [RosterRecord], reason: InvitationError.Reason, place: [String: String]) async throws {
        let school = try ImportedSchool()
        let before = try school.dump()
        let error = await #expect(throws: InvitationError.self) { try await school.importer.run(RecordStream(records)) }
        #expect(error?.reason == reason)
        #expect(try school.dump() == before)
    }

    @Test("R32: a feed may have so many pupils and no more", arguments: [(1, true), (2, true), (3, false)])
    func pupilsMax(count: Int, isTaken: Bool) async throws {
        var limits = ImportLimits()
        limits.pupilsMax = 2
        let school = try ImportedSchool(limits: limits)
        let pupils = (0..<count).map { pupil("A\($0)") }
        if isTaken {
            #expect(try await school.importFeed(pupils).pupils == Int64(count))
        } else {
            let error = await #expect(throws: InvitationError.self) { try await school.importFeed(pupils) }
            #expect(error?.reason == .feedTooLarge)
        }
    }

    @Test("R32: a stream that breaks leaves every table as it was")
    func brokenStream() async throws {
        struct Gone: Error {}
        var limits = ImportLimits()
        limits.batchPupilsMax = 1
        let school = try ImportedSchool(limits: limits)
        try await school.importFeed([pupil("A1", contact("C1")), pupil("A2", contact("C2", order: .yes))])
        let before = try school.dump()
        let records = feed([pupil("A1", contact("C1", email: "new@example.org")), pupil("A3", contact("C3", order: .yes))]).records
        await #expect(throws: Gone.self) {
            try await school.importer.run(RecordStream(records) { if $0 == 3 { throw Gone() } })
        }
        #expect(try school.dump() == before)
    }

    @Test("R32: one import of a school at a time, two schools side by side")
    func oneAtATime() async throws {
        let school = try ImportedSchool()
        let other = RosterSchool(id: SchoolID(unchecked: "ashford"), name: "Ashford", isMISLinked: true, timeZone: "Europe/London")
        let importer = school.importer
        let records = feed([pupil("A1", contact("C1"))]).records
        let report = try await importer.run(
            RecordStream(records) { (index: Int) async throws -> Void in
                guard index == 2 else { return }
                let error = await #expect(throws: InvitationError.self) { try await importer.run(feed([pupil("A2")])) }
                #expect(error?.reason == .importInProgress)
                #expect(try await importer.run(feed([pupil("A1", contact("C1")), pupil("A2")], school: other)).pupils == 2)
            })
        #expect(report.contactsAdded == 1)
        #expect(try await school.list().ids == ["A1"])
        #expect(try await school.importFeed([pupil("A2")]).pupils == 1)
    }

    @Test("R32: what a killed import wrote is gone after opening, and the old roster is there")
    func killed() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1")), pupil("A2", contact("C2", order: .yes))])
        let before = try school.dump()
        let batch = [
            pupil("A1", contact("C1", email: "new@example.org")), pupil("A2", contact("C2", order: .no)),
            pupil("A3", contact("C2", order: .no), contact("C4", order: .yes)),
        ]
        try await school.store.writeRoster { transaction in
            let roster = try transaction.beginImport(of: .oakfield)
            let staged = batch.enumerated().map { position, pupil in
                StagedPupil(
                    record: pupil, position: Int64(position + 1), digest: [1], address: "",
                    contactAddresses: pupil.contacts.map { _ in "x@example.org" })
            }
            _ = try transaction.stage(staged[...], of: roster, limits: ImportLimits())
            var place: ImportPlace?
            repeat { place = try transaction.prepare(roster, from: place, limits: ImportLimits()).next } while place != nil
        }
        #expect(try school.dump() != before)
        #expect(try await school.list().ids == ["A1", "A2"])
        school.store.close()
        let reopened = try school.temporary.reopened()
        #expect(try school.dump() == before)
        reopened.close()
    }
}
