internal import Logging
internal import NIOCore
internal import Observability
internal import RPCTransport
internal import ServiceLifecycle

/// Answers for metrics until everything else has stopped; does nothing where none are kept.
struct MetricsService: Service {
    private let listener: DaemonConfiguration.MetricsListener?
    private let metrics: PrometheusMetrics?
    private let store: StoreMetrics?
    private let server: RPCServer
    private let group: any EventLoopGroup
    private let logger: Logger

    init(
        _ listener: DaemonConfiguration.MetricsListener?, _ house: House, _ server: RPCServer, _ group: any EventLoopGroup,
        _ logger: Logger
    ) {
        self.listener = listener
        self.metrics = house.telemetry.metrics
        self.store = house.storeMetrics
        self.server = server
        self.group = group
        self.logger = logger
    }

    func run() async throws {
        guard let listener, let metrics else { return try await gracefulShutdown() }
        let process = ProcessMetrics(metrics)
        let endpoint = MetricsEndpoint(group: group, acceptHandler: { [logger] in AcceptPause(logger: logger) }) { [store, server] in
            await store?.sample(certificateExpiry: server.certificateNotAfterUnixSeconds)
            await process.sample()
            return metrics.render()
        }
        let address = try await endpoint.start(host: listener.host, port: listener.port)
        logger.notice("metrics ready", metadata: ["address": "\(address.ipAddress ?? ""):\(address.port ?? 0)"])
        try? await gracefulShutdown()
        await endpoint.stop()
    }
}
