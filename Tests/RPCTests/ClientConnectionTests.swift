import NIOCore
import RPC
import Testing

/// What a client does with each frame.
@Suite struct ClientConnectionTests {
    typealias Step = (frame: Frame, expected: String)
    private static let refusal = RPCError(.notFound, reason: "R", "m", domain: "d")

    static let transcripts: [(name: String, kind: MethodKind, steps: [Step])] = [
        ("unary: an answer", .unary, [(.response(1, "a"), "deliver 1 'a' last"), (.response(1, "late"), "ignore")]),
        ("unary: an empty answer is an answer", .unary, [(.response(1, ""), "deliver 1 '' last")]),
        ("unary: an error", .unary, [(.response(1, refusal), "fail 1 NOT_FOUND R"), (.response(1, refusal), "ignore")]),
        ("unary: data breaks the call", .unary, [(.data(1, "a"), "fail 1 INTERNAL MALFORMED_RESPONSE"), (.response(1, "a"), "ignore")]),
        (
            "unary: an answer that does not decode", .unary,
            [(Frame(streamID: 1, type: .response, data: ByteBuffer(string: "garbage")), "fail 1 INTERNAL MALFORMED_RESPONSE")]
        ),
        ("client streaming: one answer", .clientStreaming, [(.response(1, ""), "deliver 1 '' last")]),
        ("client streaming: data breaks the call", .clientStreaming, [(.data(1, "a"), "fail 1 INTERNAL MALFORMED_RESPONSE")]),
        (
            "server streaming: messages, empty ones too, and the closing frame", .serverStreaming,
            [
                (.data(1, "a"), "deliver 1 'a'"), (.data(1, ""), "deliver 1 ''"), (.closing(1), "end 1"), (.closing(1), "ignore"),
            ]
        ),
        ("server streaming: nothing but the end", .serverStreaming, [(.closing(1), "end 1")]),
        ("server streaming: an OK response ends it, empty or not", .serverStreaming, [(.response(1, ""), "end 1")]),
        ("server streaming: an OK response may carry the last message", .serverStreaming, [(.response(1, "z"), "deliver 1 'z' last")]),
        (
            "bidirectional: the closing frame may carry the last message", .bidirectional,
            [
                (.data(1, "z", flags: .remoteClosed), "deliver 1 'z' last"), (.data(1, "late"), "ignore"),
            ]
        ),
        ("bidirectional: and that may be empty", .bidirectional, [(.data(1, "", flags: .remoteClosed), "deliver 1 '' last")]),
        (
            "bidirectional: messages, then an error", .bidirectional,
            [
                (.data(1, "a"), "deliver 1 'a'"), (.response(1, refusal), "fail 1 NOT_FOUND R"),
            ]
        ),
        (
            "bidirectional: data without data and without an end says nothing", .bidirectional,
            [
                (.data(1, "", flags: .noData), "ignore"), (.data(1, "a", flags: .noData), "fail 1 INTERNAL MALFORMED_RESPONSE"),
            ]
        ),
        (
            "streams that never were, and types nobody knows, are ignored", .unary,
            [
                (.response(3, "a"), "ignore"), (.data(2, "a"), "ignore"), (.response(0, refusal), "ignore"),
                (Frame(streamID: 1, type: FrameType(rawValue: 9)), "ignore"), (.request(1, FourKinds.unary), "ignore"),
                (.response(1, "a"), "deliver 1 'a' last"),
            ]
        ),
    ]

    @Test("Transcripts", arguments: transcripts.indices)
    func transcript(_ index: Int) throws {
        let (name, kind, steps) = Self.transcripts[index]
        var client = ClientTranscript()
        _ = try client.open(kind)
        for step in steps {
            let told = client.receive(step.frame)
            #expect(told == step.expected, "\(name)")
        }
    }

    @Test("Stream ids are odd and increase")
    func ids() throws {
        var client = ClientTranscript()
        let ids = [try client.open(.unary), try client.open(.bidirectional), try client.open(.unary)]
        #expect(ids == [1, 3, 5])
    }

    @Test("wire 7: cancelling sends nothing, and a late answer is ignored")
    func cancelling() throws {
        var client = ClientTranscript()
        let id = try client.open(.unary)
        #expect(client.machine.cancel(id) == true)
        #expect(client.machine.cancel(id) == false)
        #expect(client.receive(.response(id, "late")) == "ignore")
    }

