internal import RPC

/// Which failed calls are made again, and when.
///
/// A call is made again only where that is safe: the server cannot have executed it (`RPCError.wasNotExecuted`), or executing
/// it twice has the effect of once. The second holds for methods without side effects, for those that carry a `request_id`
/// (R16) or bind a token (R27), and for calls whose options say `isRepeatable`. All attempts together keep to the call's
/// timeout. Only UNAVAILABLE is worth another attempt, and RESOURCE_EXHAUSTED of a full connection or an overloaded server: every other
/// code would come again. A delay that the server asks for (RetryInfo) is kept, however short our own wait is.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts all told; 1 never repeats. Default 5: with the default waits, enough for a daemon that starts anew.
    public var attemptsMax: Int
    /// The waits between attempts, and between connections that fail.
    public var backoff: Backoff

    /// The defaults, or some of them changed.
    public init(attemptsMax: Int = 5, backoff: Backoff = Backoff()) {
        self.attemptsMax = attemptsMax
        self.backoff = backoff
    }

    /// How long to wait before a failed call is made again; nil: not at all.
    ///
    /// - Parameters:
    ///   - attempt: how many attempts were made, this one included.
    ///   - remaining: what is left of the call's timeout.
    ///   - jitter: 0 ..< 1, drawn by the caller.
    func delay(
        after error: RPCError, of method: MethodDescriptor, attempt: Int, isRepeatable: Bool, remaining: Duration, jitter: Double
    ) -> Duration? {
        guard attempt < attemptsMax, Self.isPassing(error) else { return nil }
        guard error.wasNotExecuted || isRepeatable || method.hasNoSideEffects || Self.isIdempotentByContract(method) else { return nil }
        let wait = max(backoff.delay(afterFailures: attempt, jitter: jitter), error.retryAfter ?? .zero)
        return wait < remaining ? wait : nil
    }

    /// Whether the same call may well succeed a moment later.
    private static func isPassing(_ error: RPCError) -> Bool {
        switch error.code {
        // Neither a wrong certificate nor an operator's decision comes within a call's time.
        case .unavailable: !["SERVER_NOT_TRUSTED", InvitationReason.restoredUnreleased].contains(error.reason)
        case .resourceExhausted:
            error.wasNotExecuted && [WireReason.tooManyStreams, .serverOverloaded].map(\.rawValue).contains(error.reason)
        default: false
        }
    }

    /// Methods whose second execution changes nothing: they carry a `request_id`, without which they are refused unless they only
    /// validate; or they name a state that is reached then already. No look into the message is needed.
    private static func isIdempotentByContract(_ method: MethodDescriptor) -> Bool {
        switch method.service {
        case "invitation.v1.InvitationService":
            ["SendInvitations", "Reinvite", "RevokeAccess", "Redeem"].contains(method.method)
        case "invitation.v1.SchoolService":
            ["SetPolicy", "Pause", "ClearBounce", "LiftCourtOrder", "EraseContact"].contains(method.method)
        case "invitation.v1.OutboxService": ["Release", "ReportBounce", "Retry", "Hold"].contains(method.method)
        default: false
        }
    }
}

/// Waits that double from one failure to the next, spread so that many clients do not come back at once.
public struct Backoff: Sendable, Hashable {
    /// After the first failure. Default 100 ms.
    public var initial: Duration
    /// The longest. Default 5 s.
    public var maximum: Duration
    /// How far below its full length a wait may be drawn, 0 ... 1. Default 0.5.
    public var jitter: Double

    /// The defaults, or some of them changed.
    public init(initial: Duration = .milliseconds(100), maximum: Duration = .seconds(5), jitter: Double = 0.5) {
        self.initial = initial
        self.maximum = maximum
        self.jitter = jitter
    }

    /// The wait after so many failures in a row.
    ///
    /// - Parameter draw: 0 ..< 1.
    func delay(afterFailures failures: Int, jitter draw: Double) -> Duration {
        guard failures > 0 else { return .zero }
        // 2^20 times any useful wait is past every maximum; the shift stays small.
        let full = min(initial * (1 << min(failures - 1, 20)), maximum)
        return full * (1 - jitter * draw)
    }
}
