public import Metrics
internal import NIOCore
public import RPC
internal import Synchronization

/// What a server's connections and calls come to, as metrics in the names of OpenTelemetry's RPC conventions.
///
/// Everything per call was made beforehand, or at the first call that ended so: recording is a handful of atomic additions.
public final class ServerMetrics: Sendable {
    private let factory: any MetricsFactory
    private let methods: [MethodMetrics]
    private let queueing: Timer
    private let connections: Meter
    private let connectionsMade: Counter
    private let handshakesFailed: Counter
    private let refusedUnread: Counter

    /// The duration's buckets are those of the conventions, and finer ones below, where most of our calls are.
    public static let descriptions: [MetricDescription] = {
        let seconds: [Double] = [
            0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
        ]
        return [
            MetricDescription("rpc.server.call.duration", .histogram(seconds), unit: "seconds", "How long calls took that could begin"),
            MetricDescription(
                "rpc.server.queue.duration", .histogram(seconds), unit: "seconds", "How long calls waited between being read and beginning"),
            MetricDescription("rpc.server.calls.in_flight", .gauge, "Calls that have begun and have no answer yet"),
            MetricDescription("rpc.server.request", .counter, unit: "bytes", "Bytes of messages from callers"),
            MetricDescription("rpc.server.response", .counter, unit: "bytes", "Bytes of messages to callers"),
            MetricDescription("rpc.server.connections.open", .gauge, "Connections that are open, handshakes included"),
            MetricDescription("rpc.server.connections.accepted", .counter, "Connections that were accepted"),
            MetricDescription(
                "rpc.server.calls.refused_unread", .counter,
                "calls refused as SERVER_OVERLOADED without being read, and counted nowhere else"),
            MetricDescription("rpc.server.handshakes.failed", .counter, "TLS handshakes that were refused or given up"),
            MetricDescription("rpc.server.frames.refused", .counter, "Frames that belonged to no call, by what was wrong with them"),
        ]
    }()

    /// - Parameter methods: in the order of the server's method table.
    public init(methods: [MethodDescriptor], factory: any MetricsFactory) {
        self.factory = factory
        // The conventions' word for a method the server does not know: what callers make up must not become a series.
        self.methods = (methods.map(\.path) + ["_OTHER"]).map { MethodMetrics($0, factory: factory) }
        queueing = Timer(label: "rpc.server.queue.duration", factory: factory)
        connections = Meter(label: "rpc.server.connections.open", factory: factory)
        connectionsMade = Counter(label: "rpc.server.connections.accepted", factory: factory)
        handshakesFailed = Counter(label: "rpc.server.handshakes.failed", factory: factory)
        refusedUnread = Counter(label: "rpc.server.calls.refused_unread", factory: factory)
    }
}

extension ServerMetrics: ServerObserver {
    public func connectionOpened() {
        connections.increment()
        connectionsMade.increment()
    }

    public func connectionClosed() { connections.decrement() }
    public func handshakeFailed() { handshakesFailed.increment() }

    public func frameRefused(_ reason: String) {
        Counter(label: "rpc.server.frames.refused", dimensions: [("error_type", reason)], factory: factory).increment()
    }

    public func callsRefusedUnread(_ count: Int) { refusedUnread.increment(by: count) }

    public func callStarted(_ methodIndex: Int) { methods[methodIndex].inFlight.increment() }

    public func callEnded(_ call: ObservedCall) {
        let method = methods[call.methodIndex ?? methods.count - 1]
        if call.methodIndex != nil { method.inFlight.decrement() }
        method.duration(call.code).recordNanoseconds(call.running.nanoseconds)
        queueing.recordNanoseconds(call.queueing.nanoseconds)
        method.requestBytes.increment(by: call.requestBytes)
        method.responseBytes.increment(by: call.responseBytes)
    }
}

/// One method's series. Durations are made when a call first ends with that code: most methods know few.
private final class MethodMetrics: Sendable {
    let inFlight: Meter
    let requestBytes: Counter
    let responseBytes: Counter
    private let path: String
    private let factory: any MetricsFactory
    private let durations: [LazyTimer]

    init(_ path: String, factory: any MetricsFactory) {
        self.path = path
        self.factory = factory
        let dimensions = [("rpc_system_name", "ttrpc"), ("rpc_method", path)]
        inFlight = Meter(label: "rpc.server.calls.in_flight", dimensions: dimensions, factory: factory)
        requestBytes = Counter(label: "rpc.server.request", dimensions: dimensions, factory: factory)
        responseBytes = Counter(label: "rpc.server.response", dimensions: dimensions, factory: factory)
        durations = (0...17).map { _ in LazyTimer() }
    }

    func duration(_ code: StatusCode) -> Timer {
        let index = (0...16).contains(code.rawValue) ? Int(code.rawValue) : 17
        return durations[index].timer {
            Timer(
                label: "rpc.server.call.duration",
                dimensions: [
                    ("rpc_system_name", "ttrpc"), ("rpc_method", path),
                    ("rpc_response_status_code", index == 17 ? "_OTHER" : code.description),
                ], factory: factory)
        }
    }

    private final class LazyTimer: Sendable {
        private let reference = AtomicLazyReference<Timer>()

        func timer(_ make: () -> Timer) -> Timer { reference.load() ?? reference.storeIfNil(make()) }
    }
}
