/// What redeeming a known link does, or why it does nothing (R27-R29).
public enum RedeemDecision: Sendable, Hashable {
    /// Bind the account. Of a preview: it would.
    case redeem
    /// This account redeemed it before: the same answer again, also after the deadline.
    case alreadyDone
    case refuse(InvitationError)
}

extension ContactState {
    /// Decides for one generation's link. The order of the questions is the precedence of R28:
    /// `NOT_PERMITTED` > redeemed > `REVOKED` > `SUPERSEDED` > `EXPIRED`.
    ///
    /// `account` is nil in a preview by somebody not signed in. A parent is never told of a court order: a link that one took
    /// back says `NOT_PERMITTED`, which names no cause. A contact that left is withdrawn (R34), registered or not.
    public func redeemDecision(for link: Invitation, account: AccountID?, at now: Instant) -> RedeemDecision {
        if isBarred || link.standing == .revoked(.courtOrder) { return .refuse(.notPermitted) }
        if hasLeft { return .refuse(.revoked(.leftSchool)) }
        switch link.standing {
        case .redeemed:
            guard let registration else { return .refuse(.revoked(nil)) }
            return registration.account == account ? .alreadyDone : .refuse(.alreadyRedeemed)
        case .revoked(let reason):
            return .refuse(.revoked(reason))
        case .superseded(let at):
            return .refuse(.superseded(newerEmailAt: newestEmailAt ?? at))
        case .live:
            // A store keeps one generation live (R18); should it ever not, the last one still wins.
            if let newest = invitation, newest.generation > link.generation {
                return .refuse(.superseded(newerEmailAt: newest.mailedAt ?? newest.invitedAt))
            }
            return link.isRunning(at: now) ? .redeem : .refuse(.expired)
        }
    }

    /// When the newest invitation's email went out, or was asked for if it still waits (R25).
    private var newestEmailAt: Instant? { invitation.map { $0.mailedAt ?? $0.invitedAt } }
}

extension InvitationError {
    static let notPermitted = InvitationError(.notPermitted, "This link cannot be used. Contact the school.")
    static let alreadyRedeemed = InvitationError(
        .alreadyRedeemed, "This link was already used. Sign in with the account it was used with, or contact the school.")
    static let expired = InvitationError(.expired, "This link has expired. Ask the school to invite you again.")

    static func superseded(newerEmailAt instant: Instant) -> InvitationError {
        InvitationError(
            .superseded, "A newer email was sent with another link. Use the link in the newest one.",
            ["newer_email_at": instant.rfc3339])
    }

    /// Of the reasons only the changed address is the parent's to know (R34).
    static func revoked(_ reason: RevocationReason?) -> InvitationError {
        InvitationError(
            .revoked, "The school has taken this link back. Contact the school.",
            reason == .addressChanged ? ["why": RevocationReason.addressChanged.rawValue] : [:])
    }
}
