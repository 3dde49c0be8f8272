import Invitations

struct PlanModel: Sendable {
    var call: SendCall
    var reviewedAt: Int64
    var policyVersion: Int64
    /// All that the administrator saw, by contact.
    var seen: [String: String]
}

/// What the digest of a withheld feed stands for (R35).
struct ConfirmationModel: Sendable {
    /// Without those who were erased.
    var roster: Roster
    /// As a change of this roster: how many imports the school had had.
    var imports: Int
}

struct RecordKey: Sendable, Hashable {
    var admin: String
    var method: String
    var requestID: String
}

struct RecordModel: Sendable {
    var body: String
    var answer: Answer
    var at: Int64

    enum Answer: Sendable {
        case invited([ResultModel], counts: [String])
        /// Given again as it was.
        case lines([String])
        case revoked(StandingModel)
    }
}

/// What a contact's line says that is no person's.
struct StandingModel: Sendable, Hashable {
    var status: RegistrationStatus
    var order: Bool
    var invitable: Bool
    var because: Outcome?
    var invitedAt: Int64?
    var expiresAt: Int64?
    var registeredAt: Int64?
    /// How many there were: the last one's is `delivery`.
    var invitations: Int
    var delivery: DeliveryState?
    var warnings: [Warning]
}

struct ResultModel: Sendable, Hashable {
    var contact: String
    var outcome: Outcome
    var warnings: [Warning]
    var retryAt: Int64?
}

struct MailModel: Sendable {
    var link: Link
    /// When a worker may take it: the lease's end while one holds it; nil when none may.
    var due: Int64?
    var attempts = 0
    /// Claims in a row that nobody ended.
    var unsettled = 0
    /// Whether an attempt may have got as far as DATA (R20).
    var mayHaveLeft = false
    /// Counts claims and ends: a worker that overslept settles nothing (R23).
    var fence = 0
    var fixed: Fixed?
    /// Renderings so far.
    var revisions = 0
    /// `HELD` mail is open without being due.
    var isOpen = true
    /// What it waits for that is `HELD`.
    var hold: HoldCause?

    struct Fixed: Sendable, Hashable {
        var mailedAt: Int64
        var expiresAt: Int64
        var revision: Int
    }
}

struct ClaimedMail: Sendable {
    var mail: Int
    var fence: Int
    var attempts: Int
    /// Before this claim.
    var unsettled: Int
    var mayHaveLeft: Bool
    var revision: Int
    var leasedUntil: Int64
}
