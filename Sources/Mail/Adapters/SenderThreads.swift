internal import Glibc

/// A few threads of their own for work that blocks: disk flushes, SMTP conversations.
///
/// Work is done in the order it comes; its caller suspends, and the cooperative pool stays free. A task that runs on these threads
/// already goes on where it is, which saves waking another. The threads end, after what they were given, when the owner is gone.
final class SenderThreads: Sendable {
    private let queue = JobQueue()

    init(count: Int) {
        precondition(count > 0, "at least one thread")
        for _ in 0..<count {
            let queue = queue
            startThread {
                ignoreBrokenPipes()
                queue.runUntilClosed()
            }
        }
    }

    deinit { queue.close() }

    /// For tasks that shall run on these threads, of which there are to be no more than threads: those that block keep no other waiting then.
    var executor: any TaskExecutor { queue }

    func run<Answer: Sendable>(_ body: @Sendable () -> Answer) async -> Answer {
        await withTaskExecutorPreference(queue) { body() }
    }
}

/// Blocks the threads that ask until there is work, or there will be no more.
///
/// @unchecked Sendable: `waiting` and `isClosed` are only touched between `lock` and `unlock` of `mutex`.
private final class JobQueue: TaskExecutor, @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [UnownedJob] = []
    private var isClosed = false

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Once it is there, the job may run to its end on another thread, and be what kept the queue: Swift does not keep it for this call.
        let kept = Unmanaged.passRetained(self)
        defer { kept.release() }
        pthread_mutex_lock(mutex)
        let isTaken = !isClosed
        if isTaken { waiting.append(job) }
        pthread_mutex_unlock(mutex)
        // Signalled under the lock, a thread would wake only to wait for it. A task that outlives the owner is not left lying.
        if isTaken { pthread_cond_signal(changed) } else { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
    }

    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }

    func runUntilClosed() {
        let executor = asUnownedTaskExecutor()
        while let job = next() { job.runSynchronously(on: executor) }
    }

    /// nil: closed, and nothing is left.
    private func next() -> UnownedJob? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        // Never more waiting than the worker's messages in flight: the shift is cheap.
        while waiting.isEmpty {
            if isClosed { return nil }
            pthread_cond_wait(changed, mutex)
        }
        return waiting.removeFirst()
    }
}

/// A connection that breaks under a write is an error, and no end of the process: libcurl leaves SIGPIPE to us.
private func ignoreBrokenPipes() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func startThread(_ run: @escaping @Sendable () -> Void) {
    let body = Unmanaged.passRetained(ThreadBody(run)).toOpaque()
    var thread = pthread_t()
    let result = pthread_create(
        &thread, nil,
        { argument in
            argument.map { Unmanaged<ThreadBody>.fromOpaque($0).takeRetainedValue().run() }
            return nil
        }, body)
    precondition(result == 0, "the system starts no more threads")
    pthread_detach(thread)
}
