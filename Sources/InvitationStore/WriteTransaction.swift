public import Invitations

/// One member of a group commit: all of it happens, or none.
///
/// The store may run the closure again with a fresh transaction when a member beside it broke the batch; nothing that an
/// earlier run did is kept then.
public protocol WriteTransaction: ReadTransaction {
    /// Issues one generation each with its outbox entry (R17), if the contact's latest generation is still the expected one
    /// (R18). Earlier live generations become superseded and their queued mail cancelled in the same step (R24).
    /// Answers, by position, whether it was issued. Refreshes the derived list rows.
    func issue(_ invitations: [NewInvitation], of school: School) throws -> [Bool]

    /// Marks the generation redeemed and binds the account, if that generation is the latest and live (R27). Queued mail of
    /// it is cancelled. Answers whether it did. Refreshes the derived list rows.
    func redeem(_ contact: ContactKey, generation: Int64, account: AccountID, of school: School) throws -> Bool

    /// Revokes the contacts' live generations and cancels their queued mail. Answers how many of each. Refreshes the derived list rows.
    func revoke(_ contacts: [ContactKey], because reason: RevocationReason, of school: School) throws -> (invitations: Int, mails: Int)

    /// Appends events, numbered without gaps in this transaction (R38).
    func append(_ events: [NewEvent], of school: School) throws

    /// Keeps an answer for 7 days (R16). Precondition: the key has none.
    func record(_ answer: RecordedAnswer, for key: IdempotencyKey) throws

    // MARK: The outbox (R20, R23)

    /// Leases up to `limit` entries that are due at `now`, whose lease is free or over, and answers them with all that
    /// deciding and rendering needs. Each lease raises the entry's fence.
    /// An entry that was fixed before counts as `mayHaveLeft` until this attempt is settled.
    func leaseDueMail(limit: Int, for lease: Duration) throws -> [LeasedMail]

    /// Fixes what goes out (R20): `expires_at`, Date, Message-ID and the bytes, before the first byte leaves. Replaces an
    /// earlier revision. From here on the entry counts as `mayHaveLeft` until this attempt is settled.
    /// Precondition: `fence` is the entry's, which it is in the transaction that leased it.
    func fix(_ rendering: FixedMail, for mail: MailID, fence: Int64) throws

    /// When `leaseDueMail` has something to lease next: the earliest instant at which an entry is due and its lease over; may
    /// be past. nil: the outbox holds nothing that waits.
    func nextMailDue() throws -> Instant?

    /// Records how an attempt ended, if `fence` is still the entry's; answers whether it was. Final states drop the bytes.
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
}
