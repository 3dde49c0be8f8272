// Generated from invitation/v1/school_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

/// What an office may decide. Replaced whole: every number must be within its range, so that a field left out is an error.
public struct SchoolPolicy: Sendable, Hashable {
    /// how long a link works, 1 to 60; at first 14 (R20)
    public var validityDays: Int32 = 0
    /// (R9)
    public var requiresParentalResponsibility: Bool = false
    /// (R8)
    public var acknowledgesMissingCourtOrderData: Bool = false
    /// 1 to 10,080; at first 10 (R42)
    public var reinviteCooldownMinutes: Int32 = 0
    /// invitations within 24 hours, 1 to 1,000,000; at first 20,000 (R42)
    public var dailyCap: Int32 = 0
    /// an import that removes more is withheld, 1 to 100; at first 20 (R35)
    public var removalGuardPercent: Int32 = 0
    /// an import that lifts more orders is withheld, 1 to 100; at first 5 (R35)
    public var liftGuardPercent: Int32 = 0
    /// how long accounts and addresses of leavers are kept, 1 to 3,650; at first 365 (R39)
    public var leaverRetentionDays: Int32 = 0
    /// how long the history is kept, 30 to 3,650; at first 1,095 (R39)
    public var eventRetentionDays: Int32 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        validityDays: Int32 = 0,
        requiresParentalResponsibility: Bool = false,
        acknowledgesMissingCourtOrderData: Bool = false,
        reinviteCooldownMinutes: Int32 = 0,
        dailyCap: Int32 = 0,
        removalGuardPercent: Int32 = 0,
        liftGuardPercent: Int32 = 0,
        leaverRetentionDays: Int32 = 0,
        eventRetentionDays: Int32 = 0
    ) {
        self.validityDays = validityDays
        self.requiresParentalResponsibility = requiresParentalResponsibility
        self.acknowledgesMissingCourtOrderData = acknowledgesMissingCourtOrderData
        self.reinviteCooldownMinutes = reinviteCooldownMinutes
        self.dailyCap = dailyCap
        self.removalGuardPercent = removalGuardPercent
        self.liftGuardPercent = liftGuardPercent
        self.leaverRetentionDays = leaverRetentionDays
        self.eventRetentionDays = eventRetentionDays
    }
}

/// A school as its last feed described it, and how it stands.
public struct School: Sendable, Hashable {
    /// Field 1 of the contract, `id`.
    public var id: String = ""
    /// Field 2 of the contract, `name`.
    public var name: String = ""
    /// (R2)
    public var misLinked: Bool = false
    /// Field 4 of the contract, `time_zone`.
    public var timeZone: String = ""
    /// whether any pair ever said true or false (R8)
    public var courtOrderData: Bool = false
    /// (R42)
    public var paused: Bool = false
    /// why nobody can be invited at present: a reason; empty: nothing
    public var obstacle: String = ""
    /// Field 8 of the contract, `pupils`.
    public var pupils: Int64 = 0
    /// Field 9 of the contract, `contacts`.
    public var contacts: Int64 = 0
    /// how many changed its roster
    public var imports: Int64 = 0
    /// counts against the daily cap
    public var invitedWithinDay: Int32 = 0
    /// from a backup: its links and its mail wait for OutboxService.Release (R41)
    public var restored: Bool = false

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        id: String = "",
        name: String = "",
        misLinked: Bool = false,
        timeZone: String = "",
        courtOrderData: Bool = false,
        paused: Bool = false,
        obstacle: String = "",
        pupils: Int64 = 0,
        contacts: Int64 = 0,
        imports: Int64 = 0,
        invitedWithinDay: Int32 = 0,
        restored: Bool = false
    ) {
        self.id = id
        self.name = name
        self.misLinked = misLinked
        self.timeZone = timeZone
        self.courtOrderData = courtOrderData
        self.paused = paused
        self.obstacle = obstacle
        self.pupils = pupils
        self.contacts = contacts
        self.imports = imports
        self.invitedWithinDay = invitedWithinDay
        self.restored = restored
    }
}

/// Which school.
public struct GetPolicyRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(schoolID: String = "") {
        self.schoolID = schoolID
    }
}

