public import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// `GET /metrics` over HTTP/1.1, on a loopback address, and nothing else.
///
/// One answer a connection, a few connections at a time, a few seconds each: whoever can reach it may read, and can do nothing more. A
/// connection that says nothing makes room for the next.
public final class MetricsEndpoint: Sendable {
    private let group: any EventLoopGroup
    private let text: @Sendable () async -> String
    private let acceptHandler: @Sendable () -> any ChannelHandler
    private let connections = Mutex(Connections())
    private let listener = Mutex<(any Channel)?>(nil)

    private struct Connections {
        var count = 0
        /// Those without a whole request, the oldest first.
        var waiting: [any Channel] = []
    }

    static let connectionsMax = 8
    /// From accepting to the last byte.
    static let connectionTime = TimeAmount.seconds(10)

    /// - Parameters:
    ///   - acceptHandler: makes what deals with a connection that cannot be accepted: without one a loop spins for want of descriptors.
    ///   - text: what is answered; asked anew every time.
    public init(
        group: any EventLoopGroup, acceptHandler: @escaping @Sendable () -> any ChannelHandler,
        text: @escaping @Sendable () async -> String
    ) {
        self.group = group
        self.acceptHandler = acceptHandler
        self.text = text
    }

    /// Binds. Precondition: `host` is a loopback address. Throws the system's error.
    public func start(host: String, port: Int) async throws -> SocketAddress {
        precondition(LoopbackAddress.contains(host), "metrics are for this machine only")
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { [acceptHandler] channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(acceptHandler()) }
            }
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard add(channel) else { throw ChannelError.inappropriateOperationForState }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
                    let handler = MetricsRequestHandler { [self] in
                        stopWaiting(channel)
                        return await text()
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                    channel.eventLoop.scheduleTask(in: Self.connectionTime) { channel.close(promise: nil) }
                }
            }
            .bind(host: host, port: port).get()
        listener.withLock { $0 = channel }
        guard let address = channel.localAddress else { throw ChannelError.unknownLocalAddress }
        return address
    }

    /// Takes a connection, in the place of one that waits if there are as many as may be. False: there is no room.
    private func add(_ channel: any Channel) -> Bool {
        let (isTaken, oldest) = connections.withLock { connections -> (Bool, (any Channel)?) in
            let isFull = connections.count >= Self.connectionsMax
            if isFull, connections.waiting.isEmpty { return (false, nil) }
            connections.count += 1
            connections.waiting.append(channel)
            return (true, isFull ? connections.waiting.removeFirst() : nil)
        }
        guard isTaken else { return false }
        oldest?.close(promise: nil)
        channel.closeFuture.whenComplete { [self] _ in
            stopWaiting(channel)
            connections.withLock { $0.count -= 1 }
        }
        return true
    }

    private func stopWaiting(_ channel: any Channel) { connections.withLock { $0.waiting.removeAll { $0 === channel } } }

    /// Accepts no more. What is being answered ends by itself.
    public func stop() async { try? await listener.withLock { $0 }?.close().get() }
}

/// Answers one request and closes.
private final class MetricsRequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let text: @Sendable () async -> String
    private var head: HTTPRequestHead?
    private var isAnswered = false

    init(text: @escaping @Sendable () async -> String) { self.text = text }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isAnswered else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: respond(context, .payloadTooLarge)
        case .end: if let head { answer(head, context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let hosts = head.headers["host"]
        guard hosts.count == 1, LoopbackAddress.isNamed(by: hosts[0]) else { return respond(context, .misdirectedRequest) }
        guard head.uri == "/metrics" else { return respond(context, .notFound) }
        guard head.method == .GET else { return respond(context, .methodNotAllowed, ["allow": "GET"]) }
        isAnswered = true
        let connection = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.makeFutureWithTask { [text] in await text() }.whenSuccess { text in
            let (handler, context) = connection.value
            handler.respond(context, .ok, ["content-type": "text/plain; version=0.0.4; charset=utf-8"], text)
        }
    }

    private func respond(_ context: ChannelHandlerContext, _ status: HTTPResponseStatus, _ headers: HTTPHeaders = [:], _ text: String = "")
    {
        isAnswered = true
        let body = ByteBuffer(string: text)
        var headers = headers
        headers.add(name: "content-length", value: "\(body.readableBytes)")
        headers.add(name: "connection", value: "close")
        context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }
}
