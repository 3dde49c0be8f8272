import Invitations

/// What RevokeAccess answered, as an idempotency record keeps it (R16): what it said that is no person's.
///
/// Name, email, relationship and the relay's words are filled in as they are when it is given again, and are empty once the contact is gone,
/// so that erasing a contact need not know of records (R39). The id is the caller's own word, in the request.
struct RecordedRevocation {
    private var status: RegistrationStatus
    private var courtOrder: Bool
    private var isInvitable: Bool
    private var notInvitableBecause: Outcome?
    private var invitedAt: Instant?
    private var expiresAt: Instant?
    private var registeredAt: Instant?
    private var delivery: DeliveryState?
    /// Whose email `delivery` is of; 0: never invited.
    private var generation: Int64
    private var warnings: [Warning]

    init(_ listing: ContactListing, generation: Int64) {
        status = listing.status
        courtOrder = listing.courtOrder
        isInvitable = listing.isInvitable
        notInvitableBecause = listing.notInvitableBecause
        invitedAt = listing.invitedAt
        expiresAt = listing.expiresAt
        registeredAt = listing.registeredAt
        delivery = listing.delivery
        self.generation = generation
        warnings = listing.warnings
    }

    /// Throws on a form that this version does not know.
    init(_ bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        guard try reader.byte() == Self.form else { throw ByteFormError() }
        status = try Self.value(try reader.byte())
        let flags = try reader.byte()
        courtOrder = flags & 1 != 0
        isInvitable = flags & 2 != 0
        notInvitableBecause = try Self.optional(try reader.byte())
        invitedAt = try Self.instant(&reader)
        expiresAt = try Self.instant(&reader)
        registeredAt = try Self.instant(&reader)
        delivery = try Self.optional(try reader.byte())
        generation = try reader.integer()
        warnings = []
        for _ in 0..<(try reader.count()) { warnings.append(try Self.value(try reader.byte())) }
        guard reader.isAtEnd else { throw ByteFormError() }
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.byte(Self.form)
        writer.byte(UInt8(status.rawValue))
        writer.byte((courtOrder ? 1 : 0) | (isInvitable ? 2 : 0))
        writer.byte(UInt8(notInvitableBecause?.rawValue ?? 0))
        for instant in [invitedAt, expiresAt, registeredAt] {
            writer.byte(instant == nil ? 0 : 1)
            if let instant { writer.integer(instant.milliseconds) }
        }
        writer.byte(UInt8(delivery?.rawValue ?? 0))
        writer.integer(generation)
        writer.count(warnings.count)
        for warning in warnings { writer.byte(UInt8(warning.rawValue)) }
        return writer.bytes
    }

    /// The first answer again. `facts`: the contact as it is now; nil: it has left, or was erased.
    func answer(for contact: ContactID, _ facts: ContactFacts?) -> ContactListing {
        let invitation = facts?.contact.invitation
        let isSameMail = invitation?.generation == generation && invitation?.delivery == delivery
        return ContactListing(
            id: contact, name: facts?.contact.name ?? PersonName(), email: facts?.contact.email ?? "", status: status,
            relationship: facts?.pairs.first?.relationship ?? "", courtOrder: courtOrder, isInvitable: isInvitable,
            notInvitableBecause: notInvitableBecause, invitedAt: invitedAt, expiresAt: expiresAt, registeredAt: registeredAt,
            delivery: delivery, deliveryDetail: isSameMail ? invitation?.deliveryDetail ?? "" : "", warnings: warnings)
    }

    private static let form: UInt8 = 1

    private static func instant(_ reader: inout ByteReader) throws -> Instant? {
        try reader.byte() == 0 ? nil : Instant(milliseconds: try reader.integer())
    }

    private static func optional<Value: RawRepresentable<Int32>>(_ number: UInt8) throws -> Value? {
        number == 0 ? nil : try value(number)
    }

    private static func value<Value: RawRepresentable<Int32>>(_ number: UInt8) throws -> Value {
        guard let value = Value(rawValue: Int32(number)) else { throw ByteFormError() }
        return value
    }
}
