internal import InvitationServer
internal import Logging
internal import Observability
internal import RPC

/// What the daemon tells of itself beside its log: the access log, and metrics for whoever asks on loopback.
struct Telemetry: Sendable {
    /// nil: nobody is to ask.
    let metrics: PrometheusMetrics?
    /// Given the server's calls.
    let observer: (any ServerObserver)?

    init(_ configuration: DaemonConfiguration, services: [any RPCService], metrics: PrometheusMetrics?) {
        self.metrics = metrics
        let methods = MethodTable(services).handlers.map(\.descriptor)
        let isLogged = configuration.logsAccess && (Logger.Level(rawValue: configuration.logLevel) ?? .info) <= .info
        observer = DaemonObserver(
            metrics: metrics.map { ServerMetrics(methods: methods, factory: $0) },
            accessLog: isLogged ? AccessLog(methods: methods) : nil)
    }

    /// Everything `docs/operations.md` lists.
    static let descriptions = ServerMetrics.descriptions + StoreMetrics.descriptions + ProcessMetrics.descriptions
}

/// Both who listen to the server, in one.
private struct DaemonObserver: ServerObserver {
    let metrics: ServerMetrics?
    let accessLog: AccessLog?

    /// nil: neither listens.
    init?(metrics: ServerMetrics?, accessLog: AccessLog?) {
        guard metrics != nil || accessLog != nil else { return nil }
        self.metrics = metrics
        self.accessLog = accessLog
    }

    func connectionOpened() { metrics?.connectionOpened() }
    func connectionClosed() { metrics?.connectionClosed() }
    func handshakeFailed() { metrics?.handshakeFailed() }
    func frameRefused(_ reason: String) { metrics?.frameRefused(reason) }
    func callsRefusedUnread(_ count: Int) { metrics?.callsRefusedUnread(count) }
    func callStarted(_ methodIndex: Int) { metrics?.callStarted(methodIndex) }

    func callEnded(_ call: ObservedCall) {
        metrics?.callEnded(call)
        accessLog?.callEnded(call)
    }
}
