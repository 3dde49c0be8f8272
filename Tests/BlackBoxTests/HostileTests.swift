import BuiltDaemon
import Foundation
import Testing

/// Bad input to the built daemon: a canonical code, a stable reason, a connection that survives where the protocol allows.
@Suite struct HostileTests {
    struct Answer: Decodable, Equatable {
        var code: Int?
        var reason: String?
        var survives: Bool
        init(_ code: Int?, _ reason: String?, survives: Bool = true) { (self.code, self.reason, self.survives) = (code, reason, survives) }
    }
    struct Line: Decodable {
        var `case`: String
    }

    static let expected: [String: Answer] = [
        "unknown service": Answer(12, "SERVICE_UNKNOWN"),
        "unknown method": Answer(12, "METHOD_UNKNOWN"),
        "malformed envelope": Answer(3, "MALFORMED_REQUEST"),
        "empty envelope": Answer(12, "SERVICE_UNKNOWN"),
        "malformed message": Answer(3, "MALFORMED_MESSAGE"),
        "invalid UTF-8 in a message": Answer(3, "INVALID_UTF8"),
        "NUL in a message": Answer(3, "EMBEDDED_NUL"),
        "even stream id": Answer(3, "STREAM_ID_INVALID"),
        "stream id used twice": Answer(5, "SCHOOL_NOT_FOUND"),
        "unknown frame type": Answer(5, "SCHOOL_NOT_FOUND"),
        "data for no stream": Answer(5, "SCHOOL_NOT_FOUND"),
        "empty school id": Answer(3, "INVALID_ID"),
        "control character in an id": Answer(3, "INVALID_ID"),
        "forged page token": Answer(3, "INVALID_PAGE_TOKEN"),
        "negative page size": Answer(3, "INVALID_PAGE_SIZE"),
        "no selection": Answer(3, "SELECTION_MISSING"),
        "request id that is no UUID": Answer(3, "INVALID_REQUEST_ID"),
        "200,000 empty submessages": Answer(8, "MESSAGE_TOO_COMPLEX"),
        "metadata without end": Answer(8, "METADATA_TOO_LARGE"),
        "frame announced too large": Answer(8, "FRAME_TOO_LARGE"),
        "non-zero first byte": Answer(nil, nil, survives: false),
        "already expired deadline": Answer(4, "DEADLINE_EXCEEDED"),
    ]

    @Test("Malformed frames, envelopes, messages, ids, tokens and selections are refused with their reason, and nothing is written")
    func malformedInput() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 10).exitCode == 0)
        let before = try await daemon.contacts()

        let port = String(daemon.address.split(separator: ":").last ?? "")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/hostile.py").path
        let outcome = try await run("/usr/bin/env", ["python3", script, port, daemon.folder.appending(path: "pki").path, "portal"])
        #expect(outcome.exitCode == 0, "\(outcome.errors)")

        var answers: [String: Answer] = [:]
        for line in outcome.output.split(separator: "\n") {
            answers[try JSONDecoder().decode(Line.self, from: Data(line.utf8)).case] = try JSONDecoder().decode(
                Answer.self, from: Data(line.utf8))
        }
        for (name, expected) in Self.expected { #expect(answers[name] == expected, "\(name)") }
        #expect(Set(answers.keys) == Set(Self.expected.keys))
        #expect(try await daemon.contacts() == before)
    }

    @Test("Whoever has no certificate, a stranger's, or the wrong role is turned away with a reason")
    func strangers() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        let wrongRole = try await daemon.ctl("registration", "list")
        #expect(wrongRole.exitCode == 64 + 7 && wrongRole.errors.contains("ROLE_NOT_PERMITTED"))
        let unlisted = try await daemon.ctl("operator", "list")
        #expect(unlisted.exitCode == 64 + 16 && unlisted.errors.contains("CERTIFICATE_UNKNOWN"))

        // A certificate of another root: the handshake refuses it, and the client says so.
        let other = daemon.folder.appending(path: "other-pki").path
        try await succeeding(try Binaries.path("invitationctl"), ["dev-pki", other])
        let stranger = try await daemon.ctl("portal", "list", "--cert", "\(other)/portal.pem", "--key", "\(other)/portal.key")
        #expect(stranger.exitCode == 64 + 16, "\(stranger.errors)")
        let misled = try await daemon.ctl("portal", "list", "--ca", "\(other)/ca.pem")
        #expect(misled.exitCode == 64 + 14, "\(misled.errors)")
    }

    @Test("The daemon says why it does not start, and exits with the documented code")
    func exitCodes() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        let configuration = daemon.folder.appending(path: "invitationd.json")
        let second = try await run(try Binaries.path("invitationd"), ["run", "--config", configuration.path])
        #expect(second.exitCode == 75 && second.errors.contains("in use"))
        #expect(await daemon.stop() == 0)

        let missing = try await run(try Binaries.path("invitationd"), ["run", "--config", "/nonexistent.json"])
        #expect(missing.exitCode == 78)
        let text = try String(contentsOf: configuration, encoding: .utf8)
        let broken = daemon.folder.appending(path: "broken.json")
        func attempt(_ replacing: String, _ with: String) async throws -> Outcome {
            try text.replacing(replacing, with: with).write(to: broken, atomically: true, encoding: .utf8)
            return try await run(try Binaries.path("invitationd"), ["run", "--config", broken.path])
        }
        let noAdapter = try await attempt("\"adapter\": \"maildir\",", "")
        #expect(noAdapter.exitCode == 78 && noAdapter.errors.contains("mail.adapter"))
        let noKeys = try await attempt("/keys\"", "/no-keys\"")
        #expect(noKeys.exitCode == 74 && noKeys.errors.contains("new-keys"))
        let wrongKey = try await attempt("server.key", "portal.key")
        #expect(wrongKey.exitCode == 78, "\(wrongKey.errors)")
        let noNumber = try await attempt("\"port\": 0", "\"port\": \"8443x\"")
        #expect(noNumber.exitCode == 78 && noNumber.errors.contains("listen.port"), "a wrong value is never the default")
        let wrongSurroundings = try await run(
            try Binaries.path("invitationd"), ["run", "--config", configuration.path], environment: ["INVITATIOND_DRAIN_SECONDS": "1m"])
        #expect(wrongSurroundings.exitCode == 78 && wrongSurroundings.errors.contains("drain.seconds"))
        let overwriting = try await run(try Binaries.path("invitationd"), ["new-keys", daemon.folder.appending(path: "keys").path])
        #expect(overwriting.exitCode == 74)
    }
}
