import BuiltDaemon
import Foundation
import Testing

/// ttrpc-rust #239, #297: one failed accept, or no descriptors left, must neither end the server nor spin it.
@Suite struct DescriptorExhaustionTests {
    private struct Answer: Decodable {
        var exhausted: Bool
        var goodConnectionWorks: Bool
        var cpuShare: Double
        var recovers: Bool
    }

    @Test("ttrpc-rust #239, #297: with no descriptors left, good connections go on, nothing spins, and accepting recovers")
    func exhausted() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start(environment: ["INVITATIOND_METRICS_PORT": "0"])
        let metricsPort = try #require(daemon.lines("metrics ready").first?["address"] as? String).split(separator: ":").last ?? ""
        let port = String(daemon.address.split(separator: ":").last ?? "")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/exhaust.py").path
        let outcome = try await run(
            "/usr/bin/env",
            ["python3", script, port, daemon.folder.appending(path: "pki").path, "portal", "\(daemon.processID)", String(metricsPort)])
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
        #expect(answer.exhausted)
        #expect(answer.goodConnectionWorks)
        #expect(answer.recovers)
        // Thirty small calls; a loop that spins takes all of a core.
        #expect(answer.cpuShare < 0.3)
        let failures = daemon.log().split(separator: "\n").count { $0.contains("accepting a connection failed") }
        #expect((1...20).contains(failures), "one a second at most")
        #expect(await daemon.stop() == 0)
    }
}
