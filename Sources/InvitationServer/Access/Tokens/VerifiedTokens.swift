internal import Cryptography
internal import Invitations

/// Whom tokens name that were verified before, so that a call costs no signature check.
///
/// Keyed by the digest of the header that carried the token and the certificate it came over: another certificate may speak of other
/// schools. Bounded, the oldest goes first; what was refused is not in it.
struct VerifiedTokens {
    /// How long an answer stands before the token is looked at again.
    static let lifetime = Duration.seconds(300)

    struct Key: Hashable {
        var header: Digest256
        var certificate: Digest256
    }

    private struct Entry {
        var caller: Caller
        /// A clock that was set back does not make an answer last longer.
        var since: Instant
        var until: Instant
    }

    private let countMax: Int
    private var entries: [Key: Entry] = [:]
    /// Keys in the order they came; once full, a ring whose oldest is at `oldest`.
    private var order: [Key] = []
    private var oldest = 0

    /// - Precondition: `countMax` is positive.
    init(countMax: Int) {
        precondition(countMax > 0, "a cache that keeps nothing is none")
        self.countMax = countMax
    }

    var count: Int { entries.count }

    func caller(_ key: Key, now: Instant) -> Caller? {
        guard let entry = entries[key], entry.since <= now, now < entry.until else { return nil }
        return entry.caller
    }

    /// Keeps an answer until the token ends, five minutes at most.
    mutating func insert(_ caller: Caller, for key: Key, now: Instant, acceptedUntil: Instant) {
        let entry = Entry(caller: caller, since: now, until: min(acceptedUntil, now.advanced(by: Self.lifetime)))
        if entries.updateValue(entry, forKey: key) != nil { return }
        if order.count < countMax { return order.append(key) }
        entries[order[oldest]] = nil
        order[oldest] = key
        oldest = (oldest + 1) % countMax
    }
}
