/// The two ways of asking for an email: for the first time, or again.
public enum InvitingMethod: String, Sendable, Hashable, CaseIterable {
    /// R13: contacts whose status is `NOT_REGISTERED`.
    case send = "Send"
    /// R24: contacts whose link expired or was not received.
    case reinvite = "Reinvite"

    /// What "select all" of this method takes (R6, R13).
    public var selectAllStatus: RegistrationStatus {
        switch self {
        case .send: .notRegistered
        case .reinvite: .invitationExpired
        }
    }
}

/// What inviting one contact would do, and what the administrator should see before it (R14, R15).
public struct Eligibility: Sendable, Hashable {
    public var outcome: Outcome
    /// In the order of their raw values.
    public var warnings: [Warning]
    /// Where the email would go; set if and only if the outcome is `QUEUED`.
    public var address: EmailAddress?
    /// Set if and only if the outcome is `TOO_SOON`: when the cooldown is over (R42).
    public var retryAt: Instant?

    public init(_ outcome: Outcome, warnings: [Warning] = [], address: EmailAddress? = nil, retryAt: Instant? = nil) {
        self.outcome = outcome
        self.warnings = warnings
        self.address = address
        self.retryAt = retryAt
    }

    /// Of an id that the school does not have (R4).
    public static let notFound = Eligibility(.contactNotFound)
}

extension ContactState {
    /// Decides for one contact; nothing is written. The order of the questions is the precedence of R15.
    public func eligibility(
        for method: InvitingMethod, policy: SchoolPolicy, at now: Instant
    ) -> Eligibility {
        let warnings = warnings
        func refused(_ outcome: Outcome, retryAt: Instant? = nil) -> Eligibility {
            Eligibility(outcome, warnings: warnings, retryAt: retryAt)
        }

        if isBarred { return refused(.courtOrder) }
        if registration != nil { return refused(.alreadyRegistered) }
        let usable: EmailAddress
        switch usableAddress() {
        case .success(let address): usable = address
        case .failure(let flaw): return refused(flaw.outcome)
        }
        if policy.requiresParentalResponsibility && !hasParentalResponsibility { return refused(.noParentalResponsibility) }

        switch (method, status(at: now)) {
        case (.send, .invited): return refused(.alreadyInvited)
        case (.send, .invitationExpired): return refused(.expiredUseReinvite)
        case (.reinvite, .notRegistered): return refused(.neverInvited)
        default: break
        }
        if let over = cooldownEnd(policy), now < over { return refused(.tooSoon, retryAt: over) }
        return Eligibility(.queued, warnings: warnings, address: usable)
    }

    /// When the contact may be sent the next email (R42); nil: at any time.
    ///
    /// Whatever became of the last invitation counts, or revoking and sending again would be a way round. One that a changed address took
    /// back does not: the next goes elsewhere (R34).
    func cooldownEnd(_ policy: SchoolPolicy) -> Instant? {
        guard let invitation, invitation.standing != .revoked(.addressChanged) else { return nil }
        return invitation.invitedAt.advanced(by: policy.reinviteCooldown)
    }

    /// What the administrator should see before sending (R21, R34, R43).
    public var warnings: [Warning] {
        var warnings: [Warning] = []
        if address.isShared { warnings.append(.sharedEmail) }
        if emailChanged { warnings.append(.emailChanged) }
        if declined { warnings.append(.declined) }
        return warnings
    }

    /// The contact's address if mail may go to it, or the first email reason of R15 that stands against it.
    func usableAddress() -> Result<EmailAddress, EmailRefusal> {
        guard let email, !email.isEmpty else { return .failure(EmailRefusal(.noEmail)) }
        guard let parsed = EmailAddress(email) else { return .failure(EmailRefusal(.invalidEmail)) }
        if parsed.needsSMTPUTF8 { return .failure(EmailRefusal(.needsSMTPUTF8)) }
        if address.isSharedWithBarred { return .failure(EmailRefusal(.emailSharedWithBarredContact)) }
        if address.belongsToPupil { return .failure(EmailRefusal(.emailBelongsToPupil)) }
        if address.hasBounced { return .failure(EmailRefusal(.emailBounced)) }
        return .success(parsed)
    }
}

/// One of the email reasons, as a failure.
struct EmailRefusal: Error {
    let outcome: Outcome
    init(_ outcome: Outcome) { self.outcome = outcome }
}

extension ContactState {
    /// Where a letter could go, whatever the contact's status; throws `LETTER_UNAVAILABLE` if none may (R7, R21-R23).
    public func addressForLetter() throws(InvitationError) -> EmailAddress {
        if !isBarred, case .success(let address) = usableAddress() { return address }
        throw InvitationError(
            .letterUnavailable, "No email may go to this contact: GetContact says why it cannot be invited.")
    }
}
