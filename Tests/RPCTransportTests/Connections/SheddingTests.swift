import Logging
import NIOCore
import NIOEmbedded
import RPC
import Testing

@testable import RPCTransport

/// What an overloaded server's handler answers, and whom it never refuses.
@Suite struct SheddingTests {
    private static let roomForTwo = Limits { $0.callsPerLoopMax = 2 }
    private static let unary = LoopLoad.Beside(handlerIndex: 0, startedAt: .uptimeNanoseconds(1), streamOf: nil)

    @Test("Calls beside the loop are limited at n-1, n and n+1, and room comes back with each that ends", arguments: [1, 2, 3])
    func besideTheLoop(count: Int) throws {
        var end = try ServerEnd(limits: Self.roomForTwo)
        for number in 0..<count { try end.receive(.request(StreamID(2 * number + 1), KindsService.hangOnLoop, timeout: 1_000_000_000)) }
        #expect(try end.answers() == (count > 2 ? ["5 RESOURCE_EXHAUSTED SERVER_OVERLOADED"] : []))
        // An answer on the loop is quick and takes no room beside it; but a loop that is full refuses it too.
        try end.receive(.request(101, KindsService.echoOnLoop, "a"))
        #expect(try end.answers() == [count < 2 ? "101 'a'" : "101 RESOURCE_EXHAUSTED SERVER_OVERLOADED"])
        end.pass(.hours(9))
        _ = try end.answers()
        try end.receive(.request(103, KindsService.hangOnLoop), .request(105, KindsService.echoOnLoop, "b"))
        #expect(try end.answers() == ["105 'b'"])
    }

    @Test("A shed call is told when to come back, somewhere between half and one and a half times the delay")
    func retryInfo() throws {
        let loop = EmbeddedEventLoop()
        let draws = [0.0, 0.25, 0.999]
        for draw in draws {
            let load = LoopLoad(methods: MethodTable([KindsService()]), limits: Limits(), random: { draw })
            guard case .failure(let error) = try ResponseEnvelope(decoding: load.answer()) else { preconditionFailure("an error") }
            #expect(error.reason == "SERVER_OVERLOADED")
            #expect(error.code == .resourceExhausted)
            #expect(error.wasNotExecuted)
            #expect(error.retryAfter == .milliseconds(Int64(500 + 1000 * draw)))
        }
        try loop.syncShutdownGracefully()
    }

    @Test("Whoever asks for the server's health is answered, however busy it is")
    func health() throws {
        struct Health: RPCService {
            var methodHandlers: [MethodHandler] {
                [
                    MethodHandler(
                        MethodDescriptor(service: "grpc.health.v1.Health", method: "Check", kind: .unary), .unary { request, _ in request })
                ]
            }
        }
        let methods = MethodTable([KindsService(), Health()])
        let load = LoopLoad(methods: methods, limits: Self.roomForTwo, random: { 0 })
        let now = NIODeadline.uptimeNanoseconds(1)
        for _ in 0..<2 { load.began(LoopLoad.Beside(handlerIndex: 0, startedAt: now, streamOf: nil)) }
        for (index, handler) in methods.handlers.enumerated() {
            let isHealth = handler.descriptor.method == "Check"
            let call = LoopLoad.Beside(handlerIndex: index, startedAt: now, streamOf: nil)
            #expect(load.admits(call, reachedAt: now, now: now) == isHealth)
        }
    }

    @Test("Streams take room beside the loop, and how long they last says nothing of a queue")
    func streams() {
        let load = LoopLoad(methods: MethodTable([KindsService()]), limits: Limits { $0.callsPerLoopMax = 100 }, random: { 0 })
        var now = NIODeadline.uptimeNanoseconds(1)
        let stream = LoopLoad.Beside(handlerIndex: 0, startedAt: now, streamOf: [1])
        for _ in 0..<100 { load.began(stream) }
        #expect(!load.admits(stream, reachedAt: now, now: now))
        #expect(load.admits(Self.unary, reachedAt: now, now: now), "streams shut nobody's calls out")
        now = now + .hours(1)
        for _ in 0..<100 { load.ended(stream, now: now) }
        #expect(load.admits(Self.unary, reachedAt: now, now: now))
    }

    @Test("One certificate has a share of the streams, however many connections it makes")
    func share() {
        let limits = Limits {
            $0.callsPerLoopMax = 100
            $0.streamsPerCallerMax = 10
        }
        let load = LoopLoad(methods: MethodTable([KindsService()]), limits: limits, random: { 0 })
        let now = NIODeadline.uptimeNanoseconds(1)
        let one = LoopLoad.Beside(handlerIndex: 0, startedAt: now, streamOf: [1])
        let other = LoopLoad.Beside(handlerIndex: 0, startedAt: now, streamOf: [2])
        for _ in 0..<10 {
            #expect(load.admits(one, reachedAt: now, now: now))
            load.began(one)
        }
        #expect(!load.admits(one, reachedAt: now, now: now) && load.admits(other, reachedAt: now, now: now))
        #expect(load.admits(Self.unary, reachedAt: now, now: now))
        load.ended(one, now: now)
        #expect(load.admits(one, reachedAt: now, now: now))
    }

