internal import Synchronization

/// Wakes the delivery worker: the store rings it after a commit that queued mail.
///
/// Ringing is cheap, may be done on any thread and too often; rings while nobody waits are remembered as one. One worker waits at a time.
public final class OutboxBell: Sendable {
    private let state = Mutex(State())

    private struct State {
        var hasRung = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    public init() {}

    public func ring() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let waiting = state.waiting else {
                state.hasRung = true
                return nil
            }
            state.waiting = nil
            return waiting
        }
        waiting?.resume()
    }

    /// Returns at the next ring, at once if it rang before, or when the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.hasRung || Task.isCancelled {
                        state.hasRung = false
                        return true
                    }
                    state.waiting = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume()
        }
    }

    /// As `wait()`, but no longer than that.
    func wait(atMost duration: Duration, clock: any Clock<Duration>) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { try? await clock.sleep(for: duration) }
            await group.next()
            group.cancelAll()
        }
    }
}
