import Logging
import NIOCore
public import RPC
import Tracing

/// Decides by identity and method whether a call may go on, before its message is decoded. Answers who was let in, for the handler's
/// `ServerContext.admitted`; throws the `RPCError` to answer.
///
/// Runs on the connection's loop for every call: quick, and without waiting.
public typealias Admission = @Sendable (ServerContext) throws -> (any AdmittedIdentity)?

/// What all connections of a server share; never changes.
final class ServerServices: Sendable {
    let methods: MethodTable
    let sharedLimits: SharedLimits
    let frameBudget: FrameBudget
    let admission: Admission?
    let logger: Logger
    /// 0 ..< 1.
    let random: @Sendable () -> Double
    /// Of calls the server had no room for.
    let shedding: RefusalLog
    /// Of connections that were closed upon.
    let faults: RefusalLog
    /// Of connections whose TLS failed.
    let failures: RefusalLog
    let observer: (any ServerObserver)?
    let tracing: ServerTracing?
    private let loopIndexes: [ObjectIdentifier: Int]
    private let loads: [NIOLoopBoundBox<LoopLoad>]
    private let makeCorrelationID: @Sendable () -> String

    init(
        services: [any RPCService], limits: Limits, group: any EventLoopGroup, logger: Logger, admission: Admission? = nil,
        observer: (any ServerObserver)? = nil, tracer: (any Tracer)? = nil,
        onPassEnd: @escaping @Sendable (Int) -> Void = { _ in }, random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        makeCorrelationID: @escaping @Sendable () -> String
    ) {
        methods = MethodTable(services)
        sharedLimits = SharedLimits(limits)
        frameBudget = FrameBudget(bytesMax: limits.unfinishedBytesMax)
        self.admission = admission
        self.logger = logger
        self.random = random
        self.observer = observer
        tracing = ServerTracing(tracer)
        self.makeCorrelationID = makeCorrelationID
        shedding = RefusalLog("shedding calls", logger: logger)
        faults = RefusalLog("closing a connection", level: .info, logger: logger)
        failures = RefusalLog("connection failed", level: .notice, logger: logger)
        var indexes: [ObjectIdentifier: Int] = [:]
        var loads: [NIOLoopBoundBox<LoopLoad>] = []
        for loop in group.makeIterator() {
            let index = indexes.count
            indexes[ObjectIdentifier(loop)] = index
            let load = LoopLoad(methods: methods, limits: limits, random: random) { onPassEnd(index) }
            loads.append(.makeBoxSendingValue(load, eventLoop: loop))
        }
        loopIndexes = indexes
        self.loads = loads
    }

    var limits: Limits { sharedLimits.value }

    /// The position of a loop among the server's; 0 for one that is not.
    func index(of eventLoop: any EventLoop) -> Int { loopIndexes[ObjectIdentifier(eventLoop)] ?? 0 }

    /// What the loop we are on has on its hands.
    func load(of eventLoop: any EventLoop) -> LoopLoad { loads[index(of: eventLoop)].value }

    /// What to tell the caller of a handler's error. Anything but an `RPCError` is logged here and stays here.
    func publicError(_ error: any Error, method: MethodDescriptor, trace: TraceParent? = nil) -> RPCError {
        if let error = error as? RPCError { return error }
        if error is CancellationError { return WireReason.cancelled.error("The call was cancelled.") }
        let correlationID = makeCorrelationID()
        var metadata: Logger.Metadata = [
            "correlation_id": "\(correlationID)", "method": "\(method.path)", "error": "\(String(reflecting: error))",
        ]
        if let trace {
            metadata["trace_id"] = "\(trace.traceIDText)"
            metadata["span_id"] = "\(trace.spanIDText)"
        }
        logger.error("handler failed", metadata: metadata)
        return WireReason.internalError.error(
            "The server failed; its operator finds the cause under correlation id \(correlationID).",
            metadata: ["correlation_id": correlationID])
    }
}