    @Test("Only streaming callers send, until they close their side")
    func sending() throws {
        var client = ClientTranscript()
        let unary = try client.open(.unary)
        let stream = try client.open(.bidirectional)
        #expect(!client.machine.maySend(unary))
        #expect(client.machine.closeRequests(unary) == false)
        #expect(client.machine.maySend(stream))
        #expect(client.machine.closeRequests(stream) == true)
        #expect(client.machine.closeRequests(stream) == false)
        #expect(!client.machine.maySend(stream))
    }

    @Test("wire 6: the deadline holds on this side too; one that has passed sends nothing")
    func deadlines() throws {
        var client = ClientTranscript()
        let first = try client.open(.unary, timeout: .seconds(1))
        _ = try client.open(.unary, timeout: .seconds(2))
        #expect(client.machine.nextDeadline == client.now + .seconds(1))
        client.now = client.now + .seconds(1)
        let action = client.machine.expire(now: client.now)
        #expect(action.map(client.tell) == "fail \(first) DEADLINE_EXCEEDED DEADLINE_EXCEEDED")
        let next = client.machine.expire(now: client.now)
        #expect(next == nil)
        #expect(client.receive(.response(first, "late")) == "ignore")
        let error = client.refusal(.unary, timeout: .zero)
        #expect(error?.code == .deadlineExceeded)
        #expect(error?.wasNotExecuted == true)
    }

    @Test("A connection takes as many calls as its limit, then says so without sending", arguments: [(1, true), (2, true), (3, false)])
    func streamsMax(count: Int, isTaken: Bool) throws {
        var client = ClientTranscript(limits: Limits { $0.streamsMax = 2 })
        for _ in 1..<count { _ = try client.open(.unary) }
        if isTaken {
            _ = try client.open(.unary)
        } else {
            let error = client.refusal(.unary)
            #expect(error?.reason == "TOO_MANY_STREAMS")
            #expect(error?.wasNotExecuted == true)
        }
    }

    @Test("A server that drains gets no more calls; those in flight end, and then the connection may close")
    func draining() throws {
        var client = ClientTranscript()
        _ = try client.open(.unary)
        _ = try client.open(.unary)
        #expect(client.receive(.response(3, WireReason.draining.error("m"))) == "fail 3 UNAVAILABLE DRAINING")
        #expect(!client.machine.acceptsCalls)
        let error = client.refusal(.unary)
        #expect(error?.wasNotExecuted == true)
        #expect(!client.machine.isDrained)
        #expect(client.receive(.response(1, "a")) == "deliver 1 'a' last")
        #expect(client.machine.isDrained)
    }

    @Test("When the connection ends, what was never flushed was certainly not executed; the rest may have been")
    func connectionEnds() throws {
        var client = ClientTranscript()
        client.machine.flushed()
        _ = try client.open(.unary)
        client.machine.flushed()
        _ = try client.open(.unary)
        let failures = client.machine.close()
        #expect(failures.map(\.0) == [1, 3])
        #expect(failures.map(\.1.reason) == ["CONNECTION_LOST", "NOT_CONNECTED"])
        #expect(failures.map(\.1.wasNotExecuted) == [false, true])
        let error = client.refusal(.unary)
        #expect(error?.wasNotExecuted == true)
    }

    @Test("A server that refused a call as DRAINING has refused every later one, answered or not: certainly not executed")
    func crossingTheEnd() throws {
        var client = ClientTranscript()
        for _ in 0..<3 { _ = try client.open(.unary) }
        client.machine.flushed()
        #expect(client.receive(.response(3, WireReason.draining.error("m"))) == "fail 3 UNAVAILABLE DRAINING")
        let failures = client.machine.close()
        #expect(failures.map(\.0) == [1, 5])
        #expect(failures.map(\.1.reason) == ["CONNECTION_LOST", "DRAINING"])
        #expect(failures.map(\.1.wasNotExecuted) == [false, true])
    }

    @Test("Nothing flushed, nothing executed: not even the first call")
    func nothingFlushed() throws {
        var client = ClientTranscript()
        client.machine.flushed()
        _ = try client.open(.unary)
        #expect(client.machine.close().map(\.1.wasNotExecuted) == [true])
    }

    @Test("A too large answer fails its call only")
    func oversized() throws {
        var client = ClientTranscript()
        let id = try client.open(.unary)
        let other = try client.open(.unary)
        let header = FrameHeader(length: 5 << 20, streamID: id, type: .response)
        #expect(client.receive(.discardBegan(header)) == "ignore")
        #expect(client.receive(.discarded(header, .tooLarge)) == "fail 1 RESOURCE_EXHAUSTED FRAME_TOO_LARGE")
        #expect(client.receive(.discarded(header, .tooLarge)) == "ignore")
        #expect(client.receive(.response(other, "a")) == "deliver 3 'a' last")
    }
}