    @Test("A loop that comes to calls too late sheds them, whoever they are from, and its next pass is young again")
    func pass() {
        let loop = EmbeddedEventLoop()
        let load = LoopLoad(methods: MethodTable([KindsService()]), limits: Limits(), random: { 0 })
        let start = NIODeadline.uptimeNanoseconds(1)
        load.reach(on: loop, now: start)
        for _ in 0..<LoopPass.alwaysTaken { #expect(load.admits(Self.unary, reachedAt: start, now: start)) }
        #expect(load.admits(Self.unary, reachedAt: start, now: start + .milliseconds(50)))
        #expect(!load.admits(Self.unary, reachedAt: start, now: start + .milliseconds(51)))
        loop.run()
        load.reach(on: loop, now: start + .milliseconds(60))
        #expect(load.admits(Self.unary, reachedAt: start + .milliseconds(60), now: start + .milliseconds(100)))
    }

    @Test("Refusals are logged at once, then as a count each ten seconds, until it is quiet")
    func log() {
        let loop = EmbeddedEventLoop()
        let lines = LogLines()
        let log = RefusalLog("too many connections", logger: lines.logger)
        for _ in 0..<3 { log.note(["peer": "a"], on: loop) }
        #expect(lines.all == ["too many connections peer=a"])
        loop.advanceTime(by: .seconds(10))
        #expect(lines.all == ["too many connections peer=a", "too many connections count=2"])
        loop.advanceTime(by: .seconds(100))
        log.note(["peer": "b"], on: loop)
        #expect(lines.all.suffix(2) == ["too many connections count=2", "too many connections peer=b"])
        loop.advanceTime(by: .seconds(100))
        #expect(lines.all.count == 3)
    }

    @Test("A loop that is late refuses what follows on the connection unread, but for what is no plain request of a service it may shed")
    func unread() throws {
        struct Health: RPCService {
            static let check = MethodDescriptor(service: "grpc.health.v1.Health", method: "Check", kind: .unary)
            var methodHandlers: [MethodHandler] { [MethodHandler(Self.check, .onLoop { _, _, _ in .answered })] }
        }
        var end = try ServerEnd(moreServices: [Health()])
        let loop = end.channel.embeddedEventLoop
        end.pass(.seconds(10))
        end.handler.load.reach(on: loop, now: loop.now - .seconds(1))
        let call = LoopLoad.Beside(handlerIndex: 0, startedAt: loop.now, streamOf: nil)
        for _ in 0..<LoopPass.alwaysTaken { _ = end.handler.load.admit(call, reachedAt: loop.now, now: loop.now) }

        var foreign = ByteBuffer()
        foreign.writeBytes([0x12, 1, UInt8(ascii: "x")])
        var unknown = ByteBuffer()
        unknown.writeBytes([RequestEnvelope.serviceTag, 3] + Array("a.B".utf8))
        try end.receive(
            .request(1, KindsService.echoOnLoop), Frame(streamID: 3, type: .request, data: unknown), .request(5, Health.check),
            .request(3, KindsService.echoOnLoop), .request(8, KindsService.echoOnLoop),
            Frame(streamID: 9, type: .request, data: foreign), .request(11, KindsService.echoOnLoop))
        let answers = try end.answers()
        #expect(
            answers == [
                "1 RESOURCE_EXHAUSTED SERVER_OVERLOADED", "3 RESOURCE_EXHAUSTED SERVER_OVERLOADED", "5 ''",
                "3 INVALID_ARGUMENT STREAM_ID_INVALID",
                "8 INVALID_ARGUMENT STREAM_ID_INVALID", "9 UNIMPLEMENTED SERVICE_UNKNOWN", "11 RESOURCE_EXHAUSTED SERVER_OVERLOADED",
            ])
        loop.run()
        try end.receive(.request(11, KindsService.echoOnLoop), .request(13, KindsService.echoOnLoop, "a"))
        #expect(try end.answers() == ["11 INVALID_ARGUMENT STREAM_ID_INVALID", "13 'a'"])
    }

    @Test("Calls refused unread are told as a number, to the observer and in the log")
    func unreadAreCounted() throws {
        let lines = LogLines()
        let end = try ObservedEnd(logger: lines.logger)
        end.loop.advanceTime(by: .seconds(10))
        end.handler.load.reach(on: end.loop, now: end.loop.now - .seconds(1))
        let call = LoopLoad.Beside(handlerIndex: 0, startedAt: end.loop.now, streamOf: nil)
        for _ in 0..<LoopPass.alwaysTaken { _ = end.handler.load.admit(call, reachedAt: end.loop.now, now: end.loop.now) }
        let echo = KindsService.echoOnLoop
        try end.receive(.request(1, echo), .request(3, echo), .request(5, echo))
        #expect(end.log.lines.suffix(3) == ["started EchoOnLoop", "ended 1 EchoOnLoop SERVER_OVERLOADED 0/0", "refused unread 2"])
        end.loop.advanceTime(by: .seconds(10))
        #expect(lines.all == ["shedding calls method=test.Kinds/EchoOnLoop", "shedding calls count=2"])
    }
}

extension LoopLoad {
    fileprivate func admits(_ call: Beside, reachedAt: NIODeadline, now: NIODeadline) -> Bool {
        admit(call, reachedAt: reachedAt, now: now) == .admitted
    }
}
