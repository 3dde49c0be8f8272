import BuiltDaemon
import Foundation
import Testing

/// What a daemon tells of itself: its log, its access lines, its metrics. And what it never tells.
@Suite struct TelemetryTests {
    private static let authorization = "Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLW9mLWFsaWNl"

    @Test("R31: a whole story leaves no token, address, name or authorization in the log or in the metrics, and one access line a call")
    func story() async throws {
        let daemon = try await BuiltDaemon(namesAdministrators: true)
        try await daemon.start(environment: ["INVITATIOND_METRICS_PORT": "0"])
        #expect(try await daemon.importSampleSchool(pupils: 20).exitCode == 0)
        let alice = try await bearer(daemon)
        let sent = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes", "--json", environment: alice.environment)
        let emails = try await daemon.emails(count: try sent.contactIDs().count)
        let link = emails[0].link
        #expect(try await daemon.ctl("registration", "redeem", "-", "--account", "somebodys-account", input: link).exitCode == 0)
        let people = try await daemon.ctl("portal", "list", "--all", "--json", environment: alice.environment).output

        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/telemetry.py").path
        let metricsPort = try #require(daemon.lines("metrics ready").first?["address"] as? String).split(separator: ":").last ?? ""
        let outcome = try await run(
            "/usr/bin/env",
            [
                "python3", script, String(daemon.address.split(separator: ":").last ?? ""), daemon.folder.appending(path: "pki").path,
                String(metricsPort), Self.authorization, emails[1].token,
            ])
        try #require(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(await daemon.stop() == 0)
        let parts = outcome.output.split(separator: "\n\n", maxSplits: 1).map(String.init)
        let (answers, metrics) = (parts[0].split(separator: "\n").map(String.init), parts[1])

        try expectOneLineACall(answers, daemon)
        try await expectMetrics(metrics)

        let told = daemon.log() + metrics
        let secrets =
            emails.flatMap { [$0.token, $0.address, $0.link] } + [
                alice.token, Self.authorization, "eyJ", "somebodys-account", "account-of-somebody",
            ]
        // Judged beforehand: an expectation that fails shows its operands, and these are the whole log.
        let toldSecrets = secrets.filter { told.contains($0) }
        #expect(toldSecrets.isEmpty)
        let names = people.matches(of: /"(givenName|familyName|forename|surname|name|displayName)": *"([^"]{3,})"/).map {
            String($0.output.2)
        }
        #expect(names.count > 20)
        let toldNames = Set(names).filter { told.contains("\"\($0)\"") || told.contains(" \($0) ") }
        #expect(toldNames.isEmpty)
    }

    /// A token that names an administrator, and how a portal's command line is told of it.
    private func bearer(_ daemon: BuiltDaemon) async throws -> (token: String, environment: [String: String]) {
        let pki = daemon.folder.appending(path: "pki").path
        let made = try await succeeding(try Binaries.path("invitationctl"), ["dev-token", pki, "--subject", "alice"])
        let file = daemon.folder.appending(path: "token").path
        _ = FileManager.default.createFile(atPath: file, contents: Data(made.output.utf8), attributes: [.posixPermissions: 0o600])
        return (made.output.trimmingCharacters(in: .newlines), ["INVITATIONCTL_ADMINISTRATOR_TOKEN": file])
    }

    private func expectOneLineACall(_ answers: [String], _ daemon: BuiltDaemon) throws {
        // Whoever forges a line fails here: each is an object of its own.
        let calls = try daemon.lines("call")
        let ours = calls.filter { ($0["peer"] as? String)?.hasSuffix(":\(answers[0])") == true }
        let codes = [
            "0": "OK", "3": "INVALID_ARGUMENT", "4": "DEADLINE_EXCEEDED", "7": "PERMISSION_DENIED", "12": "UNIMPLEMENTED",
            "16": "UNAUTHENTICATED",
        ]
        #expect(
            try ours.map { "\(try #require($0["stream"] as? Int)) \(try #require($0["code"] as? String))" }
                == answers.dropFirst().map { answer in
                    let words = answer.split(separator: " ").map(String.init)
                    return "\(words[0]) \(codes[words[1]] ?? words[1])"
                })
        #expect(ours.count == 8)
        #expect(
            ours[0]["method"] as? String == "invitation.v1.InvitationService/Redeem"
                && ours[0]["principal"] as? String == "registration-page")
        #expect(ours[0]["trace_id"] as? String == "0af7651916cd43dd8448eb211c80319c")
        #expect(ours[2]["reason"] as? String == "ROLE_NOT_PERMITTED")
        #expect(ours[7]["reason"] as? String == "TOKEN_NOT_ACCEPTED" && ours[7]["principal"] == nil)
        #expect((ours[3]["method"] as? String)?.hasPrefix("invitation.v1.InvitationService/Nothingx\",\"code\":\"OK\"}\n") == true)
        // Every call of everybody: once.
        let named = calls.map { "\($0["peer"] ?? "") \($0["stream"] ?? "")" }
        #expect(Set(named).count == named.count)
        #expect(calls.contains { $0["principal"] as? String == "portal-backend/alice" && $0["code"] as? String == "OK" })
        #expect(calls.contains { $0["kind"] as? String != "unary" && $0["code"] as? String == "OK" })
    }

    private func expectMetrics(_ text: String) async throws {
        let reader = Binaries.repository.appending(path: "Tests/ObservabilityTests/strict_exposition.py").path
        let read = try await run("/usr/bin/env", ["python3", reader], input: text)
        #expect(read.exitCode == 0, "\(read.errors)")
        func value(_ sample: String) -> Double? {
            text.split(separator: "\n").first { $0.hasPrefix(sample + " ") }.flatMap { Double($0.dropFirst(sample.count + 1)) }
        }
        let redeem = "rpc_system_name=\"ttrpc\",rpc_method=\"invitation.v1.InvitationService/Redeem\""
        #expect(value("rpc_server_call_duration_seconds_count{\(redeem),rpc_response_status_code=\"OK\"}") ?? 0 >= 2)
        #expect(value("rpc_server_calls_in_flight{\(redeem)}") == 0)
        #expect(value("rpc_server_handshakes_failed_total") == 1)
        #expect(value("rpc_server_frames_refused_total{error_type=\"STREAM_ID_INVALID\"}") == 1)
        #expect(value("invitation_outbox_mails{state=\"queued\"}") == 0)
        #expect(value("invitation_outbox_held_mails{cause=\"template\"}") == 0)
        #expect(value("invitation_store_commit_members_count") ?? 0 > 3)
        #expect(value("invitation_store_wal_size_bytes") ?? 0 > 0)
        #expect(value("invitation_tls_certificate_expiry_timestamp_seconds") ?? 0 > Date.now.timeIntervalSince1970)
        #expect(value("process_resident_memory_bytes") ?? 0 > 4e6 && value("process_open_fds") ?? 0 > 8)
        let started = value("process_start_time_seconds") ?? 0
        #expect(abs(started - Date.now.timeIntervalSince1970) < 300)

        // docs/operations.md lists what there is, and nothing else.
        let docs = try String(contentsOf: Binaries.repository.appending(path: "docs/operations.md"), encoding: .utf8)
        let documented = Set(
            docs.matches(of: /(?m)^\| `([a-z_]+)(\{[^}]*\})?` \| (counter|gauge|histogram) \|/).map { "\($0.output.1) \($0.output.3)" })
        let shown = Set(text.matches(of: /(?m)^# TYPE ([a-z_]+ [a-z]+)$/).map { String($0.output.1) })
        #expect(documented == shown, "\(documented.symmetricDifference(shown).sorted())")
    }

    @Test("Without a port there is no endpoint, and metrics on an address that others reach are a wrong configuration")
    func loopbackOnly() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start(environment: ["INVITATIOND_LOG_ACCESS": "false"])
        #expect(try await daemon.ctl("portal", "list").exitCode != 0)
        #expect(await daemon.stop() == 0)
        #expect(try daemon.lines("metrics ready").isEmpty && daemon.lines("call").isEmpty)
        for host in ["0.0.0.0", "192.0.2.1", "example.org"] {
            let start = try await run(
                try Binaries.path("invitationd"), ["run", "--config", daemon.folder.appending(path: "invitationd.json").path],
                environment: ["INVITATIOND_METRICS_PORT": "0", "INVITATIOND_METRICS_HOST": host])
            #expect(start.exitCode == 78 && start.errors.contains("metrics.host"))
        }
    }
}
