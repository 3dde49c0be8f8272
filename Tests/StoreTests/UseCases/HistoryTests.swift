import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// R38: reading the history, also where it ends.
@Suite struct HistoryTests {
    @Test("R38, R41: who has seen more than there is is told, with the number to go on after")
    func ahead() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen", "c-otto")
        let events = ListEvents(office.environment)
        func read(after sequence: Int64) async throws -> ListEvents.SchoolPage {
            try await office.store.read { try events.ofSchool(Office.school, after: sequence, pageSize: 0, in: $0) }
        }
        let whole = try await read(after: 0)
        #expect(try await read(after: whole.last).events.isEmpty)
        let error = try await refusal { try await read(after: whole.last + 1) }
        #expect(error.reason == .sequenceAhead && error.metadata == ["last_sequence": "\(whole.last)"])
        #expect(try await read(after: -5) == whole)
    }

    @Test("R38, R34: the history of one who has left says why it was withdrawn")
    func leaver() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("P1", contact("C1")), pupil("P2")])
        try await school.invite("C1")
        try await school.importFeed([pupil("P2")])
        let events = ListEvents(try .test())
        let page = try await school.store.read { transaction in
            try events.ofContact(
                ContactID(unchecked: "C1"), of: RosterSchool.oakfield.id, pageSize: 0, pageToken: "", in: transaction)
        }
        #expect(page.events.prefix(2).map(\.kind) == ["CONTACT_LEFT", "REVOKED"])
        let error = try await refusal {
            try await school.store.read {
                try events.ofContact(ContactID(unchecked: "C0"), of: RosterSchool.oakfield.id, pageSize: 0, pageToken: "", in: $0)
            }
        }
        #expect(error.reason == .contactNotFound)
    }
}
