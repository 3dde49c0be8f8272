// Generated from invitation/v1/roster_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import InvitationMessages
public import ProtobufRuntime
internal import RPCMessages

extension ImportRosterRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.ImportRosterRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__import_roster_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ImportRosterRequest.self)
        switch c.pointee.record_case.rawValue {
        case 1: self.record = CField.message(c.pointee.school, as: RosterSchool.self).map { .school($0) }
        case 2: self.record = CField.message(c.pointee.pupil, as: RosterPupil.self).map { .pupil($0) }
        case 3: self.record = CField.message(c.pointee.end, as: RosterEnd.self).map { .end($0) }
        default: self.record = nil
        }
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ImportRosterRequest.self, invitation__v1__import_roster_request__init)
        switch self.record {
        case .school(let value):
            c.pointee.record_case = .init(rawValue: 1)
            c.pointee.school = arena.message(value, as: Invitation__V1__RosterSchool.self)
        case .pupil(let value):
            c.pointee.record_case = .init(rawValue: 2)
            c.pointee.pupil = arena.message(value, as: Invitation__V1__RosterPupil.self)
        case .end(let value):
            c.pointee.record_case = .init(rawValue: 3)
            c.pointee.end = arena.message(value, as: Invitation__V1__RosterEnd.self)
        case nil: break
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension RosterSchool: ProtobufMessage {
    public static let fullName = "invitation.v1.RosterSchool"
    public static let descriptor = MessageDescriptor(of: invitation__v1__roster_school__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__RosterSchool.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.name = CField.text(c.pointee.name)
        self.misLinked = c.pointee.mis_linked != 0
        self.timeZone = CField.text(c.pointee.time_zone)
        self.confirmDigest = CField.text(c.pointee.confirm_digest)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__RosterSchool.self, invitation__v1__roster_school__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.name.isEmpty {
            c.pointee.name = arena.text(self.name, field: "name")
        }
        if self.misLinked {
            c.pointee.mis_linked = self.misLinked ? 1 : 0
        }
        if !self.timeZone.isEmpty {
            c.pointee.time_zone = arena.text(self.timeZone, field: "time_zone")
        }
        if !self.confirmDigest.isEmpty {
            c.pointee.confirm_digest = arena.text(self.confirmDigest, field: "confirm_digest")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension RosterPupil: ProtobufMessage {
    public static let fullName = "invitation.v1.RosterPupil"
    public static let descriptor = MessageDescriptor(of: invitation__v1__roster_pupil__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__RosterPupil.self)
        self.pupil = CField.message(c.pointee.pupil, as: Pupil.self)
        self.contacts = CField.messages(c.pointee.contacts, count: c.pointee.n_contacts, as: RosterContact.self)
        self.email = CField.text(c.pointee.email)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__RosterPupil.self, invitation__v1__roster_pupil__init)
        if let value = self.pupil {
            c.pointee.pupil = arena.message(value, as: Invitation__V1__Pupil.self)
        }
        if !self.contacts.isEmpty {
            c.pointee.n_contacts = self.contacts.count
            c.pointee.contacts = arena.messages(self.contacts, as: Invitation__V1__RosterContact.self)
        }
        if !self.email.isEmpty {
            c.pointee.email = arena.text(self.email, field: "email")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension RosterContact: ProtobufMessage {
    public static let fullName = "invitation.v1.RosterContact"
    public static let descriptor = MessageDescriptor(of: invitation__v1__roster_contact__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__RosterContact.self)
        self.id = CField.text(c.pointee.id)
        self.title = CField.text(c.pointee.title)
        self.forename = CField.text(c.pointee.forename)
        self.surname = CField.text(c.pointee.surname)
        self.email = CField.text(c.pointee.email)
        self.relationship = CField.text(c.pointee.relationship)
        self.courtOrder = TriState(rawValue: Int32(truncatingIfNeeded: c.pointee.court_order.rawValue))
        self.parentalResponsibility = TriState(rawValue: Int32(truncatingIfNeeded: c.pointee.parental_responsibility.rawValue))
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__RosterContact.self, invitation__v1__roster_contact__init)
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
        if !self.relationship.isEmpty {
            c.pointee.relationship = arena.text(self.relationship, field: "relationship")
        }
        if self.courtOrder != .absent {
            c.pointee.court_order = .init(rawValue: .init(truncatingIfNeeded: self.courtOrder.rawValue))
        }
        if self.parentalResponsibility != .absent {
            c.pointee.parental_responsibility = .init(rawValue: .init(truncatingIfNeeded: self.parentalResponsibility.rawValue))
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension RosterEnd: ProtobufMessage {
    public static let fullName = "invitation.v1.RosterEnd"
    public static let descriptor = MessageDescriptor(of: invitation__v1__roster_end__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__RosterEnd.self)
        self.pupils = c.pointee.pupils
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__RosterEnd.self, invitation__v1__roster_end__init)
        if self.pupils != 0 {
            c.pointee.pupils = self.pupils
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ImportRosterResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.ImportRosterResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__import_roster_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ImportRosterResponse.self)
        self.pupils = c.pointee.pupils
        self.contacts = c.pointee.contacts
        self.contactsAdded = c.pointee.contacts_added
        self.contactsChanged = c.pointee.contacts_changed
        self.contactsRemoved = c.pointee.contacts_removed
        self.contactsUnchanged = c.pointee.contacts_unchanged
        self.invitationsRevoked = c.pointee.invitations_revoked
        self.mailsCancelled = c.pointee.mails_cancelled
        self.contactsSuspended = c.pointee.contacts_suspended
        self.courtOrdersAdded = c.pointee.court_orders_added
        self.courtOrdersLifted = c.pointee.court_orders_lifted
        self.pairsTrue = c.pointee.pairs_true
        self.pairsFalse = c.pointee.pairs_false
        self.pairsAbsent = c.pointee.pairs_absent
        self.withheldDigest = CField.text(c.pointee.withheld_digest)
        self.withheldBecause = CField.text(c.pointee.withheld_because)
        self.unchanged = c.pointee.unchanged != 0
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ImportRosterResponse.self, invitation__v1__import_roster_response__init)
        if self.pupils != 0 {
            c.pointee.pupils = self.pupils
        }
        if self.contacts != 0 {
            c.pointee.contacts = self.contacts
        }
        if self.contactsAdded != 0 {
            c.pointee.contacts_added = self.contactsAdded
        }
        if self.contactsChanged != 0 {
            c.pointee.contacts_changed = self.contactsChanged
        }
        if self.contactsRemoved != 0 {
            c.pointee.contacts_removed = self.contactsRemoved
        }
        if self.contactsUnchanged != 0 {
            c.pointee.contacts_unchanged = self.contactsUnchanged
        }
        if self.invitationsRevoked != 0 {
            c.pointee.invitations_revoked = self.invitationsRevoked
        }
        if self.mailsCancelled != 0 {
            c.pointee.mails_cancelled = self.mailsCancelled
        }
        if self.contactsSuspended != 0 {
            c.pointee.contacts_suspended = self.contactsSuspended
        }
        if self.courtOrdersAdded != 0 {
            c.pointee.court_orders_added = self.courtOrdersAdded
        }
        if self.courtOrdersLifted != 0 {
            c.pointee.court_orders_lifted = self.courtOrdersLifted
        }
        if self.pairsTrue != 0 {
            c.pointee.pairs_true = self.pairsTrue
        }
        if self.pairsFalse != 0 {
            c.pointee.pairs_false = self.pairsFalse
        }
        if self.pairsAbsent != 0 {
            c.pointee.pairs_absent = self.pairsAbsent
        }
        if !self.withheldDigest.isEmpty {
            c.pointee.withheld_digest = arena.text(self.withheldDigest, field: "withheld_digest")
        }
        if !self.withheldBecause.isEmpty {
            c.pointee.withheld_because = arena.text(self.withheldBecause, field: "withheld_because")
        }
        if self.unchanged {
            c.pointee.unchanged = self.unchanged ? 1 : 0
        }
        return UnsafeMutableRawPointer(c)
    }
}
