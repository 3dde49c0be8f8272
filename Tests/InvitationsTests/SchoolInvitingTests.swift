import Invitations
import Testing

@Suite("When a school can invite at all")
struct SchoolTests {
    /// R2 > R8 > R42, written out: linked, some feed spoke of orders, the policy acknowledges that none does, paused.
    private let table: [(linked: Bool, data: Bool, acknowledged: Bool, paused: Bool, obstacle: InvitationError.Reason?)] = [
        (false, false, false, false, .misNotLinked),
        (false, false, false, true, .misNotLinked),
        (false, false, true, false, .misNotLinked),
        (false, false, true, true, .misNotLinked),
        (false, true, false, false, .misNotLinked),
        (false, true, false, true, .misNotLinked),
        (false, true, true, false, .misNotLinked),
        (false, true, true, true, .misNotLinked),
        (true, false, false, false, .courtOrderDataUnavailable),
        (true, false, false, true, .courtOrderDataUnavailable),
        (true, false, true, false, nil),
        (true, false, true, true, .schoolPaused),
        (true, true, false, false, nil),
        (true, true, false, true, .schoolPaused),
        (true, true, true, false, nil),
        (true, true, true, true, .schoolPaused),
    ]

    @Test("R2, R8, R42: what stands against inviting, in all sixteen combinations; canInvite and requireInviting say the same")
    func everything() {
        for row in table {
            var policy = SchoolPolicy()
            policy.acknowledgesMissingCourtOrderData = row.acknowledged
            let school = school(isMISLinked: row.linked, hasCourtOrderData: row.data, isPaused: row.paused, policy: policy)
            #expect(school.invitingObstacle?.reason == row.obstacle, "\(row)")
            #expect(school.canInvite == (row.obstacle == nil), "\(row)")
            #expect(refusal { try school.requireInviting() } == school.invitingObstacle, "\(row)")
        }
    }

    @Test("R42: in a paused school nobody can be invited, and the contacts themselves have nothing against it")
    func pausedList() {
        let pair = PupilFacts.Pair(relationship: "Mother", courtOrder: false, contact: contact())
        let paused = ContactListing(pair, school: school(isPaused: true), at: monday)
        #expect(!paused.isInvitable && paused.notInvitableBecause == nil)
        #expect(ContactListing(pair, school: school(), at: monday).isInvitable)
    }
}
