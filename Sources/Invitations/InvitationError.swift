/// A call that cannot be done, for a reason the caller can act on.
///
/// Knows nothing of RPC: the server maps the reason to a canonical code.
public struct InvitationError: Error, Hashable, Sendable {
    public var reason: Reason
    /// A sentence that says what the caller can do. No personal values.
    public var message: String
    /// What a program needs to act on the reason: a field's name, a count, an RFC 3339 instant.
    public var metadata: [String: String]

    public init(_ reason: Reason, _ message: String, _ metadata: [String: String] = [:]) {
        self.reason = reason
        self.message = message
        self.metadata = metadata
    }

    /// Every reason the domain gives; stable, listed in docs/errors.md, each produced by a test.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        // The request itself.
        case invalidID = "INVALID_ID"
        case invalidRequestID = "INVALID_REQUEST_ID"
        case requestIDReused = "REQUEST_ID_REUSED"
        case invalidPageSize = "INVALID_PAGE_SIZE"
        case invalidPageToken = "INVALID_PAGE_TOKEN"
        case invalidFilter = "INVALID_FILTER"
        case selectionMissing = "SELECTION_MISSING"
        case selectionTooLarge = "SELECTION_TOO_LARGE"
        case invalidPlanToken = "INVALID_PLAN_TOKEN"
        case planTokenExpired = "PLAN_TOKEN_EXPIRED"
        case planChanged = "PLAN_CHANGED"
        case invalidReason = "INVALID_REASON"
        case invalidPolicy = "INVALID_POLICY"
        // The school.
        case schoolNotFound = "SCHOOL_NOT_FOUND"
        case misNotLinked = "MIS_NOT_LINKED"
        case courtOrderDataUnavailable = "COURT_ORDER_DATA_UNAVAILABLE"
        case schoolPaused = "SCHOOL_PAUSED"
        case dailyCapReached = "DAILY_CAP_REACHED"
        case policyChanged = "POLICY_CHANGED"
        case sequenceAhead = "SEQUENCE_AHEAD"
        case restoredUnreleased = "RESTORED_UNRELEASED"
        case importRequired = "IMPORT_REQUIRED"
        // The contact.
        case contactNotFound = "CONTACT_NOT_FOUND"
        case courtOrderStands = "COURT_ORDER_STANDS"
        case letterUnavailable = "LETTER_UNAVAILABLE"
        case templateUnusable = "TEMPLATE_UNUSABLE"
        // The link.
        case invalidToken = "INVALID_TOKEN"
        case notPermitted = "NOT_PERMITTED"
        case alreadyRedeemed = "ALREADY_REDEEMED"
        case revoked = "REVOKED"
        case superseded = "SUPERSEDED"
        case expired = "EXPIRED"
        // The feed.
        case feedIncomplete = "FEED_INCOMPLETE"
        case feedOutOfOrder = "FEED_OUT_OF_ORDER"
        case feedInvalidRecord = "FEED_INVALID_RECORD"
        case feedDuplicatePupil = "FEED_DUPLICATE_PUPIL"
        case feedTooLarge = "FEED_TOO_LARGE"
        case importInProgress = "IMPORT_IN_PROGRESS"
        // Mail on its way, and what is reported of it.
        case returnPathUnknown = "RETURN_PATH_UNKNOWN"
        case invalidReport = "INVALID_REPORT"
        case noMailWaiting = "NO_MAIL_WAITING"
    }
}
