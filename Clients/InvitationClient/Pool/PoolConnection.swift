internal import NIOCore
internal import RPC
internal import RPCTransport

/// What the pool needs of a connection.
protocol PoolConnection: RPCCaller {
    /// Whether new calls can be opened; a moment old.
    var acceptsCalls: Bool { get }
    /// Takes no new calls, lets those in flight end, closes.
    func drain() async
    /// Closes now; calls in flight fail.
    func close() async
    /// Returns when the connection is closed, by whomever.
    func closed() async
}

extension ClientConnection: PoolConnection {}

/// The outside world, as far as the pool depends on it: tests bring their own.
struct PoolEnvironment: Sendable {
    /// Makes a connection, or throws the `RPCError` that every call on it would get.
    var connect: @Sendable (ClientConfiguration.Endpoint) async throws -> any PoolConnection
    /// Monotonic time since some fixed moment.
    var now: @Sendable () -> Duration
    /// Waits; throws `CancellationError` when the task is cancelled.
    var sleep: @Sendable (Duration) async throws -> Void
    /// 0 ..< 1.
    var jitter: @Sendable () -> Double
}

extension PoolEnvironment {
    /// Real connections and the machine's clock.
    ///
    /// - Throws: `TLSConfigurationError` when a file cannot be read or does not fit.
    static func live(_ configuration: ClientConfiguration) throws -> PoolEnvironment {
        let tls = try TLSClientContext(configuration.tls)
        let start = ContinuousClock.now
        return PoolEnvironment(
            connect: { endpoint in
                var connection = ClientConnection.Configuration(host: endpoint.host, port: endpoint.port, tls: tls)
                connection.serverName = configuration.serverName
                connection.connectTimeout = configuration.connectTimeout
                connection.timeoutDefault = configuration.timeoutDefault
                connection.tlsLimits.handshakeTimeout = TimeAmount(configuration.handshakeTimeout)
                return try await ClientConnection.connect(connection, on: configuration.eventLoopGroup.next())
            },
            now: { ContinuousClock.now - start },
            sleep: { try await Task.sleep(for: $0) },
            jitter: { Double.random(in: 0..<1) })
    }
}
