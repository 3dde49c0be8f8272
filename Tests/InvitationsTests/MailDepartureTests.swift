import Invitations
import Testing

@Suite("When a mail would leave")
struct MailDepartureTests {
    private let deadline = monday + .seconds(3600)

    @Test("R7: a court order that came meanwhile stops the mail, before anything else is asked")
    func barred() {
        #expect(contact(isBarred: true, registration: registered()).mailDeparture(ofGeneration: 1, at: monday) == .cancel(.courtOrder))
        let revoked = contact(invitation: invitation(standing: .revoked(.courtOrder)))
        #expect(revoked.mailDeparture(ofGeneration: 1, at: monday) == .cancel(.courtOrder))
    }

    @Test("R7: whatever else ended the invitation stops it too")
    func cancelled() {
        let live = invitation(expiresAt: deadline)
        let cases: [(ContactState, MailDeparture)] = [
            (contact(registration: registered(), invitation: live), .cancel(.alreadyRegistered)),
            (contact(invitation: invitation(generation: 2)), .cancel(.superseded)),
            (contact(), .cancel(.superseded)),
            (contact(invitation: invitation(standing: .superseded(at: monday))), .cancel(.superseded)),
            (contact(invitation: invitation(standing: .redeemed)), .cancel(.alreadyRegistered)),
            (contact(invitation: invitation(standing: .revoked(.addressChanged))), .cancel(.revoked)),
            (contact(invitation: invitation(mailedTo: "nonsense")), .cancel(.addressUnusable)),
            (contact(invitation: invitation(mailedTo: "zoë@example.com")), .cancel(.addressUnusable)),
            (contact(invitation: live, address: AddressFacts(isSharedWithBarred: true)), .cancel(.sharedWithBarredContact)),
            (contact(invitation: live, address: AddressFacts(belongsToPupil: true)), .cancel(.belongsToPupil)),
            (contact(invitation: live, address: AddressFacts(hasBounced: true)), .cancel(.bounced)),
        ]
        for (contact, departure) in cases { #expect(contact.mailDeparture(ofGeneration: 1, at: monday) == departure) }
    }

    @Test("R14: the mail goes to the address that was reviewed, even where the roster writes it otherwise now")
    func address() {
        let state = contact(email: "Imogen@Example.com", invitation: invitation(mailedTo: "imogen@example.com"))
        guard case .send(let to) = state.mailDeparture(ofGeneration: 1, at: monday) else {
            Issue.record("not sent")
            return
        }
        #expect(to.wire == "imogen@example.com")
    }

    @Test("R23: a mail whose link has expired while it waited is over, at the very millisecond")
    func lifetime() {
        let state = contact(invitation: invitation(expiresAt: deadline))
        #expect(state.mailDeparture(ofGeneration: 1, at: deadline) == .lifetimeOver)
        #expect(state.mailDeparture(ofGeneration: 1, at: deadline + .milliseconds(-1)) != .lifetimeOver)
    }
}
