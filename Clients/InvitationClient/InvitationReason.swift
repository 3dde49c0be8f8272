/// Why the service refused a call: `RPCError.reason` in the domain `invitation.v1`. Stable; new ones may come.
public enum InvitationReason {
    /// The namespace of these reasons: `RPCError.domain`.
    public static let domain = "invitation.v1"

    // MARK: The request

    /// An id is empty, too long, or has characters an id cannot have. Metadata: `field`.
    public static let invalidID = "INVALID_ID"
    /// `request_id` is missing or is not a UUID. Send a fresh one, and the same one when you repeat the call. (R16)
    public static let invalidRequestID = "INVALID_REQUEST_ID"
    /// The `request_id` belongs to an earlier call with another body. Use a fresh one. (R16)
    public static let requestIDReused = "REQUEST_ID_REUSED"
    /// A page size below 0. 0 takes the default; more than 500 means 500.
    public static let invalidPageSize = "INVALID_PAGE_SIZE"
    /// The page token is not one of this list with these filters. Begin again without one. (R12)
    public static let invalidPageToken = "INVALID_PAGE_TOKEN"
    /// A filter names a value that cannot be, or too many. Metadata: `field`.
    public static let invalidFilter = "INVALID_FILTER"
    /// Neither contact ids nor a filtered selection. (R13)
    public static let selectionMissing = "SELECTION_MISSING"
    /// More than 10,000 contacts; narrow the selection. Metadata: `count`. (R13)
    public static let selectionTooLarge = "SELECTION_TOO_LARGE"
    /// The plan token is not one of a review of this selection. Review again. (R14)
    public static let invalidPlanToken = "INVALID_PLAN_TOKEN"
    /// The review is more than an hour old. Review again. (R14)
    public static let planTokenExpired = "PLAN_TOKEN_EXPIRED"
    /// Something changed since the review, and nothing was sent. Review again. Metadata: `contact_ids`, up to 100. (R14)
    public static let planChanged = "PLAN_CHANGED"

    /// `reason` is not a word of A-Z, 0-9 and `_`. The history holds nothing personal. (R39)
    public static let invalidReason = "INVALID_REASON"
    /// A number of the policy is out of its range. Metadata: `field`, `min`, `max`.
    public static let invalidPolicy = "INVALID_POLICY"

    // MARK: The school

    /// No roster of that school was imported, or it is not this caller's. (R4)
    public static let schoolNotFound = "SCHOOL_NOT_FOUND"
    /// Link the school's MIS first. (R2)
    public static let misNotLinked = "MIS_NOT_LINKED"
    /// The school's feed says nothing about court orders. Inviting waits until its policy acknowledges that. (R8)
    public static let courtOrderDataUnavailable = "COURT_ORDER_DATA_UNAVAILABLE"

    /// The school's email is paused. (R42)
    public static let schoolPaused = "SCHOOL_PAUSED"
    /// The call would invite more than the cap leaves for 24 hours; nobody was invited. Metadata: `cap`, `left`, `asked`. (R42)
    public static let dailyCapReached = "DAILY_CAP_REACHED"
    /// Somebody changed the policy since it was read. Read it again. (AIP-154)
    public static let policyChanged = "POLICY_CHANGED"

    /// The school's history ends before the number asked for: it was restored from a backup. Metadata: `last_sequence`. (R38, R41)
    public static let sequenceAhead = "SEQUENCE_AHEAD"
    /// The school was restored from a backup, and its links wait for an operator. Nothing was changed: try again later. (R41)
    public static let restoredUnreleased = "RESTORED_UNRELEASED"
    /// The school was restored from a backup, and no feed was applied since. Import first, or say `without_import`. (R41)
    public static let importRequired = "IMPORT_REQUIRED"

    // MARK: The contact

    /// The school has no such contact, or not any more. (R4)
    public static let contactNotFound = "CONTACT_NOT_FOUND"
    /// The MIS itself says that there is a court order: correct it there. Metadata: `pupil_ids`. (R8)
    public static let courtOrderStands = "COURT_ORDER_STANDS"
    /// The email cannot be written; the message says why. (R19)
    public static let letterUnavailable = "LETTER_UNAVAILABLE"
    /// The school's own email template cannot be used: its email is held until an operator mends it. Metadata: `file`, `line`. (R23)
    public static let templateUnusable = "TEMPLATE_UNUSABLE"

