internal import RPC

/// Which connections exist, which calls run on them, which calls wait, and what is to be done next.
///
/// A value: it opens nothing and waits for nothing. Its owner performs the actions it answers, in order. A call that finds a
/// connection with room takes the least busy one; otherwise it waits, first come first served, and a connection is opened as
/// long as there may be another. Calls that wait fail with the error of an attempt to connect only when no other attempt or
/// connection is left to hope for, and every endpoint has been tried.
struct PoolStateMachine {
    typealias SlotID = Int
    typealias WaiterID = Int
    typealias Endpoint = ClientConfiguration.Endpoint

    enum Action: Equatable {
        /// Connect, after a wait, and report the outcome for this slot.
        case open(SlotID, Endpoint, after: Duration)
        /// Give the waiting call this slot's connection.
        case resume(WaiterID, SlotID)
        /// Fail the waiting call.
        case fail(WaiterID, RPCError)
        /// Let the calls on this slot's connection end, then close it.
        case drain(SlotID)
        /// Nothing is open or waited for any more, and nothing will be.
        case finish
    }

    enum Acquisition: Equatable {
        case use(SlotID)
        case wait(WaiterID, [Action])
        case refuse(RPCError)
    }

    private enum Phase { case connecting, ready, draining }

    private struct Slot {
        var endpoint: Int
        var phase = Phase.connecting
        var callCount = 0
        /// Whether the server has answered anything on it: a server that refuses our certificate answers nothing, and in TLS
        /// 1.3 the connection seems well until then.
        var hasServed = false
    }

    private struct EndpointState {
        let endpoint: Endpoint
        var failureCount = 0
        /// On the owner's monotonic clock.
        var notBefore = Duration.zero
    }

    private let limits: PoolLimits
    private let backoff: Backoff
    private var endpoints: [EndpointState]
    private var slots: [SlotID: Slot] = [:]
    private var waiters: [WaiterID] = []
    private var nextSlot = 0
    /// Attempts to connect that failed since one succeeded, or since calls were last told.
    private var failuresInRow = 0
    private var nextWaiter = 0
    private var isShutDown = false

    init(endpoints: [Endpoint], limits: PoolLimits, backoff: Backoff) {
        precondition(!endpoints.isEmpty, "A client needs an endpoint.")
        self.endpoints = endpoints.map { EndpointState(endpoint: $0) }
        self.limits = limits
        self.backoff = backoff
    }

    // MARK: Calls

    mutating func acquire(now: Duration) -> Acquisition {
        if isShutDown { return .refuse(Self.shutDownError) }
        // Those who wait go first.
        if waiters.isEmpty, let slot = leastBusy() {
            slots[slot]?.callCount += 1
            return .use(slot)
        }
        guard waiters.count < limits.waitersMax else {
            return .refuse(
                RPCError(
                    .resourceExhausted, reason: "TOO_MANY_WAITING", "Make fewer calls at a time: \(waiters.count) wait for a connection.",
                    wasNotExecuted: true))
        }
        nextWaiter += 1
        waiters.append(nextWaiter)
        return .wait(nextWaiter, openIfWanted(now: now))
    }

