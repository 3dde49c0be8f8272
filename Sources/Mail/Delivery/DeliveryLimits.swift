internal import Invitations

/// How the delivery worker paces itself.
public struct DeliveryLimits: Sendable, Hashable {
    /// Entries leased in one transaction, at most: rendering them holds the store's writer.
    public var batchMax = 64
    /// How long an entry belongs to the worker that leased it. Must be well over an adapter's own time limit.
    public var lease = Duration.seconds(300)
    /// An attempt does not begin when less than this is left of its lease.
    public var leaseRemainderMin = Duration.seconds(150)
    /// The wait after the first attempt that failed for now; it doubles with every further one…
    public var retryMin = Duration.seconds(60)
    /// …up to this.
    public var retryMax = Duration.seconds(3600)
    /// After so many attempts a mail is `FAILED`: about two days.
    public var attemptsMax = 53
    /// After so many leases in a row that nobody ended, a mail is held: rendering it, or handing it over, may be what ends workers.
    public var unsettledLeasesMax = 3
    /// R20: a mail that has not left is rendered anew when more of its validity than this has been lost.
    public var validityLossMax = Duration.seconds(86_400)
    /// The longest sleep: so late is a moved clock noticed at worst.
    public var sleepMax = Duration.seconds(30)
    /// The wait after the store failed; it doubles up to `sleepMax`.
    public var storeRetryMin = Duration.milliseconds(250)

    public init() {}

    /// Leases that fit an adapter whose attempts may last so long; nil: the defaults do.
    public init(attemptMax: Duration?) {
        guard let attemptMax else { return }
        leaseRemainderMin = max(leaseRemainderMin, attemptMax + .seconds(10))
        // A batch is handed over message by message: the last must still find its remainder.
        lease = max(lease, leaseRemainderMin * 2)
    }

    /// When to try again after `attempts` failed ones: from three quarters of the doubled wait to all of it, so that what failed together
    /// does not come back together.
    func retry(after attempts: Int, at now: Instant, random: RandomSource) -> Instant {
        var wait = retryMin
        for _ in 1..<max(attempts, 1) where wait < retryMax { wait *= 2 }
        let nominal = min(wait, retryMax)
        let share = random.bytes(2).reduce(0) { $0 << 8 | Int($1) }
        return now.advanced(by: nominal * 3 / 4 + nominal * share / (4 * 65_536))
    }
}
