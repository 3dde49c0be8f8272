/// Whether a process has become quiet, told from the processor time it has used: looked at every few seconds.
///
/// A value: it reads no clock.
struct Quiet {
    /// Less than this between two looks is nothing: timers and probes take 1.5 ms, one email takes more than this.
    static let noise = Duration.milliseconds(4)

    private var last: Duration
    private var hasWorked: Bool

    /// - Parameter used: processor time so far. Starting was work.
    init(used: Duration) {
        last = used
        hasWorked = true
    }

    /// Whether the work that was under way is over: true once for each.
    mutating func begins(used: Duration) -> Bool {
        defer { last = used }
        if used - last >= Self.noise {
            hasWorked = true
            return false
        }
        defer { hasWorked = false }
        return hasWorked
    }

    /// What was used since the last look was no work: giving memory back takes longer than ``noise``, and would be a reason to do so again.
    mutating func forgets(until used: Duration) { last = used }
}
