// Generated from invitation/v1/types.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import InvitationMessages
public import ProtobufRuntime
internal import RPCMessages

extension Pupil: ProtobufMessage {
    public static let fullName = "invitation.v1.Pupil"
    public static let descriptor = MessageDescriptor(of: invitation__v1__pupil__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__Pupil.self)
        self.id = CField.text(c.pointee.id)
        self.forename = CField.text(c.pointee.forename)
        self.surname = CField.text(c.pointee.surname)
        self.yearGroup = CField.text(c.pointee.year_group)
        self.registrationGroup = CField.text(c.pointee.registration_group)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__Pupil.self, invitation__v1__pupil__init)
        if !self.id.isEmpty {
            c.pointee.id = arena.text(self.id, field: "id")
        }
        if !self.forename.isEmpty {
            c.pointee.forename = arena.text(self.forename, field: "forename")
        }
        if !self.surname.isEmpty {
            c.pointee.surname = arena.text(self.surname, field: "surname")
        }
        if !self.yearGroup.isEmpty {
            c.pointee.year_group = arena.text(self.yearGroup, field: "year_group")
        }
        if !self.registrationGroup.isEmpty {
            c.pointee.registration_group = arena.text(self.registrationGroup, field: "registration_group")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension Contact: ProtobufMessage {
    public static let fullName = "invitation.v1.Contact"
    public static let descriptor = MessageDescriptor(of: invitation__v1__contact__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__Contact.self)
        self.id = CField.text(c.pointee.id)
        self.title = CField.text(c.pointee.title)
        self.forename = CField.text(c.pointee.forename)
        self.surname = CField.text(c.pointee.surname)
        self.email = CField.text(c.pointee.email)
        self.status = RegistrationStatus(rawValue: Int32(truncatingIfNeeded: c.pointee.status.rawValue))
        self.relationship = CField.text(c.pointee.relationship)
        self.courtOrder = c.pointee.court_order != 0
        self.invitable = c.pointee.invitable != 0
        self.invitedAt = CField.message(c.pointee.invited_at, as: Timestamp.self)
        self.expiresAt = CField.message(c.pointee.expires_at, as: Timestamp.self)
        self.registeredAt = CField.message(c.pointee.registered_at, as: Timestamp.self)
        self.notInvitableBecause = Outcome(rawValue: Int32(truncatingIfNeeded: c.pointee.not_invitable_because.rawValue))
        self.delivery = DeliveryState(rawValue: Int32(truncatingIfNeeded: c.pointee.delivery.rawValue))
        self.deliveryDetail = CField.text(c.pointee.delivery_detail)
        self.warnings = CField.enums(c.pointee.warnings, count: c.pointee.n_warnings, as: Warning.self)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__Contact.self, invitation__v1__contact__init)
        if !self.id.isEmpty {
            c.pointee.id = arena.text(self.id, field: "id")
        }
        if !self.title.isEmpty {
            c.pointee.title = arena.text(self.title, field: "title")
        }
        if !self.forename.isEmpty {
            c.pointee.forename = arena.text(self.forename, field: "forename")
        }
        if !self.surname.isEmpty {
            c.pointee.surname = arena.text(self.surname, field: "surname")
        }
        if !self.email.isEmpty {
            c.pointee.email = arena.text(self.email, field: "email")
        }
        if self.status != .unspecified {
            c.pointee.status = .init(rawValue: .init(truncatingIfNeeded: self.status.rawValue))
        }
        if !self.relationship.isEmpty {
            c.pointee.relationship = arena.text(self.relationship, field: "relationship")
        }
        if self.courtOrder {
            c.pointee.court_order = self.courtOrder ? 1 : 0
        }
        if self.invitable {
            c.pointee.invitable = self.invitable ? 1 : 0
        }
        if let value = self.invitedAt {
            c.pointee.invited_at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        if let value = self.expiresAt {
            c.pointee.expires_at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        if let value = self.registeredAt {
            c.pointee.registered_at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        if self.notInvitableBecause != .unspecified {
            c.pointee.not_invitable_because = .init(rawValue: .init(truncatingIfNeeded: self.notInvitableBecause.rawValue))
        }
        if self.delivery != .unspecified {
            c.pointee.delivery = .init(rawValue: .init(truncatingIfNeeded: self.delivery.rawValue))
        }
        if !self.deliveryDetail.isEmpty {
            c.pointee.delivery_detail = arena.text(self.deliveryDetail, field: "delivery_detail")
        }
        if !self.warnings.isEmpty {
            c.pointee.n_warnings = self.warnings.count
            c.pointee.warnings = arena.enums(self.warnings, as: Invitation__V1__Warning.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}
