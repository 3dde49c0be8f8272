public import NIOCore

/// One pass of an event loop over what has arrived, and which of the calls in it are late already.
///
/// Calls that run to completion on the loop queue in the sockets, where nobody can look. But a pass takes all that is there; so what it
/// comes to after `Limits.loopPassMax` has waited for at least as long, and a loop that keeps up never gets there. Such calls are
/// refused, which costs a hundredth of serving them: the pass ends soon, and the next one begins with young calls.
///
/// A connection that has little to ask must not be refused because others ask much and come first in the pass: within twice the
/// time, each connection has an equal share of the time for itself.
///
/// The first calls of a pass are taken whatever the clock says: when they are late it is because the process was not let run, and they are
/// nobody's burden. A value: it knows no clock.
public struct LoopPass: Sendable {
    /// So many calls of a pass are no overload: a few milliseconds of pages.
    public static let alwaysTaken = 64

    private let max: TimeAmount
    private var taken = 0
    private var began: NIODeadline?
    private var connections = 0
    private var connectionsBefore = 0

    /// No pass is under way.
    public init(limits: Limits) { max = TimeAmount(limits.loopPassMax) }

    /// Whether a pass is under way.
    public var isUnderWay: Bool { began != nil }

    /// The pass comes to a connection; the first begins it.
    public mutating func reach(now: NIODeadline) {
        if began == nil { began = now }
        connections += 1
    }

    /// All that was there has been looked at.
    public mutating func end() {
        began = nil
        taken = 0
        connectionsBefore = connections
        connections = 0
    }

    /// Whether a call may still run in this pass; if so it is taken to do so.
    ///
    /// - Parameter reachedAt: when the pass came to the call's connection.
    public mutating func admits(reachedAt: NIODeadline, now: NIODeadline) -> Bool {
        let isAdmitted = hasRoom(reachedAt: reachedAt, now: now)
        if isAdmitted { taken += 1 }
        return isAdmitted
    }

    private func hasRoom(reachedAt: NIODeadline, now: NIODeadline) -> Bool {
        guard let began, taken >= Self.alwaysTaken else { return true }
        let elapsed = now - began
        if elapsed <= max { return true }
        if elapsed > max * 2 { return false }
        let share = max.nanoseconds / Int64(Swift.max(connections, connectionsBefore, 1))
        return (now - reachedAt).nanoseconds < share
    }
}
