/// What "this was not meant for me" does to a link, or why it does nothing (R43).
public enum DeclineDecision: Sendable, Hashable {
    /// End the invitation, and flag the contact for the office.
    case decline
    /// It was declined before: the same answer again.
    case alreadyDone
    case refuse(InvitationError)
}

extension ContactState {
    /// Decides for one generation's link, in the precedence of R28. One past its deadline can be declined: that the address is somebody
    /// else's is worth knowing then too. An older link says `SUPERSEDED`: the newest email has the one that counts.
    public func declineDecision(for link: Invitation, at now: Instant) -> DeclineDecision {
        switch redeemDecision(for: link, account: nil, at: now) {
        case .redeem: .decline
        case .alreadyDone: .refuse(.alreadyRedeemed)
        case .refuse where link.standing == .revoked(.declined) && !isBarred && !hasLeft: .alreadyDone
        case .refuse(let error): error.reason == .expired ? .decline : .refuse(error)
        }
    }
}
