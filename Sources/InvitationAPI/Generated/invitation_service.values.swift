// Generated from invitation/v1/invitation_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

/// A pupil with all of its contacts.
public struct PupilContacts: Sendable, Hashable {
    /// Field 1 of the contract, `pupil`.
    public var pupil: Pupil? = nil
    /// Field 2 of the contract, `contacts`.
    public var contacts: [Contact] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(pupil: Pupil? = nil, contacts: [Contact] = []) {
        self.pupil = pupil
        self.contacts = contacts
    }
}

/// Which pupils, and through them which contacts. Empty means all.
public struct ContactFilter: Sendable, Hashable {
    /// Field 1 of the contract, `pupil_search`.
    public var pupilSearch: String = ""
    /// Field 2 of the contract, `statuses`.
    public var statuses: [RegistrationStatus] = []
    /// Field 3 of the contract, `year_groups`.
    public var yearGroups: [String] = []
    /// Field 4 of the contract, `registration_groups`.
    public var registrationGroups: [String] = []
    /// Field 5 of the contract, `deliveries`.
    public var deliveries: [DeliveryState] = []
    /// contact name or email
    public var contactSearch: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        pupilSearch: String = "",
        statuses: [RegistrationStatus] = [],
        yearGroups: [String] = [],
        registrationGroups: [String] = [],
        deliveries: [DeliveryState] = [],
        contactSearch: String = ""
    ) {
        self.pupilSearch = pupilSearch
        self.statuses = statuses
        self.yearGroups = yearGroups
        self.registrationGroups = registrationGroups
        self.deliveries = deliveries
        self.contactSearch = contactSearch
    }
}

/// Asks for one page of a school's pupils. (R10-R12)
public struct ListContactsRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// Field 2 of the contract, `filter`.
    public var filter: ContactFilter? = nil
    /// pupils a page; 0 = 50, at most 500
    public var pageSize: Int32 = 0
    /// of the page before; empty = the first page
    public var pageToken: String = ""
    /// count the whole filtered list per status
    public var includeCounts: Bool = false

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        schoolID: String = "",
        filter: ContactFilter? = nil,
        pageSize: Int32 = 0,
        pageToken: String = "",
        includeCounts: Bool = false
    ) {
        self.schoolID = schoolID
        self.filter = filter
        self.pageSize = pageSize
        self.pageToken = pageToken
        self.includeCounts = includeCounts
    }
}

/// How many contacts have a status.
public struct StatusCount: Sendable, Hashable {
    /// Field 1 of the contract, `status`.
    public var status: RegistrationStatus = .unspecified
    /// Field 2 of the contract, `contacts`.
    public var contacts: Int32 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(status: RegistrationStatus = .unspecified, contacts: Int32 = 0) {
        self.status = status
        self.contacts = contacts
    }
}

/// One page of pupils. (R12)
public struct ListContactsResponse: Sendable, Hashable {
    /// Field 1 of the contract, `pupils`.
    public var pupils: [PupilContacts] = []
    /// Field 2 of the contract, `next_page_token`.
    public var nextPageToken: String = ""
    /// over the whole filtered list, each contact once; with include_counts
    public var counts: [StatusCount] = []
    /// why nobody of the school can be invited at present: a reason; empty: nothing
    public var obstacle: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        pupils: [PupilContacts] = [],
        nextPageToken: String = "",
        counts: [StatusCount] = [],
        obstacle: String = ""
    ) {
        self.pupils = pupils
        self.nextPageToken = nextPageToken
        self.counts = counts
        self.obstacle = obstacle
    }
}

/// Contacts named one by one. An id twice counts once. (R13)
public struct ContactIds: Sendable, Hashable {
    /// Field 1 of the contract, `contact_ids`.
    public var contactIDs: [String] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(contactIDs: [String] = []) {
        self.contactIDs = contactIDs
    }
}

/// Every contact a filter matches, less those excluded. (R13)
public struct FilteredSelection: Sendable, Hashable {
    /// Field 1 of the contract, `filter`.
    public var filter: ContactFilter? = nil
    /// Field 2 of the contract, `excluded_contact_ids`.
    public var excludedContactIDs: [String] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(filter: ContactFilter? = nil, excludedContactIDs: [String] = []) {
        self.filter = filter
        self.excludedContactIDs = excludedContactIDs
    }
}

