// Generated from invitation/v1/outbox_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime

/// What a report says the other side did. (RFC 3464 section 2.3.3)
public enum ReportedAction: ProtobufEnum {
    /// UNSPECIFIED
    case unspecified
    /// FAILED
    case failed
    /// DELAYED
    case delayed
    /// DELIVERED
    case delivered
    /// RELAYED
    case relayed
    /// EXPANDED
    case expanded
    /// A number this build does not know.
    case unrecognized(Int32)

    /// The known values, in the contract's order.
    public static let allCases: [Self] = [
        .unspecified,
        .failed,
        .delayed,
        .delivered,
        .relayed,
        .expanded,
    ]

    /// The value with a number of the contract.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .failed
        case 2: self = .delayed
        case 3: self = .delivered
        case 4: self = .relayed
        case 5: self = .expanded
        default: self = .unrecognized(rawValue)
        }
    }

    /// The contract's number.
    public var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .failed: 1
        case .delayed: 2
        case .delivered: 3
        case .relayed: 4
        case .expanded: 5
        case .unrecognized(let number): number
        }
    }

    /// The contract's name without the enum's; the number for a value without one.
    public var name: String {
        switch self {
        case .unspecified: "UNSPECIFIED"
        case .failed: "FAILED"
        case .delayed: "DELAYED"
        case .delivered: "DELIVERED"
        case .relayed: "RELAYED"
        case .expanded: "EXPANDED"
        case .unrecognized(let number): "\(number)"
        }
    }
}

/// What a report changed. (R23)
public enum ReportVerdict: ProtobufEnum {
    /// UNSPECIFIED
    case unspecified
    /// the address is wrong, and takes no further mail until somebody clears that
    case bounced
    /// the mail will not arrive for another reason
    case failed
    /// the office sees what it says
    case noted
    /// known already, or it says nothing that matters, or the mail is not known any more
    case unchanged
    /// A number this build does not know.
    case unrecognized(Int32)

    /// The known values, in the contract's order.
    public static let allCases: [Self] = [
        .unspecified,
        .bounced,
        .failed,
        .noted,
        .unchanged,
    ]

    /// The value with a number of the contract.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .bounced
        case 2: self = .failed
        case 3: self = .noted
        case 4: self = .unchanged
        default: self = .unrecognized(rawValue)
        }
    }

    /// The contract's number.
    public var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .bounced: 1
        case .failed: 2
        case .noted: 3
        case .unchanged: 4
        case .unrecognized(let number): number
        }
    }

    /// The contract's name without the enum's; the number for a value without one.
    public var name: String {
        switch self {
        case .unspecified: "UNSPECIFIED"
        case .bounced: "BOUNCED"
        case .failed: "FAILED"
        case .noted: "NOTED"
        case .unchanged: "UNCHANGED"
        case .unrecognized(let number): "\(number)"
        }
    }
}

/// Whose mail to release.
public struct ReleaseRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// although no feed was applied since the restore: court orders may be missing
    public var withoutImport: Bool = false
    /// after a restore: takes back every working link that was sent before the backup
    public var endLinks: Bool = false

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(schoolID: String = "", withoutImport: Bool = false, endLinks: Bool = false) {
        self.schoolID = schoolID
        self.withoutImport = withoutImport
        self.endLinks = endLinks
    }
}

/// What was released. Emails of a paused school are held again until it goes on.
public struct ReleaseResponse: Sendable, Hashable {
    /// how many may go now
    public var mails: Int64 = 0
    /// Field 2 of the contract, `links_ended`.
    public var linksEnded: Int64 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(mails: Int64 = 0, linksEnded: Int64 = 0) {
        self.mails = mails
        self.linksEnded = linksEnded
    }
}

/// A report, read.
public struct ReportBounceRequest: Sendable, Hashable {
    /// the addresses that the report may have come to, 1 to 8; one of them must be ours
    public var returnPaths: [String] = []
    /// Field 2 of the contract, `action`.
    public var action: ReportedAction = .unspecified
    /// an enhanced status code, such as 5.1.1 (RFC 3463)
    public var status: String = ""
    /// the other side's words; only the school's office sees them
    public var diagnostic: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        returnPaths: [String] = [],
        action: ReportedAction = .unspecified,
        status: String = "",
        diagnostic: String = ""
    ) {
        self.returnPaths = returnPaths
        self.action = action
        self.status = status
        self.diagnostic = diagnostic
    }
}

