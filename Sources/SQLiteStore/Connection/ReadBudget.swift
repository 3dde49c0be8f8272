internal import GRDBSQLite
internal import Glibc

/// Ends a read that takes too long, or that nobody waits for any more, from inside SQLite and between its statements.
///
/// SQLite asks the handler every `operationsPerCheck` instructions of its virtual machine, about 20 µs; a statement shorter than that is
/// never asked, so loops over small statements call `check` themselves.
final class ReadBudget {
    private var endsAt: UInt64 = .max
    private var isStillWanted: () -> Bool = { true }
    private static let operationsPerCheck: Int32 = 1000

    /// Installs itself for good. Must live as long as the connection.
    func watch(_ connection: Connection) {
        sqlite3_progress_handler(
            connection.handle, Self.operationsPerCheck,
            { context in context.map { Unmanaged<ReadBudget>.fromOpaque($0).takeUnretainedValue().isOver } == true ? 1 : 0 },
            Unmanaged.passUnretained(self).toOpaque())
    }

    /// - Parameter isStillWanted: asked on the reading thread, as often as the time.
    func start(_ budget: Duration, isStillWanted: @escaping () -> Bool) {
        self.isStillWanted = isStillWanted
        let (seconds, attoseconds) = budget.components
        endsAt = Self.now &+ UInt64(max(0, seconds)) &* 1_000_000_000 &+ UInt64(max(0, attoseconds / 1_000_000_000))
    }

    func stop() {
        endsAt = .max
        isStillWanted = { true }
    }

    var isOver: Bool { endsAt != .max && (Self.now >= endsAt || !isStillWanted()) }

    /// Monotonic nanoseconds; not the injected clock: this bounds the machine's work, no rule depends on it.
    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
