internal import Glibc

/// A few threads of their own for work that blocks: disk flushes, SMTP conversations. Each has its own state, e.g. a connection.
///
/// Work is done in the order it comes; its caller suspends, and the cooperative pool stays free. The threads end, after what they were
/// given, when the owner is gone.
final class SenderThreads<State>: Sendable {
    private let queue = WorkQueue<State>()

    /// `makeState` runs on the thread that will own the state.
    init(count: Int, makeState: @escaping @Sendable () -> State) {
        precondition(count > 0, "at least one thread")
        for _ in 0..<count {
            let queue = queue
            startThread {
                ignoreBrokenPipes()
                var state = makeState()
                while let work = queue.next() { work(&state) }
            }
        }
    }

    deinit { queue.close() }

    func run<Answer: Sendable>(_ body: @escaping @Sendable (inout State) -> Answer) async -> Answer {
        await withCheckedContinuation { waiting in
            queue.add { state in waiting.resume(returning: body(&state)) }
        }
    }
}

/// Blocks the threads that ask until there is work, or there will be no more.
///
/// @unchecked Sendable: `waiting` and `isClosed` are only touched between `lock` and `unlock` of `mutex`.
private final class WorkQueue<State>: @unchecked Sendable {
    typealias Work = @Sendable (inout State) -> Void

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [Work] = []
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

    func add(_ work: @escaping Work) {
        pthread_mutex_lock(mutex)
        waiting.append(work)
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }

    /// nil: closed, and nothing is left.
    func next() -> Work? {
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
