// Generated from invitation/v1/types.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime

/// Where a contact stands. Computed when read. (R5)
public enum RegistrationStatus: ProtobufEnum {
    /// UNSPECIFIED
    case unspecified
    /// NOT_REGISTERED
    case notRegistered
    /// INVITED
    case invited
    /// INVITATION_EXPIRED
    case invitationExpired
    /// REGISTERED
    case registered
    /// SUSPENDED
    case suspended
    /// A number this build does not know.
    case unrecognized(Int32)

    /// The known values, in the contract's order.
    public static let allCases: [Self] = [
        .unspecified,
        .notRegistered,
        .invited,
        .invitationExpired,
        .registered,
        .suspended,
    ]

    /// The value with a number of the contract.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .notRegistered
        case 2: self = .invited
        case 3: self = .invitationExpired
        case 4: self = .registered
        case 5: self = .suspended
        default: self = .unrecognized(rawValue)
        }
    }

    /// The contract's number.
    public var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .notRegistered: 1
        case .invited: 2
        case .invitationExpired: 3
        case .registered: 4
        case .suspended: 5
        case .unrecognized(let number): number
        }
    }

    /// The contract's name without the enum's; the number for a value without one.
    public var name: String {
        switch self {
        case .unspecified: "UNSPECIFIED"
        case .notRegistered: "NOT_REGISTERED"
        case .invited: "INVITED"
        case .invitationExpired: "INVITATION_EXPIRED"
        case .registered: "REGISTERED"
        case .suspended: "SUSPENDED"
        case .unrecognized(let number): "\(number)"
        }
    }
}

/// What became of the email. (R23)
public enum DeliveryState: ProtobufEnum {
    /// UNSPECIFIED
    case unspecified
    /// QUEUED
    case queued
    /// SENT
    case sent
    /// DEFERRED
    case deferred
    /// BOUNCED
    case bounced
    /// FAILED
    case failed
    /// HELD
    case held
    /// CANCELLED
    case cancelled
    /// A number this build does not know.
    case unrecognized(Int32)

    /// The known values, in the contract's order.
    public static let allCases: [Self] = [
        .unspecified,
        .queued,
        .sent,
        .deferred,
        .bounced,
        .failed,
        .held,
        .cancelled,
    ]

    /// The value with a number of the contract.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .queued
        case 2: self = .sent
        case 3: self = .deferred
        case 4: self = .bounced
        case 5: self = .failed
        case 6: self = .held
        case 7: self = .cancelled
        default: self = .unrecognized(rawValue)
        }
    }

    /// The contract's number.
    public var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .queued: 1
        case .sent: 2
        case .deferred: 3
        case .bounced: 4
        case .failed: 5
        case .held: 6
        case .cancelled: 7
        case .unrecognized(let number): number
        }
    }

    /// The contract's name without the enum's; the number for a value without one.
    public var name: String {
        switch self {
        case .unspecified: "UNSPECIFIED"
        case .queued: "QUEUED"
        case .sent: "SENT"
        case .deferred: "DEFERRED"
        case .bounced: "BOUNCED"
        case .failed: "FAILED"
        case .held: "HELD"
        case .cancelled: "CANCELLED"
        case .unrecognized(let number): "\(number)"
        }
    }
}

/// What happens, or would happen, to one contact. (R15)
public enum Outcome: ProtobufEnum {
    /// UNSPECIFIED
    case unspecified
    /// QUEUED
    case queued
    /// ALREADY_INVITED
    case alreadyInvited
    /// ALREADY_REGISTERED
    case alreadyRegistered
    /// EXPIRED_USE_REINVITE
    case expiredUseReinvite
    /// NEVER_INVITED
    case neverInvited
    /// COURT_ORDER
    case courtOrder
    /// NO_EMAIL
    case noEmail
    /// INVALID_EMAIL
    case invalidEmail
    /// CONTACT_NOT_FOUND
    case contactNotFound
    /// EMAIL_SHARED_WITH_BARRED_CONTACT
    case emailSharedWithBarredContact
    /// EMAIL_BELONGS_TO_PUPIL
    case emailBelongsToPupil
    /// EMAIL_BOUNCED
    case emailBounced
    /// NO_PARENTAL_RESPONSIBILITY
    case noParentalResponsibility
    /// TOO_SOON
    case tooSoon
    /// NEEDS_SMTPUTF8
    case needsSmtputf8
    /// A number this build does not know.
    case unrecognized(Int32)

