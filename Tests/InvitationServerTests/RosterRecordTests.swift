import InvitationAPI
import InvitationStore
import Invitations
import Testing

@testable import InvitationServer

@Suite struct RosterRecordTests {
    private let feed = Caller(role: .roster, principal: "nightly-feed", schools: .all)

    @Test("R35: a feed hands on the digest that confirms it")
    func confirms() throws {
        var school = InvitationAPI.RosterSchool(schoolID: "oakfield", name: "Oakfield")
        school.confirmDigest = "abc"
        guard case .school(let record, "abc") = try RosterRecord(ImportRosterRequest(record: .school(school)), feed) else {
            Issue.record("not a school with its digest")
            return
        }
        #expect(record.id.text == "oakfield")
    }
}