/// Whom to invite. (R13-R16)
public struct SendInvitationsRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// At most one of its cases.
    public var selection: Selection? = nil
    /// Field 4 of the contract, `request_id`.
    public var requestID: String = ""
    /// Field 5 of the contract, `validate_only`.
    public var validateOnly: Bool = false
    /// Field 6 of the contract, `plan_token`.
    public var planToken: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        schoolID: String = "",
        selection: Selection? = nil,
        requestID: String = "",
        validateOnly: Bool = false,
        planToken: String = ""
    ) {
        self.schoolID = schoolID
        self.selection = selection
        self.requestID = requestID
        self.validateOnly = validateOnly
        self.planToken = planToken
    }

    /// What ``SendInvitationsRequest/selection`` may be.
    public enum Selection: Sendable, Hashable {
        /// Field 2 of the contract, `contacts`.
        case contacts(ContactIds)
        /// Field 3 of the contract, `all_not_registered`.
        case allNotRegistered(FilteredSelection)
    }
}

/// What happened, or would happen, to one contact of a selection. (R15)
public struct InvitationResult: Sendable, Hashable {
    /// Field 1 of the contract, `contact_id`.
    public var contactID: String = ""
    /// Field 2 of the contract, `outcome`.
    public var outcome: Outcome = .unspecified
    /// Field 3 of the contract, `full_name`.
    public var fullName: String = ""
    /// Field 4 of the contract, `email`.
    public var email: String = ""
    /// Field 5 of the contract, `warnings`.
    public var warnings: [Warning] = []
    /// with TOO_SOON: when the cooldown is over (R42)
    public var retryAt: Timestamp? = nil

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        contactID: String = "",
        outcome: Outcome = .unspecified,
        fullName: String = "",
        email: String = "",
        warnings: [Warning] = [],
        retryAt: Timestamp? = nil
    ) {
        self.contactID = contactID
        self.outcome = outcome
        self.fullName = fullName
        self.email = email
        self.warnings = warnings
        self.retryAt = retryAt
    }
}

/// How many contacts of a selection had an outcome.
public struct OutcomeCount: Sendable, Hashable {
    /// Field 1 of the contract, `outcome`.
    public var outcome: Outcome = .unspecified
    /// Field 2 of the contract, `contacts`.
    public var contacts: Int32 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(outcome: Outcome = .unspecified, contacts: Int32 = 0) {
        self.outcome = outcome
        self.contacts = contacts
    }
}

/// What became of the selection. (R13-R15)
public struct SendInvitationsResponse: Sendable, Hashable {
    /// explicit ids: all; select-all: those queued
    public var results: [InvitationResult] = []
    /// Field 2 of the contract, `counts`.
    public var counts: [OutcomeCount] = []
    /// of a validate_only call
    public var planToken: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(results: [InvitationResult] = [], counts: [OutcomeCount] = [], planToken: String = "") {
        self.results = results
        self.counts = counts
        self.planToken = planToken
    }
}

/// Whom to invite again. (R24)
public struct ReinviteRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// At most one of its cases.
    public var selection: Selection? = nil
    /// Field 4 of the contract, `request_id`.
    public var requestID: String = ""
    /// Field 5 of the contract, `validate_only`.
    public var validateOnly: Bool = false
    /// Field 6 of the contract, `plan_token`.
    public var planToken: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        schoolID: String = "",
        selection: Selection? = nil,
        requestID: String = "",
        validateOnly: Bool = false,
        planToken: String = ""
    ) {
        self.schoolID = schoolID
        self.selection = selection
        self.requestID = requestID
        self.validateOnly = validateOnly
        self.planToken = planToken
    }

    /// What ``ReinviteRequest/selection`` may be.
    public enum Selection: Sendable, Hashable {
        /// Field 2 of the contract, `contacts`.
        case contacts(ContactIds)
        /// Field 3 of the contract, `all_expired`.
        case allExpired(FilteredSelection)
    }
}

/// What became of the selection. (R24)
public struct ReinviteResponse: Sendable, Hashable {
    /// Field 1 of the contract, `results`.
    public var results: [InvitationResult] = []
    /// Field 2 of the contract, `counts`.
    public var counts: [OutcomeCount] = []
    /// Field 3 of the contract, `plan_token`.
    public var planToken: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(results: [InvitationResult] = [], counts: [OutcomeCount] = [], planToken: String = "") {
        self.results = results
        self.counts = counts
        self.planToken = planToken
    }
}

