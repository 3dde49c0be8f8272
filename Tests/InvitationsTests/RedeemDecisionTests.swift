import Invitations
import Testing

@Suite("What redeeming a link does")
struct RedeemDecisionTests {
    private let deadline = monday + .seconds(3600)
    private let mine = AccountID(unchecked: "a1")
    private let other = AccountID(unchecked: "a2")

    private func reason(_ decision: RedeemDecision) -> InvitationError.Reason? {
        if case .refuse(let error) = decision { error.reason } else { nil }
    }

    @Test("R29: a link is redeemable if and only if now lies before its deadline, to the millisecond")
    func boundary() {
        let link = invitation(expiresAt: deadline)
        let state = contact(invitation: link)
        #expect(state.redeemDecision(for: link, account: mine, at: deadline + .milliseconds(-1)) == .redeem)
        #expect(reason(state.redeemDecision(for: link, account: mine, at: deadline)) == .expired)
        #expect(reason(state.redeemDecision(for: link, account: mine, at: deadline + .milliseconds(1))) == .expired)
    }

    @Test("R27: the same account again is the same answer, also after the deadline; another account is refused")
    func again() {
        let link = invitation(expiresAt: deadline, standing: .redeemed)
        let state = contact(registration: registered("a1"), invitation: link)
        for now in [monday, deadline + .seconds(1)] {
            #expect(state.redeemDecision(for: link, account: mine, at: now) == .alreadyDone)
            #expect(reason(state.redeemDecision(for: link, account: other, at: now)) == .alreadyRedeemed)
            #expect(reason(state.redeemDecision(for: link, account: nil, at: now)) == .alreadyRedeemed)
            // Nobody signed in is no other account: one message, true of both.
            #expect(
                state.redeemDecision(for: link, account: nil, at: now)
                    == .refuse(
                        InvitationError(
                            .alreadyRedeemed,
                            "This link was already used. Sign in with the account it was used with, or contact the school.")))
        }
    }

    @Test("R28: NOT_PERMITTED > redeemed > REVOKED > SUPERSEDED > EXPIRED, in every combination")
    func precedence() {
        let standings: [(Invitation.Standing, InvitationError.Reason?)] =
            [(.live, nil), (.redeemed, nil), (.superseded(at: monday), .superseded), (.revoked(.courtOrder), .notPermitted)]
            + RevocationReason.allCases.filter { $0 != .courtOrder }.map { (.revoked($0), .revoked) }
        for isBarred in [false, true] {
            for isRegistered in [false, true] {
                for isOver in [false, true] {
                    for (standing, expected) in standings {
                        let link = invitation(expiresAt: isOver ? monday : deadline, standing: standing)
                        let state = contact(
                            isBarred: isBarred, registration: isRegistered ? registered("a1") : nil, invitation: link)
                        let decision = state.redeemDecision(for: link, account: mine, at: monday)
                        if isBarred {
                            #expect(reason(decision) == .notPermitted)
                        } else if standing == .redeemed {
                            #expect(isRegistered ? decision == .alreadyDone : reason(decision) == .revoked)
                        } else if standing == .live {
                            #expect(isOver ? reason(decision) == .expired : decision == .redeem)
                        } else {
                            #expect(reason(decision) == expected)
                        }
                    }
                }
            }
        }
    }

    @Test("R7: a parent is never told of a court order, whatever took the link back")
    func neverSaysWhy() {
        let revoked = invitation(standing: .revoked(.courtOrder))
        let later = contact(invitation: revoked)
        let barred = contact(isBarred: true, invitation: invitation())
        for decision in [
            later.redeemDecision(for: revoked, account: mine, at: monday),
            barred.redeemDecision(for: invitation(), account: mine, at: monday),
        ] {
            guard case .refuse(let error) = decision else {
                Issue.record("not refused")
                return
            }
            #expect(error.reason == .notPermitted)
            #expect(error.metadata.isEmpty)
            #expect(!error.message.lowercased().contains("court"))
        }
    }

    @Test("R34: a changed address is said; every other cause of a revocation is not")
    func revocationReasons() {
        for cause in RevocationReason.allCases where cause != .courtOrder {
            let link = invitation(standing: .revoked(cause))
            guard case .refuse(let error) = contact(invitation: link).redeemDecision(for: link, account: mine, at: monday) else {
                Issue.record("not refused")
                return
            }
            #expect(error.metadata == (cause == .addressChanged ? ["why": "ADDRESS_CHANGED"] : [:]))
        }
    }

    @Test("R25: an earlier link answers SUPERSEDED with the date of the newest email")
    func superseded() {
        let asked = monday + .seconds(60)
        let mailed = monday + .seconds(120)
        let earlier = invitation(generation: 1, expiresAt: deadline, standing: .superseded(at: asked))
        let newest = invitation(generation: 3, invitedAt: asked, mailedAt: mailed, expiresAt: deadline)
        let decision = contact(invitation: newest).redeemDecision(for: earlier, account: mine, at: monday)
        guard case .refuse(let error) = decision else {
            Issue.record("not refused")
            return
        }
        #expect(error.reason == .superseded)
        #expect(error.metadata == ["newer_email_at": mailed.rfc3339])
    }

    @Test("R18: should two generations ever be live, only the last one works")
    func onlyTheLast() {
        let earlier = invitation(generation: 1, expiresAt: deadline)
        let newest = invitation(generation: 2, expiresAt: deadline)
        let state = contact(invitation: newest)
        #expect(reason(state.redeemDecision(for: earlier, account: mine, at: monday)) == .superseded)
        #expect(state.redeemDecision(for: newest, account: mine, at: monday) == .redeem)
    }
}
