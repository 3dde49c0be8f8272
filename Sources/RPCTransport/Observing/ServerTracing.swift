import RPC
import Tracing

/// Spans of a server's calls, in the names of OpenTelemetry's RPC conventions.
struct ServerTracing: Sendable {
    private let tracer: any Tracer

    /// nil when there is no tracer but the one that does nothing: then nothing is to be paid for it.
    init?(_ tracer: (any Tracer)?) {
        guard let tracer, !(tracer is NoOpTracer) else { return nil }
        self.tracer = tracer
    }

    /// A span whose parent is the caller's, if the call's metadata name one.
    func start(_ method: MethodDescriptor, _ metadata: Metadata, peer: PeerIdentity) -> any Span {
        var context = ServiceContext.topLevel
        tracer.extract(metadata, into: &context, using: MetadataExtractor())
        let span = tracer.startSpan(method.path, context: context, ofKind: .server)
        span.updateAttributes { attributes in
            RPCAttributes.set(method, in: &attributes)
            let (host, port) = peer.hostAndPort
            attributes["network.peer.address"] = host
            attributes["network.peer.port"] = port
        }
        return span
    }

    /// What the span is called in `traceparent`, if the tracer speaks that.
    func identity(of span: any Span) -> TraceParent? {
        var metadata = Metadata()
        tracer.inject(span.context, into: &metadata, using: MetadataInjector())
        return TraceParent(metadata)
    }

    func end(_ span: any Span, _ call: ObservedCall) {
        span.updateAttributes { attributes in
            RPCAttributes.set(call.code, in: &attributes)
            if let error = call.error { attributes["error.type"] = error.reason ?? error.code.description }
        }
        if call.code.isServersFault { span.setStatus(SpanStatus(code: .error)) }
        span.end()
    }
}

extension StatusCode {
    /// Whether a server's span counts as failed. A caller's mistake, answered well, does not.
    fileprivate var isServersFault: Bool {
        [.unknown, .deadlineExceeded, .unimplemented, .internal, .unavailable, .dataLoss].contains(self)
    }
}

extension PeerIdentity {
    /// `192.0.2.7:443` apart; an address without a port has none.
    fileprivate var hostAndPort: (String, Int?) {
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]) else { return (address, nil) }
        return (String(address[..<colon]), port)
    }
}
