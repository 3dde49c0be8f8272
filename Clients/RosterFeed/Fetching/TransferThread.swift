internal import Dispatch
internal import Glibc
internal import Synchronization

/// A thread of its own for an actor that blocks, which the cooperative pool's threads must not. Runs the actor's jobs in their order.
///
/// The thread keeps itself alive; whoever made it ends it with ``stop()``.
final class TransferThread: SerialExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let isStopped = Atomic(false)
    /// Counts the jobs that wait, and one more for the end.
    private let waiting = DispatchSemaphore(value: 0)

    /// nil if the process may have no more threads.
    init?() {
        var id = pthread_t()
        let own = Unmanaged.passRetained(self)
        let code = pthread_create(
            &id, nil,
            { own in
                guard let own else { return nil }
                Unmanaged<TransferThread>.fromOpaque(own).takeRetainedValue().run()
                return nil
            }, own.toOpaque())
        guard code == 0 else {
            own.release()
            return nil
        }
        pthread_detach(id)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        waiting.signal()
    }

    /// Lets the thread end after the jobs it has been given. None may come later.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        waiting.signal()
    }

    private func run() {
        // libcurl leaves SIGPIPE to us (CURLOPT_NOSIGNAL): here a broken connection is an error, and no end of the process.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        while true {
            waiting.wait()
            let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            if let job {
                job.runSynchronously(on: asUnownedSerialExecutor())
            } else if isStopped.load(ordering: .acquiring) {
                return
            }
        }
    }
}
