import NIOCore
import RPC
import Tracing

/// What a connection notes for the server's observer and tracer: one entry a call, from its start until its answer.
///
/// Belongs to the connection's loop. Not there at all on a server that has neither observer nor tracer.
struct ConnectionObservation {
    private struct Entry {
        let methodIndex: Int
        let queueing: TimeAmount
        let startedAt: NIODeadline
        var requestBytes: Int
        var responseBytes = 0
        var admitted: (any AdmittedIdentity)?
        let trace: TraceParent?
        let span: (any Span)?
    }

    private let services: ServerServices
    private let loop: any EventLoop
    private var entries = StreamTable<Entry>()
    private var readAt: NIODeadline
    /// The frame being worked on, in case nothing else becomes known of it.
    private var frame: (isRequest: Bool, bytes: Int) = (false, 0)
    private var isHandshakeOver = false
    private var isClosed = false

    /// nil: nobody wants to know.
    init?(_ services: ServerServices, on loop: any EventLoop) {
        guard services.observer != nil || services.tracing != nil else { return nil }
        self.services = services
        self.loop = loop
        readAt = .uptimeNanoseconds(0)
        observer?.connectionOpened()
    }

    private var observer: (any ServerObserver)? { services.observer }
    private var tracing: ServerTracing? { services.tracing }

    // MARK: The connection

    /// Bytes arrived.
    mutating func read() { readAt = loop.now }

    mutating func handshakeCompleted() { isHandshakeOver = true }

    /// TLS failed; a failure later than in the handshake is an end like others.
    mutating func failed(_ error: any Error) {
        if error is TLSError, !isHandshakeOver { observer?.handshakeFailed() }
    }

    /// Its end, once: whoever had no answer gets none.
    mutating func closed(_ error: RPCError, peer: PeerIdentity) {
        guard !isClosed else { return }
        isClosed = true
        for id in entries.all.map(\.id).sorted() { failed(id, error, peer: peer) }
        observer?.connectionClosed()
    }

    // MARK: Frames

    /// A frame comes to be worked on.
    mutating func arrived(_ event: FrameDecoder.Event) {
        switch event {
        case .frame(let frame): arrived(frame.type, bytes: frame.data.readableBytes)
        case .discarded(let header, _): arrived(header.type, bytes: Int(header.length))
        case .discardBegan, .broken: frame = (false, 0)
        }
    }

    /// wire 2: frames of types that nobody knows are ignored, and counted.
    private mutating func arrived(_ type: FrameType, bytes: Int) {
        frame = (type == .request, bytes)
        if type != .request, type != .data { refused(Self.unknownType) }
    }

    private static let unknownType = "FRAME_TYPE_UNKNOWN"

    /// The connection is closed for what the peer sent.
    func refused(_ reason: String) { observer?.frameRefused(reason) }

    /// Requests of an overloaded server's that it did not look into.
    func refusedUnread(_ count: Int) { observer?.callsRefusedUnread(count) }

    // MARK: Calls

    /// A call was accepted. Answers what its handler runs in, when spans are recorded.
    mutating func started(_ call: AcceptedCall, peer: PeerIdentity) -> ServiceContext? {
        let now = loop.now
        let span = tracing?.start(services.methods.handlers[call.handlerIndex].descriptor, call.metadata, peer: peer)
        let caller = call.metadata.pairs.isEmpty ? nil : TraceParent(call.metadata)
        entries[call.streamID] = Entry(
            methodIndex: call.handlerIndex, queueing: now - min(readAt, now), startedAt: now,
            requestBytes: call.message?.readableBytes ?? 0, trace: span.flatMap { tracing?.identity(of: $0) } ?? caller, span: span)
        observer?.callStarted(call.handlerIndex)
        return span?.context
    }

    /// The call was let in, and this is who makes it.
    mutating func admitted(_ id: StreamID, as identity: (any AdmittedIdentity)?) {
        guard var entry = entries[id] else { return }
        entry.admitted = identity
        entries[id] = entry
    }

    /// A further message of a stream came from the caller.
    mutating func received(_ id: StreamID, _ message: ByteBuffer) {
        guard var entry = entries[id] else { return }
        entry.requestBytes += message.readableBytes
        entries[id] = entry
    }

    /// A message of a stream went to the caller.
    mutating func sent(_ id: StreamID, bytes: Int) {
        guard var entry = entries[id] else { return }
        entry.responseBytes += bytes
        entries[id] = entry
    }

    /// The call went well, with `bytes` in its answer.
    mutating func succeeded(_ id: StreamID, bytes: Int = 0, peer: PeerIdentity) { end(id, nil, answerBytes: bytes, peer: peer) }

    /// The caller is told an error, of its call or of a frame that began none.
    mutating func failed(_ id: StreamID, _ error: RPCError, peer: PeerIdentity) {
        if entries[id] != nil { return end(id, error, peer: peer) }
        if isClosed { return }
        guard frame.isRequest else { return refused(error.reason ?? "") }
        let now = loop.now
        observer?.callEnded(
            ObservedCall(
                methodIndex: nil, streamID: id, error: error, queueing: now - min(readAt, now), running: .zero, requestBytes: frame.bytes,
                responseBytes: 0, peer: peer))
    }

    /// What the log says of the call beside its error.
    func trace(of id: StreamID) -> TraceParent? { entries[id]?.trace }

    private mutating func end(_ id: StreamID, _ error: RPCError?, answerBytes: Int = 0, peer: PeerIdentity) {
        guard let entry = entries.remove(id) else { return }
        let call = ObservedCall(
            methodIndex: entry.methodIndex, streamID: id, error: error, queueing: entry.queueing, running: loop.now - entry.startedAt,
            requestBytes: entry.requestBytes, responseBytes: entry.responseBytes + answerBytes, peer: peer, admitted: entry.admitted,
            trace: entry.trace)
        observer?.callEnded(call)
        if let span = entry.span { tracing?.end(span, call) }
    }
}

extension RPCServerConnectionHandler {
    /// Starts an accepted call, noted, and within its span if spans are recorded.
    func startObserved(_ call: AcceptedCall) {
        guard let context = observed?.started(call, peer: peer) else { return start(call) }
        ServiceContext.$current.withValue(context) { start(call) }
    }
}
