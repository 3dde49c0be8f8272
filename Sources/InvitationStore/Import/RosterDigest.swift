internal import Invitations

extension RosterPupil {
    /// The record as bytes that differ if and only if the record differs. A feed's record whose digest is the stored one's is passed over (R36).
    var canonicalBytes: [UInt8] {
        var writer = ByteWriter()
        writer.byte(Self.canonicalVersion)
        writer.text(pupil.id.text)
        writer.text(pupil.forename)
        writer.text(pupil.surname)
        writer.text(pupil.yearGroup)
        writer.text(pupil.registrationGroup)
        writer.text(email ?? "")
        for contact in contacts {
            writer.text(contact.id.text)
            writer.text(contact.name.title)
            writer.text(contact.name.forename)
            writer.text(contact.name.surname)
            writer.text(contact.email ?? "")
            writer.text(contact.relationship)
            writer.byte(UInt8(truncatingIfNeeded: contact.courtOrder.rawValue))
            writer.byte(UInt8(truncatingIfNeeded: contact.parentalResponsibility.rawValue))
        }
        return writer.bytes
    }

    /// Raised when what is made of a record changes, so that the next feed is looked at anew.
    private static var canonicalVersion: UInt8 { 1 }
}

extension RosterSchool {
    var canonicalBytes: [UInt8] {
        var writer = ByteWriter()
        writer.text("roster school 1")
        writer.text(id.text)
        writer.text(name)
        writer.byte(isMISLinked ? 1 : 0)
        writer.text(timeZone)
        return writer.bytes
    }
}
