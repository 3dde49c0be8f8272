internal import InvitationAPI
public import Invitations
internal import ProtobufRuntime

/// How list rows are encoded: the store keeps the bytes without knowing what they are.
public enum ListRowEncoding {
    /// The `PupilContacts` message of a listing.
    ///
    /// A text that protobuf-c could not carry (U+0000) never gets past the roster's validation; should one be in an old row,
    /// the row is shown without its contacts rather than not at all.
    public static func encode(_ listing: PupilListing) -> [UInt8] {
        let message = PupilContacts(listing)
        if let bytes = try? message.encodedBytes() { return bytes }
        return (try? PupilContacts(pupil: InvitationAPI.Pupil(id: listing.pupil.id.text)).encodedBytes()) ?? []
    }
}

extension PupilContacts {
    init(_ listing: PupilListing) {
        self.init(pupil: InvitationAPI.Pupil(listing.pupil), contacts: listing.contacts.map(InvitationAPI.Contact.init))
    }
}

extension InvitationAPI.Pupil {
    init(_ pupil: Invitations.Pupil) {
        self.init(
            id: pupil.id.text, forename: pupil.forename, surname: pupil.surname, yearGroup: pupil.yearGroup,
            registrationGroup: pupil.registrationGroup)
    }
}

extension InvitationAPI.Contact {
    init(_ contact: ContactListing) {
        self.init(
            id: contact.id.text, title: contact.name.title, forename: contact.name.forename, surname: contact.name.surname,
            email: contact.email, status: .init(contact.status), relationship: contact.relationship,
            courtOrder: contact.courtOrder, invitable: contact.isInvitable, invitedAt: contact.invitedAt.map(Timestamp.init),
            expiresAt: contact.expiresAt.map(Timestamp.init), registeredAt: contact.registeredAt.map(Timestamp.init),
            notInvitableBecause: contact.notInvitableBecause.map { .init($0) } ?? .unspecified,
            delivery: contact.delivery.map { .init($0) } ?? .unspecified, deliveryDetail: contact.deliveryDetail,
            warnings: contact.warnings.map { .init($0) })
    }
}
