internal import RPC
internal import Synchronization

/// Does as its `PoolStateMachine` says: opens connections in `run`, and hands them to calls.
final class ConnectionPool: Sendable {
    typealias SlotID = PoolStateMachine.SlotID

    /// A connection, lent for one call.
    struct Lease: Sendable {
        let slot: SlotID
        let connection: any PoolConnection
    }

    private struct State {
        var machine: PoolStateMachine
        var connections: [SlotID: any PoolConnection] = [:]
        var waiting: [PoolStateMachine.WaiterID: CheckedContinuation<Lease?, any Error>] = [:]
        /// Waiters that were given their lease before they began to wait for it.
        var early: [PoolStateMachine.WaiterID: Result<Lease, any Error>] = [:]
    }

    /// Work that `run`'s children do.
    private enum Job: Sendable {
        case open(SlotID, ClientConfiguration.Endpoint, after: Duration)
        case drain(any PoolConnection)
    }

    private let environment: PoolEnvironment
    private let state: Mutex<State>
    /// Bounded by the connections there may be: each is opened once and drained once.
    private let jobs: AsyncStream<Job>
    private let jobSink: AsyncStream<Job>.Continuation

    init(_ machine: PoolStateMachine, environment: PoolEnvironment) {
        state = Mutex(State(machine: machine))
        self.environment = environment
        (jobs, jobSink) = AsyncStream.makeStream()
    }

    /// Opens connections as calls need them, until the pool is shut down and its last call is over. Cancelling closes at once.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs {
                switch job {
                case .open(let slot, let endpoint, let delay):
                    group.addTask { await self.keep(slot, endpoint, after: delay) }
                case .drain(let connection):
                    group.addTask { await connection.drain() }
                }
            }
            guard Task.isCancelled else { return }
            shutDown()
            for connection in state.withLock({ Array($0.connections.values) }) { await connection.close() }
        }
    }

    /// No new calls; `run` returns when those in flight are over.
    func shutDown() { update { $0.shutDown() } }

    /// A connection with room for a call, waited for until `deadline` on the environment's clock.
    ///
    /// - Throws: `RPCError`: the attempt to connect failed, or nothing came in time.
    func acquire(deadline: Duration) async throws -> Lease {
        let (acquisition, lease) = state.withLock { state -> (PoolStateMachine.Acquisition, Lease?) in
            let acquisition = state.machine.acquire(now: environment.now())
            guard case .use(let slot) = acquisition, let connection = state.connections[slot] else { return (acquisition, nil) }
            return (acquisition, Lease(slot: slot, connection: connection))
        }
        if let lease {
            if lease.connection.acceptsCalls { return lease }
            // It ended a moment ago; its keeper has not said so yet.
            release(lease, wasServed: false)
            return try await acquire(deadline: deadline)
        }
        switch acquisition {
        case .refuse(let error): throw error
        case .wait(let waiter, let actions):
            perform(actions)
            return try await wait(waiter, until: deadline)
        case .use: throw PoolStateMachine.shutDownError
        }
    }

    /// Gives a connection back.
    func release(_ lease: Lease, wasServed: Bool) {
        update { $0.release(lease.slot, wasServed: wasServed, acceptsCalls: lease.connection.acceptsCalls, now: environment.now()) }
    }

    // MARK: Waiting

    private func wait(_ waiter: PoolStateMachine.WaiterID, until deadline: Duration) async throws -> Lease {
        let remaining = deadline - environment.now()
        return try await withThrowingTaskGroup(of: Lease?.self) { group throws in
            group.addTask { try await self.lease(of: waiter) }
            group.addTask {
                try? await self.environment.sleep(remaining)
                return nil
            }
            while let result = try await group.next() {
                // The deadline passed, or the call was cancelled. A lease that was given at the same moment is still taken.
                group.cancelAll()
                if let lease = result { return lease }
            }
            throw Task.isCancelled ? Self.cancelledError : Self.tooLateError
        }
    }

    /// Nil if the waiter was abandoned first.
    private func lease(of waiter: PoolStateMachine.WaiterID) async throws -> Lease? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let early = state.withLock { state -> Result<Lease, any Error>? in
                    if let early = state.early.removeValue(forKey: waiter) { return early }
                    state.waiting[waiter] = continuation
                    return nil
                }
                if let early {
                    continuation.resume(with: early.map { $0 })
                } else if Task.isCancelled {
                    abandon(waiter)
                }
            }
        } onCancel: {
            abandon(waiter)
        }
    }

    private func abandon(_ waiter: PoolStateMachine.WaiterID) {
        let continuation = state.withLock { state -> CheckedContinuation<Lease?, any Error>? in
            guard let continuation = state.waiting[waiter], state.machine.abandon(waiter) else { return nil }
            state.waiting[waiter] = nil
            return continuation
        }
        continuation?.resume(returning: nil)
    }

    // MARK: Connections

    /// One slot's life: connect, serve, end.
    private func keep(_ slot: SlotID, _ endpoint: ClientConfiguration.Endpoint, after delay: Duration) async {
        let connection: any PoolConnection
        do {
            if delay > .zero { try await environment.sleep(delay) }
            connection = try await environment.connect(endpoint)
        } catch {
            let error = error as? RPCError ?? PoolStateMachine.shutDownError
            return update { $0.connectFailed(slot, error, now: environment.now(), jitter: environment.jitter()) }
        }
        update({ $0.connected(slot) }, alongside: { $0.connections[slot] = connection })
        // A cancelled `run` closes what it sees; this one may have come after it looked.
        if Task.isCancelled { await connection.close() }
        await connection.closed()
        update({ $0.closed(slot, now: environment.now(), jitter: environment.jitter()) }, alongside: { $0.connections[slot] = nil })
    }

    // MARK: Doing as the machine says

    private func update(
        _ step: (inout PoolStateMachine) -> [PoolStateMachine.Action], alongside change: (inout State) -> Void = { _ in }
    ) {
        perform(
            state.withLock { state in
                change(&state)
                return step(&state.machine)
            })
    }

    private func perform(_ actions: [PoolStateMachine.Action]) {
        for action in actions {
            switch action {
            case .open(let slot, let endpoint, let delay): jobSink.yield(.open(slot, endpoint, after: delay))
            case .drain(let slot):
                if let connection = state.withLock({ $0.connections[slot] }) { jobSink.yield(.drain(connection)) }
            case .finish: jobSink.finish()
            case .fail(let waiter, let error): settle(waiter) { _ in .failure(error) }
            case .resume(let waiter, let slot):
                settle(waiter) { state in
                    state.connections[slot].map { .success(Lease(slot: slot, connection: $0)) }
                        ?? .failure(WireReason.notConnected.error("The connection ended before the call was made."))
                }
            }
        }
    }

    private func settle(_ waiter: PoolStateMachine.WaiterID, _ outcome: (State) -> Result<Lease, any Error>) {
        let (continuation, result) = state.withLock { state -> (CheckedContinuation<Lease?, any Error>?, Result<Lease, any Error>) in
            let result = outcome(state)
            let continuation = state.waiting.removeValue(forKey: waiter)
            if continuation == nil { state.early[waiter] = result }
            return (continuation, result)
        }
        continuation?.resume(with: result.map { $0 })
    }

    private static let cancelledError: RPCError = {
        var error = WireReason.cancelled.error("The call was cancelled before it was sent.")
        error.wasNotExecuted = true
        return error
    }()

    private static let tooLateError: RPCError = {
        var error = WireReason.deadlineExceeded.error("No connection to the service was there in time.")
        error.wasNotExecuted = true
        return error
    }()
}
