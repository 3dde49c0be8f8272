import NIOCore
import NIOEmbedded
import RPC
import Synchronization
import Testing

@testable import RPCTransport

/// The server's handler in an embedded channel: time stands still, nothing runs beside the loop.
@Suite struct ServerHandlerTests {
    @Test("Pipelined calls are answered in order, in one write")
    func oneWrite() throws {
        var end = try ServerEnd()
        try end.receive(
            .request(1, KindsService.echoOnLoop, "a"), .request(3, KindsService.echoOnLoop, ""),
            .request(5, KindsService.failSecretlyOnLoop),
            .request(7, KindsService.echoOnLoop, "b"))
        let writes = try end.writes()
        #expect(writes.count == 1)
        try end.channel.writeInbound(ByteBuffer())
        var decoder = FrameDecoder(frameBytesMax: 1 << 20)
        decoder.append(writes[0])
        var ids: [StreamID] = []
        while case .frame(let frame) = decoder.next() { ids.append(frame.streamID) }
        #expect(ids == [1, 3, 5, 7])
        #expect(try end.answers().isEmpty)
    }

    @Test("Calls whose bytes came in one piece have one arrival; the loop says when it has been to all there was")
    func arrivals() throws {
        let arrivals = Mutex<[UInt64]>([])
        let passes = Mutex<[Int]>([])
        let end = try ServerEnd(
            admission: { context in
                arrivals.withLock { $0.append(context.arrival) }
                return nil
            }, onPassEnd: { loop in passes.withLock { $0.append(loop) } })
        try end.receive(.request(1, KindsService.echoOnLoop), .request(3, KindsService.echoOnLoop))
        try end.receive(.request(5, KindsService.echoOnLoop))
        #expect(arrivals.withLock { $0 } == [1, 1, 2])
        end.channel.embeddedEventLoop.run()
        #expect(passes.withLock { $0 } == [0])
    }

    @Test("Bytes may arrive one at a time")
    func byteByByte() throws {
        var end = try ServerEnd()
        var bytes = Frame.request(1, KindsService.echoOnLoop, "slowly").bytes
        while let byte = bytes.readSlice(length: 1) { try end.channel.writeInbound(byte) }
        #expect(try end.answers() == ["1 'slowly'"])
    }

    @Test("An answer that comes later is written when it comes")
    func later() throws {
        var end = try ServerEnd()
        try end.receive(.request(1, KindsService.echoLater, "a"), .request(3, KindsService.echoOnLoop, "b"))
        #expect(try end.answers() == ["3 'b'"])
        end.channel.embeddedEventLoop.run()
        #expect(try end.answers() == ["1 'a'"])
    }

    @Test("A handler's own errors stay inside: INTERNAL, with the id of the log line and nothing else")
    func internalErrors() throws {
        let end = try ServerEnd()
        try end.receive(.request(1, KindsService.failSecretlyOnLoop))
        let write = try #require(try end.writes().first)
        #expect(!String(buffer: write).contains("hunter2"))
        #expect(!String(buffer: write).contains("half an answer"))
        let data = try #require(write.getSlice(at: FrameHeader.byteCount, length: write.readableBytes - FrameHeader.byteCount))
        let error = WireReason.internalError.error(
            "The server failed; its operator finds the cause under correlation id c0ffee.", metadata: ["correlation_id": "c0ffee"])
        #expect(try ResponseEnvelope(decoding: data) == .failure(error))
    }

    @Test("Admission refuses by method and identity before the handler runs")
    func admission() throws {
        var end = try ServerEnd(admission: { context in
            guard context.peer.subjectAlternativeNames.contains("DNS:portal.example") else {
                throw RPCError(.permissionDenied, reason: "NOT_ALLOWED", "No.", domain: "test")
            }
            return Guest()
        })
        try end.receive(.request(1, KindsService.whoAmI))
        #expect(try end.answers() == ["1 PERMISSION_DENIED NOT_ALLOWED"])
        let peer = TLSPeer(
            subjectAlternativeNames: ["DNS:portal.example"], certificateFingerprint: Array(repeating: 1, count: 32), notAfterUnixSeconds: 0)
        end.handshake(peer)
        try end.receive(.request(3, KindsService.whoAmI, metadata: Metadata([.init(key: "who", value: "me")])))
        #expect(try end.answers() == ["3 'DNS:portal.example 32 me 0 a guest'"])
    }

    @Test("An answer above the frame limit fails its call only")
    func answerTooLarge() throws {
        var end = try ServerEnd(limits: Limits { $0.frameBytesMax = 1000 })
        try end.receive(.request(1, KindsService.big, "2000"), .request(3, KindsService.echoOnLoop, "a"))
        #expect(try end.answers() == ["1 RESOURCE_EXHAUSTED MESSAGE_TOO_LARGE", "3 'a'"])
    }

