import Logging
import NIOCore
public import RPC
import Tracing

/// Decides by identity and method whether a call may go on, before its message is decoded. Throws the `RPCError` to answer.
///
/// Runs on the connection's loop for every call: quick, and without waiting.
public typealias Admission = @Sendable (ServerContext) throws -> Void

/// What all connections of a server share; never changes.
final class ServerServices: Sendable {
    let methods: MethodTable
    let limits: Limits
    let admission: Admission?
    let logger: Logger
    let observer: (any ServerObserver)?
    let tracing: ServerTracing?
    private let loopIndexes: [ObjectIdentifier: Int]
    private let makeCorrelationID: @Sendable () -> String

    init(
        services: [any RPCService], limits: Limits, group: any EventLoopGroup, logger: Logger, admission: Admission?,
        observer: (any ServerObserver)? = nil, tracer: (any Tracer)? = nil, makeCorrelationID: @escaping @Sendable () -> String
    ) {
        methods = MethodTable(services)
        self.limits = limits
        self.admission = admission
        self.logger = logger
        self.observer = observer
        tracing = ServerTracing(tracer)
        self.makeCorrelationID = makeCorrelationID
        var indexes: [ObjectIdentifier: Int] = [:]
        for loop in group.makeIterator() { indexes[ObjectIdentifier(loop)] = indexes.count }
        loopIndexes = indexes
    }

    /// The position of a loop among the server's; 0 for one that is not.
    func index(of eventLoop: any EventLoop) -> Int { loopIndexes[ObjectIdentifier(eventLoop)] ?? 0 }

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
