import Testing

@testable import Mail

@Suite("The bell")
struct OutboxBellTests {
    @Test("A ring before anybody waits is remembered, once")
    func remembers() async {
        let bell = OutboxBell()
        bell.ring()
        bell.ring()
        await bell.wait()
        let second = Task { await bell.wait() }
        bell.ring()
        await second.value
    }

    @Test("Waiting ends when the task is cancelled, before it began or after", arguments: 0..<50)
    func cancels(round: Int) async {
        let bell = OutboxBell()
        let task = Task {
            for _ in 0..<round { await Task.yield() }
            await bell.wait()
        }
        for _ in 0..<25 { await Task.yield() }
        task.cancel()
        await task.value
    }

    @Test("Waiting ends when its time is over")
    func timesOut() async {
        await OutboxBell().wait(atMost: .milliseconds(1), clock: ContinuousClock())
    }
}
