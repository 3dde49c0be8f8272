import NIOCore
import RPC
import Testing

/// The clocks of a connection: first byte, whole frames, idleness, age, and how a drain ends.
@Suite struct ConnectionLifeTests {
    private func opened(_ limits: Limits = Limits(), ageDraw: Double = 0) -> ServerTranscript {
        var server = ServerTranscript(limits: limits, ageDraw: ageDraw)
        server.machine.opened(now: server.now)
        return server
    }

    @Test("A peer that says nothing is drained after the first-byte time, and closed a linger later")
    func firstByte() {
        var server = opened()
        #expect(server.machine.nextDeadline == server.now + .seconds(10))
        #expect(server.pass(.milliseconds(9999)).isEmpty)
        #expect(server.pass(.milliseconds(1)).isEmpty)
        #expect(server.receive(.request(1, FourKinds.unary)) == "refuse 1 UNAVAILABLE DRAINING", "a call that crosses learns of it")
        #expect(server.pass(.milliseconds(999)).isEmpty)
        #expect(server.pass(.milliseconds(1)) == ["finish"])
        #expect(server.pass(.seconds(3600)).isEmpty)
        #expect(server.receive(.request(3, FourKinds.unary)) == "ignore")
    }

    @Test("Whoever sends one byte a second is closed when the frame's time is over, whatever came of it")
    func slowLoris() {
        var server = opened()
        for _ in 0..<9 {
            #expect(server.pass(.seconds(1)).isEmpty)
            server.machine.heard()
            server.machine.setIncomplete(now: server.now)
        }
        // The frame began a second after the connection.
        #expect(server.pass(.milliseconds(1999)).isEmpty)
        server.machine.setIncomplete(now: server.now)
        #expect(server.pass(.milliseconds(1)) == ["close FRAME_TIMEOUT"])
    }

    @Test("Each frame has the whole time for itself")
    func frameByFrame() {
        var server = opened()
        for id in [1, 3, 5] as [StreamID] {
            server.machine.heard()
            server.machine.setIncomplete(now: server.now)
            #expect(server.pass(.seconds(9)).isEmpty)
            #expect(server.receive(.request(id, FourKinds.unary)).hasPrefix("start"))
            _ = server.ended(id, succeeded: true)
        }
        #expect(server.pass(.seconds(20)).isEmpty)
    }

    @Test("A frame that waits because we do not read is not late")
    func notReading() {
        var server = opened()
        server.machine.heard()
        server.machine.setIncomplete(now: server.now)
        #expect(server.pass(.seconds(9)).isEmpty)
        server.machine.setIncomplete(now: nil)
        #expect(server.pass(.seconds(60)).isEmpty)
        server.machine.setIncomplete(now: server.now)
        #expect(server.pass(.milliseconds(9999)).isEmpty)
        #expect(server.pass(.milliseconds(1)) == ["close FRAME_TIMEOUT"])
    }

    @Test("A connection without a call in flight is drained when it was idle long enough; calls begin the time again")
    func idle() {
        var server = opened(Limits { $0.idleTimeout = .seconds(100) })
        #expect(server.receive(.request(1, FourKinds.both, flags: .remoteOpen)) == "start 1 Both -")
        #expect(server.pass(.seconds(500)).isEmpty, "a call in flight is not idleness")
        #expect(server.ended(1, succeeded: true) == .closing)
        #expect(server.pass(.seconds(99)).isEmpty)
        #expect(server.receive(.request(3, FourKinds.unary)) == "start 3 Unary '' last")
        #expect(server.ended(3, succeeded: true) == .response)
        #expect(server.pass(.seconds(99)).isEmpty)
        #expect(server.pass(.seconds(1)).isEmpty)
        #expect(server.receive(.request(5, FourKinds.unary)) == "refuse 5 UNAVAILABLE DRAINING")
        #expect(server.pass(.seconds(1)) == ["finish"])
    }

    @Test("A connection that is old refuses new calls and lets those in flight end", arguments: [(0.0, 3600), (0.5, 3420), (0.999, 3240)])
    func age(draw: Double, seconds: Int64) {
        var server = opened(Limits { $0.timeoutMax = .seconds(7200) }, ageDraw: draw)
        let call = Frame.request(1, FourKinds.both, flags: .remoteOpen, timeout: 7_200_000_000_000)
        #expect(server.receive(call) == "start 1 Both -")
        #expect(server.pass(.seconds(seconds)).isEmpty)
        #expect(server.receive(.request(3, FourKinds.unary)).hasPrefix(draw == 0.999 ? "start" : "refuse"))
        #expect(server.pass(.seconds(1)).isEmpty)
        #expect(server.receive(.request(5, FourKinds.unary)) == "refuse 5 UNAVAILABLE DRAINING")
        #expect(server.receive(.data(1, "a")) == "deliver 1 'a'")
        _ = server.ended(3, succeeded: true)
        #expect(server.ended(1, succeeded: true) == .closing)
        #expect(server.pass(.seconds(1)) == ["finish"])
    }

    @Test("A peer that goes on asking does not prolong the end")
    func linger() {
        var server = opened()
        server.machine.drain(now: server.now)
        for id in stride(from: StreamID(1), to: 19, by: 2) {
            #expect(server.receive(.request(id, FourKinds.unary)) == "refuse \(id) UNAVAILABLE DRAINING")
            #expect(server.pass(.milliseconds(100)).isEmpty)
        }
        #expect(server.pass(.milliseconds(100)) == ["finish"])
    }

    @Test("Without linger a drained connection ends at once")
    func withoutLinger() {
        var server = opened(Limits { $0.drainLinger = .zero })
        server.machine.drain(now: server.now)
        #expect(server.pass(.zero) == ["finish"])
    }

    @Test(
        "wire 6: a deadline covers the time a call waited before it could begin", arguments: [(999, "start 1 Unary '' last"), (1000, nil)])
    func queueing(waitedMilliseconds: Int64, begins: String?) {
        var server = opened()
        let arrivedAt = server.now
        let now = arrivedAt + .milliseconds(waitedMilliseconds)
        let frame = Frame.request(1, FourKinds.unary, timeout: 1_000_000_000)
        let action = server.machine.receive(.frame(frame), arrivedAt: arrivedAt, now: now)
        #expect(server.tell(action) == begins ?? "refuse 1 DEADLINE_EXCEEDED DEADLINE_EXCEEDED")
        if begins != nil { #expect(server.machine.nextDeadline == arrivedAt + .seconds(1)) }
    }
}