/// The token of a link, and the account it is to be bound to. (R26-R28)
public struct RedeemRequest: Sendable, Hashable {
    /// Field 1 of the contract, `token`.
    public var token: String = ""
    /// Field 2 of the contract, `account_id`.
    public var accountID: String = ""
    /// Field 3 of the contract, `validate_only`.
    public var validateOnly: Bool = false

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(token: String = "", accountID: String = "", validateOnly: Bool = false) {
        self.token = token
        self.accountID = accountID
        self.validateOnly = validateOnly
    }
}

/// Nothing here may say more than the parent's page shows. (R26)
public struct RedeemResponse: Sendable, Hashable {
    /// Field 1 of the contract, `school_name`.
    public var schoolName: String = ""
    /// Field 2 of the contract, `title`.
    public var title: String = ""
    /// Field 3 of the contract, `forename`.
    public var forename: String = ""
    /// Field 4 of the contract, `surname`.
    public var surname: String = ""
    /// Field 5 of the contract, `child_forenames`.
    public var childForenames: [String] = []
    /// Field 6 of the contract, `expires_at`.
    public var expiresAt: Timestamp? = nil
    /// Of a Redeem that was not validate_only:
    public var schoolID: String = ""
    /// Field 8 of the contract, `contact_id`.
    public var contactID: String = ""
    /// Field 9 of the contract, `pupil_ids`.
    public var pupilIDs: [String] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        schoolName: String = "",
        title: String = "",
        forename: String = "",
        surname: String = "",
        childForenames: [String] = [],
        expiresAt: Timestamp? = nil,
        schoolID: String = "",
        contactID: String = "",
        pupilIDs: [String] = []
    ) {
        self.schoolName = schoolName
        self.title = title
        self.forename = forename
        self.surname = surname
        self.childForenames = childForenames
        self.expiresAt = expiresAt
        self.schoolID = schoolID
        self.contactID = contactID
        self.pupilIDs = pupilIDs
    }
}

/// The token of a link that reached the wrong person. (R43)
public struct DeclineRequest: Sendable, Hashable {
    /// Field 1 of the contract, `token`.
    public var token: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(token: String = "") {
        self.token = token
    }
}

/// Says nothing: whoever holds the link learns nothing more. (R43)
public struct DeclineResponse: Sendable, Hashable {
    /// The message with every field at its default.
    public init() {}
}

/// Which account. (R38)
public struct CheckAccessRequest: Sendable, Hashable {
    /// Field 1 of the contract, `account_id`.
    public var accountID: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(accountID: String = "") {
        self.accountID = accountID
    }
}

/// Everything the account was ever bound to. (R38)
public struct CheckAccessResponse: Sendable, Hashable {
    /// Field 1 of the contract, `access`.
    public var access: [Access] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(access: [Access] = []) {
        self.access = access
    }
}

/// What one account may see in one school. (R38)
public struct Access: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// Field 2 of the contract, `contact_id`.
    public var contactID: String = ""
    /// false: suspended, revoked or left
    public var granted: Bool = false
    /// Field 4 of the contract, `pupil_ids`.
    public var pupilIDs: [String] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        schoolID: String = "",
        contactID: String = "",
        granted: Bool = false,
        pupilIDs: [String] = []
    ) {
        self.schoolID = schoolID
        self.contactID = contactID
        self.granted = granted
        self.pupilIDs = pupilIDs
    }
}

/// Which contact. (R11)
public struct GetContactRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// Field 2 of the contract, `contact_id`.
    public var contactID: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(schoolID: String = "", contactID: String = "") {
        self.schoolID = schoolID
        self.contactID = contactID
    }
}

/// One contact with everything the support script asks. (R11)
public struct GetContactResponse: Sendable, Hashable {
    /// Field 1 of the contract, `contact`.
    public var contact: Contact? = nil
    /// Field 2 of the contract, `pupils`.
    public var pupils: [Pupil] = []
    /// Field 3 of the contract, `mailed_to`.
    public var mailedTo: String = ""
    /// Field 4 of the contract, `mailed_at`.
    public var mailedAt: Timestamp? = nil
    /// Field 5 of the contract, `account_id`.
    public var accountID: String = ""
    /// with respect to whom there is an order (R7)
    public var courtOrderPupilIDs: [String] = []
    /// why nobody of the school can be invited at present: a reason; empty: nothing
    public var obstacle: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        contact: Contact? = nil,
        pupils: [Pupil] = [],
        mailedTo: String = "",
        mailedAt: Timestamp? = nil,
        accountID: String = "",
        courtOrderPupilIDs: [String] = [],
        obstacle: String = ""
    ) {
        self.contact = contact
        self.pupils = pupils
        self.mailedTo = mailedTo
        self.mailedAt = mailedAt
        self.accountID = accountID
        self.courtOrderPupilIDs = courtOrderPupilIDs
        self.obstacle = obstacle
    }
}

