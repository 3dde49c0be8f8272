internal import InvitationAPI
internal import Invitations

extension Invitations.RosterSchool {
    /// The school a feed names. An empty time zone means Europe/London, as the contract says.
    init(_ school: InvitationAPI.RosterSchool, id: SchoolID) {
        self.init(
            id: id, name: school.name, isMISLinked: school.misLinked, timeZone: school.timeZone.isEmpty ? "Europe/London" : school.timeZone)
    }
}

extension Invitations.RosterPupil {
    /// Not yet validated. Throws `InvitationError` with `FEED_INVALID_RECORD` for what cannot even be represented.
    init(_ record: InvitationAPI.RosterPupil) throws(InvitationError) {
        guard let pupil = record.pupil else {
            throw InvitationError(.feedInvalidRecord, "A pupil record must hold a pupil.", ["field": "pupil"])
        }
        var contacts: [Invitations.RosterContact] = []
        contacts.reserveCapacity(record.contacts.count)
        for contact in record.contacts { contacts.append(try Invitations.RosterContact(contact, of: pupil.id)) }
        self.init(
            pupil: Invitations.Pupil(
                id: PupilID(unchecked: pupil.id), forename: pupil.forename, surname: pupil.surname, yearGroup: pupil.yearGroup,
                registrationGroup: pupil.registrationGroup),
            email: record.email.isEmpty ? nil : record.email, contacts: contacts)
    }
}

extension Invitations.RosterContact {
    fileprivate init(_ contact: InvitationAPI.RosterContact, of pupil: String) throws(InvitationError) {
        self.init(
            id: ContactID(unchecked: contact.id),
            name: PersonName(title: contact.title, forename: contact.forename, surname: contact.surname),
            email: contact.email.isEmpty ? nil : contact.email, relationship: contact.relationship,
            courtOrder: try Invitations.TriState(contact.courtOrder, field: "contacts.court_order"),
            parentalResponsibility: try Invitations.TriState(contact.parentalResponsibility, field: "contacts.parental_responsibility"))
    }
}

extension ImportRosterResponse {
    init(_ report: ImportReport) {
        self.init()
        pupils = report.pupils
        contacts = report.contacts
        contactsAdded = report.contactsAdded
        contactsChanged = report.contactsChanged
        contactsRemoved = report.contactsRemoved
        contactsUnchanged = report.contactsUnchanged
        invitationsRevoked = report.invitationsRevoked
        mailsCancelled = report.mailsCancelled
        contactsSuspended = report.contactsSuspended
        courtOrdersAdded = report.courtOrdersAdded
        courtOrdersLifted = report.courtOrdersLifted
        pairsTrue = report.pairsTrue
        pairsFalse = report.pairsFalse
        pairsAbsent = report.pairsAbsent
        unchanged = report.isUnchanged
        withheldDigest = report.withheldDigest
        withheldBecause = report.withheldBecause
    }
}
