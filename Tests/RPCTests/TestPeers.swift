import NIOCore
import RPC

/// Four methods, one of each kind, named for it. Their handlers are never run here: machines only look at kinds.
struct FourKinds: RPCService {
    static let service = "test.Kinds"
    static let unary = MethodDescriptor(service: service, method: "Unary", kind: .unary)
    static let client = MethodDescriptor(service: service, method: "Client", kind: .clientStreaming)
    static let server = MethodDescriptor(service: service, method: "Server", kind: .serverStreaming)
    static let both = MethodDescriptor(service: service, method: "Both", kind: .bidirectional)

    var methodHandlers: [MethodHandler] {
        [
            MethodHandler(Self.unary, .unary { request, _ in request }),
            MethodHandler(Self.client, .clientStreaming { _, _ in ByteBuffer() }),
            MethodHandler(Self.server, .serverStreaming { _, _, _ in }),
            MethodHandler(Self.both, .bidirectional { _, _, _ in }),
        ]
    }
}

/// What a server does with frames, each step told as one line.
struct ServerTranscript {
    var machine: ServerConnectionStateMachine
    var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
    let methods = MethodTable([FourKinds()])

    init(limits: Limits = Limits(), ageDraw: Double = 0) {
        machine = ServerConnectionStateMachine(limits: SharedLimits(limits), methods: methods, ageDraw: ageDraw)
    }

    mutating func receive(_ frame: Frame) -> String {
        machine.heard()
        return tell(machine.receive(.frame(frame), arrivedAt: now, now: now))
    }
    mutating func receive(_ event: FrameDecoder.Event) -> String { tell(machine.receive(event, arrivedAt: now, now: now)) }

    mutating func ended(_ id: StreamID, succeeded: Bool) -> ServerConnectionStateMachine.Ending {
        machine.handlerEnded(id, succeeded: succeeded, now: now)
    }

    /// Everything due after some time.
    mutating func pass(_ time: Duration) -> [String] {
        now = now + TimeAmount(time)
        var lines: [String] = []
        while let action = machine.expire(now: now) { lines.append(tell(action)) }
        return lines
    }

    func tell(_ action: ServerConnectionStateMachine.Action) -> String {
        switch action {
        case .ignore: return "ignore"
        case .start(let call):
            let method = methods.handlers[call.handlerIndex].descriptor.method
            let message = call.message.map { "'\(String(buffer: $0))'" } ?? "-"
            return "start \(call.streamID) \(method) \(message)" + (call.isLast ? " last" : "")
        case .deliver(let id, let message, let isLast):
            return "deliver \(id) " + (message.map { "'\(String(buffer: $0))'" } ?? "-") + (isLast ? " last" : "")
        case .refuse(let id, let error): return "refuse \(id) \(error.code) \(error.reason ?? "-")"
        case .abort(let id, let error): return "abort \(id) \(error.code) \(error.reason ?? "-")"
        case .close(let fault): return "close \(fault.rawValue)"
        case .finish: return "finish"
        }
    }
}

/// What a client does with frames, each step told as one line.
struct ClientTranscript {
    var machine: ClientConnectionStateMachine
    var now = NIODeadline.uptimeNanoseconds(1_000_000_000)

    init(limits: Limits = Limits()) { machine = ClientConnectionStateMachine(limits: limits) }

    mutating func open(_ kind: MethodKind, timeout: Duration = .seconds(10)) throws -> StreamID {
        try machine.open(kind, deadline: now + TimeAmount(timeout), now: now)
    }

    /// Why a call cannot be opened.
    mutating func refusal(_ kind: MethodKind, timeout: Duration = .seconds(10)) -> RPCError? {
        do {
            _ = try open(kind, timeout: timeout)
            return nil
        } catch {
            return error as? RPCError
        }
    }

    mutating func receive(_ frame: Frame) -> String { tell(machine.receive(.frame(frame))) }
    mutating func receive(_ event: FrameDecoder.Event) -> String { tell(machine.receive(event)) }

    func tell(_ action: ClientConnectionStateMachine.Action) -> String {
        switch action {
        case .ignore: return "ignore"
        case .deliver(let id, let message, let isLast): return "deliver \(id) '\(String(buffer: message))'" + (isLast ? " last" : "")
        case .end(let id): return "end \(id)"
        case .fail(let id, let error): return "fail \(id) \(error.code) \(error.reason ?? "-")"
        case .close: return "close"
        }
    }
}

extension Frame {
    /// A Request of a method, with a payload or without the field.
    static func request(
        _ id: StreamID, _ method: MethodDescriptor, _ payload: String? = nil, flags: FrameFlags = [], timeout: Int64 = 0,
        metadata: Metadata = Metadata()
    ) -> Frame {
        let envelope = RequestEnvelope(
            method: method, payload: payload.map { ByteBuffer(string: $0) }, timeoutNanoseconds: timeout, metadata: metadata)
        var data = ByteBuffer()
        envelope.encode(into: &data)
        return Frame(streamID: id, type: .request, flags: flags, data: data)
    }

    static func data(_ id: StreamID, _ text: String, flags: FrameFlags = []) -> Frame {
        Frame(streamID: id, type: .data, flags: flags, data: ByteBuffer(string: text))
    }

    static func closing(_ id: StreamID) -> Frame { Frame(streamID: id, type: .data, flags: .closing) }

    /// A response with a payload, or with an error.
    static func response(_ id: StreamID, _ text: String) -> Frame {
        var bytes = ByteBuffer()
        _ = bytes.writeResponseFrame(ByteBuffer(string: text), streamID: id, frameBytesMax: 4 << 20)
        return bytes.onlyFrame
    }

    static func response(_ id: StreamID, _ error: RPCError) -> Frame {
        var bytes = ByteBuffer()
        bytes.writeResponseFrame(error, streamID: id, limits: Limits())
        return bytes.onlyFrame
    }

    var bytes: ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeFrame(self)
        return buffer
    }
}

extension ByteBuffer {
    /// The frame these bytes are.
    var onlyFrame: Frame {
        guard case .frame(let frame) = frames.first, frames.count == 1 else { preconditionFailure("the bytes are not one frame") }
        return frame
    }

    /// All events these bytes amount to.
    var frames: [FrameDecoder.Event] {
        var decoder = FrameDecoder(frameBytesMax: 4 << 20)
        decoder.append(self)
        return decoder.drain()
    }
}

extension FrameDecoder {
    mutating func drain() -> [Event] {
        var events: [Event] = []
        while let event = next() { events.append(event) }
        return events
    }
}
