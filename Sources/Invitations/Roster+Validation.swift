extension RosterSchool {
    /// The record as it may be stored: trimmed, `Europe/London` where no time zone is given.
    ///
    /// Throws `FEED_INVALID_RECORD` naming the field. Whether the time zone exists is for who has the time-zone database.
    public func validated(_ limits: RosterLimits = .standard) throws(InvitationError) -> RosterSchool {
        let check = RecordCheck(record: "school", position: nil)
        try check.identifier(id, field: "school_id")
        let name = try check.text(name, field: "name", bytesMax: limits.schoolNameBytesMax)
        guard !name.isEmpty else { throw check.invalid("name", "must not be empty") }
        var zone = timeZone.trimmed
        if zone.isEmpty { zone = "Europe/London" }
        guard zone.utf8.count <= limits.timeZoneBytesMax, Self.looksLikeTimeZone(zone) else {
            throw check.invalid("time_zone", "must be an IANA name such as Europe/London")
        }
        return RosterSchool(id: id, name: name, isMISLinked: isMISLinked, timeZone: zone)
    }

    /// Names of the form `Area/Place`: it becomes part of a file's path, so nothing may lead elsewhere.
    private static func looksLikeTimeZone(_ name: String) -> Bool {
        name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
                }
        }
    }
}

extension RosterPupil {
    /// The record as it may be stored: trimmed, empty emails made nil.
    ///
    /// `position` counts the feed's pupils from 1. Throws `FEED_INVALID_RECORD` naming the record and the field. An address that mail
    /// may not go to is no error: it becomes the contact's outcome `INVALID_EMAIL`. A pupil named twice is the import's to find;
    /// a contact named twice under one pupil is found here.
    public func validated(position: Int64, _ limits: RosterLimits = .standard) throws(InvitationError) -> RosterPupil {
        let check = RecordCheck(record: "pupil", position: position)
        guard contacts.count <= limits.contactsPerPupilMax else {
            throw check.invalid("contacts", "may be at most \(limits.contactsPerPupilMax)")
        }
        try check.identifier(pupil.id, field: "pupil.id")
        let validPupil = Pupil(
            id: pupil.id,
            forename: try check.text(pupil.forename, field: "pupil.forename", bytesMax: limits.nameBytesMax),
            surname: try check.text(pupil.surname, field: "pupil.surname", bytesMax: limits.nameBytesMax),
            yearGroup: try check.text(pupil.yearGroup, field: "pupil.year_group", bytesMax: limits.groupBytesMax),
            registrationGroup: try check.text(
                pupil.registrationGroup, field: "pupil.registration_group", bytesMax: limits.groupBytesMax))
        var validContacts: [RosterContact] = []
        validContacts.reserveCapacity(contacts.count)
        for (index, contact) in contacts.enumerated() {
            let valid = try contact.validated(check, "contacts[\(index)]", limits)
            guard !validContacts.contains(where: { $0.id == valid.id }) else {
                throw check.invalid("contacts[\(index)].id", "is the id of another contact of the same pupil")
            }
            validContacts.append(valid)
        }
        return RosterPupil(
            pupil: validPupil, email: try check.email(email, field: "email", bytesMax: limits.emailBytesMax), contacts: validContacts)
    }
}

extension RosterContact {
    fileprivate func validated(_ check: RecordCheck, _ path: String, _ limits: RosterLimits) throws(InvitationError) -> RosterContact {
        try check.identifier(id, field: "\(path).id")
        return RosterContact(
            id: id,
            name: PersonName(
                title: try check.text(name.title, field: "\(path).title", bytesMax: limits.nameBytesMax),
                forename: try check.text(name.forename, field: "\(path).forename", bytesMax: limits.nameBytesMax),
                surname: try check.text(name.surname, field: "\(path).surname", bytesMax: limits.nameBytesMax)),
            email: try check.email(email, field: "\(path).email", bytesMax: limits.emailBytesMax),
            relationship: try check.text(relationship, field: "\(path).relationship", bytesMax: limits.relationshipBytesMax),
            courtOrder: courtOrder, parentalResponsibility: parentalResponsibility)
    }
}

/// Checks the fields of one record, and names it when one is wrong.
private struct RecordCheck {
    var record: String
    var position: Int64?

    func identifier(_ id: some OpaqueIdentifier, field: @autoclosure () -> String) throws(InvitationError) {
        guard id.isValid else {
            throw invalid(field(), "must be 1 to \(type(of: id).bytesMax) bytes of text without control characters")
        }
    }

    func text(_ text: String, field: @autoclosure () -> String, bytesMax: Int) throws(InvitationError) -> String {
        let trimmed = text.trimmed
        guard trimmed.utf8.count <= bytesMax else { throw invalid(field(), "may have at most \(bytesMax) bytes") }
        guard !hasControlCharacter(trimmed) else { throw invalid(field(), "must not have control characters") }
        return trimmed
    }

    func email(_ text: String?, field: @autoclosure () -> String, bytesMax: Int) throws(InvitationError) -> String? {
        guard let trimmed = text?.trimmed, !trimmed.isEmpty else { return nil }
        guard trimmed.utf8.count <= bytesMax else { throw invalid(field(), "may have at most \(bytesMax) bytes") }
        return trimmed
    }

    func invalid(_ field: String, _ what: String) -> InvitationError {
        let name = position.map { "\(record) \($0)" } ?? record
        return InvitationError(
            .feedInvalidRecord, "Record \(name) of the feed: \(field) \(what).", ["record": name, "field": field])
    }
}
