internal import Synchronization

/// The mails that are leaving at this moment, so that who has just barred somebody can wait for what was already on its way (R7).
///
/// A hand-over begins here, looks once more whether the mail may leave, hands it over, and ends here. A call that takes mail back waits,
/// after its commit and before its answer, for the hand-overs that began before: those after it see what it did. So nothing begins to leave
/// once it was answered.
public final class MailDepartures: Sendable {
    /// One hand-over.
    public struct Departure: Sendable {
        fileprivate let number: Int
    }

    private struct State {
        var next = 0
        var underWay: Set<Int> = []
        var waiting: [Int: Waiting] = [:]
        var nextWaiting = 0
    }

    private struct Waiting {
        /// Those it waits for.
        var numbers: Set<Int>
        var continuation: CheckedContinuation<Void, Never>
    }

    private let state = Mutex(State())
    private let patience: Duration
    private let clock: any Clock<Duration>

    /// - Parameter patience: how long an answer waits at most. What is still leaving then began long before.
    public init(patience: Duration = .seconds(10), clock: any Clock<Duration> = ContinuousClock()) {
        self.patience = patience
        self.clock = clock
    }

    public func begin() -> Departure {
        state.withLock { state in
            state.next += 1
            state.underWay.insert(state.next)
            return Departure(number: state.next)
        }
    }

    public func end(_ departure: Departure) {
        let done = state.withLock { state in
            state.underWay.remove(departure.number)
            var done: [CheckedContinuation<Void, Never>] = []
            for (key, _) in state.waiting {
                state.waiting[key]?.numbers.remove(departure.number)
                if let waiting = state.waiting[key], waiting.numbers.isEmpty {
                    done.append(waiting.continuation)
                    state.waiting[key] = nil
                }
            }
            return done
        }
        for continuation in done { continuation.resume() }
    }

    /// Returns when all that are under way now have ended, or patience has.
    public func settle() async {
        guard state.withLock({ !$0.underWay.isEmpty }) else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { [clock, patience] in try? await clock.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait() async {
        let key = state.withLock { state in
            state.nextWaiting += 1
            return state.nextWaiting
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.underWay.isEmpty || Task.isCancelled { return true }
                    state.waiting[key] = Waiting(numbers: state.underWay, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: key) }?.continuation.resume()
        }
    }
}
