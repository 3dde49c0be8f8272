import NIOCore
import RPC
import Testing

/// Which calls a busy server takes, and what that is worth.
@Suite struct OverloadTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    // MARK: The loop's pass

    @Test("A pass takes calls up to its limit, and none of a busy connection beyond it", arguments: [(49, true), (50, true), (51, false)])
    func pass(milliseconds: Int64, isAdmitted: Bool) {
        var pass = LoopPass(limits: Limits())
        func admits(at now: NIODeadline, reachedAt: NIODeadline = Self.start) -> Bool { pass.admits(reachedAt: reachedAt, now: now) }
        #expect(admits(at: Self.start + .hours(1)), "outside of a pass nothing waits")
        pass.reach(now: Self.start)
        for _ in 0..<LoopPass.alwaysTaken { #expect(admits(at: Self.start)) }
        #expect(admits(at: Self.start + .milliseconds(milliseconds)) == isAdmitted)
        pass.end()
        pass.reach(now: Self.start + .seconds(1))
        #expect(admits(at: Self.start + .seconds(1), reachedAt: Self.start + .seconds(1)))
    }

    @Test("The first calls of a pass are taken however late they are: a server that was not let run sheds nothing for it")
    func alwaysTaken() {
        var pass = LoopPass(limits: Limits())
        func admits(at now: NIODeadline) -> Bool { pass.admits(reachedAt: Self.start, now: now) }
        for round in 0..<2 {
            pass.reach(now: Self.start)
            let late = Self.start + .seconds(10)
            for index in 0..<LoopPass.alwaysTaken { #expect(admits(at: late), "call \(index) of pass \(round)") }
            #expect(!admits(at: late))
            pass.end()
        }
    }

    @Test("A connection that the pass comes to late has its share all the same, until twice the time")
    func share() {
        var pass = LoopPass(limits: Limits())
        func admits(at now: NIODeadline, reachedAt: NIODeadline) -> Bool { pass.admits(reachedAt: reachedAt, now: now) }
        for _ in 0..<5 { pass.reach(now: Self.start) }
        for _ in 0..<LoopPass.alwaysTaken { #expect(admits(at: Self.start, reachedAt: Self.start)) }
        let late = Self.start + .milliseconds(60)
        #expect(admits(at: late, reachedAt: late))
        #expect(admits(at: late + .milliseconds(9), reachedAt: late))
        #expect(!admits(at: late + .milliseconds(10), reachedAt: late))
        let tooLate = Self.start + .milliseconds(101)
        #expect(!admits(at: tooLate, reachedAt: tooLate))
    }

    // MARK: Beside the loop

    @Test("Calls beside the loop have a limit from the beginning", arguments: [(255, true), (256, false), (257, false)])
    func firstLimit(inFlight: Int, hasRoom: Bool) {
        var limit = ConcurrencyLimit(limits: Limits())
        for _ in 0..<inFlight { limit.began() }
        #expect(limit.hasRoom == hasRoom)
    }

    @Test("A slow call by itself lowers nothing, and slow company not below the least")
    func slowCalls() {
        var limit = ConcurrencyLimit(limits: Limits())
        var now = Self.start
        for _ in 0..<100 {
            limit.began()
            now = now + .seconds(10)
            limit.ended(after: .seconds(10), now: now)
        }
        for _ in 0..<255 { limit.began() }
        #expect(limit.hasRoom)
        for _ in 0..<100 {
            limit.began()
            now = now + .seconds(10)
            limit.ended(after: .seconds(10), now: now)
        }
        while limit.count > 31 { limit.ended(after: .zero, now: now) }
        #expect(limit.hasRoom)
    }

    @Test("Never more than the limit of the loop", arguments: [1, 10, 40])
    func mostCalls(most: Int) {
        var limit = ConcurrencyLimit(limits: Limits { $0.callsPerLoopMax = most })
        for round in 0..<1000 {
            while limit.hasRoom { limit.began() }
            #expect(limit.count == most, "round \(round)")
            limit.ended(after: .milliseconds(1), now: Self.start)
        }
    }

    // MARK: Goodput

    /// One server that serves in order, a call each `service` nanoseconds; calls arrive evenly, `factor` times as many as it can serve.
    ///
    /// - Parameter slower: how many times longer a call takes from a quarter of the time on; counted is the last half.
    /// - Returns: answers within a second of their arrival, as a share of what the server could have served.
    private func goodput(factor: Double, shedding: Bool, service: Int64 = 200_000, slower: Int64 = 1) -> Double {
        let patience: Int64 = 1_000_000_000
        let end = 20 * patience
        var limit = ConcurrencyLimit(limits: Limits())
        /// When the server will have served all it took.
        var freeAt: Int64 = 0
        var inFlight: [(arrived: Int64, done: Int64)] = []
        var head = 0
        var good = 0
        var arrival: Int64 = 0
        while arrival < end {
            let cost = arrival < end / 4 ? service : service * slower
            while head < inFlight.count, inFlight[head].done <= arrival {
                let (arrived, done) = inFlight[head]
                head += 1
                if arrived >= end / 2, done - arrived <= patience { good += 1 }
                limit.ended(after: .nanoseconds(done - arrived), now: .uptimeNanoseconds(UInt64(done)))
            }
            if !shedding || limit.hasRoom {
                limit.began()
                freeAt = max(freeAt, arrival) + cost
                inFlight.append((arrival, freeAt))
            }
            arrival += Int64(Double(cost) / factor)
        }
        return Double(good) * Double(service * slower) / Double(end / 2)
    }

    @Test("At four times capacity, nine tenths of capacity are answered in time; without shedding next to nothing is")
    func fourTimes() {
        #expect(goodput(factor: 4, shedding: true) >= 0.9)
        #expect(goodput(factor: 4, shedding: false) < 0.2)
    }

    @Test(
        "Below capacity everything is answered, and just above it almost all",
        arguments: [(0.5, 0.49), (0.95, 0.94), (1.1, 0.95), (16.0, 0.9)])
    func otherLoads(factor: Double, least: Double) {
        #expect(goodput(factor: factor, shedding: true) >= least)
    }

    @Test("Slow calls and quick ones, same law", arguments: [20_000, 1_000_000, 3_000_000] as [Int64])
    func otherServices(service: Int64) {
        #expect(goodput(factor: 4, shedding: true, service: service) >= 0.9)
    }

    @Test("A server that becomes fifty times slower, its disk say, answers in time again soon")
    func becomesSlow() {
        #expect(goodput(factor: 4, shedding: true, service: 20_000, slower: 50) >= 0.9)
    }

    /// A loop that serves what arrived in passes: serving costs `service`, refusing `refusal`; arrivals go on meanwhile.
    private func loopGoodput(factor: Double, shedding: Bool, service: Int64 = 40_000, refusal: Int64 = 1_000) -> Double {
        var pass = LoopPass(limits: Limits())
        let between = Int64(Double(service) / factor)
        let end: Int64 = 20_000_000_000
        let patience: Int64 = 1_000_000_000
        var now: Int64 = 0
        var nextArrival: Int64 = 0
        var good = 0
        while now < end {
            now = max(now, nextArrival)
            let passBegan = now
            pass.reach(now: .uptimeNanoseconds(UInt64(passBegan)))
            // All that is there now; what comes meanwhile is for the next pass.
            while nextArrival <= passBegan {
                let isAdmitted =
                    !shedding || pass.admits(reachedAt: .uptimeNanoseconds(UInt64(passBegan)), now: .uptimeNanoseconds(UInt64(now)))
                now += isAdmitted ? service : refusal
                if isAdmitted, now - nextArrival <= patience { good += 1 }
                nextArrival += between
            }
            pass.end()
        }
        return Double(good) * Double(service) / Double(end)
    }

    @Test(
        "A loop at four times its capacity answers nine tenths of it in time, if refusing costs a fortieth; without shedding next to nothing"
    )
    func loopFourTimes() {
        #expect(loopGoodput(factor: 4, shedding: true) >= 0.9)
        #expect(loopGoodput(factor: 4, shedding: false) < 0.2)
        #expect(loopGoodput(factor: 0.9, shedding: true) >= 0.89)
    }
}
