import Invitations
import Testing

@testable import Mail

@Suite("The relay's pace")
struct RelayPaceTests {
    private func after(_ seconds: Int) -> Instant { sampleNow.advanced(by: .seconds(seconds)) }

    @Test("It starts with two at once, rises by one with each success, up to what is configured")
    func slowStart() {
        var pace = RelayPace(concurrencyMax: 4)
        for expected in [2, 3, 4, 4] {
            #expect(pace.concurrency == expected)
            let start = pace.begin()
            let isNews = pace.ended(.answers, begun: start, at: sampleNow)
            #expect(!isNews)
        }
        #expect(RelayPace(concurrencyMax: 1).concurrency == 1)
    }

    @Test("A fault brings it back to one and a rest that doubles to five minutes; a success ends the doubling")
    func faults() {
        var pace = RelayPace(concurrencyMax: 8)
        var (now, rests): (Instant, [Duration]) = (sampleNow, [])
        for _ in 0..<10 {
            let start = pace.begin()
            let isNews = pace.ended(.fault, begun: start, at: now)
            #expect(isNews)
            #expect(pace.concurrency == 1)
            let rest = pace.rest(at: now) ?? .zero
            rests.append(rest)
            #expect(pace.rest(at: now.advanced(by: rest - .milliseconds(1))) != nil)
            now = now.advanced(by: rest)
            #expect(pace.rest(at: now) == nil)
        }
        #expect(rests.prefix(3) == [.seconds(2), .seconds(4), .seconds(8)] && rests.last == .seconds(300))
        _ = pace.ended(.answers, begun: pace.begin(), at: now)
        #expect(pace.concurrency == 2)
        _ = pace.ended(.fault, begun: pace.begin(), at: now)
        #expect(pace.rest(at: now) == .seconds(2))
    }

    @Test("Transactions that were under way together fail together: one fault; a success among them says nothing of now")
    func together() {
        var pace = RelayPace(concurrencyMax: 8)
        let starts = (0..<5).map { _ in pace.begin() }
        var news = [pace.ended(.fault, begun: starts[0], at: sampleNow)]
        for start in starts[1...3] { news.append(pace.ended(.fault, begun: start, at: after(1))) }
        news.append(pace.ended(.answers, begun: starts[4], at: after(1)))
        #expect(news == [true, false, false, false, false])
        #expect(pace.concurrency == 1 && pace.rest(at: after(1)) == .seconds(1))
    }

    @Test("What a person must mend makes it rest five minutes; a clock set back no longer than that")
    func misconfigured() {
        var pace = RelayPace(concurrencyMax: 8)
        _ = pace.ended(.misconfigured(.credentialsRefused), begun: pace.begin(), at: sampleNow)
        #expect(pace.rest(at: sampleNow) == .seconds(300))
        #expect(pace.rest(at: after(-10_000)) == .seconds(300))
        #expect(pace.rest(at: after(300)) == nil)
    }

    @Test("A connection is used up by its messages, its age, or by idling; at each bound exactly")
    func connectionUse() {
        let limits = ConnectionUse.Limits(messagesMax: 3, age: .seconds(300), idle: .seconds(60))
        var use = ConnectionUse(openedAt: sampleNow)
        #expect(use.mayCarry(at: sampleNow, limits))
        #expect(use.mayCarry(at: sampleNow.advanced(by: .milliseconds(59_999)), limits))
        #expect(!use.mayCarry(at: after(60), limits) && !use.mayCarry(at: after(-1), limits))
        use.carried(at: after(1))
        use.carried(at: after(2))
        #expect(use.mayCarry(at: after(3), limits))
        use.carried(at: after(3))
        #expect(!use.mayCarry(at: after(4), limits))
        var old = ConnectionUse(openedAt: sampleNow)
        for second in stride(from: 50, through: 250, by: 50) { old.carried(at: after(second)) }
        var many = limits
        many.messagesMax = 100
        #expect(old.mayCarry(at: after(299), many) && !old.mayCarry(at: after(300), many))
    }

    @Test("The reply to the message may take longer than any other; nothing takes longer than the whole may")
    func replyTimer() {
        var timeouts = SMTPSettings.Timeouts()
        (timeouts.reply, timeouts.finalReply) = (.seconds(60), .seconds(600))
        let start = ContinuousClock.now
        var timer = ReplyTimer(timeouts, at: start, end: start + .seconds(650))
        #expect(timer.end(of: .reply) == start + .seconds(60) && timer.end(of: .finalReply) == start + .seconds(600))
        #expect(timer.end(of: .moment) == start + .seconds(2))
        timer.sign(at: start + .seconds(50))
        #expect(timer.end(of: .reply) == start + .seconds(110) && timer.end(of: .finalReply) == start + .seconds(650))
        timer.sign(at: start + .seconds(649))
        #expect(timer.end(of: .reply) == start + .seconds(650) && timer.end(of: .moment) == start + .seconds(650))
    }
}
