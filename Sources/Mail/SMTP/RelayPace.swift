internal import Invitations

/// How many messages at once, and whether any now: slow start, and rest after faults (after Postfix's queue manager).
///
/// A value without a clock. Starts with two at once; each success adds one, up to the configured number; a connection fault brings it back
/// to one and makes everybody wait, from `restMin` and doubling to `restMax`, until something succeeds. Transactions that were under way
/// together fail together: that is one fault.
struct RelayPace: Hashable, Sendable {
    static let concurrencyAtStart = 2
    static let restMin = Duration.seconds(2)
    static let restMax = Duration.seconds(300)

    let concurrencyMax: Int
    private(set) var concurrency: Int
    private var faultsInRow = 0
    private var era = 0
    private var restsUntil: Instant?

    /// What a transaction was begun under.
    struct Start: Hashable, Sendable { fileprivate var era: Int }

    init(concurrencyMax: Int) {
        precondition(concurrencyMax > 0, "at least one connection")
        self.concurrencyMax = concurrencyMax
        concurrency = min(Self.concurrencyAtStart, concurrencyMax)
    }

    /// A transaction begins.
    func begin() -> Start { Start(era: era) }

    /// How long nothing should be begun; nil: something may. A clock that was set back makes nobody wait longer than `restMax`.
    func rest(at now: Instant) -> Duration? {
        guard let restsUntil, now < restsUntil else { return nil }
        return min(.milliseconds(restsUntil.milliseconds - now.milliseconds), Self.restMax)
    }

    /// Answers whether it was a fault of its own, and not one of several together.
    mutating func ended(_ relay: SMTPOutcome.Relay, begun start: Start, at now: Instant) -> Bool {
        // What began before a fault says nothing of the time after it.
        guard start.era == era else { return false }
        switch relay {
        case .answers:
            faultsInRow = 0
            concurrency = min(concurrency + 1, concurrencyMax)
            return false
        case .fault: rest(at: now, atLeast: Self.restMin)
        case .misconfigured: rest(at: now, atLeast: Self.restMax)
        }
        return true
    }

    private mutating func rest(at now: Instant, atLeast shortest: Duration) {
        era += 1
        concurrency = 1
        var rest = Self.restMin
        for _ in 0..<min(faultsInRow, 16) where rest < Self.restMax { rest *= 2 }
        faultsInRow += 1
        restsUntil = now.advanced(by: min(max(rest, shortest), Self.restMax))
    }
}
