public import Invitations

/// One member of a group commit: all of it happens, or none.
///
/// The store may run the closure again with a fresh transaction when a member beside it broke the batch; nothing that an
/// earlier run did is kept then.
public protocol WriteTransaction: ReadTransaction {
    /// Issues one generation each with its outbox entry (R17), if the contact's latest generation is still the expected one
    /// (R18). Earlier live generations become superseded and their queued mail cancelled in the same step (R24). Counts them (R42).
    /// Answers, by position, whether it was issued. Refreshes the derived list rows.
    func issue(_ invitations: [NewInvitation], of school: School) throws -> [Bool]

    /// Marks the generation redeemed and binds the account, if that generation is the latest and live (R27). Queued mail of
    /// it is cancelled. Answers whether it did. Refreshes the derived list rows.
    func redeem(_ contact: ContactKey, generation: Int64, account: AccountID, of school: School) throws -> Bool

    /// Revokes the contacts' live generations and cancels their queued mail. Answers how many of each. Refreshes the derived list rows.
    func revoke(_ contacts: [ContactKey], because reason: RevocationReason, of school: School) throws -> (invitations: Int, mails: Int)

    /// R43: shows the warning `DECLINED` until another address is invited.
    func flagDeclined(_ contact: ContactKey, of school: School) throws

    // MARK: What an office decides

    /// Replaces the policy and raises its version; answers the school as it is then.
    func setPolicy(_ policy: SchoolPolicy, of school: School) throws -> School

    /// R42. Raises the policy's version. Going on makes what the pause held due at once.
    func setPaused(_ isPaused: Bool, of school: School) throws -> School

    /// R23: lets mail go to the contact's address again; answers whether anything stood against it.
    func clearBounce(of contact: ContactKey, school: School) throws -> Bool

    /// R8: the pairs of a contact with a standing order, also of one who has left, each with whether the school's last feed itself says so.
    func courtOrders(of contact: ContactKey, school: School) throws -> [StandingOrder]

    /// R8: lifts the orders with respect to these pupils. Precondition: no import of the school is under way.
    func liftCourtOrders(of contact: ContactKey, pupils: [PupilID], school: School) throws

    /// R21: who else is barred at the contact's address without being shown there by the roster: erased, or named by a withheld feed only.
    func barredUnseen(atAddressOf contact: ContactKey, school: School) throws -> [ContactKey]

    /// R21: these do not stand against the contact's address any more. Precondition: no import of the school is under way.
    func liftBarredUnseen(atAddressOf contact: ContactKey, school: School) throws

    /// R39: forgets a contact: names, address, account, orders, and its id, in whose place `pseudonym` stands from then on. `tombstone` is how
    /// the next feed's record is recognised. Ends its invitation and mail. Of one who is barred the address stays barred, kept as a digest
    /// (R21). Precondition: no import of the school is under way.
    func erase(_ contact: ContactKey, pseudonym: ContactID, tombstone: [UInt8], of school: School) throws

    /// R39: what tombstones of a school are salted with; made by the first one that asks.
    func tombstoneSalt(of school: School, random: RandomSource) throws -> [UInt8]

    /// R39: whether the school has that tombstone.
    func hasTombstone(_ tombstone: [UInt8], of school: School) throws -> Bool

    /// Whether an import of the school is under way, so that what only stands between two imports has to wait.
    func isImporting(_ school: School) throws -> Bool

    /// R23: makes held mail due at once; answers how much.
    func releaseHeldMail(of school: School, because causes: Set<HoldCause>) throws -> Int

    /// R41: the contacts whose link works at `now` and was asked for at `instant` at the latest, in the order of their ids.
    func contactsWithLink(issuedUntil instant: Instant, of school: School) throws -> [ContactKey]

    /// R41: the school is as any other from here on.
    func endRestoration(of school: School) throws

    /// Appends events, numbered without gaps in this transaction (R38).
    func append(_ events: [NewEvent], of school: School) throws

    /// Keeps an answer for 7 days (R16). Precondition: the key has none.
    func record(_ answer: RecordedAnswer, for key: IdempotencyKey) throws

    /// Writes something that nobody reads, so that the commit proves that the file takes writes.
    func touch() throws

    // MARK: The outbox (R20, R23)

    /// R23: ends a generation's mail as a report says, or notes `detail` only. What of it is open still ends too, and no worker that holds it
    /// settles it. A bounce stands against the address, if the generation is the contact's latest. Refreshes the derived list rows.
    func record(_ verdict: ReportVerdict, detail: String, of contact: ContactKey, generation: Int64, school: School) throws

