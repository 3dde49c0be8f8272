import Synchronization

/// Runs the tasks that prefer it on the thread that says so, and nothing between: a test sees each state in which all of them wait.
final class HandDrivenExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    /// Runs what can run until everything waits. Tasks of one test only, and nothing that other threads resume: else they are not done yet.
    func runUntilAllWait() {
        while runOneStep() {}
    }

    /// Runs one task until it waits; answers whether there was one.
    @discardableResult
    func runOneStep() -> Bool {
        guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return false }
        job.runSynchronously(on: asUnownedTaskExecutor())
        return true
    }
}

/// A clock that stands still until a test moves it.
final class HandDrivenClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    private struct State {
        var now = Instant(offset: .zero)
        var nextSleep = 0
        var sleeping: [Int: (until: Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
    }

    private let state = Mutex(State())
    let minimumResolution = Duration.zero
    var now: Instant { state.withLock { $0.now } }
    var sleeperCount: Int { state.withLock { $0.sleeping.count } }
    /// How many were ever asked for.
    var sleepCount: Int { state.withLock { $0.nextSleep } }

    func advance(by duration: Duration) {
        let over = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let over = state.sleeping.filter { $0.value.until <= state.now }
            for key in over.keys { state.sleeping[key] = nil }
            return over.values.map(\.continuation)
        }
        for continuation in over { continuation.resume() }
    }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let key = state.withLock { state in
            state.nextSleep += 1
            return state.nextSleep
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let answer: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if deadline <= state.now { return .success(()) }
                    state.sleeping[key] = (deadline, continuation)
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            state.withLock { $0.sleeping.removeValue(forKey: key) }?.continuation.resume(throwing: CancellationError())
        }
    }
}