    /// The known values, in the contract's order.
    public static let allCases: [Self] = [
        .unspecified,
        .queued,
        .alreadyInvited,
        .alreadyRegistered,
        .expiredUseReinvite,
        .neverInvited,
        .courtOrder,
        .noEmail,
        .invalidEmail,
        .contactNotFound,
        .emailSharedWithBarredContact,
        .emailBelongsToPupil,
        .emailBounced,
        .noParentalResponsibility,
        .tooSoon,
        .needsSmtputf8,
    ]

    /// The value with a number of the contract.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .queued
        case 2: self = .alreadyInvited
        case 3: self = .alreadyRegistered
        case 4: self = .expiredUseReinvite
        case 5: self = .neverInvited
        case 6: self = .courtOrder
        case 7: self = .noEmail
        case 8: self = .invalidEmail
        case 9: self = .contactNotFound
        case 10: self = .emailSharedWithBarredContact
        case 11: self = .emailBelongsToPupil
        case 12: self = .emailBounced
        case 13: self = .noParentalResponsibility
        case 14: self = .tooSoon
        case 15: self = .needsSmtputf8
        default: self = .unrecognized(rawValue)
        }
    }

    /// The contract's number.
    public var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .queued: 1
        case .alreadyInvited: 2
        case .alreadyRegistered: 3
        case .expiredUseReinvite: 4
        case .neverInvited: 5
        case .courtOrder: 6
        case .noEmail: 7
        case .invalidEmail: 8
        case .contactNotFound: 9
        case .emailSharedWithBarredContact: 10
        case .emailBelongsToPupil: 11
        case .emailBounced: 12
        case .noParentalResponsibility: 13
        case .tooSoon: 14
        case .needsSmtputf8: 15
        case .unrecognized(let number): number
        }
    }

    /// The contract's name without the enum's; the number for a value without one.
    public var name: String {
        switch self {
        case .unspecified: "UNSPECIFIED"
        case .queued: "QUEUED"
        case .alreadyInvited: "ALREADY_INVITED"
        case .alreadyRegistered: "ALREADY_REGISTERED"
        case .expiredUseReinvite: "EXPIRED_USE_REINVITE"
        case .neverInvited: "NEVER_INVITED"
        case .courtOrder: "COURT_ORDER"
        case .noEmail: "NO_EMAIL"
        case .invalidEmail: "INVALID_EMAIL"
        case .contactNotFound: "CONTACT_NOT_FOUND"
        case .emailSharedWithBarredContact: "EMAIL_SHARED_WITH_BARRED_CONTACT"
        case .emailBelongsToPupil: "EMAIL_BELONGS_TO_PUPIL"
        case .emailBounced: "EMAIL_BOUNCED"
        case .noParentalResponsibility: "NO_PARENTAL_RESPONSIBILITY"
        case .tooSoon: "TOO_SOON"
        case .needsSmtputf8: "NEEDS_SMTPUTF8"
        case .unrecognized(let number): "\(number)"
        }
    }
}

/// What the sender should know, though it bars nothing.
public enum Warning: ProtobufEnum {
    /// UNSPECIFIED
    case unspecified
    /// SHARED_EMAIL
    case sharedEmail
    /// EMAIL_CHANGED
    case emailChanged
    /// DECLINED
    case declined
    /// A number this build does not know.
    case unrecognized(Int32)