    /// Makes mail due at `now` that waits for its next attempt and that no worker has: the contact's, or nil: all of the school. Answers how much.
    func retryMail(of contact: ContactKey?, school: School) throws -> Int

    /// Holds mail that has not ended and that no worker has, until it is released: the contact's, or nil: the school's, at most `limit`. Answers
    /// whose. Refreshes the derived list rows.
    func holdMail(of contact: ContactKey?, school: School, limit: Int) throws -> [ContactKey]

    /// Leases up to `limit` entries that are due at `now`, whose lease is free or over. Each lease raises the entry's fence.
    /// One whose last lease was never settled is leased alone, when its turn comes: it may be what ends workers.
    /// An entry that was fixed before counts as `mayHaveLeft` until this attempt is settled.
    func leaseDueMail(limit: Int, for lease: Duration) throws -> [MailLease]

    /// Ends every lease: its mail is due at `now`, or `pause` later for each time before that nobody settled it, so that what ends workers
    /// does not end them without rest. What each may have sent stays counted, and nobody who held one settles it. Answers how many.
    /// Precondition: whoever leased them is no more.
    func endLeases(pause: Duration) throws -> Int

    /// Fixes what goes out (R20): `expires_at`, Date, Message-ID and the bytes, before the first byte leaves. Replaces an
    /// earlier revision. From here on the entry counts as `mayHaveLeft` until this attempt is settled.
    /// Precondition: `fence` is the entry's, which it is in the transaction that leased it.
    func fix(_ rendering: FixedMail, for mail: MailID, fence: Int64) throws

    /// Records how an attempt ended, if `fence` is still the entry's; answers whether it was. Final states drop the bytes and the recipient.
    func settle(_ mail: MailID, fence: Int64, _ result: MailResult) throws -> Bool
}

/// A generation to issue.
public struct NewInvitation: Sendable {
    public var contact: ContactKey
    /// 0: never invited.
    public var expectedGeneration: Int64
    public var nonce: InvitationNonce
    public var tokenKeyID: UInt8
    /// Validated, as the MIS has it now.
    public var address: String

    public init(contact: ContactKey, expectedGeneration: Int64, nonce: InvitationNonce, tokenKeyID: UInt8, address: String) {
        self.contact = contact
        self.expectedGeneration = expectedGeneration
        self.nonce = nonce
        self.tokenKeyID = tokenKeyID
        self.address = address
    }
}

/// A court order on one of a contact's pairs (R8).
public struct StandingOrder: Sendable, Hashable {
    public var pupil: PupilID
    /// The school's last feed, withheld or not, says true; else it stands because nobody has said false.
    public var isSaidByFeed: Bool

    public init(pupil: PupilID, isSaidByFeed: Bool) {
        self.pupil = pupil
        self.isSaidByFeed = isSaidByFeed
    }
}

/// Something that happened, without personal values (R38, R39).
public struct NewEvent: Sendable, Hashable {
    public var kind: EventKind
    public var contact: ContactKey?
    public var account: AccountID?
    /// The principal that caused it, `feed`, `parent` or `outbox`.
    public var actor: String
    public var detail: String

    public init(_ kind: EventKind, contact: ContactKey?, account: AccountID? = nil, actor: String, detail: String = "") {
        self.kind = kind
        self.contact = contact
        self.account = account
        self.actor = actor
        self.detail = detail
    }
}

/// The kinds of events, as the portal sees them.
public enum EventKind: String, Sendable, Hashable, CaseIterable {
    case invited = "INVITED"
    case reinvited = "REINVITED"
    case redeemed = "REDEEMED"
    case revoked = "REVOKED"
    case suspended = "SUSPENDED"
    case courtOrderAdded = "COURT_ORDER_ADDED"
    case courtOrderLifted = "COURT_ORDER_LIFTED"
    case emailChanged = "EMAIL_CHANGED"
    case contactAdded = "CONTACT_ADDED"
    case contactLeft = "CONTACT_LEFT"
    case rosterImported = "ROSTER_IMPORTED"
    case mailSent = "MAIL_SENT"
    case mailDeferred = "MAIL_DEFERRED"
    case mailFailed = "MAIL_FAILED"
    case mailHeld = "MAIL_HELD"
    case mailCancelled = "MAIL_CANCELLED"
    case mailReleased = "MAIL_RELEASED"
    case declined = "DECLINED"
    case bounceCleared = "BOUNCE_CLEARED"
    case erased = "ERASED"
    case importWithheld = "IMPORT_WITHHELD"
    case policyChanged = "POLICY_CHANGED"
    case paused = "PAUSED"
    case resumed = "RESUMED"
}
