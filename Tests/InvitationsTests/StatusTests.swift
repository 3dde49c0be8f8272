import Invitations
import Testing

@Suite("Where a contact stands")
struct StatusTests {
    private let deadline = monday + .seconds(14 * 86_400)

    @Test("R5: status is computed from what is stored and the instant")
    func statuses() {
        let cases: [(ContactState, RegistrationStatus)] = [
            (contact(), .notRegistered),
            (contact(invitation: invitation(expiresAt: deadline)), .invited),
            (contact(invitation: invitation(expiresAt: monday)), .invitationExpired),
            (contact(registration: registered()), .registered),
            (contact(registration: registered(), invitation: invitation(expiresAt: monday, standing: .redeemed)), .registered),
            (contact(invitation: invitation(standing: .redeemed)), .notRegistered),
            (contact(isBarred: true), .notRegistered),
        ]
        for (contact, status) in cases { #expect(contact.status(at: monday) == status) }
        for reason in RevocationReason.allCases {
            #expect(contact(invitation: invitation(expiresAt: deadline, standing: .revoked(reason))).status(at: monday) == .notRegistered)
        }
    }

    @Test("R7: a registered contact that is barred is suspended")
    func suspended() {
        #expect(contact(isBarred: true, registration: registered()).status(at: monday) == .suspended)
    }

    @Test("R20: before the first claim a contact is invited without a deadline, however long that takes")
    func beforeTheClaim() {
        let waiting = contact(invitation: invitation())
        #expect(waiting.status(at: monday) == .invited)
        #expect(waiting.status(at: .distantFuture) == .invited)
        #expect(waiting.statusChanges(after: monday) == nil)
    }

    @Test("R29: a link is valid one millisecond before its deadline, and not at it")
    func boundary() {
        let invited = contact(invitation: invitation(expiresAt: deadline))
        #expect(invited.status(at: deadline + .milliseconds(-1)) == .invited)
        #expect(invited.status(at: deadline) == .invitationExpired)
        #expect(invited.status(at: deadline + .milliseconds(1)) == .invitationExpired)
    }
}
