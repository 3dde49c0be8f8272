internal import InvitationStore
internal import Invitations
internal import Synchronization

/// The one thread that writes: takes everything that waits, commits it together, then answers (group commit).
final class Writer: Sendable {
    private let queue: WorkQueue<Member>
    private let stale = Mutex<Set<StaleRow>>([])
    private let counts = Mutex(WriterCounts())
    private let thread = Mutex<WorkerThread?>(nil)
    private static let staleMax = 10_000
    private static let batchesPerStep = 16

    init(waitingMax: Int) { queue = WorkQueue(waitingMax: waitingMax) }

    /// The connection belongs to the thread from here on.
    func start(_ connection: sending Connection, _ configuration: StoreConfiguration, clock: WallClock, encoder: @escaping ListRowEncoder) {
        let holder = Handover(connection)
        thread.withLock { thread in
            thread = WorkerThread { [self] in
                guard let connection = holder.take() else { return }
                let commits = GroupCommit(connection, configuration, clock: clock, encoder: encoder)
                run(commits, Upkeep(connection, configuration, clock: clock, encoder: encoder))
                commits.finish()
            }
        }
    }

    func submit(_ member: Member) {
        if !queue.push(member) { member.fail(StoreError.unavailable) }
    }

    /// Readers say which rows they had to encode live; forgotten when there are too many, for the next reader says so again.
    func note(_ rows: [StaleRow]) {
        let isNew = stale.withLock { stale in
            let before = stale.count
            for row in rows where stale.count < Self.staleMax { stale.insert(row) }
            return stale.count > before
        }
        if isNew { queue.nudge() }
    }

    var statistics: WriterCounts { counts.withLock { $0 } }

    /// Takes nothing more, finishes what waits, and closes. Blocks.
    func stop() {
        queue.close()
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    private func run(_ commits: GroupCommit, _ upkeep: Upkeep) {
        var batches = 0
        while var waiting = queue.takeAll(atMost: upkeep.comesBackAfter) {
            while !waiting.isEmpty {
                let summary = commits.run(&waiting, more: queue.takeWaiting)
                counts.withLock { $0.add(summary) }
                if summary.hasErased { upkeep.emptyLogSoon() }
                upkeep.checkpointIfLarge()
                batches += 1
                // One step now and then, lest a busy day puts it off for ever.
                if batches >= Self.batchesPerStep {
                    batches = 0
                    _ = upkeep.step(takeStale: takeStale)
                }
            }
            while queue.isEmpty, upkeep.step(takeStale: takeStale) {}
        }
    }

    private func takeStale(_ limit: Int) -> [StaleRow] {
        stale.withLock { stale in
            let some = Array(stale.prefix(limit))
            stale.subtract(some)
            return some
        }
    }
}

/// What the writer did since it started.
public struct WriterCounts: Sendable, Hashable {
    /// Commits that flushed something.
    public var commits = 0
    /// Members in them.
    public var members = 0
    /// Batches that began again because a member broke them.
    public var restarts = 0

    mutating func add(_ batch: BatchSummary) {
        if batch.members > 0 { commits += 1 }
        members += batch.members
        restarts += batch.restarts
    }
}

/// Gives a value that is not Sendable to one thread, once.
///
/// `@unchecked Sendable`: `take` empties it under the lock.
final class Handover<Value>: @unchecked Sendable {
    private let lock = Mutex(())
    private var value: Value?

    init(_ value: sending Value) { self.value = value }

    func take() -> Value? {
        lock.withLock { _ in
            defer { value = nil }
            return value
        }
    }
}
