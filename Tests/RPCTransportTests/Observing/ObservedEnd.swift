import Logging
import NIOCore
import NIOEmbedded
import RPC
import Synchronization
import Tracing

@testable import RPCTransport

/// Everything an observer was told, in order.
final class ObserverLog: ServerObserver {
    private let state = Mutex((lines: [String](), calls: [ObservedCall]()))

    var lines: [String] { state.withLock { $0.lines } }
    var calls: [ObservedCall] { state.withLock { $0.calls } }

    func connectionOpened() { note("opened") }
    func connectionClosed() { note("closed") }
    func handshakeFailed() { note("handshake failed") }
    func frameRefused(_ reason: String) { note("frame \(reason)") }
    func callsRefusedUnread(_ count: Int) { note("refused unread \(count)") }
    func callStarted(_ methodIndex: Int) { note("started \(Self.names[methodIndex])") }

    func callEnded(_ call: ObservedCall) {
        let name = call.methodIndex.map { Self.names[$0] } ?? "-"
        note("ended \(call.streamID) \(name) \(call.error?.reason ?? call.code.description) \(call.requestBytes)/\(call.responseBytes)")
        state.withLock { $0.calls.append(call) }
    }

    private func note(_ line: String) { state.withLock { $0.lines.append(line) } }

    private static let names = KindsService().methodHandlers.map(\.descriptor.method)
}

/// A server's end in an embedded channel, observed.
struct ObservedEnd {
    let channel: EmbeddedChannel
    let handler: RPCServerConnectionHandler
    let log = ObserverLog()
    let service = KindsService()

    init(limits: Limits = Limits(), tracer: (any Tracer)? = nil, admission: Admission? = nil, logger: Logger? = nil) throws {
        let loop = EmbeddedEventLoop()
        let services = ServerServices(
            services: [service], limits: limits, group: loop, logger: logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            admission: admission, observer: log, tracer: tracer, makeCorrelationID: { "c0ffee" })
        handler = RPCServerConnectionHandler(services: services, eventLoop: loop, address: "192.0.2.1:1")
        channel = EmbeddedChannel(handler: handler, loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1)).wait()
    }

    func receive(_ frames: Frame...) throws {
        var bytes = ByteBuffer()
        for frame in frames { bytes.writeFrame(frame) }
        try channel.writeInbound(bytes)
    }

    var loop: EmbeddedEventLoop { channel.embeddedEventLoop }
}
