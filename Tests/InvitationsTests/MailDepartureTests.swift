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

    /// With the generation 1's mail: what has ended it, and how it ends.
    private var ended: [(ContactState, MailDeparture)] {
        let live = invitation(expiresAt: deadline)
        return [
            (contact(registration: registered(), invitation: live), .cancel(.alreadyRegistered)),
            (contact(invitation: invitation(generation: 2)), .cancel(.superseded)),
            (contact(), .cancel(.superseded)),
            (contact(invitation: invitation(standing: .superseded(at: monday))), .cancel(.superseded)),
            (contact(invitation: invitation(standing: .redeemed)), .cancel(.alreadyRegistered)),
            (contact(invitation: invitation(standing: .revoked(.addressChanged))), .cancel(.revoked)),
            (contact(invitation: invitation(standing: .revoked(.declined))), .cancel(.revoked)),
            (contact(invitation: invitation(standing: .revoked(.erased))), .cancel(.revoked)),
            (contact(invitation: invitation(mailedTo: "nonsense")), .cancel(.addressUnusable)),
            (contact(invitation: invitation(mailedTo: "zoë@example.com")), .cancel(.addressUnusable)),
            (contact(invitation: live, address: AddressFacts(isSharedWithBarred: true)), .cancel(.sharedWithBarredContact)),
            (contact(invitation: live, address: AddressFacts(belongsToPupil: true)), .cancel(.belongsToPupil)),
            (contact(invitation: live, address: AddressFacts(hasBounced: true)), .cancel(.bounced)),
        ]
    }

    @Test("R7: whatever else ended the invitation stops it too")
    func cancelled() {
        for (contact, departure) in ended { #expect(contact.mailDeparture(ofGeneration: 1, at: monday) == departure) }
    }

    @Test("R42: a pause holds what would leave, and what has ended ends all the same: cancel > over > hold > send")
    func paused() {
        for (contact, departure) in ended + [(contact(isBarred: true), .cancel(.courtOrder))] {
            #expect(contact.mailDeparture(ofGeneration: 1, at: monday, hold: .paused) == departure)
        }
        let live = contact(invitation: invitation(expiresAt: deadline))
        #expect(live.mailDeparture(ofGeneration: 1, at: deadline, hold: .paused) == .lifetimeOver)
        #expect(live.mailDeparture(ofGeneration: 1, at: deadline + .milliseconds(-1), hold: .paused) == .hold(.paused))
        let unclaimed = contact(invitation: invitation())
        #expect(unclaimed.mailDeparture(ofGeneration: 1, at: monday, hold: .paused) == .hold(.paused))
        guard case .send = unclaimed.mailDeparture(ofGeneration: 1, at: monday, hold: nil) else {
            Issue.record("not sent")
            return
        }
    }

    @Test("R41, R42: a restored school's mail waits for an operator, a paused one's for its office, in this order")
    func held() {
        var school = School(
            key: SchoolKey(rowID: 1), id: SchoolID(unchecked: "s"), name: "S", isMISLinked: true, timeZone: "Europe/London",
            hasCourtOrderData: true)
        #expect(school.mailHold == nil)
        school.isPaused = true
        #expect(school.mailHold == .paused)
        school.restoration = Restoration(copiedAt: monday, hasImported: true)
        #expect(school.mailHold == .restored)
        let waiting = contact(invitation: invitation()).mailDeparture(ofGeneration: 1, at: monday, hold: school.mailHold)
        #expect(waiting == .hold(.restored))
    }

    @Test("R41, R42: an operator releases everything but a pause, which is the office's")
    func released() {
        for cause in HoldCause.allCases { #expect(HoldCause.releasedByOperator.contains(cause) == (cause != .paused)) }
        // Stored: never to be renumbered.
        #expect(HoldCause.allCases.map(\.rawValue) == [1, 2, 3, 4, 5, 6, 7])
        #expect(HoldCause.allCases == [.paused, .restored, .letter, .tokenKey, .byOperator, .quarantined, .template])
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
