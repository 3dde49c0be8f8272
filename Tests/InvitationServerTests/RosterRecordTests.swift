import InvitationAPI
import InvitationStore
import Invitations
import Testing

@testable import InvitationServer

@Suite struct RosterRecordTests {
    private let feed = Caller(role: .roster, principal: "nightly-feed", schools: .all)

    @Test("R35: a feed that confirms a withheld import is refused: none is withheld")
    func confirmsNothing() {
        var school = InvitationAPI.RosterSchool(schoolID: "oakfield", name: "Oakfield")
        #expect(throws: Never.self) { try RosterRecord(ImportRosterRequest(record: .school(school)), feed) }
        school.confirmDigest = "abc"
        let error = #expect(throws: InvitationError.self) { try RosterRecord(ImportRosterRequest(record: .school(school)), feed) }
        #expect(error?.reason == .feedInvalidRecord)
        #expect(error?.metadata == ["record": "school", "field": "confirm_digest"])
    }
}
