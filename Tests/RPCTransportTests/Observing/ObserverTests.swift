import Logging
import NIOCore
import NIOEmbedded
import RPC
import Testing

@testable import RPCTransport

/// What an observer is told: of every call once, however it ends.
@Suite struct ObserverTests {
    @Test("A call is told of when it starts and when it is answered, whichever way its handler answers")
    func answers() throws {
        let end = try ObservedEnd()
        try end.receive(
            .request(1, KindsService.echoOnLoop, "abc"), .request(3, KindsService.echoLater, ""), .request(5, KindsService.big, "300"),
            .request(7, KindsService.failSecretlyOnLoop))
        end.loop.run()
        #expect(
            end.log.lines == [
                "opened", "started EchoOnLoop", "ended 1 EchoOnLoop OK 3/3", "started EchoLater", "started Big", "ended 5 Big OK 3/300",
                "started FailSecretlyOnLoop", "ended 7 FailSecretlyOnLoop INTERNAL 0/0", "ended 3 EchoLater OK 0/0",
            ])
        #expect(end.log.calls[2].error?.metadata == ["correlation_id": "c0ffee"])
    }

    @Test("A refused call is told of once, though it never started: unknown, malformed, one too many, too large, too late, not admitted")
    func refusals() throws {
        let limits = Limits {
            $0.streamsMax = 1
            $0.frameBytesMax = 400
        }
        let end = try ObservedEnd(
            limits: limits,
            admission: { context in
                if context.method == KindsService.whoAmI { throw RPCError(.permissionDenied, reason: "NOT_ALLOWED", "No.", domain: "test") }
                return nil
            })
        try end.receive(
            .request(1, KindsService.method("Nothing")), Frame(streamID: 3, type: .request, data: ByteBuffer(string: "\u{1}")),
            .request(5, KindsService.big, "500"), .request(7, KindsService.whoAmI), .request(9, KindsService.echoOnLoop, timeout: -1),
            .request(11, KindsService.hangOnLoop), .request(13, KindsService.echoOnLoop),
            .request(15, KindsService.echoOnLoop, String(repeating: "x", count: 500)))
        #expect(
            end.log.lines.filter { $0.hasPrefix("ended") } == [
                "ended 1 - METHOD_UNKNOWN 21/0", "ended 3 - MALFORMED_REQUEST 1/0", "ended 5 Big MESSAGE_TOO_LARGE 3/0",
                "ended 7 WhoAmI NOT_ALLOWED 0/0", "ended 9 - DEADLINE_EXCEEDED 35/0", "ended 13 - TOO_MANY_STREAMS 24/0",
                "ended 15 - FRAME_TOO_LARGE 527/0",
            ])
        end.handler.drain()
        try end.receive(.request(17, KindsService.echoOnLoop))
        #expect(end.log.lines.last == "ended 17 - DRAINING 24/0")
    }

    @Test("A frame that belongs to no call is a refused frame and no call")
    func frames() throws {
        let end = try ObservedEnd()
        try end.receive(Frame(streamID: 9, type: .data, data: ByteBuffer(string: "x")))
        try end.receive(Frame(streamID: 1, type: FrameType(rawValue: 9)))
        try end.channel.writeInbound(ByteBuffer(bytes: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
        #expect(
            end.log.lines.filter { $0.hasPrefix("frame") } == ["frame STREAM_ID_INVALID", "frame FRAME_TYPE_UNKNOWN", "frame NOT_TTRPC"])
        #expect(end.log.calls.isEmpty)
    }

    @Test("The time before a call began and the time it ran are told apart; what ends late is told of when its caller was answered")
    func durations() throws {
        let end = try ObservedEnd()
        try end.receive(.request(1, KindsService.hangOnLoop, timeout: 1_000_000_000))
        end.loop.advanceTime(by: .seconds(2))
        #expect(end.log.lines.last == "ended 1 HangOnLoop DEADLINE_EXCEEDED 0/0")
        #expect(end.log.calls[0].queueing == .zero && end.log.calls[0].running == .seconds(1))
    }

    @Test("A caller who leaves ends its calls with CANCELLED, once, and the connection is closed once")
    func disconnect() throws {
        let end = try ObservedEnd()
        try end.receive(.request(1, KindsService.hangOnLoop), .request(3, KindsService.hangOnLoop))
        _ = try? end.channel.finish()
        end.loop.advanceTime(by: .hours(10))
        #expect(
            end.log.lines == [
                "opened", "started HangOnLoop", "started HangOnLoop", "ended 1 HangOnLoop CANCELLED 0/0",
                "ended 3 HangOnLoop CANCELLED 0/0",
                "closed",
            ])
    }

    @Test("TLS that fails before the handshake is over is a failed handshake; later it is an end")
    func handshakes() throws {
        let end = try ObservedEnd()
        end.channel.pipeline.fireErrorCaught(TLSError.handshakeTimeout)
        end.channel.pipeline.fireUserInboundEventTriggered(
            TLSHandshakeCompleted(applicationProtocol: "ttrpc", version: "TLSv1.3", peer: nil))
        end.channel.pipeline.fireErrorCaught(TLSError.closed)
        #expect(end.log.lines == ["opened", "handshake failed"])
    }
}
