internal import InvitationStore
internal import Synchronization

/// A few threads, each with its own reader, for reads that do not fit a loop's budget.
final class ReadPool: Sendable {
    typealias Job = @Sendable (Result<Reader, any Error>) -> Void
    private let queue: WorkQueue<Job>
    private let threads = Mutex<[WorkerThread]>([])

    init(waitingMax: Int) { queue = WorkQueue(waitingMax: waitingMax) }

    func start(threads count: Int, open: @escaping @Sendable () throws -> Reader) {
        threads.withLock { threads in
            threads = (0..<max(1, count)).map { _ in
                WorkerThread { [queue] in Self.run(queue, open: open) }
            }
        }
    }

    /// Answers false when too many wait, or it is closed.
    func submit(_ job: @escaping Job) -> Bool { queue.push(job) }

    /// Takes nothing more, finishes what waits. Blocks.
    func stop() {
        queue.close()
        threads.withLock { threads in
            for thread in threads { thread.join() }
            threads = []
        }
    }

    private static func run(_ queue: WorkQueue<Job>, open: () throws -> Reader) {
        var opened: Reader?
        while let job = queue.takeOne() {
            if opened == nil {
                do {
                    opened = try open()
                } catch {
                    job(.failure(error))
                    continue
                }
            }
            if let opened { job(.success(opened)) }
        }
        opened?.close()
    }
}
