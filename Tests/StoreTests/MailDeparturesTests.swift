import InvitationStore
import Synchronization
import Testing

/// R7: who has just barred somebody is answered once nothing that began before is leaving any more.
@Suite("Mail that is leaving")
struct MailDeparturesTests {
    private let executor = HandDrivenExecutor()
    private let clock = HandDrivenClock()
    private let departures: MailDepartures

    init() { departures = MailDepartures(patience: .seconds(10), clock: clock) }

    /// Begins to wait, and comes as far as it can.
    private func settling() -> (task: Task<Void, Never>, isOver: () -> Bool) {
        let over = Flag()
        let task = Task(executorPreference: executor) { [departures] in
            await departures.settle()
            over.raise()
        }
        executor.runUntilAllWait()
        return (task, { over.isRaised })
    }

    @Test("R7: when nothing is leaving the answer goes at once, and no clock is asked")
    func nothing() {
        #expect(settling().isOver())
        let departure = departures.begin()
        departures.end(departure)
        #expect(settling().isOver())
        #expect(clock.sleepCount == 0)
    }

    @Test("R7: it waits for all that began before, in whatever order they end")
    func before() {
        let mails = (0..<3).map { _ in departures.begin() }
        let (_, isOver) = settling()
        for mail in [mails[1], mails[2]] {
            departures.end(mail)
            executor.runUntilAllWait()
            #expect(!isOver())
        }
        departures.end(mails[0])
        executor.runUntilAllWait()
        #expect(isOver())
        #expect(clock.sleeperCount == 0)
    }

    @Test("R7: it does not wait for what begins after it, which looks at what it did")
    func after() {
        let before = departures.begin()
        let (_, isOver) = settling()
        let later = departures.begin()
        departures.end(before)
        executor.runUntilAllWait()
        #expect(isOver())
        // Who comes now waits for the later one, and for that one only.
        let (_, isNextOver) = settling()
        let latest = departures.begin()
        #expect(!isNextOver())
        departures.end(later)
        executor.runUntilAllWait()
        #expect(isNextOver())
        departures.end(latest)
    }

    @Test("Several wait at once, each for its own")
    func several() {
        let first = departures.begin()
        let (_, isOneOver) = settling()
        let second = departures.begin()
        let (_, isTwoOver) = settling()
        departures.end(first)
        executor.runUntilAllWait()
        #expect(isOneOver() && !isTwoOver())
        departures.end(second)
        executor.runUntilAllWait()
        #expect(isTwoOver())
    }

    @Test("Ending twice is ending once")
    func twice() {
        let one = departures.begin()
        let other = departures.begin()
        let (_, isOver) = settling()
        departures.end(one)
        departures.end(one)
        executor.runUntilAllWait()
        #expect(!isOver())
        departures.end(other)
        executor.runUntilAllWait()
        #expect(isOver())
    }

    @Test("A hand-over that hangs delays the answer by the patience and not by a moment more")
    func patience() {
        let hanging = departures.begin()
        let (_, isOver) = settling()
        clock.advance(by: .milliseconds(9999))
        executor.runUntilAllWait()
        #expect(!isOver())
        clock.advance(by: .milliseconds(1))
        executor.runUntilAllWait()
        #expect(isOver())
        // Its end, whenever it comes, finds nobody waiting.
        departures.end(hanging)
        #expect(settling().isOver())
    }

    @Test("A caller that goes away is not waited for: before it began to wait, and while it waits")
    func cancelled() {
        let hanging = departures.begin()
        let (task, isOver) = settling()
        #expect(!isOver())
        task.cancel()
        executor.runUntilAllWait()
        #expect(isOver())

        let over = Flag()
        let early = Task(executorPreference: executor) { [departures] in
            await departures.settle()
            over.raise()
        }
        early.cancel()
        executor.runUntilAllWait()
        #expect(over.isRaised)
        #expect(clock.sleeperCount == 0)
        departures.end(hanging)
    }

    /// Between looking whether anything is leaving, and waiting for it, others get their turn.
    @Test("At whatever step of beginning to wait the mail ends, or the caller goes away, it is over", arguments: 0..<8, [false, true])
    func anyStep(steps: Int, goesAway: Bool) {
        let mail = departures.begin()
        let over = Flag()
        let task = Task(executorPreference: executor) { [departures] in
            await departures.settle()
            over.raise()
        }
        for _ in 0..<steps { executor.runOneStep() }
        #expect(!over.isRaised)
        if goesAway { task.cancel() } else { departures.end(mail) }
        executor.runUntilAllWait()
        #expect(over.isRaised)
        #expect(clock.sleeperCount == 0)
    }

    @Test("However many begin, end, wait and go away at once, nobody waits for ever", .timeLimit(.minutes(1)))
    func neverHangs() async {
        // The clock never moves: patience saves nobody.
        for _ in 0..<20 {
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask { [departures] in
                        for _ in 0..<number % 7 { await Task.yield() }
                        let departure = departures.begin()
                        for _ in 0..<number % 5 { await Task.yield() }
                        departures.end(departure)
                    }
                    group.addTask { [departures] in
                        for _ in 0..<number % 6 { await Task.yield() }
                        let waiting = Task { await departures.settle() }
                        if number.isMultiple(of: 3) {
                            for _ in 0..<number % 4 { await Task.yield() }
                            waiting.cancel()
                        }
                        await waiting.value
                    }
                }
            }
        }
        #expect(clock.sleeperCount == 0)
    }
}

/// Raised once, for good.
private final class Flag: Sendable {
    private let value = Atomic(false)
    var isRaised: Bool { value.load(ordering: .acquiring) }
    func raise() { value.store(true, ordering: .releasing) }
}