    @Test("A call that is not answered by its deadline fails then, and one timer serves all calls")
    func deadlines() throws {
        var end = try ServerEnd()
        try end.receive(
            .request(1, KindsService.hangOnLoop, timeout: 2_000_000_000), .request(3, KindsService.hangOnLoop, timeout: 1_000_000_000),
            .request(5, KindsService.echoOnLoop, "a", timeout: 500_000_000))
        #expect(try end.answers() == ["5 'a'"])
        end.channel.embeddedEventLoop.advanceTime(by: .milliseconds(999))
        #expect(try end.answers().isEmpty)
        end.channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(try end.answers() == ["3 DEADLINE_EXCEEDED DEADLINE_EXCEEDED"])
        end.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(try end.answers() == ["1 DEADLINE_EXCEEDED DEADLINE_EXCEEDED"])
        end.channel.embeddedEventLoop.advanceTime(by: .hours(10))
        #expect(try end.answers().isEmpty)
    }

    @Test("Draining closes a connection a linger after its last answer, and refuses what crosses that")
    func draining() throws {
        var idle = try ServerEnd()
        idle.handler.drain()
        idle.channel.embeddedEventLoop.run()
        #expect(idle.channel.isActive)
        try idle.receive(.request(1, KindsService.echoOnLoop, "a"))
        #expect(try idle.answers() == ["1 UNAVAILABLE DRAINING"])
        idle.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!idle.channel.isActive)

        var busy = try ServerEnd()
        try busy.receive(.request(1, KindsService.echoLater, "a"))
        busy.handler.drain()
        #expect(busy.channel.isActive)
        try busy.receive(.request(3, KindsService.echoOnLoop, "b"))
        #expect(try busy.answers() == ["3 UNAVAILABLE DRAINING"])
        busy.channel.embeddedEventLoop.run()
        #expect(try busy.answers() == ["1 'a'"])
        busy.channel.embeddedEventLoop.advanceTime(by: .milliseconds(999))
        #expect(busy.channel.isActive)
        busy.channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(!busy.channel.isActive)
        try busy.handler.finished.futureResult.wait()
    }

    @Test("A too large frame that does not arrive in time closes the connection")
    func slowDiscard() throws {
        let end = try ServerEnd()
        var bytes = ByteBuffer()
        bytes.writeFrameHeader(FrameHeader(length: 5 << 20, streamID: 1, type: .request))
        try end.channel.writeInbound(bytes)
        end.channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(end.channel.isActive)
        end.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!end.channel.isActive)
    }

    @Test("#72, #174: a peer that takes no answers is not read from, and cut off when it takes nothing for too long")
    func stall() throws {
        var end = try ServerEnd()
        end.channel.isWritable = false
        end.channel.pipeline.fireChannelWritabilityChanged()
        let reads = ReadCounter()
        try end.channel.pipeline.syncOperations.addHandler(reads, position: .first)
        end.channel.pipeline.read()
        #expect(reads.count == 0)
        try end.receive(.request(1, KindsService.echoOnLoop, "a"))
        end.channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(end.channel.isActive)
        #expect(try end.answers().isEmpty, "what had arrived already waits")
        end.channel.isWritable = true
        end.channel.pipeline.fireChannelWritabilityChanged()
        #expect(try end.answers() == ["1 'a'"])
        #expect(reads.count == 1)
        end.channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        end.channel.isWritable = false
        end.channel.pipeline.fireChannelWritabilityChanged()
        end.channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(end.channel.isActive)
        end.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!end.channel.isActive)
    }

    @Test("A burst of small requests with large answers is worked through only as fast as the peer takes the answers")
    func burst() throws {
        var end = try ServerEnd()
        let full = FullSocket()
        try end.channel.pipeline.syncOperations.addHandler(full, position: .first)
        let text = String(repeating: "x", count: 32 << 10)
        var bytes = ByteBuffer()
        for number in 0..<100 { bytes.writeFrame(.request(StreamID(2 * number + 1), KindsService.echoOnLoop, text)) }
        try end.channel.writeInbound(bytes)
        end.channel.embeddedEventLoop.run()

        // Each time the peer takes what there is, at most one flush's worth follows: 64 KiB and the answer that went over it.
        var answered = 0
        var rounds = 0
        while answered < 100 {
            let answers = try end.answers()
            #expect((1...3).contains(answers.count))
            #expect(answers.first?.hasPrefix("\(2 * answered + 1) ") == true)
            answered += answers.count
            rounds += 1
            try #require(rounds <= 100, "the burst came to a stop")
            full.empty(end.channel)
        }
        #expect(answered == 100)
        #expect(end.channel.isActive)
    }

    @Test("#231: a closed connection is finished only when its last handler is")
    func finishes() throws {
        let end = try ServerEnd()
        try end.receive(.request(1, KindsService.echoLater, "a"))
        var isFinished = false
        end.handler.finished.futureResult.assumeIsolated().whenComplete { _ in isFinished = true }
        _ = try? end.channel.close(mode: .all).wait()
        end.channel.embeddedEventLoop.run()
        #expect(isFinished)
    }
}

/// A socket that is full after every write until its peer has taken that.
private final class FullSocket: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        guard let channel = context.channel as? EmbeddedChannel, channel.isWritable else { return }
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
    }

    func empty(_ channel: EmbeddedChannel) {
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        channel.embeddedEventLoop.run()
    }
}
