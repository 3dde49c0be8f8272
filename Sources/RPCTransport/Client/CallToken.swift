import RPC
import Synchronization

/// Ties a waiting task to its stream: the task may be cancelled before the loop has opened one.
final class CallToken: Sendable {
    private enum State {
        case waiting
        case open(StreamID)
        case cancelled
    }

    private let state = Mutex(State.waiting)

    /// nil until the call is open, and after it was cancelled before that.
    var streamID: StreamID? {
        state.withLock { state in
            if case .open(let id) = state { return id }
            return nil
        }
    }

    /// Names the stream. False when the call was cancelled already.
    func open(_ id: StreamID) -> Bool {
        state.withLock { state in
            guard case .waiting = state else { return false }
            state = .open(id)
            return true
        }
    }

    /// Answers the stream to cancel, if there is one yet.
    func cancel() -> StreamID? {
        state.withLock { state in
            if case .open(let id) = state { return id }
            state = .cancelled
            return nil
        }
    }
}

/// What a pool wants to know of a connection from any thread; a moment old when it is read.
final class ConnectionStatus: Sendable {
    private let callsInFlight = Atomic(0)
    private let isAccepting = Atomic(true)

    var callCount: Int { callsInFlight.load(ordering: .relaxed) }
    var acceptsCalls: Bool { isAccepting.load(ordering: .relaxed) }

    func update(callCount: Int, acceptsCalls: Bool) {
        callsInFlight.store(callCount, ordering: .relaxed)
        isAccepting.store(acceptsCalls, ordering: .relaxed)
    }
}