    // MARK: The link

    /// The token is no genuine one; the link was mistyped or cut short. (R28)
    public static let invalidToken = "INVALID_TOKEN"
    /// The contact may not register. Say no more than that. (R7)
    public static let notPermitted = "NOT_PERMITTED"
    /// The link was used for another account. (R27)
    public static let alreadyRedeemed = "ALREADY_REDEEMED"
    /// The invitation was withdrawn. Metadata: `why`, such as ADDRESS_CHANGED. (R28)
    public static let revoked = "REVOKED"
    /// A newer email holds the link that works. Metadata: when it was sent. (R25)
    public static let superseded = "SUPERSEDED"
    /// The link's time is over; ask the school for another. (R29)
    public static let expired = "EXPIRED"

    // MARK: The feed

    /// The feed ended without its end, or with fewer pupils than it promised. (R32)
    public static let feedIncomplete = "FEED_INCOMPLETE"
    /// The school comes first, then pupils, then the end. (R32)
    public static let feedOutOfOrder = "FEED_OUT_OF_ORDER"
    /// A record breaks a rule. Metadata: which, and why. (R32)
    public static let feedInvalidRecord = "FEED_INVALID_RECORD"
    /// A pupil is there twice. (R32)
    public static let feedDuplicatePupil = "FEED_DUPLICATE_PUPIL"
    /// More pupils or contacts than a school can have.
    public static let feedTooLarge = "FEED_TOO_LARGE"
    /// Another import of the school is running. Try again later.
    public static let importInProgress = "IMPORT_IN_PROGRESS"

    // MARK: Mail on its way

    /// No address of the report is one that the service wrote: forged, or a report about somebody else's mail. (R23)
    public static let returnPathUnknown = "RETURN_PATH_UNKNOWN"
    /// The report says no action, or no enhanced status code. Metadata: `field`.
    public static let invalidReport = "INVALID_REPORT"
    /// The contact has no mail that waits for what was asked.
    public static let noMailWaiting = "NO_MAIL_WAITING"

    // MARK: Who calls

    /// The client certificate is in no line of the service's role map.
    public static let certificateUnknown = "CERTIFICATE_UNKNOWN"
    /// The client certificate has names of several lines of the role map.
    public static let certificateAmbiguous = "CERTIFICATE_AMBIGUOUS"
    /// The certificate's role may not call the method. Metadata: `role`, `method`.
    public static let roleNotPermitted = "ROLE_NOT_PERMITTED"
    /// Name the administrator: see ``AdministratorToken``. (R1)
    public static let tokenRequired = "TOKEN_REQUIRED"
    /// The service does not accept the administrator's token. Metadata: `problem`.
    public static let tokenInvalid = "TOKEN_INVALID"
    /// The administrator's token has expired: get another and call again.
    public static let tokenExpired = "TOKEN_EXPIRED"
    /// Tokens are not accepted with this certificate, or by this service at all: send none.
    public static let tokenNotAccepted = "TOKEN_NOT_ACCEPTED"

    /// For which a call is turned away before it is looked at.
    public static let ofAccess = [
        certificateUnknown, certificateAmbiguous, roleNotPermitted, tokenRequired, tokenInvalid, tokenExpired, tokenNotAccepted,
    ]

    /// Every reason for which a call that was let in fails.
    public static let all = [
        invalidID, invalidRequestID, requestIDReused, invalidPageSize, invalidPageToken, invalidFilter, selectionMissing,
        selectionTooLarge, invalidPlanToken, planTokenExpired, planChanged, invalidReason, invalidPolicy, schoolNotFound, misNotLinked,
        courtOrderDataUnavailable, schoolPaused, dailyCapReached, policyChanged, sequenceAhead, restoredUnreleased, importRequired,
        contactNotFound,
        courtOrderStands, letterUnavailable, templateUnusable,
        invalidToken, notPermitted, alreadyRedeemed, revoked, superseded, expired, feedIncomplete, feedOutOfOrder, feedInvalidRecord,
        feedDuplicatePupil, feedTooLarge, importInProgress, returnPathUnknown, invalidReport, noMailWaiting,
    ]
}
