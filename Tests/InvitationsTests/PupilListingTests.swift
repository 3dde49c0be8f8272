import Invitations
import Testing

@Suite("A row of the list")
struct PupilListingTests {
    private func row(_ contacts: ContactState..., school: School = school(), at now: Instant = monday) -> PupilListing {
        let pupil = Pupil(
            id: PupilID(unchecked: "p1"), forename: "Zoë", surname: "Thistlewood", yearGroup: "3", registrationGroup: "3B")
        let pairs = contacts.map { PupilFacts.Pair(relationship: "Mother", courtOrder: $0.isBarred, contact: $0) }
        return PupilListing(PupilFacts(key: PupilKey(rowID: 1), pupil: pupil, contacts: pairs), school: school, at: now)
    }

    @Test("R11: each contact says whether Send would queue it, or why not")
    func invitable() {
        let fresh = row(contact()).contacts[0]
        #expect(fresh.isInvitable && fresh.notInvitableBecause == nil)
        let barred = row(contact(isBarred: true)).contacts[0]
        #expect(!barred.isInvitable && barred.notInvitableBecause == .courtOrder && barred.courtOrder)
        let unlinked = row(contact(), school: school(isMISLinked: false)).contacts[0]
        #expect(!unlinked.isInvitable && unlinked.notInvitableBecause == nil)
    }

    @Test("R11: it says when it was invited, until when the link works, and what became of the email")
    func dates() {
        let deadline = monday + .seconds(60)
        let invited = row(contact(invitation: invitation(expiresAt: deadline, delivery: .sent))).contacts[0]
        #expect(invited.status == .invited)
        #expect(invited.invitedAt == monday)
        #expect(invited.expiresAt == deadline)
        #expect(invited.delivery == .sent)
        let gone = row(contact(invitation: invitation(expiresAt: deadline, standing: .revoked(.byAdministrator)))).contacts[0]
        #expect(gone.expiresAt == nil)
        #expect(gone.invitedAt == monday)
        let done = row(contact(registration: registered(), invitation: invitation(expiresAt: deadline, standing: .redeemed))).contacts[0]
        #expect(done.registeredAt == monday)
        #expect(done.expiresAt == nil)
    }

    @Test("R5: a row is valid until the first deadline ahead, and nothing in it changes before")
    func validUntil() {
        let sooner = monday + .seconds(60)
        let later = monday + .seconds(120)
        let contacts = [
            contact("c1", invitation: invitation(expiresAt: later)), contact("c2", invitation: invitation(expiresAt: sooner)),
            contact("c3", invitation: invitation(expiresAt: monday)), contact("c4", invitation: invitation()),
            contact("c5", registration: registered(), invitation: invitation(expiresAt: sooner, standing: .redeemed)),
        ]
        let now = row(contacts[0], contacts[1], contacts[2], contacts[3], contacts[4])
        #expect(now.validUntil == sooner)
        let justBefore = row(contacts[0], contacts[1], contacts[2], contacts[3], contacts[4], at: sooner + .milliseconds(-1))
        #expect(justBefore == now)
        let then = row(contacts[0], contacts[1], contacts[2], contacts[3], contacts[4], at: sooner)
        #expect(then.contacts != now.contacts)
        #expect(then.validUntil == later)
        #expect(row(contacts[2], contacts[3], contacts[4]).validUntil == .distantFuture)
    }

    @Test("R42: a row is valid until the cooldown of one who can be invited again is over, and then says so")
    func validUntilTheCooldownIsOver() {
        let revoked = contact(invitation: invitation(invitedAt: monday, standing: .revoked(.byAdministrator)))
        let over = monday + SchoolPolicy().reinviteCooldown
        let now = row(revoked)
        #expect(now.validUntil == over && now.contacts[0].notInvitableBecause == .tooSoon)
        #expect(row(revoked, at: over + .milliseconds(-1)) == now)
        let then = row(revoked, at: over)
        #expect(then.contacts[0].isInvitable && then.validUntil == .distantFuture)
    }
}