    /// A call that waits no longer. False if it has been given a connection, or an error, meanwhile.
    mutating func abandon(_ waiter: WaiterID) -> Bool {
        guard let index = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// A call on the slot is over.
    ///
    /// - Parameter wasServed: whether the server answered it, with an error or without.
    mutating func release(_ slot: SlotID, wasServed: Bool, acceptsCalls: Bool, now: Duration) -> [Action] {
        guard var state = slots[slot] else { return [] }
        state.callCount -= 1
        if wasServed, !state.hasServed {
            state.hasServed = true
            endpoints[state.endpoint].failureCount = 0
            endpoints[state.endpoint].notBefore = .zero
        }
        slots[slot] = state
        return acceptsCalls ? resumeWaiters() : stopped(slot, now: now)
    }

    // MARK: Connections

    mutating func connected(_ slot: SlotID) -> [Action] {
        guard slots[slot]?.phase == .connecting else { return [] }
        failuresInRow = 0
        slots[slot]?.phase = isShutDown ? .draining : .ready
        return isShutDown ? [.drain(slot)] : resumeWaiters()
    }

    mutating func connectFailed(_ slot: SlotID, _ error: RPCError, now: Duration, jitter: Double) -> [Action] {
        guard let state = slots.removeValue(forKey: slot) else { return [] }
        failed(state.endpoint, now: now, jitter: jitter)
        failuresInRow += 1
        if isShutDown { return finishIfEmpty() }
        let isHopeLeft = failuresInRow < endpoints.count || slots.values.contains { $0.phase != .draining }
        if isHopeLeft { return openIfWanted(now: now) }
        failuresInRow = 0
        defer { waiters.removeAll() }
        return waiters.map { .fail($0, error) }
    }

    /// The connection takes no more calls: the server drains, or it ended.
    mutating func stopped(_ slot: SlotID, now: Duration) -> [Action] {
        guard slots[slot]?.phase == .ready else { return [] }
        slots[slot]?.phase = .draining
        return [.drain(slot)] + openIfWanted(now: now)
    }

    mutating func closed(_ slot: SlotID, now: Duration, jitter: Double) -> [Action] {
        guard let state = slots.removeValue(forKey: slot) else { return [] }
        if !state.hasServed { failed(state.endpoint, now: now, jitter: jitter) }
        return isShutDown ? finishIfEmpty() : openIfWanted(now: now)
    }

    /// No new calls; those in flight end.
    mutating func shutDown() -> [Action] {
        if isShutDown { return [] }
        isShutDown = true
        var actions = waiters.map { Action.fail($0, Self.shutDownError) }
        waiters.removeAll()
        for slot in slots.keys.sorted() where slots[slot]?.phase == .ready {
            slots[slot]?.phase = .draining
            actions.append(.drain(slot))
        }
        return actions + finishIfEmpty()
    }

    /// What every call fails with after the end.
    static let shutDownError = RPCError(
        .unavailable, reason: "CLIENT_SHUT_DOWN", "This client was shut down; make the call with another.", domain: "client",
        wasNotExecuted: true)

    // MARK: -

    private func leastBusy() -> SlotID? {
        slots.lazy.filter { $0.value.phase == .ready && $0.value.callCount < limits.callsPerConnectionMax }
            .min { ($0.value.callCount, $0.key) < ($1.value.callCount, $1.key) }?.key
    }

    private mutating func resumeWaiters() -> [Action] {
        var actions: [Action] = []
        var count = 0
        while count < waiters.count, let slot = leastBusy() {
            slots[slot]?.callCount += 1
            actions.append(.resume(waiters[count], slot))
            count += 1
        }
        waiters.removeFirst(count)
        return actions
    }

    /// Opens what the waiting calls need beyond the connections already on their way.
    private mutating func openIfWanted(now: Duration) -> [Action] {
        var actions: [Action] = []
        while !isShutDown {
            let connecting = slots.values.count { $0.phase == .connecting }
            let open = slots.values.count { $0.phase != .draining }
            guard waiters.count > connecting * limits.callsPerConnectionMax, open < limits.connectionsMax else { break }
            let endpoint = nextEndpoint(now: now)
            nextSlot += 1
            slots[nextSlot] = Slot(endpoint: endpoint)
            actions.append(.open(nextSlot, endpoints[endpoint].endpoint, after: max(.zero, endpoints[endpoint].notBefore - now)))
        }
        return actions
    }

    /// The endpoint that may be tried soonest; among those that may at once, the one with the fewest connections.
    private func nextEndpoint(now: Duration) -> Int {
        let order = endpoints.indices.map { index in
            (max(endpoints[index].notBefore, now), slots.values.count { $0.endpoint == index && $0.phase != .draining }, index)
        }
        return order.min { $0 < $1 }?.2 ?? 0
    }

    private mutating func failed(_ endpoint: Int, now: Duration, jitter: Double) {
        endpoints[endpoint].failureCount += 1
        endpoints[endpoint].notBefore = now + backoff.delay(afterFailures: endpoints[endpoint].failureCount, jitter: jitter)
    }

    private func finishIfEmpty() -> [Action] { slots.isEmpty ? [.finish] : [] }
}
