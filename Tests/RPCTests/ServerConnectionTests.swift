import NIOCore
import RPC
import Testing

/// What a server does with each frame, as transcripts: a frame, and the line that tells what it asks for.
@Suite struct ServerConnectionTests {
    typealias Step = (frame: Frame, expected: String)

    static let transcripts: [(name: String, steps: [Step])] = [
        (
            "unary: the Request is the whole call, empty or not, flagged closed or not",
            [
                (.request(1, FourKinds.unary, "a"), "start 1 Unary 'a' last"),
                (.request(3, FourKinds.unary, ""), "start 3 Unary '' last"),
                (.request(5, FourKinds.unary), "start 5 Unary '' last"),
                (.request(7, FourKinds.unary, "b", flags: .remoteClosed), "start 7 Unary 'b' last"),
            ]
        ),
        (
            "server streaming: a Go client opens it with `remote closed`; plain is taken too",
            [
                (.request(1, FourKinds.server, "a", flags: .remoteClosed), "start 1 Server 'a' last"),
                (.request(3, FourKinds.server), "start 3 Server '' last"),
            ]
        ),
        (
            "client streaming: opened without payload, closed with the empty closing frame",
            [
                (.request(1, FourKinds.client, flags: .remoteOpen), "start 1 Client -"),
                (.data(1, "a"), "deliver 1 'a'"),
                (.data(1, ""), "deliver 1 ''"),
                (.closing(1), "deliver 1 - last"),
            ]
        ),
        (
            "a payload in a stream's Request is its first message, an empty one too",
            [
                (.request(1, FourKinds.both, "a", flags: .remoteOpen), "start 1 Both 'a'"),
                (.request(3, FourKinds.both, "", flags: .remoteOpen), "start 3 Both ''"),
                (.request(5, FourKinds.client, "a", flags: .remoteClosed), "start 5 Client 'a' last"),
                (.request(7, FourKinds.client, flags: .remoteClosed), "start 7 Client - last"),
            ]
        ),
        (
            "a closing frame may carry the last message, and then zero bytes are an empty one",
            [
                (.request(1, FourKinds.both, flags: .remoteOpen), "start 1 Both -"),
                (.data(1, "z", flags: .remoteClosed), "deliver 1 'z' last"),
                (.request(3, FourKinds.both, flags: .remoteOpen), "start 3 Both -"),
                (.data(3, "", flags: .remoteClosed), "deliver 3 '' last"),
            ]
        ),
        (
            "data without data and without an end says nothing",
            [
                (.request(1, FourKinds.both, flags: .remoteOpen), "start 1 Both -"),
                (.data(1, "", flags: .noData), "ignore"),
                (.data(1, "a"), "deliver 1 'a'"),
            ]
        ),
        (
            "data flagged `no data` fails its stream",
            [
                (.request(1, FourKinds.both, flags: .remoteOpen), "start 1 Both -"),
                (.data(1, "a", flags: .noData), "abort 1 INVALID_ARGUMENT MALFORMED_REQUEST"),
            ]
        ),
        (
            "data after the end fails its stream; closing twice does not",
            [
                (.request(1, FourKinds.both, flags: .remoteOpen), "start 1 Both -"),
                (.closing(1), "deliver 1 - last"),
                (.closing(1), "ignore"),
                (.data(1, "a"), "abort 1 INVALID_ARGUMENT STREAM_CLOSED"),
                (.data(1, "b"), "ignore"),
                (.closing(1), "ignore"),
            ]
        ),
        (
            "a unary call takes no data",
            [
                (.request(1, FourKinds.unary, "a"), "start 1 Unary 'a' last"),
                (.data(1, "a"), "abort 1 INVALID_ARGUMENT STREAM_CLOSED"),
            ]
        ),
        (
            "bad ids are answered on that id, and the connection lives",
            [
                (.request(2, FourKinds.unary), "refuse 2 INVALID_ARGUMENT STREAM_ID_INVALID"),
                (.request(0, FourKinds.unary), "refuse 0 INVALID_ARGUMENT STREAM_ID_INVALID"),
                (.request(5, FourKinds.unary), "start 5 Unary '' last"),
                (.request(3, FourKinds.unary), "refuse 3 INVALID_ARGUMENT STREAM_ID_INVALID"),
                (.request(5, FourKinds.unary), "abort 5 INVALID_ARGUMENT STREAM_ID_INVALID"),
                (.request(.max, FourKinds.unary), "start 4294967295 Unary '' last"),
                (.request(7, FourKinds.unary), "refuse 7 INVALID_ARGUMENT STREAM_ID_INVALID"),
            ]
        ),
        (
            "data of a stream that never was is refused",
            [
                (.data(1, "a"), "refuse 1 INVALID_ARGUMENT STREAM_ID_INVALID"),
                (.closing(1), "refuse 1 INVALID_ARGUMENT STREAM_ID_INVALID"),
                (.data(2, "a"), "refuse 2 INVALID_ARGUMENT STREAM_ID_INVALID"),
            ]
        ),
        (
            "unknown frame types and responses are ignored",
            [
                (Frame(streamID: 1, type: FrameType(rawValue: 4)), "ignore"),
                (Frame(streamID: 2, type: FrameType(rawValue: 255), data: ByteBuffer(string: "x")), "ignore"),
                (.response(1, "a"), "ignore"),
                (.request(1, FourKinds.unary), "start 1 Unary '' last"),
            ]
        ),
        (
            "a method must be called as what it is",
            [
                (.request(1, FourKinds.unary, flags: .remoteOpen), "refuse 1 INVALID_ARGUMENT CALL_KIND_MISMATCH"),
                (.request(3, FourKinds.server, flags: .remoteOpen), "refuse 3 INVALID_ARGUMENT CALL_KIND_MISMATCH"),
                (.request(5, FourKinds.client), "refuse 5 INVALID_ARGUMENT CALL_KIND_MISMATCH"),
                (.request(7, FourKinds.both), "refuse 7 INVALID_ARGUMENT CALL_KIND_MISMATCH"),
                (.request(9, FourKinds.both, flags: [.remoteOpen, .remoteClosed]), "refuse 9 INVALID_ARGUMENT CALL_KIND_MISMATCH"),
                (.request(11, FourKinds.unary, flags: [.remoteOpen, .remoteClosed]), "refuse 11 INVALID_ARGUMENT CALL_KIND_MISMATCH"),
            ]
        ),
        (
            "unknown services and methods are UNIMPLEMENTED, and names must be text",
            [
                (
                    .request(1, MethodDescriptor(service: "no.Such", method: "Unary", kind: .unary)),
                    "refuse 1 UNIMPLEMENTED SERVICE_UNKNOWN"
                ),
                (.request(3, MethodDescriptor(service: "test.Kinds", method: "No", kind: .unary)), "refuse 3 UNIMPLEMENTED METHOD_UNKNOWN"),
                (.request(5, MethodDescriptor(service: "", method: "", kind: .unary)), "refuse 5 UNIMPLEMENTED SERVICE_UNKNOWN"),
                (.request(7, MethodDescriptor(service: "a\0", method: "", kind: .unary)), "refuse 7 INVALID_ARGUMENT MALFORMED_REQUEST"),
                (
                    Frame(streamID: 9, type: .request, data: ByteBuffer(bytes: [0x0A, 1, 0xFF])),
                    "refuse 9 INVALID_ARGUMENT MALFORMED_REQUEST"
                ),
                (
                    Frame(streamID: 11, type: .request, data: ByteBuffer(string: "garbage")),
                    "refuse 11 INVALID_ARGUMENT MALFORMED_REQUEST"
                ),
                (.request(11, FourKinds.unary), "refuse 11 INVALID_ARGUMENT STREAM_ID_INVALID"),
                (.request(13, FourKinds.unary), "start 13 Unary '' last"),
            ]
        ),
        (
            "a negative timeout is over already",
            [
                (.request(1, FourKinds.unary, timeout: -1), "refuse 1 DEADLINE_EXCEEDED DEADLINE_EXCEEDED"),
                (.request(3, FourKinds.unary, timeout: .min), "refuse 3 DEADLINE_EXCEEDED DEADLINE_EXCEEDED"),
                (.request(5, FourKinds.unary, timeout: .max), "start 5 Unary '' last"),
            ]
        ),
    ]

