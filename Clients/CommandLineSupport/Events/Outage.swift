internal import RPC

/// A daemon that does not answer for a while: what to say once, and how long to wait from try to try.
struct Outage: Sendable {
    /// The longest wait, unless the interval is longer.
    static let waitMax = Duration.seconds(60)

    private let interval: Duration
    private var failures = 0

    /// - Parameter interval: the first wait; each is twice the one before.
    init(interval: Duration) { self.interval = interval }

    /// Whether the same call may well succeed later: the daemon is down, starts anew, or is slow.
    static func mayPass(_ error: RPCError) -> Bool {
        switch error.code {
        case .unavailable: error.reason != "SERVER_NOT_TRUSTED"
        case .deadlineExceeded: true
        default: false
        }
    }

    /// What to say of a failed call; nil: it was said.
    mutating func began(_ error: RPCError) -> String? {
        failures += 1
        guard failures == 1 else { return nil }
        return "\(error.code)\(error.reason.map { " / \(TerminalText.safe($0))" } ?? ""): trying again until the daemon answers.\n"
    }

    /// How long to wait now.
    func nextWait() -> Duration { max(interval, min(interval * (1 << min(max(0, failures - 1), 16)), Self.waitMax)) }

    /// What to say of a call that was answered; nil: there was no outage.
    mutating func ended() -> String? {
        guard failures > 0 else { return nil }
        failures = 0
        return "The daemon answers again.\n"
    }
}
