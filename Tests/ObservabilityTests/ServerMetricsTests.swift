import Metrics
import NIOCore
import RPC
import Testing

@testable import Observability

@Suite struct ServerMetricsTests {
    private let registry = PrometheusMetrics(ServerMetrics.descriptions)

    private func ended(_ index: Int?, _ error: RPCError? = nil, running: TimeAmount = .milliseconds(2)) -> ObservedCall {
        ObservedCall(
            methodIndex: index, streamID: 1, error: error, queueing: .microseconds(10), running: running, requestBytes: 7,
            responseBytes: 100, peer: PeerIdentity(subjectAlternativeNames: [], certificateFingerprint: [], address: ""))
    }

    @Test("Calls are counted by method and code, in the names of OpenTelemetry's RPC conventions")
    func calls() throws {
        let metrics = ServerMetrics(methods: [MethodDescriptor(service: "a.B", method: "C", kind: .unary)], factory: registry)
        for _ in 0..<3 { metrics.callStarted(0) }
        metrics.callEnded(ended(0))
        metrics.callEnded(ended(0, WireReason.deadlineExceeded.error("late"), running: .seconds(20)))
        let text = registry.render()
        let labels = "rpc_system_name=\"ttrpc\",rpc_method=\"a.B/C\""
        let ok = "{\(labels),rpc_response_status_code=\"OK\"}"
        for line in [
            "rpc_server_call_duration_seconds_bucket{\(labels),rpc_response_status_code=\"OK\",le=\"0.001\"} 0",
            "rpc_server_call_duration_seconds_bucket{\(labels),rpc_response_status_code=\"OK\",le=\"0.0025\"} 1",
            "rpc_server_call_duration_seconds_sum\(ok) 0.002", "rpc_server_call_duration_seconds_count\(ok) 1",
            "rpc_server_call_duration_seconds_count{\(labels),rpc_response_status_code=\"DEADLINE_EXCEEDED\"} 1",
            "rpc_server_calls_in_flight{\(labels)} 1", "rpc_server_request_bytes_total{\(labels)} 14",
            "rpc_server_response_bytes_total{\(labels)} 200", "rpc_server_queue_duration_seconds_count 2",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
        _ = try readExposition(text)
    }

    @Test("What callers make up becomes no series: unknown methods and codes are _OTHER")
    func bounded() throws {
        let metrics = ServerMetrics(methods: [], factory: registry)
        for number in 0..<100 {
            metrics.callEnded(ended(nil, WireReason.unknownMethod.error("no", metadata: ["service": "s\(number)", "method": "m"])))
            metrics.callEnded(ended(nil, RPCError(StatusCode(rawValue: Int32(100 + number)), reason: nil, "")))
        }
        let other = "rpc_server_call_duration_seconds_count{rpc_system_name=\"ttrpc\",rpc_method=\"_OTHER\",rpc_response_status_code=\""
        let counts = registry.render().split(separator: "\n").filter { $0.hasPrefix("rpc_server_call_duration_seconds_count") }
        #expect(
            counts == [
                "\(other)UNIMPLEMENTED\"} 100",
                "\(other)_OTHER\"} 100",
            ])
        #expect(registry.render().contains("rpc_server_calls_in_flight{rpc_system_name=\"ttrpc\",rpc_method=\"_OTHER\"} 0\n"))
    }

    @Test("Connections, handshakes and refused frames")
    func connections() {
        let metrics = ServerMetrics(methods: [], factory: registry)
        metrics.connectionOpened()
        metrics.connectionOpened()
        metrics.connectionClosed()
        metrics.handshakeFailed()
        metrics.frameRefused("STREAM_ID_INVALID")
        let text = registry.render()
        for line in [
            "rpc_server_connections_open 1", "rpc_server_connections_accepted_total 2", "rpc_server_handshakes_failed_total 1",
            "rpc_server_frames_refused_total{error_type=\"STREAM_ID_INVALID\"} 1",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
    }
}
