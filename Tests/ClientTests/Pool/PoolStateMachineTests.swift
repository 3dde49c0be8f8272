import RPC
import Testing

@testable import InvitationClient

@Suite("Which connections a pool opens and which calls they get")
struct PoolStateMachineTests {
    typealias Endpoint = ClientConfiguration.Endpoint
    let a = Endpoint(host: "a", port: 1)
    let b = Endpoint(host: "b", port: 2)
    let refused = WireReason.notConnected.error("refused")

    private func machine(_ endpoints: [Endpoint]? = nil, connections: Int = 2, calls: Int = 2, waiters: Int = 100) -> PoolStateMachine {
        PoolStateMachine(
            endpoints: endpoints ?? [a], limits: PoolLimits(connectionsMax: connections, callsPerConnectionMax: calls, waitersMax: waiters),
            backoff: Backoff(initial: .seconds(1), maximum: .seconds(4), jitter: 0))
    }

    @Test("The first call opens a connection and waits for it; the next waits for the same one")
    func firstCalls() {
        var pool = machine()
        #expect(pool.acquire(now: .zero) == .wait(1, [.open(1, a, after: .zero)]))
        #expect(pool.acquire(now: .zero) == .wait(2, []))
        #expect(pool.connected(1) == [.resume(1, 1), .resume(2, 1)])
    }

    @Test("A connection is full at its limit and not before; then another is opened, up to the limit")
    func growth() {
        var pool = machine()
        _ = pool.acquire(now: .zero)
        _ = pool.connected(1)
        #expect(pool.acquire(now: .zero) == .use(1))
        #expect(pool.acquire(now: .zero) == .wait(2, [.open(2, a, after: .zero)]))
        #expect(pool.acquire(now: .zero) == .wait(3, []))
        #expect(pool.acquire(now: .zero) == .wait(4, []))
        #expect(pool.connected(2) == [.resume(2, 2), .resume(3, 2)])
        #expect(pool.release(1, wasServed: true, acceptsCalls: true, now: .zero) == [.resume(4, 1)])
        #expect(pool.acquire(now: .zero) == .wait(5, []))
    }

    @Test("A call takes the least busy connection")
    func leastBusy() {
        var pool = machine()
        for _ in 0..<3 { _ = pool.acquire(now: .zero) }
        _ = pool.connected(1)
        _ = pool.connected(2)
        #expect(pool.release(1, wasServed: true, acceptsCalls: true, now: .zero).isEmpty)
        #expect(pool.release(1, wasServed: true, acceptsCalls: true, now: .zero).isEmpty)
        #expect(pool.acquire(now: .zero) == .use(1))
    }

    @Test("A failed attempt tries the next endpoint; when each has failed, the calls that wait are told")
    func failover() {
        var pool = machine([a, b])
        #expect(pool.acquire(now: .zero) == .wait(1, [.open(1, a, after: .zero)]))
        #expect(pool.connectFailed(1, refused, now: .zero, jitter: 0) == [.open(2, b, after: .zero)])
        #expect(pool.connectFailed(2, refused, now: .zero, jitter: 0) == [.fail(1, refused)])
    }

    @Test("An endpoint that failed is tried again later and later, up to the longest wait, and at once after it has served")
    func backoff() {
        var pool = machine()
        var now = Duration.zero
        for wait in [0, 1, 2, 4, 4] {
            guard case .wait(_, let actions) = pool.acquire(now: now), case .open(let slot, _, let after)? = actions.first else {
                Issue.record("no attempt")
                return
            }
            #expect(after == .seconds(wait))
            now += after
            _ = pool.connectFailed(slot, refused, now: now, jitter: 0)
        }
        _ = pool.acquire(now: now)
        let served = pool.connected(6)
        #expect(served == [.resume(6, 6)])
        _ = pool.release(6, wasServed: true, acceptsCalls: true, now: now)
        _ = pool.stopped(6, now: now)
        _ = pool.closed(6, now: now, jitter: 0)
        #expect(pool.acquire(now: now) == .wait(7, [.open(7, a, after: .zero)]))
    }

    @Test("A connection that ends before it served anything counts as a failed attempt")
    func unservedConnection() {
        var pool = machine()
        _ = pool.acquire(now: .zero)
        _ = pool.connected(1)
        #expect(pool.release(1, wasServed: false, acceptsCalls: false, now: .zero) == [.drain(1)])
        #expect(pool.closed(1, now: .zero, jitter: 0).isEmpty)
        #expect(pool.acquire(now: .zero) == .wait(2, [.open(2, a, after: .seconds(1))]))
    }

    @Test("A connection whose server drains gets no new calls and is replaced for those that wait")
    func draining() {
        var pool = machine(connections: 1, calls: 1)
        _ = pool.acquire(now: .zero)
        _ = pool.connected(1)
        #expect(pool.acquire(now: .zero) == .wait(2, []))
        #expect(pool.release(1, wasServed: true, acceptsCalls: false, now: .zero) == [.drain(1), .open(2, a, after: .zero)])
        #expect(pool.stopped(1, now: .zero).isEmpty)
        #expect(pool.connected(2) == [.resume(2, 2)])
        #expect(pool.closed(1, now: .zero, jitter: 0).isEmpty)
    }

