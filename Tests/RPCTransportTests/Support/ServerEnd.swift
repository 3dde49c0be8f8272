import Logging
import NIOCore
import NIOEmbedded
import RPC

@testable import RPCTransport

/// A server's end of a connection in an embedded channel, and what it wrote as frames: time stands still until it is moved.
struct ServerEnd {
    let channel: EmbeddedChannel
    let handler: RPCServerConnectionHandler
    private var decoder = FrameDecoder(frameBytesMax: 4 << 20)

    init(
        limits: Limits = Limits(), moreServices: [any RPCService] = [], admission: Admission? = nil,
        onPassEnd: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws {
        let loop = EmbeddedEventLoop()
        let services = ServerServices(
            services: [KindsService()] + moreServices, limits: limits, group: loop,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            admission: admission, onPassEnd: onPassEnd, random: { 0.5 }, makeCorrelationID: { "c0ffee" })
        try self.init(services: services, loop: loop)
    }

    /// One more connection of the same server.
    init(beside other: ServerEnd) throws {
        try self.init(services: other.handler.services, loop: other.channel.embeddedEventLoop)
    }

    private init(services: ServerServices, loop: EmbeddedEventLoop) throws {
        handler = RPCServerConnectionHandler(services: services, eventLoop: loop, address: "192.0.2.1:1")
        channel = EmbeddedChannel(handler: handler, loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1)).wait()
    }

    /// The handshake is over; without it the connection's own clocks stand still.
    func handshake(_ peer: TLSPeer? = nil) {
        channel.pipeline.fireUserInboundEventTriggered(
            TLSHandshakeCompleted(applicationProtocol: "ttrpc", version: "TLSv1.3", peer: peer))
    }

    func receive(_ frames: Frame...) throws {
        var bytes = ByteBuffer()
        for frame in frames { bytes.writeFrame(frame) }
        try channel.writeInbound(bytes)
    }

    func pass(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

    /// Everything written, in whole writes.
    func writes() throws -> [ByteBuffer] {
        var writes: [ByteBuffer] = []
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { writes.append(bytes) }
        return writes
    }

    /// Everything written, a line a frame: `1 'message'`, `1 CODE REASON`, `1 data 'message'`, `1 closed`.
    mutating func answers() throws -> [String] {
        for write in try writes() { decoder.append(write) }
        var answers: [String] = []
        while let event = decoder.next() {
            guard case .frame(let frame) = event else {
                answers.append("\(event)")
                continue
            }
            answers.append("\(frame.streamID) \(try frame.told)")
        }
        return answers
    }
}

extension Frame {
    fileprivate var told: String {
        get throws {
            switch (type, flags) {
            case (.response, []):
                switch try ResponseEnvelope(decoding: data) {
                case .success(let message): "'\(String(buffer: message))'"
                case .failure(let error): "\(error.code) \(error.reason ?? "-")"
                }
            case (.data, []): "data '\(String(buffer: data))'"
            case (.data, .closing): "closed"
            default: "\(self)"
            }
        }
    }
}
