import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite struct OpeningTests {
    @Test("A seeded school is there, with its contacts") func seeds() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let states = try await temporary.store.read { transaction in
            try transaction.contacts([ContactID(unchecked: "c-imogen"), ContactID(unchecked: "nobody")], of: school)
        }
        #expect(states[0]?.name.full == "Mrs Imogen Thistlewood")
        #expect(states[1] == nil)
    }
}
