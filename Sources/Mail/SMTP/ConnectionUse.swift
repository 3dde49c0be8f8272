internal import Invitations

/// How far one connection to the relay has been used, and when it is to be made anew.
struct ConnectionUse: Hashable, Sendable {
    struct Limits: Hashable, Sendable {
        var messagesMax = 100
        var age = Duration.seconds(300)
        /// Unused for so long, the relay has most likely closed it: relays wait five minutes at most.
        var idle = Duration.seconds(60)
    }

    private var openedAt: Instant
    private var usedAt: Instant
    private(set) var messages = 0

    init(openedAt now: Instant) {
        openedAt = now
        usedAt = now
    }

    /// Whether another message may go over it. A clock that was set back counts as too old.
    func mayCarry(at now: Instant, _ limits: Limits) -> Bool {
        messages < limits.messagesMax && (openedAt..<openedAt.advanced(by: limits.age)).contains(now)
            && (usedAt..<usedAt.advanced(by: limits.idle)).contains(now)
    }

    mutating func carried(at now: Instant) {
        messages += 1
        usedAt = now
    }
}
