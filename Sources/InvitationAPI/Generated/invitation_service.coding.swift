// Generated from invitation/v1/invitation_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import InvitationMessages
public import ProtobufRuntime
internal import RPCMessages

extension PupilContacts: ProtobufMessage {
    public static let fullName = "invitation.v1.PupilContacts"
    public static let descriptor = MessageDescriptor(of: invitation__v1__pupil_contacts__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__PupilContacts.self)
        self.pupil = CField.message(c.pointee.pupil, as: Pupil.self)
        self.contacts = CField.messages(c.pointee.contacts, count: c.pointee.n_contacts, as: Contact.self)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__PupilContacts.self, invitation__v1__pupil_contacts__init)
        if let value = self.pupil {
            c.pointee.pupil = arena.message(value, as: Invitation__V1__Pupil.self)
        }
        if !self.contacts.isEmpty {
            c.pointee.n_contacts = self.contacts.count
            c.pointee.contacts = arena.messages(self.contacts, as: Invitation__V1__Contact.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ContactFilter: ProtobufMessage {
    public static let fullName = "invitation.v1.ContactFilter"
    public static let descriptor = MessageDescriptor(of: invitation__v1__contact_filter__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ContactFilter.self)
        self.pupilSearch = CField.text(c.pointee.pupil_search)
        self.statuses = CField.enums(c.pointee.statuses, count: c.pointee.n_statuses, as: RegistrationStatus.self)
        self.yearGroups = CField.texts(c.pointee.year_groups, count: c.pointee.n_year_groups)
        self.registrationGroups = CField.texts(c.pointee.registration_groups, count: c.pointee.n_registration_groups)
        self.deliveries = CField.enums(c.pointee.deliveries, count: c.pointee.n_deliveries, as: DeliveryState.self)
        self.contactSearch = CField.text(c.pointee.contact_search)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ContactFilter.self, invitation__v1__contact_filter__init)
        if !self.pupilSearch.isEmpty {
            c.pointee.pupil_search = arena.text(self.pupilSearch, field: "pupil_search")
        }
        if !self.statuses.isEmpty {
            c.pointee.n_statuses = self.statuses.count
            c.pointee.statuses = arena.enums(self.statuses, as: Invitation__V1__RegistrationStatus.self)
        }
        if !self.yearGroups.isEmpty {
            c.pointee.n_year_groups = self.yearGroups.count
            c.pointee.year_groups = arena.texts(self.yearGroups, field: "year_groups")
        }
        if !self.registrationGroups.isEmpty {
            c.pointee.n_registration_groups = self.registrationGroups.count
            c.pointee.registration_groups = arena.texts(self.registrationGroups, field: "registration_groups")
        }
        if !self.deliveries.isEmpty {
            c.pointee.n_deliveries = self.deliveries.count
            c.pointee.deliveries = arena.enums(self.deliveries, as: Invitation__V1__DeliveryState.self)
        }
        if !self.contactSearch.isEmpty {
            c.pointee.contact_search = arena.text(self.contactSearch, field: "contact_search")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ListContactsRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.ListContactsRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__list_contacts_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ListContactsRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.filter = CField.message(c.pointee.filter, as: ContactFilter.self)
        self.pageSize = c.pointee.page_size
        self.pageToken = CField.text(c.pointee.page_token)
        self.includeCounts = c.pointee.include_counts != 0
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ListContactsRequest.self, invitation__v1__list_contacts_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if let value = self.filter {
            c.pointee.filter = arena.message(value, as: Invitation__V1__ContactFilter.self)
        }
        if self.pageSize != 0 {
            c.pointee.page_size = self.pageSize
        }
        if !self.pageToken.isEmpty {
            c.pointee.page_token = arena.text(self.pageToken, field: "page_token")
        }
        if self.includeCounts {
            c.pointee.include_counts = self.includeCounts ? 1 : 0
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension StatusCount: ProtobufMessage {
    public static let fullName = "invitation.v1.StatusCount"
    public static let descriptor = MessageDescriptor(of: invitation__v1__status_count__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__StatusCount.self)
        self.status = RegistrationStatus(rawValue: Int32(truncatingIfNeeded: c.pointee.status.rawValue))
        self.contacts = c.pointee.contacts
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__StatusCount.self, invitation__v1__status_count__init)
        if self.status != .unspecified {
            c.pointee.status = .init(rawValue: .init(truncatingIfNeeded: self.status.rawValue))
        }
        if self.contacts != 0 {
            c.pointee.contacts = self.contacts
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ListContactsResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.ListContactsResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__list_contacts_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ListContactsResponse.self)
        self.pupils = CField.messages(c.pointee.pupils, count: c.pointee.n_pupils, as: PupilContacts.self)
        self.nextPageToken = CField.text(c.pointee.next_page_token)
        self.counts = CField.messages(c.pointee.counts, count: c.pointee.n_counts, as: StatusCount.self)
        self.obstacle = CField.text(c.pointee.obstacle)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ListContactsResponse.self, invitation__v1__list_contacts_response__init)
        if !self.pupils.isEmpty {
            c.pointee.n_pupils = self.pupils.count
            c.pointee.pupils = arena.messages(self.pupils, as: Invitation__V1__PupilContacts.self)
        }
        if !self.nextPageToken.isEmpty {
            c.pointee.next_page_token = arena.text(self.nextPageToken, field: "next_page_token")
        }
        if !self.counts.isEmpty {
            c.pointee.n_counts = self.counts.count
            c.pointee.counts = arena.messages(self.counts, as: Invitation__V1__StatusCount.self)
        }
        if !self.obstacle.isEmpty {
            c.pointee.obstacle = arena.text(self.obstacle, field: "obstacle")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ContactIds: ProtobufMessage {
    public static let fullName = "invitation.v1.ContactIds"
    public static let descriptor = MessageDescriptor(of: invitation__v1__contact_ids__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ContactIds.self)
        self.contactIDs = CField.texts(c.pointee.contact_ids, count: c.pointee.n_contact_ids)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ContactIds.self, invitation__v1__contact_ids__init)
        if !self.contactIDs.isEmpty {
            c.pointee.n_contact_ids = self.contactIDs.count
            c.pointee.contact_ids = arena.texts(self.contactIDs, field: "contact_ids")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension FilteredSelection: ProtobufMessage {
    public static let fullName = "invitation.v1.FilteredSelection"
    public static let descriptor = MessageDescriptor(of: invitation__v1__filtered_selection__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__FilteredSelection.self)
        self.filter = CField.message(c.pointee.filter, as: ContactFilter.self)
        self.excludedContactIDs = CField.texts(c.pointee.excluded_contact_ids, count: c.pointee.n_excluded_contact_ids)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__FilteredSelection.self, invitation__v1__filtered_selection__init)
        if let value = self.filter {
            c.pointee.filter = arena.message(value, as: Invitation__V1__ContactFilter.self)
        }
        if !self.excludedContactIDs.isEmpty {
            c.pointee.n_excluded_contact_ids = self.excludedContactIDs.count
            c.pointee.excluded_contact_ids = arena.texts(self.excludedContactIDs, field: "excluded_contact_ids")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension SendInvitationsRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.SendInvitationsRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__send_invitations_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__SendInvitationsRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        switch c.pointee.selection_case.rawValue {
        case 2: self.selection = CField.message(c.pointee.contacts, as: ContactIds.self).map { .contacts($0) }
        case 3: self.selection = CField.message(c.pointee.all_not_registered, as: FilteredSelection.self).map { .allNotRegistered($0) }
        default: self.selection = nil
        }
        self.requestID = CField.text(c.pointee.request_id)
        self.validateOnly = c.pointee.validate_only != 0
        self.planToken = CField.text(c.pointee.plan_token)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__SendInvitationsRequest.self, invitation__v1__send_invitations_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        switch self.selection {
        case .contacts(let value):
            c.pointee.selection_case = .init(rawValue: 2)
            c.pointee.contacts = arena.message(value, as: Invitation__V1__ContactIds.self)
        case .allNotRegistered(let value):
            c.pointee.selection_case = .init(rawValue: 3)
            c.pointee.all_not_registered = arena.message(value, as: Invitation__V1__FilteredSelection.self)
        case nil: break
        }
        if !self.requestID.isEmpty {
            c.pointee.request_id = arena.text(self.requestID, field: "request_id")
        }
        if self.validateOnly {
            c.pointee.validate_only = self.validateOnly ? 1 : 0
        }
        if !self.planToken.isEmpty {
            c.pointee.plan_token = arena.text(self.planToken, field: "plan_token")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension InvitationResult: ProtobufMessage {
    public static let fullName = "invitation.v1.InvitationResult"
    public static let descriptor = MessageDescriptor(of: invitation__v1__invitation_result__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__InvitationResult.self)
        self.contactID = CField.text(c.pointee.contact_id)
        self.outcome = Outcome(rawValue: Int32(truncatingIfNeeded: c.pointee.outcome.rawValue))
        self.fullName = CField.text(c.pointee.full_name)
        self.email = CField.text(c.pointee.email)
        self.warnings = CField.enums(c.pointee.warnings, count: c.pointee.n_warnings, as: Warning.self)
        self.retryAt = CField.message(c.pointee.retry_at, as: Timestamp.self)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__InvitationResult.self, invitation__v1__invitation_result__init)
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        if self.outcome != .unspecified {
            c.pointee.outcome = .init(rawValue: .init(truncatingIfNeeded: self.outcome.rawValue))
        }
        if !self.fullName.isEmpty {
            c.pointee.full_name = arena.text(self.fullName, field: "full_name")
        }
        if !self.email.isEmpty {
            c.pointee.email = arena.text(self.email, field: "email")
        }
        if !self.warnings.isEmpty {
            c.pointee.n_warnings = self.warnings.count
            c.pointee.warnings = arena.enums(self.warnings, as: Invitation__V1__Warning.self)
        }
        if let value = self.retryAt {
            c.pointee.retry_at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension OutcomeCount: ProtobufMessage {
    public static let fullName = "invitation.v1.OutcomeCount"
    public static let descriptor = MessageDescriptor(of: invitation__v1__outcome_count__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__OutcomeCount.self)
        self.outcome = Outcome(rawValue: Int32(truncatingIfNeeded: c.pointee.outcome.rawValue))
        self.contacts = c.pointee.contacts
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__OutcomeCount.self, invitation__v1__outcome_count__init)
        if self.outcome != .unspecified {
            c.pointee.outcome = .init(rawValue: .init(truncatingIfNeeded: self.outcome.rawValue))
        }
        if self.contacts != 0 {
            c.pointee.contacts = self.contacts
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension SendInvitationsResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.SendInvitationsResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__send_invitations_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__SendInvitationsResponse.self)
        self.results = CField.messages(c.pointee.results, count: c.pointee.n_results, as: InvitationResult.self)
        self.counts = CField.messages(c.pointee.counts, count: c.pointee.n_counts, as: OutcomeCount.self)
        self.planToken = CField.text(c.pointee.plan_token)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__SendInvitationsResponse.self, invitation__v1__send_invitations_response__init)
        if !self.results.isEmpty {
            c.pointee.n_results = self.results.count
            c.pointee.results = arena.messages(self.results, as: Invitation__V1__InvitationResult.self)
        }
        if !self.counts.isEmpty {
            c.pointee.n_counts = self.counts.count
            c.pointee.counts = arena.messages(self.counts, as: Invitation__V1__OutcomeCount.self)
        }
        if !self.planToken.isEmpty {
            c.pointee.plan_token = arena.text(self.planToken, field: "plan_token")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ReinviteRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.ReinviteRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__reinvite_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ReinviteRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        switch c.pointee.selection_case.rawValue {
        case 2: self.selection = CField.message(c.pointee.contacts, as: ContactIds.self).map { .contacts($0) }
        case 3: self.selection = CField.message(c.pointee.all_expired, as: FilteredSelection.self).map { .allExpired($0) }
        default: self.selection = nil
        }
        self.requestID = CField.text(c.pointee.request_id)
        self.validateOnly = c.pointee.validate_only != 0
        self.planToken = CField.text(c.pointee.plan_token)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ReinviteRequest.self, invitation__v1__reinvite_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        switch self.selection {
        case .contacts(let value):
            c.pointee.selection_case = .init(rawValue: 2)
            c.pointee.contacts = arena.message(value, as: Invitation__V1__ContactIds.self)
        case .allExpired(let value):
            c.pointee.selection_case = .init(rawValue: 3)
            c.pointee.all_expired = arena.message(value, as: Invitation__V1__FilteredSelection.self)
        case nil: break
        }
        if !self.requestID.isEmpty {
            c.pointee.request_id = arena.text(self.requestID, field: "request_id")
        }
        if self.validateOnly {
            c.pointee.validate_only = self.validateOnly ? 1 : 0
        }
        if !self.planToken.isEmpty {
            c.pointee.plan_token = arena.text(self.planToken, field: "plan_token")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ReinviteResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.ReinviteResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__reinvite_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ReinviteResponse.self)
        self.results = CField.messages(c.pointee.results, count: c.pointee.n_results, as: InvitationResult.self)
        self.counts = CField.messages(c.pointee.counts, count: c.pointee.n_counts, as: OutcomeCount.self)
        self.planToken = CField.text(c.pointee.plan_token)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ReinviteResponse.self, invitation__v1__reinvite_response__init)
        if !self.results.isEmpty {
            c.pointee.n_results = self.results.count
            c.pointee.results = arena.messages(self.results, as: Invitation__V1__InvitationResult.self)
        }
        if !self.counts.isEmpty {
            c.pointee.n_counts = self.counts.count
            c.pointee.counts = arena.messages(self.counts, as: Invitation__V1__OutcomeCount.self)
        }
        if !self.planToken.isEmpty {
            c.pointee.plan_token = arena.text(self.planToken, field: "plan_token")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension RedeemRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.RedeemRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__redeem_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__RedeemRequest.self)
        self.token = CField.text(c.pointee.token)
        self.accountID = CField.text(c.pointee.account_id)
        self.validateOnly = c.pointee.validate_only != 0
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__RedeemRequest.self, invitation__v1__redeem_request__init)
        if !self.token.isEmpty {
            c.pointee.token = arena.text(self.token, field: "token")
        }
        if !self.accountID.isEmpty {
            c.pointee.account_id = arena.text(self.accountID, field: "account_id")
        }
        if self.validateOnly {
            c.pointee.validate_only = self.validateOnly ? 1 : 0
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension RedeemResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.RedeemResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__redeem_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__RedeemResponse.self)
        self.schoolName = CField.text(c.pointee.school_name)
        self.title = CField.text(c.pointee.title)
        self.forename = CField.text(c.pointee.forename)
        self.surname = CField.text(c.pointee.surname)
        self.childForenames = CField.texts(c.pointee.child_forenames, count: c.pointee.n_child_forenames)
        self.expiresAt = CField.message(c.pointee.expires_at, as: Timestamp.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
        self.pupilIDs = CField.texts(c.pointee.pupil_ids, count: c.pointee.n_pupil_ids)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__RedeemResponse.self, invitation__v1__redeem_response__init)
        if !self.schoolName.isEmpty {
            c.pointee.school_name = arena.text(self.schoolName, field: "school_name")
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
        if !self.childForenames.isEmpty {
            c.pointee.n_child_forenames = self.childForenames.count
            c.pointee.child_forenames = arena.texts(self.childForenames, field: "child_forenames")
        }
        if let value = self.expiresAt {
            c.pointee.expires_at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        if !self.pupilIDs.isEmpty {
            c.pointee.n_pupil_ids = self.pupilIDs.count
            c.pointee.pupil_ids = arena.texts(self.pupilIDs, field: "pupil_ids")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension DeclineRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.DeclineRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__decline_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__DeclineRequest.self)
        self.token = CField.text(c.pointee.token)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__DeclineRequest.self, invitation__v1__decline_request__init)
        if !self.token.isEmpty {
            c.pointee.token = arena.text(self.token, field: "token")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension DeclineResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.DeclineResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__decline_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__DeclineResponse.self, invitation__v1__decline_response__init)
        return UnsafeMutableRawPointer(c)
    }
}

extension CheckAccessRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.CheckAccessRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__check_access_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__CheckAccessRequest.self)
        self.accountID = CField.text(c.pointee.account_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__CheckAccessRequest.self, invitation__v1__check_access_request__init)
        if !self.accountID.isEmpty {
            c.pointee.account_id = arena.text(self.accountID, field: "account_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension CheckAccessResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.CheckAccessResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__check_access_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__CheckAccessResponse.self)
        self.access = CField.messages(c.pointee.access, count: c.pointee.n_access, as: Access.self)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__CheckAccessResponse.self, invitation__v1__check_access_response__init)
        if !self.access.isEmpty {
            c.pointee.n_access = self.access.count
            c.pointee.access = arena.messages(self.access, as: Invitation__V1__Access.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension Access: ProtobufMessage {
    public static let fullName = "invitation.v1.Access"
    public static let descriptor = MessageDescriptor(of: invitation__v1__access__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__Access.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
        self.granted = c.pointee.granted != 0
        self.pupilIDs = CField.texts(c.pointee.pupil_ids, count: c.pointee.n_pupil_ids)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__Access.self, invitation__v1__access__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        if self.granted {
            c.pointee.granted = self.granted ? 1 : 0
        }
        if !self.pupilIDs.isEmpty {
            c.pointee.n_pupil_ids = self.pupilIDs.count
            c.pointee.pupil_ids = arena.texts(self.pupilIDs, field: "pupil_ids")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension GetContactRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.GetContactRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__get_contact_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__GetContactRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__GetContactRequest.self, invitation__v1__get_contact_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension GetContactResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.GetContactResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__get_contact_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__GetContactResponse.self)
        self.contact = CField.message(c.pointee.contact, as: Contact.self)
        self.pupils = CField.messages(c.pointee.pupils, count: c.pointee.n_pupils, as: Pupil.self)
        self.mailedTo = CField.text(c.pointee.mailed_to)
        self.mailedAt = CField.message(c.pointee.mailed_at, as: Timestamp.self)
        self.accountID = CField.text(c.pointee.account_id)
        self.courtOrderPupilIDs = CField.texts(c.pointee.court_order_pupil_ids, count: c.pointee.n_court_order_pupil_ids)
        self.obstacle = CField.text(c.pointee.obstacle)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__GetContactResponse.self, invitation__v1__get_contact_response__init)
        if let value = self.contact {
            c.pointee.contact = arena.message(value, as: Invitation__V1__Contact.self)
        }
        if !self.pupils.isEmpty {
            c.pointee.n_pupils = self.pupils.count
            c.pointee.pupils = arena.messages(self.pupils, as: Invitation__V1__Pupil.self)
        }
        if !self.mailedTo.isEmpty {
            c.pointee.mailed_to = arena.text(self.mailedTo, field: "mailed_to")
        }
        if let value = self.mailedAt {
            c.pointee.mailed_at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        if !self.accountID.isEmpty {
            c.pointee.account_id = arena.text(self.accountID, field: "account_id")
        }
        if !self.courtOrderPupilIDs.isEmpty {
            c.pointee.n_court_order_pupil_ids = self.courtOrderPupilIDs.count
            c.pointee.court_order_pupil_ids = arena.texts(self.courtOrderPupilIDs, field: "court_order_pupil_ids")
        }
        if !self.obstacle.isEmpty {
            c.pointee.obstacle = arena.text(self.obstacle, field: "obstacle")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension RevokeAccessRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.RevokeAccessRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__revoke_access_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__RevokeAccessRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
        self.reason = CField.text(c.pointee.reason)
        self.requestID = CField.text(c.pointee.request_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__RevokeAccessRequest.self, invitation__v1__revoke_access_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        if !self.reason.isEmpty {
            c.pointee.reason = arena.text(self.reason, field: "reason")
        }
        if !self.requestID.isEmpty {
            c.pointee.request_id = arena.text(self.requestID, field: "request_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension RevokeAccessResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.RevokeAccessResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__revoke_access_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__RevokeAccessResponse.self)
        self.contact = CField.message(c.pointee.contact, as: Contact.self)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__RevokeAccessResponse.self, invitation__v1__revoke_access_response__init)
        if let value = self.contact {
            c.pointee.contact = arena.message(value, as: Invitation__V1__Contact.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ListContactEventsRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.ListContactEventsRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__list_contact_events_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ListContactEventsRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.contactID = CField.text(c.pointee.contact_id)
        self.pageSize = c.pointee.page_size
        self.pageToken = CField.text(c.pointee.page_token)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ListContactEventsRequest.self, invitation__v1__list_contact_events_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        if self.pageSize != 0 {
            c.pointee.page_size = self.pageSize
        }
        if !self.pageToken.isEmpty {
            c.pointee.page_token = arena.text(self.pageToken, field: "page_token")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ContactEvent: ProtobufMessage {
    public static let fullName = "invitation.v1.ContactEvent"
    public static let descriptor = MessageDescriptor(of: invitation__v1__contact_event__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ContactEvent.self)
        self.sequence = c.pointee.sequence
        self.at = CField.message(c.pointee.at, as: Timestamp.self)
        self.kind = CField.text(c.pointee.kind)
        self.contactID = CField.text(c.pointee.contact_id)
        self.accountID = CField.text(c.pointee.account_id)
        self.actor = CField.text(c.pointee.actor)
        self.detail = CField.text(c.pointee.detail)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ContactEvent.self, invitation__v1__contact_event__init)
        if self.sequence != 0 {
            c.pointee.sequence = self.sequence
        }
        if let value = self.at {
            c.pointee.at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        if !self.kind.isEmpty {
            c.pointee.kind = arena.text(self.kind, field: "kind")
        }
        if !self.contactID.isEmpty {
            c.pointee.contact_id = arena.text(self.contactID, field: "contact_id")
        }
        if !self.accountID.isEmpty {
            c.pointee.account_id = arena.text(self.accountID, field: "account_id")
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

extension ListSchoolEventsRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.ListSchoolEventsRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__list_school_events_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ListSchoolEventsRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
        self.afterSequence = c.pointee.after_sequence
        self.pageSize = c.pointee.page_size
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ListSchoolEventsRequest.self, invitation__v1__list_school_events_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if self.afterSequence != 0 {
            c.pointee.after_sequence = self.afterSequence
        }
        if self.pageSize != 0 {
            c.pointee.page_size = self.pageSize
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ListSchoolEventsResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.ListSchoolEventsResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__list_school_events_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ListSchoolEventsResponse.self)
        self.events = CField.messages(c.pointee.events, count: c.pointee.n_events, as: ContactEvent.self)
        self.lastSequence = c.pointee.last_sequence
        self.firstSequence = c.pointee.first_sequence
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ListSchoolEventsResponse.self, invitation__v1__list_school_events_response__init)
        if !self.events.isEmpty {
            c.pointee.n_events = self.events.count
            c.pointee.events = arena.messages(self.events, as: Invitation__V1__ContactEvent.self)
        }
        if self.lastSequence != 0 {
            c.pointee.last_sequence = self.lastSequence
        }
        if self.firstSequence != 0 {
            c.pointee.first_sequence = self.firstSequence
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ListContactEventsResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.ListContactEventsResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__list_contact_events_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ListContactEventsResponse.self)
        self.events = CField.messages(c.pointee.events, count: c.pointee.n_events, as: ContactEvent.self)
        self.nextPageToken = CField.text(c.pointee.next_page_token)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ListContactEventsResponse.self, invitation__v1__list_contact_events_response__init)
        if !self.events.isEmpty {
            c.pointee.n_events = self.events.count
            c.pointee.events = arena.messages(self.events, as: Invitation__V1__ContactEvent.self)
        }
        if !self.nextPageToken.isEmpty {
            c.pointee.next_page_token = arena.text(self.nextPageToken, field: "next_page_token")
        }
        return UnsafeMutableRawPointer(c)
    }
}