    @Test("Calls that wait are limited at the limit and not before")
    func waiters() {
        var pool = machine(waiters: 2)
        #expect(pool.acquire(now: .zero) == .wait(1, [.open(1, a, after: .zero)]))
        #expect(pool.acquire(now: .zero) == .wait(2, []))
        guard case .refuse(let error) = pool.acquire(now: .zero) else {
            Issue.record("the third waits too")
            return
        }
        #expect(error.code == .resourceExhausted)
        #expect(error.wasNotExecuted)
    }

    @Test("A call that gave up waiting gets no connection")
    func abandoned() {
        var pool = machine()
        _ = pool.acquire(now: .zero)
        _ = pool.acquire(now: .zero)
        #expect(pool.abandon(1) == true)
        #expect(pool.abandon(1) == false)
        #expect(pool.connected(1) == [.resume(2, 1)])
        #expect(pool.abandon(2) == false)
    }

    @Test("Shutting down fails those who wait, drains what is open, and finishes when all is closed")
    func shutDown() {
        var pool = machine(calls: 1)
        _ = pool.acquire(now: .zero)
        _ = pool.connected(1)
        _ = pool.acquire(now: .zero)
        #expect(pool.shutDown() == [.fail(2, PoolStateMachine.shutDownError), .drain(1)])
        #expect(pool.acquire(now: .zero) == .refuse(PoolStateMachine.shutDownError))
        #expect(pool.release(1, wasServed: true, acceptsCalls: true, now: .zero).isEmpty)
        #expect(pool.connected(2) == [.drain(2)])
        #expect(pool.closed(1, now: .zero, jitter: 0).isEmpty)
        #expect(pool.closed(2, now: .zero, jitter: 0) == [.finish])
        #expect(pool.shutDown().isEmpty)
        var idle = machine()
        #expect(idle.shutDown() == [.finish])
    }

    /// Random histories: whatever happens, no connection has more calls than it may, no more connections are open than may
    /// be, every call that waits is in the end resumed or failed once, and shutting down always finishes.
    @Test("Random histories keep the limits and lose no call", arguments: 1...200 as ClosedRange<UInt64>)
    func histories(seed: UInt64) {
        var random = LinearCongruential(state: seed)
        var pool = machine([a, b], connections: 3, calls: 2, waiters: 8)
        var now = Duration.zero
        var connecting: Set<Int> = []
        var ready: Set<Int> = []
        var draining: Set<Int> = []
        var calls: [Int: Int] = [:]
        var waiting: Set<Int> = []
        var isFinished = false
        func apply(_ actions: [PoolStateMachine.Action]) {
            for action in actions {
                switch action {
                case .open(let slot, _, _): connecting.insert(slot)
                case .resume(let waiter, let slot):
                    #expect(waiting.remove(waiter) != nil)
                    calls[slot, default: 0] += 1
                case .fail(let waiter, _): #expect(waiting.remove(waiter) != nil)
                case .drain(let slot):
                    ready.remove(slot)
                    draining.insert(slot)
                case .finish: isFinished = true
                }
            }
            #expect(calls.values.allSatisfy { (0...2).contains($0) })
            #expect(connecting.count + ready.count <= 3)
        }
        for step in 0..<400 {
            now += .milliseconds(Int(random.next() % 500))
            switch step < 300 ? random.next() % 7 : 3 + random.next() % 4 {
            case 0, 1, 2:
                switch pool.acquire(now: now) {
                case .use(let slot):
                    #expect(ready.contains(slot))
                    calls[slot, default: 0] += 1
                    apply([])
                case .wait(let waiter, let actions):
                    waiting.insert(waiter)
                    apply(actions)
                case .refuse: #expect(waiting.count == 8)
                }
            case 3:
                guard let slot = connecting.min() else { continue }
                connecting.remove(slot)
                if random.next() % 2 == 0 {
                    ready.insert(slot)
                    apply(pool.connected(slot))
                } else {
                    apply(pool.connectFailed(slot, refused, now: now, jitter: 0.5))
                }
            case 4:
                guard let slot = calls.filter({ $0.value > 0 }).keys.min() else { continue }
                calls[slot, default: 0] -= 1
                apply(pool.release(slot, wasServed: random.next() % 3 > 0, acceptsCalls: random.next() % 4 > 0, now: now))
            case 5:
                guard let slot = draining.min(), calls[slot, default: 0] == 0 else { continue }
                draining.remove(slot)
                apply(pool.closed(slot, now: now, jitter: 0.5))
            default:
                guard let waiter = waiting.min(), random.next() % 3 == 0 else { continue }
                #expect(pool.abandon(waiter) == true)
                waiting.remove(waiter)
            }
        }
        apply(pool.shutDown())
        #expect(waiting.isEmpty)
        for slot in connecting { apply(pool.connectFailed(slot, refused, now: now, jitter: 0)) }
        for slot in draining.union(ready) { apply(pool.closed(slot, now: now, jitter: 0)) }
        #expect(isFinished)
    }
}

struct LinearCongruential {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