/// The school and its policy.
public struct GetPolicyResponse: Sendable, Hashable {
    /// Field 1 of the contract, `school`.
    public var school: School? = nil
    /// Field 2 of the contract, `policy`.
    public var policy: SchoolPolicy? = nil
    /// of this state of the policy (AIP-154)
    public var etag: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(school: School? = nil, policy: SchoolPolicy? = nil, etag: String = "") {
        self.school = school
        self.policy = policy
        self.etag = etag
    }
}

/// The policy as it is to be.
public struct SetPolicyRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// Field 2 of the contract, `policy`.
    public var policy: SchoolPolicy? = nil
    /// as GetPolicy gave it; required
    public var etag: String = ""
    /// Field 4 of the contract, `request_id`.
    public var requestID: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        schoolID: String = "",
        policy: SchoolPolicy? = nil,
        etag: String = "",
        requestID: String = ""
    ) {
        self.schoolID = schoolID
        self.policy = policy
        self.etag = etag
        self.requestID = requestID
    }
}

/// The policy as it is.
public struct SetPolicyResponse: Sendable, Hashable {
    /// Field 1 of the contract, `policy`.
    public var policy: SchoolPolicy? = nil
    /// Field 2 of the contract, `etag`.
    public var etag: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(policy: SchoolPolicy? = nil, etag: String = "") {
        self.policy = policy
        self.etag = etag
    }
}

/// Whether email is to stop.
public struct PauseRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// false: goes on
    public var paused: Bool = false
    /// Field 3 of the contract, `request_id`.
    public var requestID: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(schoolID: String = "", paused: Bool = false, requestID: String = "") {
        self.schoolID = schoolID
        self.paused = paused
        self.requestID = requestID
    }
}

/// Whether email is stopped.
public struct PauseResponse: Sendable, Hashable {
    /// Field 1 of the contract, `paused`.
    public var paused: Bool = false
    /// Field 2 of the contract, `etag`.
    public var etag: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(paused: Bool = false, etag: String = "") {
        self.paused = paused
        self.etag = etag
    }
}

/// Whose email to show.
public struct PreviewEmailRequest: Sendable, Hashable {
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

/// An email as it would leave now.
public struct PreviewEmailResponse: Sendable, Hashable {
    /// Field 1 of the contract, `from`.
    public var from: String = ""
    /// Field 2 of the contract, `reply_to`.
    public var replyTo: String = ""
    /// Field 3 of the contract, `to`.
    public var to: String = ""
    /// Field 4 of the contract, `subject`.
    public var subject: String = ""
    /// Field 5 of the contract, `text`.
    public var text: String = ""
    /// Field 6 of the contract, `html`.
    public var html: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        from: String = "",
        replyTo: String = "",
        to: String = "",
        subject: String = "",
        text: String = "",
        html: String = ""
    ) {
        self.from = from
        self.replyTo = replyTo
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
    }
}

/// Whose address works again.
public struct ClearBounceRequest: Sendable, Hashable {
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

/// The contact as it is afterwards.
public struct ClearBounceResponse: Sendable, Hashable {
    /// Field 1 of the contract, `contact`.
    public var contact: Contact? = nil

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(contact: Contact? = nil) {
        self.contact = contact
    }
}

/// Which orders to lift, and why.
public struct LiftCourtOrderRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// Field 2 of the contract, `contact_id`.
    public var contactID: String = ""
    /// empty: with respect to every pupil
    public var pupilID: String = ""
    /// a word for the history, such as COURT_LETTER_SEEN; no personal values
    public var reason: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        schoolID: String = "",
        contactID: String = "",
        pupilID: String = "",
        reason: String = ""
    ) {
        self.schoolID = schoolID
        self.contactID = contactID
        self.pupilID = pupilID
        self.reason = reason
    }
}

/// What was lifted, and the contact as it is afterwards.
public struct LiftCourtOrderResponse: Sendable, Hashable {
    /// Field 1 of the contract, `contact`.
    public var contact: Contact? = nil
    /// Field 2 of the contract, `pupil_ids`.
    public var pupilIDs: [String] = []
    /// somebody whom the roster does not show stood against the contact's address
    public var addressFreed: Bool = false

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(contact: Contact? = nil, pupilIDs: [String] = [], addressFreed: Bool = false) {
        self.contact = contact
        self.pupilIDs = pupilIDs
        self.addressFreed = addressFreed
    }
}

/// Whom to forget.
public struct EraseContactRequest: Sendable, Hashable {
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

/// Nothing is left to say.
public struct EraseContactResponse: Sendable, Hashable {
    /// The message with every field at its default.
    public init() {}
}
