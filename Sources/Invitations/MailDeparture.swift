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

extension ContactState {
    /// Decides for the mail of one generation, with the contact as it is now.
    ///
    /// The mail goes to the address that was reviewed when it was asked for; facts about the contact's address apply to it,
    /// because a changed address revokes the invitation in the import that brings it (R34).
    public func mailDeparture(ofGeneration generation: Int64, at now: Instant, relayOffersSMTPUTF8: Bool = false) -> MailDeparture {
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
        return invitation.isRunning(at: now) ? .send(to: recipient) : .lifetimeOver
    }
}