    @Test("Transcripts", arguments: transcripts.indices)
    func transcript(_ index: Int) {
        let (name, steps) = Self.transcripts[index]
        var server = ServerTranscript()
        for step in steps {
            let told = server.receive(step.frame)
            #expect(told == step.expected, "\(name)")
        }
    }

    @Test("wire 2: unknown frame types are ignored", arguments: [0, 2, 4, 200] as [UInt8])
    func unknownTypes(_ type: UInt8) {
        var server = ServerTranscript()
        #expect(server.receive(Frame(streamID: 1, type: FrameType(rawValue: type))) == "ignore")
    }

    @Test(
        "wire 5: unary and client streaming end with a response, the others with a closing frame; every failure is a response",
        arguments: [
            (FourKinds.unary, [], .response), (FourKinds.client, .remoteOpen, .response), (FourKinds.server, .remoteClosed, .closing),
            (FourKinds.both, .remoteOpen, .closing),
        ] as [(MethodDescriptor, FrameFlags, ServerConnectionStateMachine.Ending)])
    func endings(method: MethodDescriptor, flags: FrameFlags, well: ServerConnectionStateMachine.Ending) {
        var server = ServerTranscript()
        _ = server.receive(.request(1, method, flags: flags))
        _ = server.receive(.request(3, method, flags: flags))
        #expect(server.ended(1, succeeded: true) == well)
        #expect(server.ended(3, succeeded: false) == .response)
        #expect(server.ended(3, succeeded: false) == .nothing)
    }

