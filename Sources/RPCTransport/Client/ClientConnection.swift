public import NIOCore
import NIOPosix
public import RPC

/// One connection to a server, for any number of calls at a time. It does not reconnect and does not retry: a pool does.
///
/// An error says by `wasNotExecuted` whether the call may be sent again on another connection, whatever it does.
public final class ClientConnection: RPCCaller, Sendable {
    /// Where a server is and how to speak to it.
    public struct Configuration: Sendable {
        /// A name or an address to connect to.
        public var host: String
        /// The server's port.
        public var port: Int
        /// The name or address the server's certificate must have. Default: `host`.
        public var serverName: String?
        /// What to trust, and what to show.
        public var tls: TLSClientContext
        /// Time limits of the handshake and the shutdown.
        public var tlsLimits = TLSLimits()
        /// Bounds of the wire.
        public var limits = Limits()
        /// How long TCP may take to connect. Default 5 s; the handshake has its own limit.
        public var connectTimeout = Duration.seconds(5)
        /// Timeout of a call that names none. Default 10 s.
        public var timeoutDefault = Duration.seconds(10)

        /// Connects to `host` and `port` with the default limits.
        public init(host: String, port: Int, tls: TLSClientContext) {
            self.host = host
            self.port = port
            self.tls = tls
        }
    }

    private let channel: any Channel
    private let handler: NIOLoopBound<ClientConnectionHandler>
    private let status: ConnectionStatus
    private let timeoutDefault: Duration
    private let limits: Limits

    init(
        channel: any Channel, handler: NIOLoopBound<ClientConnectionHandler>, status: ConnectionStatus, limits: Limits,
        timeoutDefault: Duration
    ) {
        self.channel = channel
        self.handler = handler
        self.status = status
        self.limits = limits
        self.timeoutDefault = timeoutDefault
    }

    /// Connects and completes the handshake. Throws `RPCError`: UNAVAILABLE, or UNAUTHENTICATED when the server refuses our
    /// certificate; in TLS 1.3 that may instead show on the first call.
    public static func connect(_ configuration: Configuration, on eventLoop: any EventLoop) async throws -> ClientConnection {
        let (tls, tlsLimits) = (configuration.tls, configuration.tlsLimits)
        let serverName = configuration.serverName ?? configuration.host
        return try await connect(
            host: configuration.host, port: configuration.port, limits: configuration.limits, connectTimeout: configuration.connectTimeout,
            timeoutDefault: configuration.timeoutDefault, on: eventLoop
        ) { channel in
            try channel.pipeline.syncOperations.addHandler(TLSHandler(clientContext: tls, serverName: serverName, limits: tlsLimits))
        }
    }

    /// - Parameter security: adds TLS to the pipeline; nil for plaintext, in tests.
    static func connect(
        host: String, port: Int, limits: Limits = Limits(), connectTimeout: Duration = .seconds(5),
        timeoutDefault: Duration = .seconds(10), on eventLoop: any EventLoop, security: RPCServer.Security?
    ) async throws -> ClientConnection {
        let status = ConnectionStatus()
        do {
            let bootstrap = ClientBootstrap(group: eventLoop)
                .connectTimeout(TimeAmount(connectTimeout))
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            let (channel, handler, ready) = try await VanishedPeer.options
                .reduce(bootstrap) { $0.channelOption($1.0, value: $1.1) }
                .connect(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = ClientConnectionHandler(
                            limits: limits, needsHandshake: security != nil, eventLoop: channel.eventLoop, status: status)
                        do {
                            try security?(channel)
                            try channel.pipeline.syncOperations.addHandler(handler)
                        } catch {
                            handler.ready.fail(error)
                            throw error
                        }
                        return (channel, NIOLoopBound(handler, eventLoop: channel.eventLoop), handler.ready.futureResult)
                    }
                }
            try await ready.get()
            return ClientConnection(channel: channel, handler: handler, status: status, limits: limits, timeoutDefault: timeoutDefault)
        } catch let error as RPCError {
            throw error.notExecuted
        } catch {
            throw WireReason.notConnected.error("No connection to \(host):\(port) could be made.")
        }
    }

    /// Calls in flight; a moment old.
    public var callCount: Int { status.callCount }
    /// Whether new calls can be opened: not after the server said it drains, nor after the end.
    public var acceptsCalls: Bool { status.acceptsCalls && channel.isActive }

    /// Takes no new calls, lets those in flight end, closes. Returns when it is closed.
    public func drain() async {
        channel.eventLoop.execute { [handler] in handler.value.drain() }
        try? await channel.closeFuture.get()
    }

    /// Closes now; calls in flight fail.
    public func close() async {
        channel.close(promise: nil)
        try? await channel.closeFuture.get()
    }

    /// Returns when the connection is closed, by whomever.
    public func closed() async { try? await channel.closeFuture.get() }

    // MARK: RPCCaller

    /// One request, one response. Cancelling the task ends the call here at once; the server is not told.
    public func unary(_ method: MethodDescriptor, _ request: ByteBuffer, options: CallOptions) async throws -> ByteBuffer {
        let deadline = deadline(options)
        let token = CallToken()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                onLoop { $0.open(method, request, options, deadline: deadline, token, .unary(continuation)) }
            }
        } onCancel: {
            cancel(token)
        }
    }

    /// Opens a stream for as long as `body` runs.
    public func withStream<Result: Sendable>(
        _ method: MethodDescriptor, first: ByteBuffer?, options: CallOptions,
        _ body: @Sendable (ClientStream) async throws -> Result
    ) async throws -> Result {
        let deadline = deadline(options)
        let token = CallToken()
        let queue = MessageQueue { [handler] bytes in
            handler.eventLoop.execute { handler.value.responsesTaken(bytes, on: token) }
        }
        onLoop { $0.open(method, first, options, deadline: deadline, token, .stream(queue)) }
        let stream = ClientStream(
            responses: IncomingMessages { try await queue.next() },
            requests: ClientRequests(token: token, queue: queue, handler: handler),
            closeRequests: { [handler] in handler.eventLoop.execute { handler.value.closeRequests(on: token) } })
        defer { cancel(token) }
        return try await withTaskCancellationHandler {
            try await body(stream)
        } onCancel: {
            cancel(token)
        }
    }

    private func deadline(_ options: CallOptions) -> NIODeadline {
        channel.eventLoop.now + min(TimeAmount(options.timeout ?? timeoutDefault), TimeAmount(limits.timeoutMax))
    }

    private func cancel(_ token: CallToken) {
        if let id = token.cancel() { onLoop { $0.cancel(id) } }
    }

    private func onLoop(_ work: @escaping @Sendable (ClientConnectionHandler) -> Void) {
        handler.eventLoop.execute { [handler] in work(handler.value) }
    }
}

/// Where a client stream's messages go.
private struct ClientRequests: OutgoingMessages {
    let token: CallToken
    let queue: MessageQueue
    let handler: NIOLoopBound<ClientConnectionHandler>

    func send(_ message: ByteBuffer) async throws {
        // What failed the stream says more than that it is closed.
        if let failure = queue.failure { throw failure }
        do {
            try await withCheckedThrowingContinuation { sender in
                handler.eventLoop.execute { handler.value.send(message, on: token, sender) }
            }
        } catch {
            throw queue.failure ?? error
        }
        if let failure = queue.failure { throw failure }
    }
}

extension RPCError {
    /// The same error of a call that never left.
    fileprivate var notExecuted: RPCError {
        var error = self
        error.wasNotExecuted = true
        return error
    }
}