/// What followed. Says nothing of whose mail it was.
public struct ReportBounceResponse: Sendable, Hashable {
    /// Field 1 of the contract, `verdict`.
    public var verdict: ReportVerdict = .unspecified

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(verdict: ReportVerdict = .unspecified) {
        self.verdict = verdict
    }
}

/// Whose mail to count.
public struct ListMailRequest: Sendable, Hashable {
    /// empty: of every school that the caller may speak of
    public var schoolID: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(schoolID: String = "") {
        self.schoolID = schoolID
    }
}

/// The mail that has not ended.
public struct ListMailResponse: Sendable, Hashable {
    /// where the ages part: 5, 10, 20 … 1280
    public var ageMinutes: [Int32] = []
    /// by school and state
    public var rows: [MailCounts] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(ageMinutes: [Int32] = [], rows: [MailCounts] = []) {
        self.ageMinutes = ageMinutes
        self.rows = rows
    }
}

/// How much mail of a school is in a state.
public struct MailCounts: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// Field 2 of the contract, `state`.
    public var state: DeliveryState = .unspecified
    /// by age since it was asked for: younger than each of age_minutes, and last what is older than all
    public var counts: [Int64] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(schoolID: String = "", state: DeliveryState = .unspecified, counts: [Int64] = []) {
        self.schoolID = schoolID
        self.state = state
        self.counts = counts
    }
}

/// Whose mail to show.
public struct GetMailRequest: Sendable, Hashable {
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

/// A mail as it stands. What the relay said is for the school's office, since it may name people.
public struct GetMailResponse: Sendable, Hashable {
    /// Field 1 of the contract, `state`.
    public var state: DeliveryState = .unspecified
    /// Field 2 of the contract, `queued_at`.
    public var queuedAt: Timestamp? = nil
    /// when its first attempt began
    public var mailedAt: Timestamp? = nil
    /// when the next attempt may begin; absent: nothing waits for a time
    public var dueAt: Timestamp? = nil
    /// of one that has not ended
    public var attempts: Int32 = 0
    /// what is after the + in the envelope's sender, as a relay's log has it; empty before the first attempt
    public var returnPathWord: String = ""
    /// PAUSED, RESTORED, LETTER, TOKEN_KEY, OPERATOR, QUARANTINED or TEMPLATE
    public var heldBecause: String = ""
    /// of the contact's mails, the newest first, 50 at most
    public var events: [MailEvent] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        state: DeliveryState = .unspecified,
        queuedAt: Timestamp? = nil,
        mailedAt: Timestamp? = nil,
        dueAt: Timestamp? = nil,
        attempts: Int32 = 0,
        returnPathWord: String = "",
        heldBecause: String = "",
        events: [MailEvent] = []
    ) {
        self.state = state
        self.queuedAt = queuedAt
        self.mailedAt = mailedAt
        self.dueAt = dueAt
        self.attempts = attempts
        self.returnPathWord = returnPathWord
        self.heldBecause = heldBecause
        self.events = events
    }
}

/// Something that happened to a contact's mail.
public struct MailEvent: Sendable, Hashable {
    /// Field 1 of the contract, `at`.
    public var at: Timestamp? = nil
    /// Field 2 of the contract, `kind`.
    public var kind: String = ""
    /// Field 3 of the contract, `actor`.
    public var actor: String = ""
    /// Field 4 of the contract, `detail`.
    public var detail: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(at: Timestamp? = nil, kind: String = "", actor: String = "", detail: String = "") {
        self.at = at
        self.kind = kind
        self.actor = actor
        self.detail = detail
    }
}

/// What to try again now.
public struct RetryRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// empty: all of the school that waits for its next attempt
    public var contactID: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(schoolID: String = "", contactID: String = "") {
        self.schoolID = schoolID
        self.contactID = contactID
    }
}

/// How much is due now.
public struct RetryResponse: Sendable, Hashable {
    /// Field 1 of the contract, `mails`.
    public var mails: Int64 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(mails: Int64 = 0) {
        self.mails = mails
    }
}

/// What to keep back.
public struct HoldRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// empty: all of the school that has not left
    public var contactID: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(schoolID: String = "", contactID: String = "") {
        self.schoolID = schoolID
        self.contactID = contactID
    }
}

/// How much waits for Release now.
public struct HoldResponse: Sendable, Hashable {
    /// Field 1 of the contract, `mails`.
    public var mails: Int64 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(mails: Int64 = 0) {
        self.mails = mails
    }
}
