import Invitations
import Synchronization
import Testing

@testable import Mail

/// How many are on their way at once.
extension OutboxDeliveryTests {
    @Test("Never more in flight than the adapter carries; batch after batch until nothing is due")
    func concurrency() async throws {
        for number in 0..<40 { store.queue("Name\(number)") }
        let adapter = ScriptedAdapter(messagesInFlightMax: 3)
        let worker = try worker(adapter, batchMax: 8)
        let running = Task { await worker.run() }
        await store.waitForSettled(40)
        running.cancel()
        await running.value
        #expect(adapter.handed.count == 40)
        #expect(Set(adapter.handed.map(\.recipient)).count == 40)
        #expect(adapter.inFlightMost <= 3)
    }

    @Test("When the adapter carries fewer from now on, connections end with the mail that they have", .timeLimit(.minutes(1)))
    func fewerAtOnce() async throws {
        // Six are claimed, then all others, one fewer than there might be: the worker sleeps, and three connections go on by themselves.
        for number in 0..<17 { store.queue("Name\(number)") }
        let adapter = ScriptedAdapter(messagesInFlightMax: 3)
        adapter.hold()
        let worker = try worker(adapter, batchMax: 30)
        let running = Task { await worker.run() }
        await adapter.waitForHanded(3)
        adapter.releaseHeld()
        await adapter.waitForHanded(6)
        var sleeps = sleep.sleeps.makeAsyncIterator()
        _ = await sleeps.next()
        adapter.carry(1)
        adapter.forgetMost()
        for handed in 7...9 {
            adapter.releaseHeld()
            await adapter.waitForHanded(handed)
        }
        adapter.release()
        await store.waitForSettled(17)
        running.cancel()
        await running.value
        #expect(adapter.handed.count == 17)
        #expect(adapter.inFlightMost <= 1)
    }

    @Test("R23: when the relay must rest, what was claimed and not begun is given back, and loses neither an attempt nor a minute")
    func restsBetween() async throws {
        for number in 0..<6 { store.queue("Name\(number)") }
        let adapter = TiringAdapter()
        let worker = try worker(adapter)
        let running = Task { await worker.run() }
        var sleeps = sleep.sleeps.makeAsyncIterator()
        #expect(await sleeps.next() == .seconds(10))
        #expect(adapter.handed == 1)
        #expect(store.attempts == [0, 0, 0, 0, 0, 0])
        #expect(store.state.withLock { state in state.entries.dropFirst().allSatisfy { $0.due <= state.now && $0.leasedUntil == nil } })
        running.cancel()
        await running.value
    }

    /// Its connection breaks at the first message, and it rests from then on.
    private final class TiringAdapter: MailAdapter {
        let messagesInFlightMax = 1
        private let count = Mutex(0)
        var handed: Int { count.withLock { $0 } }

        func rest(at now: Invitations.Instant) -> Duration? { handed > 0 ? .seconds(10) : nil }

        func deliver(_ message: OutgoingMessage) async -> DeliveryAnswer {
            count.withLock { $0 += 1 }
            return DeliveryAnswer(.connectionFault, "the connection was lost", reachedData: false)
        }
    }
}
