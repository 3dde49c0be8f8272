extension ContactState {
    /// Where the contact stands at `now` (R5): computed, never stored, so that nothing has to run for a link to expire.
    ///
    /// A link is valid if and only if `now < expiresAt` (R29). Before the first delivery attempt was claimed there is no
    /// deadline yet, and the contact is `INVITED` (R20). A registered contact with a court order is `SUSPENDED` (R7).
    public func status(at now: Instant) -> RegistrationStatus {
        if registration != nil { return isBarred ? .suspended : .registered }
        guard let invitation, case .live = invitation.standing else { return .notRegistered }
        return invitation.isRunning(at: now) ? .invited : .invitationExpired
    }

    /// The first instant after `now` at which ``status(at:)`` answers something else while nothing is written;
    /// nil: never by itself.
    public func statusChanges(after now: Instant) -> Instant? {
        guard registration == nil, let invitation, case .live = invitation.standing, let expiresAt = invitation.expiresAt,
            now < expiresAt
        else { return nil }
        return expiresAt
    }
}

extension ContactState {
    /// The first instant after `now` at which the list shows something else while nothing is written; nil: never by itself.
    func listingChanges(after now: Instant, _ policy: SchoolPolicy) -> Instant? {
        if let change = statusChanges(after: now) { return change }
        guard status(at: now) == .notRegistered, let over = cooldownEnd(policy), now < over else { return nil }
        return over
    }
}

extension Invitation {
    /// Whether the deadline, if there is one yet, lies ahead (R20, R29). Says nothing of the standing.
    public func isRunning(at now: Instant) -> Bool {
        guard let expiresAt else { return true }
        return now < expiresAt
    }
}
