internal import InvitationStore
internal import Invitations
internal import RPC

/// The namespace of the service's reasons in `google.rpc.ErrorInfo`.
public let serviceDomain = "invitation.v1"

extension InvitationError.Reason {
    /// The canonical code a reason travels under; docs/errors.md lists the same.
    var code: StatusCode {
        switch self {
        case .invalidID, .invalidRequestID, .requestIDReused, .invalidPageSize, .invalidPageToken, .invalidFilter, .selectionMissing,
            .selectionTooLarge, .invalidPlanToken, .invalidToken, .feedIncomplete, .feedOutOfOrder, .feedInvalidRecord,
            .feedDuplicatePupil, .feedTooLarge, .invalidReason, .invalidPolicy, .returnPathUnknown, .invalidReport:
            .invalidArgument
        case .schoolNotFound, .contactNotFound: .notFound
        case .notPermitted: .permissionDenied
        case .alreadyRedeemed: .alreadyExists
        case .planChanged, .planTokenExpired, .importInProgress, .policyChanged: .aborted
        case .dailyCapReached: .resourceExhausted
        case .sequenceAhead: .outOfRange
        case .restoredUnreleased: .unavailable
        case .misNotLinked, .courtOrderDataUnavailable, .schoolPaused, .courtOrderStands, .letterUnavailable, .templateUnusable, .revoked,
            .superseded, .expired, .importRequired, .noMailWaiting:
            .failedPrecondition
        }
    }
}

extension RPCError {
    init(_ error: InvitationError) {
        self.init(error.reason.code, reason: error.reason.rawValue, error.message, domain: serviceDomain, metadata: error.metadata)
    }

    /// What a caller is told of a failing use case; nil: nothing, the cause is for the log (INTERNAL).
    static func telling(_ error: any Error) -> RPCError? {
        switch error {
        case let error as RPCError: error
        case let error as InvitationError: RPCError(error)
        case let error as StoreError: RPCError(error)
        default: nil
        }
    }

    /// Runs a handler's synchronous part, throwing what a caller can be told.
    static func translating<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch { throw telling(error) ?? error }
    }

    /// The same for a whole handler.
    static func translating<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch { throw telling(error) ?? error }
    }

    private init(_ error: StoreError) {
        let (reason, message): (StoreReason, String) =
            switch error {
            case .abandoned: (.callWithdrawn, "The deadline passed before the call began to write: nothing was changed; try again.")
            case .unavailable, .overBudget: (.storeUnavailable, "The call was not executed: try again shortly.")
            case .outcomeUnknown:
                (.outcomeUnknown, "The call may or may not have been executed. Repeat it, with the same request_id if it has one.")
            }
        self.init(
            reason.code, reason: reason.rawValue, message, domain: serviceDomain,
            retryAfter: reason == .storeUnavailable ? .seconds(1) : nil)
    }
}

/// The reasons for which the store did not do what a call asked.
enum StoreReason: String, Sendable, Hashable, CaseIterable {
    case callWithdrawn = "CALL_WITHDRAWN"
    case storeUnavailable = "STORE_UNAVAILABLE"
    case outcomeUnknown = "OUTCOME_UNKNOWN"

    var code: StatusCode {
        switch self {
        case .callWithdrawn: .deadlineExceeded
        case .storeUnavailable, .outcomeUnknown: .unavailable
        }
    }
}
