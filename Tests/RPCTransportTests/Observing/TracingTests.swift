import InMemoryTracing
import Logging
import NIOCore
import NIOEmbedded
import RPC
import Synchronization
import Testing
import Tracing

@testable import RPCTransport

/// Spans of calls, by a tracer that keeps them in memory and speaks W3C's headers.
@Suite struct TracingTests {
    private static let parent = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"

    private func metadata(_ pairs: (String, String)...) -> Metadata { Metadata(pairs.map { Metadata.Pair(key: $0.0, value: $0.1) }) }

    @Test("Without a tracer the caller's trace is noted, if it is one")
    func withoutTracer() throws {
        let end = try ObservedEnd()
        try end.receive(
            .request(1, KindsService.echoOnLoop, metadata: metadata(("traceparent", Self.parent))),
            .request(3, KindsService.echoOnLoop, metadata: metadata(("traceparent", "00-" + Self.parent))),
            .request(5, KindsService.echoOnLoop))
        #expect(end.log.calls.map(\.trace) == [TraceParent(Self.parent), nil, nil])
    }

    @Test("A span a call: a child of the caller's, named and described as OpenTelemetry wants it, and noted with the call")
    func spans() throws {
        let tracer = HeaderTracer()
        let end = try ObservedEnd(tracer: tracer)
        try end.receive(
            .request(
                1, KindsService.echoOnLoop, "a",
                metadata: metadata(("traceparent", Self.parent), ("tracestate", "a=1"), ("tracestate", "b=2"))),
            .request(3, KindsService.failSecretlyOnLoop),
            .request(5, KindsService.method("Nothing"), metadata: metadata(("traceparent", Self.parent))))
        let spans = tracer.spans.finishedSpans
        #expect(spans.map(\.operationName) == ["test.Kinds/EchoOnLoop", "test.Kinds/FailSecretlyOnLoop"])
        #expect(spans.map(\.kind) == [.server, .server])
        #expect(
            spans[0].spanContext.traceID == "0af7651916cd43dd8448eb211c80319c" && spans[0].spanContext.parentSpanID == "00f067aa0ba902b7")
        #expect(tracer.states == ["a=1,b=2"])
        #expect(spans[1].spanContext.parentSpanID == nil)
        let attributes = spans[0].attributes
        #expect(attributes.get("rpc.system.name") == "ttrpc" && attributes.get("rpc.method") == "test.Kinds/EchoOnLoop")
        #expect(attributes.get("rpc.response.status_code") == "OK" && attributes.get("error.type") == nil)
        #expect(attributes.get("network.peer.address") == "192.0.2.1" && attributes.get("network.peer.port") == 1)
        #expect(spans[1].attributes.get("rpc.response.status_code") == "INTERNAL" && spans[1].attributes.get("error.type") == "INTERNAL")
        #expect(spans[0].status == nil && spans[1].status?.code == .error)
        // The noted span is the server's own, in the caller's trace.
        #expect(end.log.calls[0].trace?.traceIDText == "0af7651916cd43dd8448eb211c80319c")
        #expect(end.log.calls[0].trace?.spanIDText == spans[0].spanContext.spanID)
        #expect(tracer.spans.activeSpans.isEmpty)
    }

    @Test("What is no traceparent begins a new trace, and its tracestate means nothing")
    func malformed() throws {
        let tracer = HeaderTracer()
        let end = try ObservedEnd(tracer: tracer)
        try end.receive(
            .request(1, KindsService.echoOnLoop, metadata: metadata(("traceparent", Self.parent.uppercased()), ("tracestate", "a=1"))),
            .request(3, KindsService.echoOnLoop, metadata: metadata(("traceparent", Self.parent), ("traceparent", Self.parent))))
        #expect(tracer.spans.finishedSpans.map(\.spanContext.parentSpanID) == [nil, nil])
        #expect(tracer.states.isEmpty)
    }

    @Test("The log line of a failed handler carries the trace")
    func logLine() throws {
        let lines = Lines()
        let end = try ObservedEnd(logger: Logger(label: "t") { _ in lines })
        try end.receive(.request(1, KindsService.failSecretlyOnLoop, metadata: metadata(("traceparent", Self.parent))))
        let line = try #require(lines.all.lines.withLock { $0.last })
        #expect(line["trace_id"] == "0af7651916cd43dd8448eb211c80319c" && line["span_id"] == "00f067aa0ba902b7")
        #expect(line["correlation_id"] == "c0ffee")
    }

    @Test("The do-nothing tracer is no tracer")
    func noOp() { #expect(ServerTracing(NoOpTracer() as any Tracer) == nil && ServerTracing(nil) == nil) }
}

/// An in-memory tracer that speaks `traceparent`, as exporters' tracers do.
struct HeaderTracer: Tracer {
    typealias Span = InMemorySpan

    let spans = InMemoryTracer(
        idGenerator: .init(nextTraceID: { "11111111111111111111111111111111" }, nextSpanID: { "2222222222222222" }))
    private let seen = Shared()

    private final class Shared: Sendable { let states = Mutex<[String]>([]) }

    var states: [String] { seen.states.withLock { $0 } }

    func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind, at instant: @autoclosure () -> Instant,
        function: String, file fileID: String, line: UInt
    ) -> InMemorySpan {
        spans.startSpan(operationName, context: context(), ofKind: kind, at: instant(), function: function, file: fileID, line: line)
    }

    func forceFlush() {}

    func extract<Carrier, Extract: Extractor>(_ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract)
    where Extract.Carrier == Carrier {
        if let state = extractor.extract(key: "tracestate", from: carrier) { seen.states.withLock { $0.append(state) } }
        guard let parent = extractor.extract(key: "traceparent", from: carrier).flatMap({ TraceParent($0) }) else { return }
        context.inMemorySpanContext = InMemorySpanContext(traceID: parent.traceIDText, spanID: parent.spanIDText, parentSpanID: nil)
    }

    func inject<Carrier, Inject: Injector>(_ context: ServiceContext, into carrier: inout Carrier, using injector: Inject)
    where Inject.Carrier == Carrier {
        guard let span = context.inMemorySpanContext else { return }
        injector.inject("00-\(span.traceID)-\(span.spanID)-01", forKey: "traceparent", into: &carrier)
    }
}

/// Keeps the metadata of what is logged.
private struct Lines: LogHandler {
    final class Kept: Sendable { let lines = Mutex<[[String: String]]>([]) }

    private let kept = Kept()
    var all: Kept { kept }
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { kept.lines.withLock { $0.append((event.metadata ?? [:]).mapValues { $0.description }) } }
}
