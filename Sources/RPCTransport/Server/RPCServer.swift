public import Logging
public import NIOCore
import NIOPosix
public import RPC
import Synchronization
public import Tracing

/// A ttrpc server over TLS: it accepts, keeps its limits, and stops without dropping calls.
///
/// ```swift
/// let server = try RPCServer(configuration, services: [service], group: group, logger: logger)
/// let address = try await server.start()
/// try await server.run()                        // until someone calls drain
/// ```
/// Failing to accept, for want of file descriptors say, is logged and tried again after a second; it ends nothing.
public final class RPCServer: Sendable {
    /// Where and how a server listens.
    public struct Configuration: Sendable {
        /// An address or name to listen on.
        public var host: String
        /// 0 lets the system choose; `start` answers which.
        public var port: Int
        /// A socket that is bound already, by systemd say; `host` and `port` then say nothing. The server owns it.
        public var boundSocket: CInt?
        /// Certificates, read and checked.
        public var tls: TLSServerContext
        /// Time limits of the handshake and the shutdown.
        public var tlsLimits = TLSLimits()
        /// Bounds of the wire.
        public var limits = Limits()
        /// Connections the kernel keeps ready for us.
        public var backlog: Int32 = 256

        /// Listens on `host` and `port` with the default limits.
        public init(host: String, port: Int, tls: TLSServerContext) {
            self.host = host
            self.port = port
            self.tls = tls
        }
    }

    /// Adds what lies below the RPC handler to a connection's pipeline. Plaintext, in tests, adds nothing.
    typealias Security = @Sendable (any Channel) throws -> Void

    private enum State {
        case idle
        case starting
        case listening(any Channel)
        case stopped
    }

    /// How often a connection is read before others have their turn. A pass must take all that is there: what it leaves in the sockets
    /// of an overloaded server grows old where nobody can refuse it (docs/decisions/0011).
    private static let readsPerPass: UInt = 32

    private let host: String
    private let port: Int
    private let backlog: Int32
    private let boundSocket: CInt?
    private let security: Security
    /// nil without TLS.
    private let tls: TLSContextSlot?
    private let services: ServerServices
    private let group: any EventLoopGroup
    private let registry: ConnectionRegistry
    private let refusals: RefusalLog
    private let stopped: EventLoopPromise<Void>
    private let state = Mutex(State.idle)

    /// - Parameters:
    ///   - services: what the server serves; no two may list the same method.
    ///   - group: the loops connections live on. The caller shuts it down, after the server has stopped.
    ///   - admission: decides by identity and method, before a message is decoded.
    ///   - observer: is told what connections and calls come to.
    ///   - tracer: records a span a call. Default: the process's own, if it has one by now.
    ///   - onPassEnd: called with a loop's index, on that loop, when it has been to every socket that had something: what calls of
    ///     one `ServerContext.arrival` shared can be let go.
    ///   - makeCorrelationID: names a failure in the log and to the caller.
    public convenience init(
        _ configuration: Configuration, services: [any RPCService], group: any EventLoopGroup, logger: Logger,
        admission: Admission? = nil, observer: (any ServerObserver)? = nil, tracer: (any Tracer)? = InstrumentationSystem.tracer,
        onPassEnd: @escaping @Sendable (Int) -> Void = { _ in },
        makeCorrelationID: @escaping @Sendable () -> String = RPCServer.randomCorrelationID
    ) {
        let (tls, tlsLimits) = (TLSContextSlot(configuration.tls), configuration.tlsLimits)
        self.init(
            host: configuration.host, port: configuration.port, boundSocket: configuration.boundSocket, backlog: configuration.backlog,
            services: ServerServices(
                services: services, limits: configuration.limits, group: group, logger: logger, admission: admission,
                observer: observer, tracer: tracer, onPassEnd: onPassEnd, makeCorrelationID: makeCorrelationID),
            group: group, tls: tls
        ) { channel in
            try channel.pipeline.syncOperations.addHandler(TLSHandler(serverContext: tls.context, limits: tlsLimits))
        }
    }

    init(
        host: String, port: Int, boundSocket: CInt? = nil, backlog: Int32 = 256, services: ServerServices, group: any EventLoopGroup,
        tls: TLSContextSlot? = nil, security: @escaping Security
    ) {
        self.host = host
        self.port = port
        self.boundSocket = boundSocket
        self.tls = tls
        self.backlog = backlog
        self.services = services
        self.group = group
        self.security = security
        registry = ConnectionRegistry(limits: services.limits)
        refusals = RefusalLog("too many connections", logger: services.logger)
        stopped = group.any().makePromise()
    }