    /// The known values, in the contract's order.
    public static let allCases: [Self] = [
        .unspecified,
        .sharedEmail,
        .emailChanged,
        .declined,
    ]

    /// The value with a number of the contract.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .sharedEmail
        case 2: self = .emailChanged
        case 3: self = .declined
        default: self = .unrecognized(rawValue)
        }
    }

    /// The contract's number.
    public var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .sharedEmail: 1
        case .emailChanged: 2
        case .declined: 3
        case .unrecognized(let number): number
        }
    }

    /// The contract's name without the enum's; the number for a value without one.
    public var name: String {
        switch self {
        case .unspecified: "UNSPECIFIED"
        case .sharedEmail: "SHARED_EMAIL"
        case .emailChanged: "EMAIL_CHANGED"
        case .declined: "DECLINED"
        case .unrecognized(let number): "\(number)"
        }
    }
}

/// A pupil, as the list shows it. (R10)
public struct Pupil: Sendable, Hashable {
    /// Field 1 of the contract, `id`.
    public var id: String = ""
    /// Field 2 of the contract, `forename`.
    public var forename: String = ""
    /// Field 3 of the contract, `surname`.
    public var surname: String = ""
    /// Field 4 of the contract, `year_group`.
    public var yearGroup: String = ""
    /// Field 5 of the contract, `registration_group`.
    public var registrationGroup: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        id: String = "",
        forename: String = "",
        surname: String = "",
        yearGroup: String = "",
        registrationGroup: String = ""
    ) {
        self.id = id
        self.forename = forename
        self.surname = surname
        self.yearGroup = yearGroup
        self.registrationGroup = registrationGroup
    }
}

/// A contact of one pupil, as the list shows it. (R11)
public struct Contact: Sendable, Hashable {
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
    /// Field 6 of the contract, `status`.
    public var status: RegistrationStatus = .unspecified
    /// to this pupil; free text of the MIS
    public var relationship: String = ""
    /// with respect to this pupil
    public var courtOrder: Bool = false
    /// SendInvitations would queue this contact
    public var invitable: Bool = false
    /// Field 10 of the contract, `invited_at`.
    public var invitedAt: Timestamp? = nil
    /// Field 11 of the contract, `expires_at`.
    public var expiresAt: Timestamp? = nil
    /// Field 12 of the contract, `registered_at`.
    public var registeredAt: Timestamp? = nil
    /// Field 13 of the contract, `not_invitable_because`.
    public var notInvitableBecause: Outcome = .unspecified
    /// Field 14 of the contract, `delivery`.
    public var delivery: DeliveryState = .unspecified
    /// e.g. "5.1.1 user unknown"
    public var deliveryDetail: String = ""
    /// Field 16 of the contract, `warnings`.
    public var warnings: [Warning] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        id: String = "",
        title: String = "",
        forename: String = "",
        surname: String = "",
        email: String = "",
        status: RegistrationStatus = .unspecified,
        relationship: String = "",
        courtOrder: Bool = false,
        invitable: Bool = false,
        invitedAt: Timestamp? = nil,
        expiresAt: Timestamp? = nil,
        registeredAt: Timestamp? = nil,
        notInvitableBecause: Outcome = .unspecified,
        delivery: DeliveryState = .unspecified,
        deliveryDetail: String = "",
        warnings: [Warning] = []
    ) {
        self.id = id
        self.title = title
        self.forename = forename
        self.surname = surname
        self.email = email
        self.status = status
        self.relationship = relationship
        self.courtOrder = courtOrder
        self.invitable = invitable
        self.invitedAt = invitedAt
        self.expiresAt = expiresAt
        self.registeredAt = registeredAt
        self.notInvitableBecause = notInvitableBecause
        self.delivery = delivery
        self.deliveryDetail = deliveryDetail
        self.warnings = warnings
    }
}
