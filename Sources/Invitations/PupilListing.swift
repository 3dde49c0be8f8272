/// A row of the list: a pupil with its contacts as they are shown at one instant (R10, R11).
///
/// What a derived row is encoded from. It stays true until ``validUntil`` as long as nothing is written and the school's policy
/// has the same version; then it is made anew.
public struct PupilListing: Sendable, Hashable {
    public var pupil: Pupil
    /// In the feed's order.
    public var contacts: [ContactListing]
    /// The first instant at which anything here changes by itself: the next deadline of a contact that is `INVITED`, the next end of a
    /// cooldown (R42) of one that is not registered. ``Instant/distantFuture``: nothing changes by itself.
    public var validUntil: Instant
    public var policyVersion: Int64

    public init(_ facts: PupilFacts, school: School, at now: Instant) {
        pupil = facts.pupil
        contacts = facts.contacts.map { ContactListing($0, school: school, at: now) }
        validUntil = facts.contacts.lazy.compactMap { $0.contact.listingChanges(after: now, school.policy) }.min() ?? .distantFuture
        policyVersion = school.policy.version
    }
}

/// One contact as the list shows it, with respect to one pupil.
public struct ContactListing: Sendable, Hashable {
    public var id: ContactID
    public var name: PersonName
    /// As the MIS has it now, usable or not; empty: none.
    public var email: String
    public var status: RegistrationStatus
    public var relationship: String
    /// Of this pair; the contact is barred by any pair (R7).
    public var courtOrder: Bool
    /// Whether Send would queue this contact.
    public var isInvitable: Bool
    /// Why Send would not; nil also where it is the school that cannot invite at present (R2, R8).
    public var notInvitableBecause: Outcome?
    /// Of the latest invitation, whatever became of it.
    public var invitedAt: Instant?
    /// Until when the latest link works, or worked; nil before the first delivery attempt, and of a link taken back or redeemed.
    public var expiresAt: Instant?
    public var registeredAt: Instant?
    /// Of the latest invitation's email.
    public var delivery: DeliveryState?
    public var deliveryDetail: String
    public var warnings: [Warning]

    public init(
        id: ContactID, name: PersonName, email: String, status: RegistrationStatus, relationship: String, courtOrder: Bool,
        isInvitable: Bool, notInvitableBecause: Outcome?, invitedAt: Instant?, expiresAt: Instant?, registeredAt: Instant?,
        delivery: DeliveryState?, deliveryDetail: String, warnings: [Warning]
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.status = status
        self.relationship = relationship
        self.courtOrder = courtOrder
        self.isInvitable = isInvitable
        self.notInvitableBecause = notInvitableBecause
        self.invitedAt = invitedAt
        self.expiresAt = expiresAt
        self.registeredAt = registeredAt
        self.delivery = delivery
        self.deliveryDetail = deliveryDetail
        self.warnings = warnings
    }

    public init(_ pair: PupilFacts.Pair, school: School, at now: Instant) {
        let contact = pair.contact
        let eligibility = contact.eligibility(for: .send, policy: school.policy, at: now)
        let wouldQueue = eligibility.outcome == .queued
        id = contact.id
        name = contact.name
        email = contact.email ?? ""
        status = contact.status(at: now)
        relationship = pair.relationship
        courtOrder = pair.courtOrder
        isInvitable = wouldQueue && school.canInvite
        notInvitableBecause = wouldQueue ? nil : eligibility.outcome
        invitedAt = contact.invitation?.invitedAt
        expiresAt = contact.invitation.flatMap { $0.standing == .live && contact.registration == nil ? $0.expiresAt : nil }
        registeredAt = contact.registration?.at
        delivery = contact.invitation?.delivery
        deliveryDetail = contact.invitation?.deliveryDetail ?? ""
        warnings = eligibility.warnings
    }
}
