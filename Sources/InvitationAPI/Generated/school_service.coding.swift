// Generated from invitation/v1/school_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import InvitationMessages
public import ProtobufRuntime
internal import RPCMessages

extension SchoolPolicy: ProtobufMessage {
    public static let fullName = "invitation.v1.SchoolPolicy"
    public static let descriptor = MessageDescriptor(of: invitation__v1__school_policy__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__SchoolPolicy.self)
        self.validityDays = c.pointee.validity_days
        self.requiresParentalResponsibility = c.pointee.requires_parental_responsibility != 0
        self.acknowledgesMissingCourtOrderData = c.pointee.acknowledges_missing_court_order_data != 0
        self.reinviteCooldownMinutes = c.pointee.reinvite_cooldown_minutes
        self.dailyCap = c.pointee.daily_cap
        self.removalGuardPercent = c.pointee.removal_guard_percent
        self.liftGuardPercent = c.pointee.lift_guard_percent
        self.leaverRetentionDays = c.pointee.leaver_retention_days
        self.eventRetentionDays = c.pointee.event_retention_days
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__SchoolPolicy.self, invitation__v1__school_policy__init)
        if self.validityDays != 0 {
            c.pointee.validity_days = self.validityDays
        }
        if self.requiresParentalResponsibility {
            c.pointee.requires_parental_responsibility = self.requiresParentalResponsibility ? 1 : 0
        }
        if self.acknowledgesMissingCourtOrderData {
            c.pointee.acknowledges_missing_court_order_data = self.acknowledgesMissingCourtOrderData ? 1 : 0
        }
        if self.reinviteCooldownMinutes != 0 {
            c.pointee.reinvite_cooldown_minutes = self.reinviteCooldownMinutes
        }
        if self.dailyCap != 0 {
            c.pointee.daily_cap = self.dailyCap
        }
        if self.removalGuardPercent != 0 {
            c.pointee.removal_guard_percent = self.removalGuardPercent
        }
        if self.liftGuardPercent != 0 {
            c.pointee.lift_guard_percent = self.liftGuardPercent
        }
        if self.leaverRetentionDays != 0 {
            c.pointee.leaver_retention_days = self.leaverRetentionDays
        }
        if self.eventRetentionDays != 0 {
            c.pointee.event_retention_days = self.eventRetentionDays
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension School: ProtobufMessage {
    public static let fullName = "invitation.v1.School"
    public static let descriptor = MessageDescriptor(of: invitation__v1__school__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__School.self)
        self.id = CField.text(c.pointee.id)
        self.name = CField.text(c.pointee.name)
        self.misLinked = c.pointee.mis_linked != 0
        self.timeZone = CField.text(c.pointee.time_zone)
        self.courtOrderData = c.pointee.court_order_data != 0
        self.paused = c.pointee.paused != 0
        self.obstacle = CField.text(c.pointee.obstacle)
        self.pupils = c.pointee.pupils
        self.contacts = c.pointee.contacts
        self.imports = c.pointee.imports
        self.invitedWithinDay = c.pointee.invited_within_day
        self.restored = c.pointee.restored != 0
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__School.self, invitation__v1__school__init)
        if !self.id.isEmpty {
            c.pointee.id = arena.text(self.id, field: "id")
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
        if self.courtOrderData {
            c.pointee.court_order_data = self.courtOrderData ? 1 : 0
        }
        if self.paused {
            c.pointee.paused = self.paused ? 1 : 0
        }
        if !self.obstacle.isEmpty {
            c.pointee.obstacle = arena.text(self.obstacle, field: "obstacle")
        }
        if self.pupils != 0 {
            c.pointee.pupils = self.pupils
        }
        if self.contacts != 0 {
            c.pointee.contacts = self.contacts
        }
        if self.imports != 0 {
            c.pointee.imports = self.imports
        }
        if self.invitedWithinDay != 0 {
            c.pointee.invited_within_day = self.invitedWithinDay
        }
        if self.restored {
            c.pointee.restored = self.restored ? 1 : 0
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension GetPolicyRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.GetPolicyRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__get_policy_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__GetPolicyRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__GetPolicyRequest.self, invitation__v1__get_policy_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension GetPolicyResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.GetPolicyResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__get_policy_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__GetPolicyResponse.self)
        self.school = CField.message(c.pointee.school, as: School.self)
        self.policy = CField.message(c.pointee.policy, as: SchoolPolicy.self)
        self.etag = CField.text(c.pointee.etag)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__GetPolicyResponse.self, invitation__v1__get_policy_response__init)
        if let value = self.school {
            c.pointee.school = arena.message(value, as: Invitation__V1__School.self)
        }
        if let value = self.policy {
            c.pointee.policy = arena.message(value, as: Invitation__V1__SchoolPolicy.self)
        }
        if !self.etag.isEmpty {
            c.pointee.etag = arena.text(self.etag, field: "etag")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension SetPolicyRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.SetPolicyRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__set_policy_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__SetPolicyRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.policy = CField.message(c.pointee.policy, as: SchoolPolicy.self)
        self.etag = CField.text(c.pointee.etag)
        self.requestID = CField.text(c.pointee.request_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__SetPolicyRequest.self, invitation__v1__set_policy_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if let value = self.policy {
            c.pointee.policy = arena.message(value, as: Invitation__V1__SchoolPolicy.self)
        }
        if !self.etag.isEmpty {
            c.pointee.etag = arena.text(self.etag, field: "etag")
        }
        if !self.requestID.isEmpty {
            c.pointee.request_id = arena.text(self.requestID, field: "request_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension SetPolicyResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.SetPolicyResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__set_policy_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__SetPolicyResponse.self)
        self.policy = CField.message(c.pointee.policy, as: SchoolPolicy.self)
        self.etag = CField.text(c.pointee.etag)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__SetPolicyResponse.self, invitation__v1__set_policy_response__init)
        if let value = self.policy {
            c.pointee.policy = arena.message(value, as: Invitation__V1__SchoolPolicy.self)
        }
        if !self.etag.isEmpty {
            c.pointee.etag = arena.text(self.etag, field: "etag")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension PauseRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.PauseRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__pause_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__PauseRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.paused = c.pointee.paused != 0
        self.requestID = CField.text(c.pointee.request_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__PauseRequest.self, invitation__v1__pause_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if self.paused {
            c.pointee.paused = self.paused ? 1 : 0
        }
        if !self.requestID.isEmpty {
            c.pointee.request_id = arena.text(self.requestID, field: "request_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension PauseResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.PauseResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__pause_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__PauseResponse.self)
        self.paused = c.pointee.paused != 0
        self.etag = CField.text(c.pointee.etag)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__PauseResponse.self, invitation__v1__pause_response__init)
        if self.paused {
            c.pointee.paused = self.paused ? 1 : 0
        }
        if !self.etag.isEmpty {
            c.pointee.etag = arena.text(self.etag, field: "etag")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension PreviewEmailRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.PreviewEmailRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__preview_email_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__PreviewEmailRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__PreviewEmailRequest.self, invitation__v1__preview_email_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension PreviewEmailResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.PreviewEmailResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__preview_email_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__PreviewEmailResponse.self)
        self.from = CField.text(c.pointee.from)
        self.replyTo = CField.text(c.pointee.reply_to)
        self.to = CField.text(c.pointee.to)
        self.subject = CField.text(c.pointee.subject)
        self.text = CField.text(c.pointee.text)
        self.html = CField.text(c.pointee.html)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__PreviewEmailResponse.self, invitation__v1__preview_email_response__init)
        if !self.from.isEmpty {
            c.pointee.from = arena.text(self.from, field: "from")
        }
        if !self.replyTo.isEmpty {
            c.pointee.reply_to = arena.text(self.replyTo, field: "reply_to")
        }
        if !self.to.isEmpty {
            c.pointee.to = arena.text(self.to, field: "to")
        }
        if !self.subject.isEmpty {
            c.pointee.subject = arena.text(self.subject, field: "subject")
        }
        if !self.text.isEmpty {
            c.pointee.text = arena.text(self.text, field: "text")
        }
        if !self.html.isEmpty {
            c.pointee.html = arena.text(self.html, field: "html")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ClearBounceRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.ClearBounceRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__clear_bounce_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ClearBounceRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ClearBounceRequest.self, invitation__v1__clear_bounce_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ClearBounceResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.ClearBounceResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__clear_bounce_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ClearBounceResponse.self)
        self.contact = CField.message(c.pointee.contact, as: Contact.self)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ClearBounceResponse.self, invitation__v1__clear_bounce_response__init)
        if let value = self.contact {
            c.pointee.contact = arena.message(value, as: Invitation__V1__Contact.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension LiftCourtOrderRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.LiftCourtOrderRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__lift_court_order_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__LiftCourtOrderRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
        self.pupilID = CField.text(c.pointee.pupil_id)
        self.reason = CField.text(c.pointee.reason)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__LiftCourtOrderRequest.self, invitation__v1__lift_court_order_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        if !self.pupilID.isEmpty {
            c.pointee.pupil_id = arena.text(self.pupilID, field: "pupil_id")
        }
        if !self.reason.isEmpty {
            c.pointee.reason = arena.text(self.reason, field: "reason")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension LiftCourtOrderResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.LiftCourtOrderResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__lift_court_order_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__LiftCourtOrderResponse.self)
        self.contact = CField.message(c.pointee.contact, as: Contact.self)
        self.pupilIDs = CField.texts(c.pointee.pupil_ids, count: c.pointee.n_pupil_ids)
        self.addressFreed = c.pointee.address_freed != 0
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__LiftCourtOrderResponse.self, invitation__v1__lift_court_order_response__init)
        if let value = self.contact {
            c.pointee.contact = arena.message(value, as: Invitation__V1__Contact.self)
        }
        if !self.pupilIDs.isEmpty {
            c.pointee.n_pupil_ids = self.pupilIDs.count
            c.pointee.pupil_ids = arena.texts(self.pupilIDs, field: "pupil_ids")
        }
        if self.addressFreed {
            c.pointee.address_freed = self.addressFreed ? 1 : 0
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension EraseContactRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.EraseContactRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__erase_contact_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__EraseContactRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__EraseContactRequest.self, invitation__v1__erase_contact_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension EraseContactResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.EraseContactResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__erase_contact_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__EraseContactResponse.self, invitation__v1__erase_contact_response__init)
        return UnsafeMutableRawPointer(c)
    }
}
