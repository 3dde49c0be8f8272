// Generated from invitation/v1/roster_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime

/// Absent is not false. (R8)
public enum TriState: ProtobufEnum {
    /// the MIS did not say
    case absent
    /// FALSE
    case `false`
    /// TRUE
    case `true`
    /// A number this build does not know.
    case unrecognized(Int32)

    /// The known values, in the contract's order.
    public static let allCases: [Self] = [
        .absent,
        .false,
        .true,
    ]

    /// The value with a number of the contract.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .absent
        case 1: self = .false
        case 2: self = .true
        default: self = .unrecognized(rawValue)
        }
    }

    /// The contract's number.
    public var rawValue: Int32 {
        switch self {
        case .absent: 0
        case .false: 1
        case .true: 2
        case .unrecognized(let number): number
        }
    }

    /// The contract's name without the enum's; the number for a value without one.
    public var name: String {
        switch self {
        case .absent: "ABSENT"
        case .false: "FALSE"
        case .true: "TRUE"
        case .unrecognized(let number): "\(number)"
        }
    }
}

/// One record of the feed: the school first, then its pupils, then the end. (R32)
public struct ImportRosterRequest: Sendable, Hashable {
    /// At most one of its cases.
    public var record: Record? = nil

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(record: Record? = nil) {
        self.record = record
    }

    /// What ``ImportRosterRequest/record`` may be.
    public enum Record: Sendable, Hashable {
        /// Field 1 of the contract, `school`.
        case school(RosterSchool)
        /// Field 2 of the contract, `pupil`.
        case pupil(RosterPupil)
        /// a stream without it is an incomplete feed
        case end(RosterEnd)
    }
}

/// Whose roster follows.
public struct RosterSchool: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// Field 2 of the contract, `name`.
    public var name: String = ""
    /// Field 3 of the contract, `mis_linked`.
    public var misLinked: Bool = false
    /// IANA; empty = Europe/London
    public var timeZone: String = ""
    /// of a withheld import (R35)
    public var confirmDigest: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        schoolID: String = "",
        name: String = "",
        misLinked: Bool = false,
        timeZone: String = "",
        confirmDigest: String = ""
    ) {
        self.schoolID = schoolID
        self.name = name
        self.misLinked = misLinked
        self.timeZone = timeZone
        self.confirmDigest = confirmDigest
    }
}

/// One pupil with its contacts.
public struct RosterPupil: Sendable, Hashable {
    /// Field 1 of the contract, `pupil`.
    public var pupil: Pupil? = nil
    /// Field 2 of the contract, `contacts`.
    public var contacts: [RosterContact] = []
    /// Field 3 of the contract, `email`.
    public var email: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(pupil: Pupil? = nil, contacts: [RosterContact] = [], email: String = "") {
        self.pupil = pupil
        self.contacts = contacts
        self.email = email
    }
}

/// One contact of one pupil, as the MIS has it. (R33)
public struct RosterContact: Sendable, Hashable {
    /// Field 1 of the contract, `id`.
    public var id: String = ""
    /// Field 2 of the contract, `title`.
    public var title: String = ""
    /// Field 3 of the contract, `forename`.
    public var forename: String = ""
    /// Field 4 of the contract, `surname`.
    public var surname: String = ""
    /// Field 5 of the contract, `email`.
    public var email: String = ""
    /// Field 6 of the contract, `relationship`.
    public var relationship: String = ""
    /// Field 7 of the contract, `court_order`.
    public var courtOrder: TriState = .absent
    /// Field 8 of the contract, `parental_responsibility`.
    public var parentalResponsibility: TriState = .absent

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        id: String = "",
        title: String = "",
        forename: String = "",
        surname: String = "",
        email: String = "",
        relationship: String = "",
        courtOrder: TriState = .absent,
        parentalResponsibility: TriState = .absent
    ) {
        self.id = id
        self.title = title
        self.forename = forename
        self.surname = surname
        self.email = email
        self.relationship = relationship
        self.courtOrder = courtOrder
        self.parentalResponsibility = parentalResponsibility
    }
}

/// The feed is whole. (R32)
public struct RosterEnd: Sendable, Hashable {
    /// Field 1 of the contract, `pupils`.
    public var pupils: Int64 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(pupils: Int64 = 0) {
        self.pupils = pupils
    }
}

/// What the import did, or why it was withheld. (R34-R36)
public struct ImportRosterResponse: Sendable, Hashable {
    /// Field 1 of the contract, `pupils`.
    public var pupils: Int64 = 0
    /// Field 2 of the contract, `contacts`.
    public var contacts: Int64 = 0
    /// Field 3 of the contract, `contacts_added`.
    public var contactsAdded: Int64 = 0
    /// Field 4 of the contract, `contacts_changed`.
    public var contactsChanged: Int64 = 0
    /// Field 5 of the contract, `contacts_removed`.
    public var contactsRemoved: Int64 = 0
    /// Field 6 of the contract, `contacts_unchanged`.
    public var contactsUnchanged: Int64 = 0
    /// Field 7 of the contract, `invitations_revoked`.
    public var invitationsRevoked: Int64 = 0
    /// Field 8 of the contract, `mails_cancelled`.
    public var mailsCancelled: Int64 = 0
    /// Field 9 of the contract, `contacts_suspended`.
    public var contactsSuspended: Int64 = 0
    /// Field 10 of the contract, `court_orders_added`.
    public var courtOrdersAdded: Int64 = 0
    /// Field 11 of the contract, `court_orders_lifted`.
    public var courtOrdersLifted: Int64 = 0
    /// Field 12 of the contract, `pairs_true`.
    public var pairsTrue: Int64 = 0
    /// Field 13 of the contract, `pairs_false`.
    public var pairsFalse: Int64 = 0
    /// Field 14 of the contract, `pairs_absent`.
    public var pairsAbsent: Int64 = 0
    /// not empty: withheld, confirm with this (R35)
    public var withheldDigest: String = ""
    /// Field 16 of the contract, `withheld_because`.
    public var withheldBecause: String = ""
    /// the feed said what the roster said already (R36)
    public var unchanged: Bool = false

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        pupils: Int64 = 0,
        contacts: Int64 = 0,
        contactsAdded: Int64 = 0,
        contactsChanged: Int64 = 0,
        contactsRemoved: Int64 = 0,
        contactsUnchanged: Int64 = 0,
        invitationsRevoked: Int64 = 0,
        mailsCancelled: Int64 = 0,
        contactsSuspended: Int64 = 0,
        courtOrdersAdded: Int64 = 0,
        courtOrdersLifted: Int64 = 0,
        pairsTrue: Int64 = 0,
        pairsFalse: Int64 = 0,
        pairsAbsent: Int64 = 0,
        withheldDigest: String = "",
        withheldBecause: String = "",
        unchanged: Bool = false
    ) {
        self.pupils = pupils
        self.contacts = contacts
        self.contactsAdded = contactsAdded
        self.contactsChanged = contactsChanged
        self.contactsRemoved = contactsRemoved
        self.contactsUnchanged = contactsUnchanged
        self.invitationsRevoked = invitationsRevoked
        self.mailsCancelled = mailsCancelled
        self.contactsSuspended = contactsSuspended
        self.courtOrdersAdded = courtOrdersAdded
        self.courtOrdersLifted = courtOrdersLifted
        self.pairsTrue = pairsTrue
        self.pairsFalse = pairsFalse
        self.pairsAbsent = pairsAbsent
        self.withheldDigest = withheldDigest
        self.withheldBecause = withheldBecause
        self.unchanged = unchanged
    }
}
