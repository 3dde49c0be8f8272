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
}
