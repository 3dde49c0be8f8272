/// Whether a process has become quiet, told from the processor time it has used: looked at every few seconds.
///
/// A value: it reads no clock.
struct Quiet {
    /// Less than this between two looks is nothing: timers, probes, the metrics' reader.
    static let noise = Duration.milliseconds(50)

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
}