/// Whose access to take away, and why. (R37)
public struct RevokeAccessRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// Field 2 of the contract, `contact_id`.
    public var contactID: String = ""
    /// a word for the history, such as PARENT_REQUEST; no personal values
    public var reason: String = ""
    /// Field 4 of the contract, `request_id`.
    public var requestID: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        schoolID: String = "",
        contactID: String = "",
        reason: String = "",
        requestID: String = ""
    ) {
        self.schoolID = schoolID
        self.contactID = contactID
        self.reason = reason
        self.requestID = requestID
    }
}

/// The contact as it is afterwards. (R37)
public struct RevokeAccessResponse: Sendable, Hashable {
    /// Field 1 of the contract, `contact`.
    public var contact: Contact? = nil

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(contact: Contact? = nil) {
        self.contact = contact
    }
}

/// Asks for one page of a contact's history, the newest first. (R38)
public struct ListContactEventsRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// Field 2 of the contract, `contact_id`.
    public var contactID: String = ""
    /// events a page; 0 = 100, at most 1000
    public var pageSize: Int32 = 0
    /// Field 4 of the contract, `page_token`.
    public var pageToken: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        schoolID: String = "",
        contactID: String = "",
        pageSize: Int32 = 0,
        pageToken: String = ""
    ) {
        self.schoolID = schoolID
        self.contactID = contactID
        self.pageSize = pageSize
        self.pageToken = pageToken
    }
}

/// One thing that happened to one contact. (R38)
public struct ContactEvent: Sendable, Hashable {
    /// Field 1 of the contract, `sequence`.
    public var sequence: Int64 = 0
    /// Field 2 of the contract, `at`.
    public var at: Timestamp? = nil
    /// INVITED, MAIL_SENT, REDEEMED, COURT_ORDER_ADDED, SUSPENDED, …
    public var kind: String = ""
    /// Field 4 of the contract, `contact_id`.
    public var contactID: String = ""
    /// Field 5 of the contract, `account_id`.
    public var accountID: String = ""
    /// Field 6 of the contract, `actor`.
    public var actor: String = ""
    /// no personal values
    public var detail: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        sequence: Int64 = 0,
        at: Timestamp? = nil,
        kind: String = "",
        contactID: String = "",
        accountID: String = "",
        actor: String = "",
        detail: String = ""
    ) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.contactID = contactID
        self.accountID = accountID
        self.actor = actor
        self.detail = detail
    }
}

/// Asks for what happened in a school after a number. (R38)
public struct ListSchoolEventsRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// Field 2 of the contract, `after_sequence`.
    public var afterSequence: Int64 = 0
    /// 0 = 100, at most 1000
    public var pageSize: Int32 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(schoolID: String = "", afterSequence: Int64 = 0, pageSize: Int32 = 0) {
        self.schoolID = schoolID
        self.afterSequence = afterSequence
        self.pageSize = pageSize
    }
}

/// Events in order, without gaps. (R38)
public struct ListSchoolEventsResponse: Sendable, Hashable {
    /// Field 1 of the contract, `events`.
    public var events: [ContactEvent] = []
    /// to go on after
    public var lastSequence: Int64 = 0
    /// the oldest that is kept: what lies before it was forgotten (R39)
    public var firstSequence: Int64 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(events: [ContactEvent] = [], lastSequence: Int64 = 0, firstSequence: Int64 = 0) {
        self.events = events
        self.lastSequence = lastSequence
        self.firstSequence = firstSequence
    }
}

/// One page of a contact's history. (R38)
public struct ListContactEventsResponse: Sendable, Hashable {
    /// Field 1 of the contract, `events`.
    public var events: [ContactEvent] = []
    /// Field 2 of the contract, `next_page_token`.
    public var nextPageToken: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(events: [ContactEvent] = [], nextPageToken: String = "") {
        self.events = events
        self.nextPageToken = nextPageToken
    }
}
