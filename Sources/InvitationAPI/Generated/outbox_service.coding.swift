// Generated from invitation/v1/outbox_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import InvitationMessages
public import ProtobufRuntime
internal import RPCMessages

extension ReleaseRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.ReleaseRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__release_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ReleaseRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.withoutImport = c.pointee.without_import != 0
        self.endLinks = c.pointee.end_links != 0
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ReleaseRequest.self, invitation__v1__release_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if self.withoutImport {
            c.pointee.without_import = self.withoutImport ? 1 : 0
        }
        if self.endLinks {
            c.pointee.end_links = self.endLinks ? 1 : 0
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ReleaseResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.ReleaseResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__release_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ReleaseResponse.self)
        self.mails = c.pointee.mails
        self.linksEnded = c.pointee.links_ended
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ReleaseResponse.self, invitation__v1__release_response__init)
        if self.mails != 0 {
            c.pointee.mails = self.mails
        }
        if self.linksEnded != 0 {
            c.pointee.links_ended = self.linksEnded
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ReportBounceRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.ReportBounceRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__report_bounce_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ReportBounceRequest.self)
        self.returnPaths = CField.texts(c.pointee.return_paths, count: c.pointee.n_return_paths)
        self.action = ReportedAction(rawValue: Int32(truncatingIfNeeded: c.pointee.action.rawValue))
        self.status = CField.text(c.pointee.status)
        self.diagnostic = CField.text(c.pointee.diagnostic)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ReportBounceRequest.self, invitation__v1__report_bounce_request__init)
        if !self.returnPaths.isEmpty {
            c.pointee.n_return_paths = self.returnPaths.count
            c.pointee.return_paths = arena.texts(self.returnPaths, field: "return_paths")
        }
        if self.action != .unspecified {
            c.pointee.action = .init(rawValue: .init(truncatingIfNeeded: self.action.rawValue))
        }
        if !self.status.isEmpty {
            c.pointee.status = arena.text(self.status, field: "status")
        }
        if !self.diagnostic.isEmpty {
            c.pointee.diagnostic = arena.text(self.diagnostic, field: "diagnostic")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ReportBounceResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.ReportBounceResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__report_bounce_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ReportBounceResponse.self)
        self.verdict = ReportVerdict(rawValue: Int32(truncatingIfNeeded: c.pointee.verdict.rawValue))
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ReportBounceResponse.self, invitation__v1__report_bounce_response__init)
        if self.verdict != .unspecified {
            c.pointee.verdict = .init(rawValue: .init(truncatingIfNeeded: self.verdict.rawValue))
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ListMailRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.ListMailRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__list_mail_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ListMailRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ListMailRequest.self, invitation__v1__list_mail_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ListMailResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.ListMailResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__list_mail_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ListMailResponse.self)
        self.ageMinutes = CField.scalars(c.pointee.age_minutes, count: c.pointee.n_age_minutes)
        self.rows = CField.messages(c.pointee.rows, count: c.pointee.n_rows, as: MailCounts.self)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ListMailResponse.self, invitation__v1__list_mail_response__init)
        if !self.ageMinutes.isEmpty {
            c.pointee.n_age_minutes = self.ageMinutes.count
            c.pointee.age_minutes = arena.scalars(self.ageMinutes)
        }
        if !self.rows.isEmpty {
            c.pointee.n_rows = self.rows.count
            c.pointee.rows = arena.messages(self.rows, as: Invitation__V1__MailCounts.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension MailCounts: ProtobufMessage {
    public static let fullName = "invitation.v1.MailCounts"
    public static let descriptor = MessageDescriptor(of: invitation__v1__mail_counts__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__MailCounts.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.state = DeliveryState(rawValue: Int32(truncatingIfNeeded: c.pointee.state.rawValue))
        self.counts = CField.scalars(c.pointee.counts, count: c.pointee.n_counts)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__MailCounts.self, invitation__v1__mail_counts__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if self.state != .unspecified {
            c.pointee.state = .init(rawValue: .init(truncatingIfNeeded: self.state.rawValue))
        }
        if !self.counts.isEmpty {
            c.pointee.n_counts = self.counts.count
            c.pointee.counts = arena.scalars(self.counts)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension GetMailRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.GetMailRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__get_mail_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__GetMailRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__GetMailRequest.self, invitation__v1__get_mail_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension GetMailResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.GetMailResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__get_mail_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__GetMailResponse.self)
        self.state = DeliveryState(rawValue: Int32(truncatingIfNeeded: c.pointee.state.rawValue))
        self.queuedAt = CField.message(c.pointee.queued_at, as: Timestamp.self)
        self.mailedAt = CField.message(c.pointee.mailed_at, as: Timestamp.self)
        self.dueAt = CField.message(c.pointee.due_at, as: Timestamp.self)
        self.attempts = c.pointee.attempts
        self.returnPathWord = CField.text(c.pointee.return_path_word)
        self.heldBecause = CField.text(c.pointee.held_because)
        self.events = CField.messages(c.pointee.events, count: c.pointee.n_events, as: MailEvent.self)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__GetMailResponse.self, invitation__v1__get_mail_response__init)
        if self.state != .unspecified {
            c.pointee.state = .init(rawValue: .init(truncatingIfNeeded: self.state.rawValue))
        }
        if let value = self.queuedAt {
            c.pointee.queued_at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        if let value = self.mailedAt {
            c.pointee.mailed_at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        if let value = self.dueAt {
            c.pointee.due_at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        if self.attempts != 0 {
            c.pointee.attempts = self.attempts
        }
        if !self.returnPathWord.isEmpty {
            c.pointee.return_path_word = arena.text(self.returnPathWord, field: "return_path_word")
        }
        if !self.heldBecause.isEmpty {
            c.pointee.held_because = arena.text(self.heldBecause, field: "held_because")
        }
        if !self.events.isEmpty {
            c.pointee.n_events = self.events.count
            c.pointee.events = arena.messages(self.events, as: Invitation__V1__MailEvent.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension MailEvent: ProtobufMessage {
    public static let fullName = "invitation.v1.MailEvent"
    public static let descriptor = MessageDescriptor(of: invitation__v1__mail_event__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__MailEvent.self)
        self.at = CField.message(c.pointee.at, as: Timestamp.self)
        self.kind = CField.text(c.pointee.kind)
        self.actor = CField.text(c.pointee.actor)
        self.detail = CField.text(c.pointee.detail)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__MailEvent.self, invitation__v1__mail_event__init)
        if let value = self.at {
            c.pointee.at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        if !self.kind.isEmpty {
            c.pointee.kind = arena.text(self.kind, field: "kind")
        }
        if !self.actor.isEmpty {
            c.pointee.actor = arena.text(self.actor, field: "actor")
        }
        if !self.detail.isEmpty {
            c.pointee.detail = arena.text(self.detail, field: "detail")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension RetryRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.RetryRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__retry_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__RetryRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__RetryRequest.self, invitation__v1__retry_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension RetryResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.RetryResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__retry_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__RetryResponse.self)
        self.mails = c.pointee.mails
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__RetryResponse.self, invitation__v1__retry_response__init)
        if self.mails != 0 {
            c.pointee.mails = self.mails
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension HoldRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.HoldRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__hold_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__HoldRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__HoldRequest.self, invitation__v1__hold_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension HoldResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.HoldResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__hold_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__HoldResponse.self)
        self.mails = c.pointee.mails
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__HoldResponse.self, invitation__v1__hold_response__init)
        if self.mails != 0 {
            c.pointee.mails = self.mails
        }
        return UnsafeMutableRawPointer(c)
    }
}
