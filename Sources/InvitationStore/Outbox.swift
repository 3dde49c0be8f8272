public import Invitations

/// An outbox entry's number.
public struct MailID: Sendable, Hashable {
    public let rowID: Int64
    public init(rowID: Int64) { self.rowID = rowID }
}

/// What a worker has of an entry that it has just leased.
public struct MailLease: Sendable, Hashable {
    public var id: MailID
    /// Rises with every lease: a worker that overslept cannot settle (R23).
    public var fence: Int64
    /// As it was before the lease, which counts an entry that was fixed as perhaps gone.
    public var mayHaveLeft: Bool

    public init(id: MailID, fence: Int64, mayHaveLeft: Bool) {
        self.id = id
        self.fence = fence
        self.mayHaveLeft = mayHaveLeft
    }
}

/// What decides whether an entry may leave (R7).
public struct DepartureFacts: Sendable {
    public var school: School
    public var contact: ContactState

    public init(school: School, contact: ContactState) {
        self.school = school
        self.contact = contact
    }
}

/// An entry that a worker holds until its lease ends.
public struct LeasedMail: Sendable {
    public var id: MailID
    /// Rises with every lease: a worker that overslept cannot settle (R23).
    public var fence: Int64
    /// Attempts before this one.
    public var attempts: Int
    /// What earlier attempts sent; nil before the first.
    public var fixed: FixedMail?
    /// Whether any earlier attempt may have got as far as DATA: only then is `fixed` never rendered anew (R20). An attempt
    /// that was never settled may have.
    public var mayHaveLeft: Bool
    /// Leases in a row before this one that were never settled: whoever had the mail was gone before it was done.
    public var unsettledLeases: Int
    public var school: School
    /// As it is now: eligibility is decided again at the last moment (R7).
    public var contact: ContactState
    /// The generation this mail is for.
    public var generation: Int64
    /// The children's, in list order (R19).
    public var childForenames: [String]

    public init(
        id: MailID, fence: Int64, attempts: Int, fixed: FixedMail?, mayHaveLeft: Bool = false, unsettledLeases: Int = 0,
        school: School,
        contact: ContactState, generation: Int64, childForenames: [String]
    ) {
        self.id = id
        self.fence = fence
        self.attempts = attempts
        self.fixed = fixed
        self.mayHaveLeft = mayHaveLeft
        self.unsettledLeases = unsettledLeases
        self.school = school
        self.contact = contact
        self.generation = generation
        self.childForenames = childForenames
    }
}

/// One rendered revision (R20): a retry sends the same bytes, with the token in place of the placeholder.
public struct FixedMail: Sendable, Hashable {
    /// When the first delivery attempt was claimed; the printed Date.
    public var mailedAt: Instant
    /// The deadline printed, and the one enforced.
    public var expiresAt: Instant
    /// `<…@…>`
    public var messageID: String
    /// A-label, validated.
    public var recipient: String
    /// RFC 5322 with CRLF; the link's token is a placeholder of the token's width.
    public var bytes: [UInt8]
    /// What letters of the same templates have in common, in about their bytes: a store may keep what differs from it. Any bytes do, the same for
    /// many letters; empty in what a store answers.
    ///
    /// It outlives the letters that were kept so: nothing of a person may stand in it, no name, address or token (R39).
    public var common: [UInt8]

    public init(
        mailedAt: Instant, expiresAt: Instant, messageID: String, recipient: String, bytes: [UInt8], common: [UInt8] = []
    ) {
        self.mailedAt = mailedAt
        self.expiresAt = expiresAt
        self.messageID = messageID
        self.recipient = recipient
        self.bytes = bytes
        self.common = common
    }
}

/// How an attempt ended (R23).
public enum MailResult: Sendable, Hashable {
    case sent
    /// Due again then. `mayHaveLeft` is what the next lease answers.
    case deferred(until: Instant, detail: String, mayHaveLeft: Bool)
    /// Put off until then, and no attempt was used up: what was to take the mail could not be reached.
    case unreached(until: Instant, detail: String, mayHaveLeft: Bool)
    /// Nothing was tried: the entry is as it was before the lease, and due at once.
    case notTried(mayHaveLeft: Bool)
    case bounced(detail: String)
    case failed(detail: String)
    /// Nothing was tried. Until somebody releases it; the cause says who.
    case held(because: HoldCause, detail: String, mayHaveLeft: Bool)
    /// Revoked, superseded, barred or redeemed meanwhile: never goes out.
    case cancelled(detail: String)
}

/// How much mail of a school has a state and an age.
public struct OpenMailCount: Sendable, Hashable {
    public var school: SchoolID
    public var state: DeliveryState
    /// How many of ``OutboxAges/minutes`` it has reached.
    public var age: Int
    public var count: Int64

    public init(school: SchoolID, state: DeliveryState, age: Int, count: Int64) {
        self.school = school
        self.state = state
        self.age = age
        self.count = count
    }
}

/// Where the ages of waiting mail part, as in Postfix' `qshape`.
public enum OutboxAges {
    /// Since it was asked for.
    public static let minutes: [Int32] = [5, 10, 20, 40, 80, 160, 320, 640, 1280]
}

/// An entry that has not ended, as an operator sees it.
public struct OpenMail: Sendable, Hashable {
    /// When a worker may take it, or the lease of the one that has it ends; nil: it is held.
    public var dueAt: Instant?
    public var attempts: Int
    public var hold: HoldCause?

    public init(dueAt: Instant?, attempts: Int, hold: HoldCause?) {
        self.dueAt = dueAt
        self.attempts = attempts
        self.hold = hold
    }
}