    @Test("wire 7: late data of a stream the server ended early is nobody's mistake; the client's close never is")
    func lateData() {
        var server = ServerTranscript()
        _ = server.receive(.request(1, FourKinds.client, flags: .remoteOpen))
        #expect(server.ended(1, succeeded: false) == .response)
        #expect(server.receive(.data(1, "late")) == "ignore")
        #expect(server.receive(.closing(1)) == "ignore")
        _ = server.receive(.request(3, FourKinds.unary))
        #expect(server.ended(3, succeeded: true) == .response)
        #expect(server.receive(.closing(3)) == "ignore")
        #expect(server.receive(.data(3, "never")) == "refuse 3 INVALID_ARGUMENT STREAM_ID_INVALID")
    }

    @Test("A call whose deadline passes is answered once, and its handler's late answer is dropped")
    func deadline() {
        var server = ServerTranscript()
        _ = server.receive(.request(1, FourKinds.unary, timeout: 1_000_000_000))
        _ = server.receive(.request(3, FourKinds.both, flags: .remoteOpen, timeout: 2_000_000_000))
        #expect(server.machine.nextDeadline == server.now + .seconds(1))
        #expect(server.pass(.milliseconds(999)).isEmpty)
        #expect(server.pass(.milliseconds(1)) == ["abort 1 DEADLINE_EXCEEDED DEADLINE_EXCEEDED"])
        #expect(server.machine.nextDeadline == server.now + .seconds(1))
        #expect(!server.machine.maySend(1))
        #expect(server.machine.callCount == 2)
        #expect(server.ended(1, succeeded: true) == .nothing)
        #expect(server.pass(.seconds(1)) == ["abort 3 DEADLINE_EXCEEDED DEADLINE_EXCEEDED"])
        #expect(server.receive(.data(3, "late")) == "ignore")
        #expect(server.ended(3, succeeded: false) == .nothing)
        #expect(server.pass(.seconds(1)).isEmpty)
        #expect(server.machine.nextDeadline == nil)
    }

    @Test("wire 6, 8: calls that name no deadline get the default of their kind, and none gets more than the most")
    func defaultDeadlines() {
        let limits = Limits {
            $0.unaryTimeoutDefault = .seconds(1)
            $0.streamTimeoutDefault = .seconds(2)
            $0.timeoutMax = .seconds(3)
        }
        for (method, flags, timeout, seconds) in [
            (FourKinds.unary, [], 0, 1), (FourKinds.server, .remoteClosed, 0, 2), (FourKinds.client, .remoteOpen, 0, 2),
            (FourKinds.both, .remoteOpen, 0, 2), (FourKinds.unary, [], .max, 3), (FourKinds.unary, [], 2_000_000_000, 2),
        ] as [(MethodDescriptor, FrameFlags, Int64, Int64)] {
            var server = ServerTranscript(limits: limits)
            _ = server.receive(.request(1, method, flags: flags, timeout: timeout))
            #expect(server.machine.nextDeadline == server.now + .seconds(seconds))
        }
    }

