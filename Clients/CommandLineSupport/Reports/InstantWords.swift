internal import Glibc
public import InvitationAPI

/// Instants as people speak of them: beside another.
extension Timestamp {
    /// The system's clock.
    public static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanos: Int32(time.tv_nsec))
    }

    /// Whether a link with this deadline works no more: it works if and only if now is before it (R29).
    func isPast(at now: Timestamp) -> Bool { (seconds, nanos) <= (now.seconds, now.nanos) }

    /// `3 days ago`, `in 5 hours`, `just now`.
    func words(at now: Timestamp) -> String {
        guard let span = span(to: now) else { return "just now" }
        return isPast(at: now) ? "\(span) ago" : "in \(span)"
    }

    /// How far apart two instants are, in the largest unit that says at least one: `3 days`. nil: less than a minute.
    ///
    /// Hours go up to two days: "1 day" could be almost two.
    func span(to other: Timestamp) -> String? {
        let seconds = (seconds &- other.seconds).magnitude
        let (count, unit) =
            switch seconds {
            case 0..<60: (UInt64(0), "")
            case 60..<3600: (seconds / 60, "minute")
            case 3600..<172_800: (seconds / 3600, "hour")
            default: (seconds / 86_400, "day")
            }
        return count == 0 ? nil : "\(count) \(unit)\(count == 1 ? "" : "s")"
    }
}
