/// What to do with an invitation's email at the moment it would leave the outbox (R7).
///
/// Between asking and leaving, hours can pass in which a court order arrives, the link is taken back or the contact
/// registers. The school-wide obstacles (R2, R8) guard the asking, not a mail already answered `QUEUED` (R17).
public enum MailDeparture: Sendable, Hashable {
    /// Hand it to the adapter, to this address.
    case send(to: EmailAddress)
    /// It must not go out, now or later.
    case cancel(Cancellation)
    /// Its link has expired while it waited: it ends `FAILED` (R23).
    case lifetimeOver
    /// Not now: it waits for a person.
    case hold(HoldCause)

    /// Why a mail never goes out. Kept in events: says nothing personal.
    public enum Cancellation: String, Sendable, Hashable, CaseIterable {
        case courtOrder = "COURT_ORDER"
        case alreadyRegistered = "ALREADY_REGISTERED"
        case superseded = "SUPERSEDED"
        case revoked = "REVOKED"
        case addressUnusable = "ADDRESS_UNUSABLE"
        case sharedWithBarredContact = "EMAIL_SHARED_WITH_BARRED_CONTACT"
        case belongsToPupil = "EMAIL_BELONGS_TO_PUPIL"
        case bounced = "EMAIL_BOUNCED"
    }
}

/// What a mail waits for that is `HELD` (R23).
///
/// Raw values are stored.
public enum HoldCause: Int64, Sendable, Hashable, CaseIterable {
    /// R42: for the school's office to let email go on.
    case paused = 1
    /// R41: for an operator, after a restore.
    case restored = 2
    /// For somebody to mend what no honest letter can be written with.
    case letter = 3
    /// R31: for the key of its link.
    case tokenKey = 4
    /// For the operator who holds it.
    case byOperator = 5
    /// For somebody to look why every worker that has had it was gone before it was done.
    case quarantined = 6
    /// For somebody to mend the school's own template.
    case template = 7

    /// Those that an operator releases; a pause is the office's.
    public static let releasedByOperator: Set<HoldCause> = [.restored, .letter, .tokenKey, .byOperator, .quarantined, .template]
}

extension ContactState {
    /// Decides for the mail of one generation, with the contact as it is now.
    ///
    /// The mail goes to the address that was reviewed when it was asked for; facts about the contact's address apply to it,
    /// because a changed address revokes the invitation in the import that brings it (R34). What would leave waits for what `hold` says: the
    /// school's ``School/mailHold`` (R41, R42).
    public func mailDeparture(
        ofGeneration generation: Int64, at now: Instant, hold: HoldCause? = nil, relayOffersSMTPUTF8: Bool = false
    ) -> MailDeparture {
        if isBarred { return .cancel(.courtOrder) }
        if registration != nil { return .cancel(.alreadyRegistered) }
        guard let invitation, invitation.generation == generation else { return .cancel(.superseded) }
        switch invitation.standing {
        case .live: break
        case .redeemed: return .cancel(.alreadyRegistered)
        case .superseded: return .cancel(.superseded)
        case .revoked(.courtOrder): return .cancel(.courtOrder)
        case .revoked: return .cancel(.revoked)
        }
        guard let recipient = EmailAddress(invitation.mailedTo), relayOffersSMTPUTF8 || !recipient.needsSMTPUTF8 else {
            return .cancel(.addressUnusable)
        }
        if address.isSharedWithBarred { return .cancel(.sharedWithBarredContact) }
        if address.belongsToPupil { return .cancel(.belongsToPupil) }
        if address.hasBounced { return .cancel(.bounced) }
        guard invitation.isRunning(at: now) else { return .lifetimeOver }
        return hold.map { .hold($0) } ?? .send(to: recipient)
    }
}
