import Invitations
import Testing

@Suite("What \"this was not meant for me\" does to a link")
struct DeclineDecisionTests {
    private let deadline = monday + .seconds(3600)

    /// R43 with the precedence of R28, written out. Columns: nothing, registered, expired, both; the same of a contact that left; the same
    /// of one that is barred; the same of one that is both.
    ///
    /// D declines, A has been declined already, N not permitted, J already redeemed, V revoked, S superseded.
    private let table: [(Invitation.Standing, String)] = [
        (.live, "DDDD VVVV NNNN NNNN"),
        (.redeemed, "VJVJ VVVV NNNN NNNN"),
        (.superseded(at: monday), "SSSS VVVV NNNN NNNN"),
        (.revoked(.courtOrder), "NNNN NNNN NNNN NNNN"),
        (.revoked(.addressChanged), "VVVV VVVV NNNN NNNN"),
        (.revoked(.leftSchool), "VVVV VVVV NNNN NNNN"),
        (.revoked(.byAdministrator), "VVVV VVVV NNNN NNNN"),
        (.revoked(.declined), "AAAA VVVV NNNN NNNN"),
        (.revoked(.erased), "VVVV VVVV NNNN NNNN"),
        (.revoked(.restored), "VVVV VVVV NNNN NNNN"),
    ]

    private func letter(_ decision: DeclineDecision) -> Character? {
        switch decision {
        case .decline: "D"
        case .alreadyDone: "A"
        case .refuse(let error):
            switch error.reason {
            case .notPermitted: "N"
            case .alreadyRedeemed: "J"
            case .revoked: "V"
            case .superseded: "S"
            default: nil
            }
        }
    }

    @Test("R43, R28: every standing, barred or not, left or not, registered or not, expired or not")
    func everything() {
        #expect(table.count == 3 + RevocationReason.allCases.count)
        for (standing, row) in table {
            let expected = Array(row.filter { $0 != " " })
            #expect(expected.count == 16)
            for (column, expected) in expected.enumerated() {
                let link = invitation(expiresAt: column & 2 == 0 ? deadline : monday, standing: standing)
                let state = contact(
                    isBarred: column & 8 != 0, registration: column & 1 == 0 ? nil : registered(), invitation: link,
                    hasLeft: column & 4 != 0)
                #expect(letter(state.declineDecision(for: link, at: monday)) == expected, "\(standing), column \(column)")
            }
        }
    }

    @Test("R43: one whose email has not left yet can be declined")
    func unclaimed() {
        let link = invitation()
        #expect(contact(invitation: link).declineDecision(for: link, at: monday) == .decline)
    }

    @Test("R43, R25: an older link says which email has the one that counts, and declines nothing")
    func older() {
        let newest = invitation(generation: 2, invitedAt: monday + .seconds(60), expiresAt: deadline)
        let state = contact(invitation: newest)
        for older in [invitation(expiresAt: deadline), invitation(standing: .superseded(at: monday))] {
            guard case .refuse(let error) = state.declineDecision(for: older, at: monday) else {
                Issue.record("not refused")
                return
            }
            #expect(error.reason == .superseded)
            #expect(error.metadata == ["newer_email_at": (monday + .seconds(60)).rfc3339])
        }
    }

    @Test("R43: declined before, the same answer again, also when the office has invited anew since")
    func again() {
        let declined = invitation(standing: .revoked(.declined))
        let state = contact(invitation: invitation(generation: 2, expiresAt: deadline), declined: true)
        #expect(state.declineDecision(for: declined, at: monday) == .alreadyDone)
        #expect(state.declineDecision(for: invitation(generation: 2, expiresAt: deadline), at: monday) == .decline)
    }

    @Test("R7: whoever declines is never told of a court order")
    func neverSaysWhy() {
        let revoked = invitation(standing: .revoked(.courtOrder))
        for (state, link) in [(contact(invitation: revoked), revoked), (contact(isBarred: true, invitation: invitation()), invitation())] {
            guard case .refuse(let error) = state.declineDecision(for: link, at: monday) else {
                Issue.record("not refused")
                return
            }
            #expect(error.metadata.isEmpty && !error.message.lowercased().contains("court"))
        }
    }
}
