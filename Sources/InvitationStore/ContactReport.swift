public import Invitations

/// Everything that a school's support asks about one contact (R11).
public struct ContactReport: Sendable, Hashable {
    /// As the list shows it; the relationship is that of the first pupil, the court order that of any.
    public var listing: ContactListing
    /// In list order.
    public var pupils: [Pupil]
    /// Where the latest email went or is to go; empty: never invited.
    public var mailedTo: String
    /// When its first delivery attempt was claimed; nil: not yet.
    public var mailedAt: Instant?
    public var account: AccountID?
    /// With respect to whom there is an order.
    public var courtOrderPupils: [PupilID]
    /// Why nobody of the school can be invited at present; nil: nothing stands against it.
    public var obstacle: InvitationError.Reason?

    init(_ facts: ContactFacts, of school: School, at now: Instant) {
        let contact = facts.contact
        let pair = PupilFacts.Pair(
            relationship: facts.pairs.first?.relationship ?? "", courtOrder: contact.isBarred, contact: contact)
        listing = ContactListing(pair, school: school, at: now)
        pupils = facts.pairs.map(\.pupil)
        mailedTo = contact.invitation?.mailedTo ?? ""
        mailedAt = contact.invitation?.mailedAt
        account = contact.registration?.account
        courtOrderPupils = facts.pairs.filter(\.courtOrder).map(\.pupil.id)
        obstacle = school.invitingObstacle?.reason
    }
}

/// One contact, for the support script: was it sent, to which address, is there a court order, is it past its days (R11).
public struct ShowContact: Sendable {
    public init() {}

    /// Throws `SCHOOL_NOT_FOUND` and `CONTACT_NOT_FOUND`.
    public func run(_ contact: ContactID, of school: SchoolID, in transaction: any ReadTransaction) throws -> ContactReport {
        let school = try transaction.requiredSchool(school)
        return try transaction.report(of: contact, school: school)
    }
}

extension ReadTransaction {
    /// Throws `SCHOOL_NOT_FOUND`.
    func requiredSchool(_ id: SchoolID) throws -> School {
        guard let school = try school(id) else { throw InvitationError.schoolNotFound }
        return school
    }

    /// Throws `CONTACT_NOT_FOUND`.
    func requiredContact(_ id: ContactID, of school: School) throws -> ContactFacts {
        guard let facts = try contactFacts(id, of: school) else { throw InvitationError.contactNotFound }
        return facts
    }

    func report(of contact: ContactID, school: School) throws -> ContactReport {
        ContactReport(try requiredContact(contact, of: school), of: school, at: now)
    }
}

extension InvitationError {
    /// Unknown, gone and somebody else's alike (R4).
    static let contactNotFound = InvitationError(
        .contactNotFound, "The school has no such contact. Check contact_id; contacts come and go with the MIS feed.")
}
