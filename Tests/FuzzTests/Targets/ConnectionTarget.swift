import NIOCore
import RPC

extension FuzzTarget {
    /// A server's connection. The first byte seeds how the rest is cut into pieces, and what handlers and clocks do meanwhile.
    static let connection = FuzzTarget(name: "connection") { input in
        let wire = Array(input.dropFirst())
        var whole = FrameDecoder(frameBytesMax: ConnectionPlay.limits.frameBytesMax)
        whole.append(ByteBuffer(bytes: wire))
        var expected: [FrameDecoder.Event] = []
        while let event = whole.next() { expected.append(event) }

        var play = ConnectionPlay(seed: input.first ?? 0)
        let seen = try play.run(wire)
        try promise(seen == expected, "the same bytes in pieces are other frames")
    }
}

/// A connection whose peer sends the input, with handlers that start, take messages and end at random.
private struct ConnectionPlay {
    static let limits: Limits = {
        var limits = Limits()
        limits.frameBytesMax = 1024
        limits.streamsMax = 4
        limits.unreadStreamBytesMax = 2048
        limits.unreadConnectionBytesMax = 4096
        return limits
    }()
    static let methods = MethodTable([EveryKind()])

    var random: SplitMix64
    var machine: ServerConnectionStateMachine
    var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
    var running: [StreamID] = []
    var unread: [StreamID: Int] = [:]
    var lastStarted: StreamID = 0
    var isClosed = false

    init(seed: UInt8) {
        random = SplitMix64(state: UInt64(seed))
        machine = ServerConnectionStateMachine(limits: SharedLimits(Self.limits), methods: Self.methods)
        machine.opened(now: now)
    }

    /// Answers every frame event there was.
    mutating func run(_ wire: [UInt8]) throws -> [FrameDecoder.Event] {
        var decoder = FrameDecoder(frameBytesMax: Self.limits.frameBytesMax)
        var events: [FrameDecoder.Event] = []
        var rest = wire[...]
        while !rest.isEmpty {
            let piece = rest.prefix([1, 2, 9, 10, 11, 64, 4096].randomElement(using: &random) ?? 1)
            rest = rest.dropFirst(piece.count)
            decoder.append(ByteBuffer(bytes: piece))
            machine.heard()
            while let event = decoder.next() {
                events.append(event)
                try perform(machine.receive(event, arrivedAt: now, now: now))
                try letHandlersAct()
            }
            machine.setIncomplete(now: decoder.bufferedBytes > 0 ? now : nil)
            try promise(
                decoder.bufferedBytes <= Self.limits.frameBytesMax + FrameHeader.byteCount, "more is held than one frame may be")
        }
        if Bool.random(using: &random) { machine.drain(now: now) }
        try pass(.hours(2))
        _ = machine.endOfInput()
        for id in running { _ = machine.handlerEnded(id, succeeded: true, now: now) }
        try promise(machine.callCount == 0, "calls are left when all handlers have ended")
        return events
    }

    private mutating func perform(_ action: ServerConnectionStateMachine.Action) throws {
        try promise(machine.callCount <= Self.limits.streamsMax, "\(machine.callCount) calls in flight")
        if isClosed, case .ignore = action { return }
        try promise(!isClosed, "the connection is closed, and then: \(action)")
        switch action {
        case .ignore: break
        case .start(let call):
            try promise(call.streamID > lastStarted && call.streamID % 2 == 1, "stream \(call.streamID) after \(lastStarted)")
            try promise(call.deadline <= now + TimeAmount(Self.limits.timeoutMax), "a deadline beyond the longest")
            lastStarted = call.streamID
            running.append(call.streamID)
            if call.kind.streamsRequests { unread[call.streamID, default: 0] += call.message?.creditCost ?? 0 }
        case .deliver(let id, let message, _):
            try promise(running.contains(id), "a message for stream \(id), which has no handler")
            unread[id, default: 0] += message?.creditCost ?? 0
        case .refuse(let id, let error), .abort(let id, let error): try answer(id, error)
        case .close, .finish: isClosed = true
        }
    }

    /// What a refused peer reads is a response, and says the same.
    private func answer(_ id: StreamID, _ error: RPCError) throws {
        var written = ByteBuffer()
        written.writeResponseFrame(error, streamID: id, limits: Self.limits)
        var reader = FrameDecoder(frameBytesMax: Limits().frameBytesMax)
        reader.append(written)
        guard case .frame(let frame) = reader.next(), frame.type == .response, frame.streamID == id else {
            throw Violation("a refusal that is no response frame")
        }
        guard case .failure(let read) = try ResponseEnvelope(decoding: frame.data) else { throw Violation("a refusal that is none") }
        try promise(read.code == error.code && read.reason == error.reason, "\(error) became \(read)")
    }

    private mutating func letHandlersAct() throws {
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
            guard let id = running.randomElement(using: &random) else { return }
            running.removeAll { $0 == id }
            unread[id] = nil
            _ = machine.handlerEnded(id, succeeded: Bool.random(using: &random), now: now)
        case 1...2:
            guard let id = running.randomElement(using: &random) else { return }
            machine.consumed(unread.updateValue(0, forKey: id) ?? 0, of: id, now: now)
        case 3: try pass([.milliseconds(1), .seconds(6), .seconds(40)].randomElement(using: &random) ?? .seconds(1))
        default: break
        }
    }

    private mutating func pass(_ time: TimeAmount) throws {
        now = now + time
        var actions = 0
        while let action = machine.expire(now: now) {
            actions += 1
            try promise(actions <= Self.limits.streamsMax + 2, "time passes, and no end of what is due")
            try perform(action)
        }
    }
}

/// Four methods, one of each kind, whose handlers never run.
private struct EveryKind: RPCService {
    static let service = "test.Kinds"

    var methodHandlers: [MethodHandler] {
        [
            MethodHandler(MethodDescriptor(service: Self.service, method: "Unary", kind: .unary), .unary { request, _ in request }),
            MethodHandler(
                MethodDescriptor(service: Self.service, method: "Client", kind: .clientStreaming), .clientStreaming { _, _ in ByteBuffer() }
            ),
            MethodHandler(
                MethodDescriptor(service: Self.service, method: "Server", kind: .serverStreaming), .serverStreaming { _, _, _ in }),
            MethodHandler(MethodDescriptor(service: Self.service, method: "Both", kind: .bidirectional), .bidirectional { _, _, _ in }),
        ]
    }
}