    @Test("The limit of calls in flight holds at n-1, n and n+1, and counts until the handler has ended")
    func streamsMax() {
        var server = ServerTranscript(limits: Limits { $0.streamsMax = 2 })
        #expect(server.receive(.request(1, FourKinds.unary, timeout: 1)) == "start 1 Unary '' last")
        #expect(server.receive(.request(3, FourKinds.unary)) == "start 3 Unary '' last")
        #expect(server.receive(.request(5, FourKinds.unary)) == "refuse 5 RESOURCE_EXHAUSTED TOO_MANY_STREAMS")
        #expect(server.pass(.seconds(1)) == ["abort 1 DEADLINE_EXCEEDED DEADLINE_EXCEEDED"])
        #expect(server.receive(.request(7, FourKinds.unary)) == "refuse 7 RESOURCE_EXHAUSTED TOO_MANY_STREAMS")
        #expect(server.ended(1, succeeded: true) == .nothing)
        #expect(server.receive(.request(9, FourKinds.unary)) == "start 9 Unary '' last")
    }

    @Test("Draining refuses new calls unread, lets those in flight end, and then is done")
    func draining() {
        var server = ServerTranscript()
        _ = server.receive(.request(1, FourKinds.both, flags: .remoteOpen))
        server.machine.drain(now: server.now)
        #expect(server.pass(.seconds(2)).isEmpty)
        #expect(server.receive(.request(3, FourKinds.unary)) == "refuse 3 UNAVAILABLE DRAINING")
        #expect(server.receive(.data(1, "a")) == "deliver 1 'a'")
        #expect(server.ended(1, succeeded: true) == .closing)
        #expect(server.pass(.milliseconds(999)).isEmpty)
        #expect(server.receive(.request(5, FourKinds.unary)) == "refuse 5 UNAVAILABLE DRAINING")
        #expect(server.pass(.milliseconds(1)) == ["finish"])
    }

    @Test("When the peer is gone every running handler is cancelled, and nothing more is written")
    func endOfInput() {
        var server = ServerTranscript()
        for id in [1, 3, 5] as [StreamID] { _ = server.receive(.request(id, FourKinds.unary)) }
        _ = server.ended(3, succeeded: true)
        #expect(server.machine.endOfInput() == [1, 5])
        #expect(server.machine.endOfInput() == [])
        #expect(server.receive(.request(7, FourKinds.unary)) == "ignore")
        #expect(server.ended(1, succeeded: true) == .nothing)
        #expect(server.ended(5, succeeded: false) == .nothing)
        #expect(server.machine.callCount == 0)
    }

    @Test("A peer that does not speak ttrpc is closed upon")
    func broken() {
        var server = ServerTranscript()
        #expect(server.receive(.broken) == "close NOT_TTRPC")
        #expect(server.receive(.request(1, FourKinds.unary)) == "ignore")
    }

    @Test("wire 1: a too large frame is answered when it is gone, on its own stream, and must be gone in time")
    func oversized() {
        let request = FrameHeader(length: 5 << 20, streamID: 1, type: .request)
        var server = ServerTranscript()
        #expect(server.receive(.discardBegan(request)) == "ignore")
        #expect(server.receive(.discarded(request, .tooLarge)) == "refuse 1 RESOURCE_EXHAUSTED FRAME_TOO_LARGE")
        #expect(server.pass(.seconds(3600)).isEmpty)
        #expect(server.receive(.request(1, FourKinds.unary)) == "refuse 1 INVALID_ARGUMENT STREAM_ID_INVALID")
        #expect(server.receive(.request(3, FourKinds.both, flags: .remoteOpen)) == "start 3 Both -")
        let data = FrameHeader(length: 5 << 20, streamID: 3, type: .data)
        #expect(server.receive(.discardBegan(data)) == "ignore")
        #expect(server.receive(.discarded(data, .tooLarge)) == "abort 3 RESOURCE_EXHAUSTED FRAME_TOO_LARGE")
        let unknown = FrameHeader(length: 5 << 20, streamID: 3, type: FrameType(rawValue: 9))
        #expect(server.receive(.discarded(unknown, .tooLarge)) == "ignore")
        #expect(server.receive(.request(5, FourKinds.both, flags: .remoteOpen)) == "start 5 Both -")
        let noRoom = FrameHeader(length: 1 << 20, streamID: 5, type: .data)
        #expect(server.receive(.discarded(noRoom, .noRoom)) == "abort 5 RESOURCE_EXHAUSTED NO_ROOM_FOR_FRAME")
        #expect(server.receive(.discardBegan(data)) == "ignore")
        #expect(server.pass(.seconds(9)).isEmpty)
        #expect(server.pass(.seconds(1)) == ["close DISCARD_TIMEOUT"])
    }
}
