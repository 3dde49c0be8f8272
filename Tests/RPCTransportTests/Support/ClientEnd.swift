import NIOCore
import NIOEmbedded
import RPC

@testable import RPCTransport

/// A client's end of a connection in an embedded channel, and the frames it wrote.
struct ClientEnd {
    let channel: EmbeddedChannel
    let handler: ClientConnectionHandler
    private var decoder = FrameDecoder(frameBytesMax: 4 << 20)

    init(limits: Limits = Limits()) throws {
        let loop = EmbeddedEventLoop()
        handler = ClientConnectionHandler(limits: limits, needsHandshake: false, eventLoop: loop, status: ConnectionStatus())
        channel = EmbeddedChannel(handler: handler, loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1)).wait()
    }

    /// Opens a call whose answers go to the queue.
    func open(_ method: MethodDescriptor, _ message: String?, timeout: TimeAmount = .seconds(10)) -> (CallToken, MessageQueue) {
        let token = CallToken()
        let queue = MessageQueue { _ in }
        handler.open(
            method, message.map { ByteBuffer(string: $0) }, CallOptions(), deadline: channel.eventLoop.now + timeout, token, .stream(queue))
        return (token, queue)
    }

    mutating func frames() throws -> [Frame] {
        channel.embeddedEventLoop.run()
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { decoder.append(bytes) }
        var frames: [Frame] = []
        while case .frame(let frame) = decoder.next() { frames.append(frame) }
        return frames
    }
}
