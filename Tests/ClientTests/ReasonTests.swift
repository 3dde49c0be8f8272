import Invitations
import Testing

@testable import InvitationClient

@Suite("Reasons")
struct ReasonTests {
    @Test("The client names every reason the domain gives, and no other")
    func complete() {
        #expect(Set(InvitationReason.all) == Set(InvitationError.Reason.allCases.map(\.rawValue)))
        #expect(Set(InvitationReason.all).count == InvitationReason.all.count)
    }
}
