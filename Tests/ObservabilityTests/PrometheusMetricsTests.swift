import Foundation
import Metrics
import Testing

@testable import Observability

/// The text, read by a strict reader that knows nothing of our code.
@Suite struct PrometheusMetricsTests {
    static let descriptions = [
        MetricDescription("t.calls", .counter, "Calls"),
        MetricDescription("t.level", .gauge, "A level"),
        MetricDescription("t.wait", .histogram([0.001, 0.5]), unit: "seconds", "A wait\nwith \\ and \"quotes\""),
        MetricDescription("t.size", .histogram([1, 10]), unit: "bytes", "A size"),
        MetricDescription("t.kernel", .counter, unit: "seconds", "Kept elsewhere"),
    ]

    @Test("Every kind of metric, with labels that want escaping, passes a strict reader")
    func strictReader() throws {
        let metrics = PrometheusMetrics(Self.descriptions)
        Counter(label: "t.calls", dimensions: [("a.b", "\"\\\n{}é"), ("c", "")], factory: metrics).increment(by: 3)
        Counter(label: "t.calls", factory: metrics).increment()
        Meter(label: "t.level", factory: metrics).set(-1.5)
        let timer = Timer(label: "t.wait", dimensions: [("code", "OK")], factory: metrics)
        for nanoseconds: Int64 in [0, 1_000_000, 1_000_001, 500_000_000, 9_000_000_000] { timer.recordNanoseconds(nanoseconds) }
        Recorder(label: "t.size", factory: metrics).record(10)
        Gauge(label: "t.kernel", factory: metrics).record(12.25)
        let text = metrics.render()
        #expect(try read(text) == "5 14")
        #expect(text.contains("t_calls_total{a_b=\"\\\"\\\\\\n{}é\",c=\"\"} 3\n"))
        #expect(text.contains("t_calls_total 1\n"))
        #expect(text.contains("t_level -1.5\n"))
        #expect(text.contains("t_kernel_seconds_total 12.25\n"))
        #expect(text.contains("# HELP t_wait_seconds A wait\\nwith \\\\ and \"quotes\"\n"))
        #expect(
            text.contains(
                """
                t_wait_seconds_bucket{code="OK",le="0.001"} 2
                t_wait_seconds_bucket{code="OK",le="0.5"} 4
                t_wait_seconds_bucket{code="OK",le="+Inf"} 5
                t_wait_seconds_sum{code="OK"} 9.502000001
                t_wait_seconds_count{code="OK"} 5

                """))
    }

    @Test("The strict reader refuses what promtool would")
    func readerIsStrict() throws {
        for bad in [
            "a 1\n", "# TYPE a gauge\na 1\n", "# HELP a x\n# TYPE a gauge\na 1", "# HELP a x\n# TYPE a gauge\na{b=\"c\"} 1\na{b=\"c\"} 2\n",
            "# HELP a x\n# TYPE a counter\na 1\n", "# HELP a x\n# TYPE a gauge\na{b=\"\\x\"} 1\n", "# HELP a x\n# TYPE a gauge\na 1,5\n",
            "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
        ] { #expect(throws: (any Error).self) { try read(bad) } }
    }

    @Test("A metric without description, of another kind or beyond the limit of series is taken and not shown")
    func bounded() throws {
        let metrics = PrometheusMetrics(Self.descriptions, seriesMax: 2)
        Counter(label: "unknown", factory: metrics).increment()
        Counter(label: "t.level", factory: metrics).increment()
        for number in 0..<10 { Counter(label: "t.calls", dimensions: [("n", "\(number)")], factory: metrics).increment() }
        #expect(metrics.render().split(separator: "\n").count == 4)
        let same = Counter(label: "t.calls", dimensions: [("n", "0")], factory: metrics)
        same.increment()
        #expect(metrics.render().contains("t_calls_total{n=\"0\"} 2\n"))
    }

    @Test("Nothing is lost when many record at once")
    func concurrent() async throws {
        let metrics = PrometheusMetrics(Self.descriptions)
        let (meter, timer) = (Meter(label: "t.level", factory: metrics), Timer(label: "t.wait", factory: metrics))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<10_000 {
                        meter.increment()
                        timer.recordNanoseconds(1)
                    }
                }
            }
        }
        let text = metrics.render()
        #expect(text.contains("t_level 40000\n") && text.contains("t_wait_seconds_count 40000\n"))
    }

    /// What the reader answers: families and samples. Throws when it refuses.
    private func read(_ text: String) throws -> String { try readExposition(text) }
}

struct Refused: Error, CustomStringConvertible { let description: String }

func readExposition(_ text: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", URL(filePath: #filePath).deletingLastPathComponent().appending(path: "strict_exposition.py").path]
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    (process.standardInput, process.standardOutput, process.standardError) = (input, output, errors)
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let answer = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let refusal = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Refused(description: refusal) }
    return answer.trimmingCharacters(in: .whitespacesAndNewlines)
}