    deinit {
        // A promise must be kept, also that of a server nobody drained. Once drained it is, and its loop may be gone.
        if case .stopped = state.withLock({ $0 }) { return }
        stopped.succeed()
    }

    /// Connections that are open, or whose handlers still run.
    public var connectionCount: Int { registry.count }

    /// Binds and begins to accept. Answers the bound address. Throws the system's error; `CancellationError` after `drain`.
    @discardableResult
    public func start() async throws -> SocketAddress {
        let mayStart = state.withLock { state in
            guard case .idle = state else { return false }
            state = .starting
            return true
        }
        guard mayStart else { throw CancellationError() }
        let channel: any Channel
        do {
            if let boundSocket {
                channel = try await bootstrap().withBoundSocket(boundSocket).get()
            } else {
                channel = try await bootstrap().bind(host: host, port: port).get()
            }
        } catch {
            state.withLock { $0 = .stopped }
            stopped.succeed()
            throw error
        }
        let wasStopped = state.withLock { state in
            guard case .starting = state else { return true }
            state = .listening(channel)
            return false
        }
        guard !wasStopped, let address = channel.localAddress else {
            try? await channel.close().get()
            throw CancellationError()
        }
        return address
    }

    /// Returns once `drain` was called and is through.
    public func run() async throws { try await stopped.futureResult.get() }

    /// Stops accepting, refuses new calls with DRAINING, lets calls in flight end for as long as `gracePeriod`, then closes what is
    /// left and cancels its handlers. A connection stays for `Limits.drainLinger` after its last call, or until its peer closes it, so
    /// that a call on its way is refused and not lost. Returns when every handler has ended. Call it any number of times, at any time;
    /// a later call with a shorter period shortens the wait.
    public func drain(gracePeriod: Duration) async {
        let listener = state.withLock { state -> (any Channel)? in
            defer { state = .stopped }
            if case .listening(let channel) = state { return channel }
            return nil
        }
        try? await listener?.close().get()
        registry.drain()
        let limit = group.any().scheduleTask(in: TimeAmount(gracePeriod)) { [registry] in registry.abortAll() }
        await registry.allFinished()
        limit.cancel()
        stopped.succeed()
    }

    /// When the certificate that new connections are shown expires, in seconds since 1970; 0 without TLS.
    public var certificateNotAfterUnixSeconds: Int64 { tls?.context.certificateNotAfterUnixSeconds ?? 0 }

    /// When the first of the revocation lists in use is past its time, in seconds since 1970; nil without lists.
    public var revocationListsEndUnixSeconds: Int64? { tls?.context.revocationListsEndUnixSeconds }

    /// Shows new connections `context`, and ends those at once whose client it would not let in.
    public func use(_ context: TLSServerContext) {
        guard let tls else { return }
        tls.replace(with: context)
        registry.forEach { $0.trust(context) }
    }

    /// Ends connections at once, by who is at the other end; their handlers are cancelled. One still in its handshake is nobody's yet.
    public func closeConnections(of shouldClose: @escaping @Sendable (PeerIdentity) -> Bool) {
        registry.forEach { $0.close(if: shouldClose) }
    }

    /// Sixteen hexadecimal digits from the system's generator.
    public static let randomCorrelationID: @Sendable () -> String = {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private func bootstrap() -> ServerBootstrap {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { [services] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptPause(logger: services.logger))
                }
            }
            .serverChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [security, services, registry, refusals, tls] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.syncOptions?.setOption(.maxMessagesPerRead, value: Self.readsPerPass)
                    try channel.syncOptions?.setOption(.recvAllocator, value: ReceiveBufferSize())
                    let address = channel.remoteAddress.map { "\($0.ipAddress ?? ""):\($0.port ?? 0)" } ?? ""
                    let handler = RPCServerConnectionHandler(services: services, eventLoop: channel.eventLoop, address: address)
                    let context = tls?.context
                    do {
                        try security(channel)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    } catch {
                        handler.finished.succeed()
                        throw error
                    }
                    let entry = ConnectionRegistry.Entry(
                        channel: channel, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop),
                        finished: handler.finished.futureResult, address: channel.remoteAddress?.ipAddress)
                    if let refusal = registry.add(entry) {
                        refusals.note(["peer": "\(address)", "limit": "\(refusal.rawValue)"], on: channel.eventLoop)
                        throw ChannelError.inappropriateOperationForState
                    }
                    // Replaced since: then `use` may have come too early to find this one.
                    if let newer = tls?.context, newer.handle !== context?.handle { entry.trust(newer) }
                }
            }
        // On the listening socket: those it accepts begin with its options, and pay nothing for them.
        return VanishedPeer.options.reduce(bootstrap) { $0.serverChannelOption($1.0, value: $1.1) }
    }
}
