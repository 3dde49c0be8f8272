public import NIOCore

/// How many calls of one method may be in flight beside one loop, learnt from how long they take.
///
/// For calls that wait for something the loop cannot see: the writer's commit, the read pool. Their time in flight *is* the queue
/// they wait in. So the limit grows while calls that fill it end soon, and shrinks by a tenth or more when they took longer
/// than `Limits.queueDelayMax` (additive increase, multiplicative decrease, as TCP does). However quick the disk is, the queue then is
/// about as long as what is done in that time, and everyone admitted is answered in time. A value: it knows no clock.
public struct ConcurrencyLimit: Sendable {
    /// Never fewer: a group commit on a slow disk needs company, and a method that is slow by itself must go on.
    static let least = 32.0
    static let first = 256.0
    /// A full limit's calls together raise it by so many, once their time nears the most.
    private static let growthPerRound = 8.0

    private let delayMax: TimeAmount
    private let most: Double
    private var limit: Double
    private var nextDecrease = NIODeadline.uptimeNanoseconds(0)
    /// Calls in flight.
    public private(set) var count = 0

    /// Nothing in flight, nothing learnt.
    public init(limits: Limits) {
        delayMax = TimeAmount(limits.queueDelayMax)
        most = Double(max(1, limits.callsPerLoopMax))
        limit = min(Self.first, most)
    }

    /// Whether one more call may begin.
    public var hasRoom: Bool { Double(count) < limit }

    /// A call began.
    public mutating func began() { count += 1 }

    /// A call is over.
    ///
    /// - Parameter duration: since it began.
    public mutating func ended(after duration: TimeAmount, now: NIODeadline) {
        let share = Double(count) / limit
        count -= 1
        if duration > delayMax {
            // Once for each queue's length: what ends now was admitted under the old limit. A slow call by itself says nothing.
            guard share >= 0.5, now >= nextDecrease else { return }
            // By a tenth when it is a little too long, by half when it is far too long: the disk has become slow, say.
            let tooLong = Double(delayMax.nanoseconds) / Double(duration.nanoseconds)
            limit = max(min(Self.least, most), limit * min(0.9, max(0.5, tooLong)))
            nextDecrease = now + delayMax
        } else if share >= 0.9 {
            // Quickly while the queue is short. Near the most slowly: what ends now says how long the queue *was*.
            limit = min(most, limit + (duration.nanoseconds * 2 < delayMax.nanoseconds ? 1 : Self.growthPerRound / limit))
        }
    }
}
