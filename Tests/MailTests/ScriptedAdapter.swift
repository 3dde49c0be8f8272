import Synchronization

@testable import Mail

/// Answers from a script, in order, and keeps what it was handed; accepts when the script is over.
final class ScriptedAdapter: MailAdapter {
    var messagesInFlightMax: Int { state.withLock { $0.carried } }

    private let state: Mutex<State>

    private struct State {
        var script: [DeliveryAnswer]
        var carried: Int
        var handed: [OutgoingMessage] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var inFlight = 0
        var inFlightMost = 0
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
    }

    init(_ script: [DeliveryAnswer] = [], messagesInFlightMax: Int = 1) {
        state = Mutex(State(script: script, carried: messagesInFlightMax))
    }

    var handed: [OutgoingMessage] { state.withLock { $0.handed } }
    var inFlightMost: Int { state.withLock { $0.inFlightMost } }

    func deliver(_ message: OutgoingMessage) async -> DeliveryAnswer {
        let answer = state.withLock { state in
            state.script.isEmpty ? DeliveryAnswer(.accepted, "250 ok", reachedData: true) : state.script.removeFirst()
        }
        await withCheckedContinuation { continuation in
            // At once: who is told that it was handed over may release it.
            let (isFree, watchers) = state.withLock { state in
                state.handed.append(message)
                state.inFlight += 1
                state.inFlightMost = max(state.inFlightMost, state.inFlight)
                if state.isHeld { state.held.append(continuation) }
                let ready = state.watchers.filter { $0.count <= state.handed.count }
                state.watchers.removeAll { $0.count <= state.handed.count }
                return (!state.isHeld, ready)
            }
            for watcher in watchers { watcher.continuation.resume() }
            if isFree { continuation.resume() }
        }
        state.withLock { $0.inFlight -= 1 }
        return answer
    }

    /// So many at once from here on.
    func carry(_ count: Int) { state.withLock { $0.carried = count } }

    /// The most from here on, of those that are yet to be handed over.
    func forgetMost() { state.withLock { $0.inFlightMost = 0 } }

    /// Returns once so many messages in all were handed over.
    func waitForHanded(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.handed.count < count { state.watchers.append((count, continuation)) }
                return state.handed.count >= count
            }
            if isThere { continuation.resume() }
        }
    }

    /// Keeps what is handed over in flight…
    func hold() { state.withLock { $0.isHeld = true } }

    /// …until this.
    func release() {
        state.withLock { $0.isHeld = false }
        releaseHeld()
    }

    /// What is in flight goes, and what comes is kept.
    func releaseHeld() {
        let held = state.withLock { state in
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }
}
