import BuiltDaemon
import Foundation
import Testing

/// The daemon hands its mail to a relay.
@Suite struct RelayTests {
    @Test("R19, R23: the sample school's invitations go through Postfix, over TLS and with AUTH, one to each contact")
    func throughPostfix() async throws {
        let daemon = try await BuiltDaemon()
        let certificates = try await certificates(daemon)
        let password = daemon.folder.appending(path: "password")
        try Data("geheim\n".utf8).write(to: password)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: password.path)
        let home = FileManager.default.temporaryDirectory.appending(path: "postfix-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let postfix = try RelayProcess(
            "postfix_relay.py",
            [
                home.path, certificates.appending(path: "server.pem").path, certificates.appending(path: "server.key").path, "office",
                "geheim",
            ])
        defer { postfix.stop() }
        try useRelay(
            of: daemon,
            [
                "host": "localhost", "port": postfix.port, "ca": certificates.appending(path: "ca.pem").path, "username": "office",
                "passwordFile": password.path, "heloName": "school.example.org", "connections": 3,
            ])

        try await daemon.start()
        #expect(try await daemon.importSampleSchool().exitCode == 0)
        let sent = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes", "--json")
        let contacts = try Set(sent.contactIDs()).count
        #expect(contacts > 20)
        let new = home.appending(path: "mail/all/new").path
        try await eventually("Postfix delivered one mail for each contact") {
            ((try? FileManager.default.contentsOfDirectory(atPath: new)) ?? []).count >= contacts
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: new).count == contacts)
        #expect(try await daemon.contacts().count { $0.delivery == "SENT" } == contacts)
        #expect(await daemon.stop() == 0)
        // The log names no parent and no password.
        let seen = try String(contentsOf: home.appending(path: "postfix.log"), encoding: .utf8)
        let parents = Set(seen.matches(of: /to=<([^>]+)>/).map { String($0.output.1) })
        #expect(parents.count > 20)
        for word in parents.union(["geheim"]) { #expect(!daemon.log().contains(word)) }
    }

    @Test("Killed while the relay's last reply hangs: at most the mails in flight come twice, byte for byte the same")
    func killedInFlight() async throws {
        let connections = 3
        let daemon = try await BuiltDaemon()
        let script = daemon.folder.appending(path: "relay.json")
        // So many are taken and answered; all after them are taken, and never answered.
        try Data(#"{"rules": [{"at": "final", "do": "hang", "skip": 10}]}"#.utf8).write(to: script)
        let hanging = try RelayProcess("smtp_relay.py", [script.path])
        try useRelay(
            of: daemon,
            ["host": "127.0.0.1", "port": hanging.port, "tls": "none", "heloName": "school.example.org", "connections": connections])
        try await daemon.start()
        #expect(try await daemon.importSampleSchool().exitCode == 0)
        let sent = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes", "--json")
        let contacts = try Set(sent.contactIDs()).count
        let deadline = ContinuousClock.now + .seconds(30)
        while try await daemon.contacts().count(where: { $0.delivery == "SENT" }) < 10 {
            try #require(ContinuousClock.now < deadline, "ten mails are sent within half a minute")
        }
        try await eventually("all connections wait") { hanging.messagesSoFar() == 10 + connections }
        daemon.kill()
        let first = try hanging.messages()

        try Data("{}".utf8).write(to: script)
        let relay = try RelayProcess("smtp_relay.py", [script.path])
        try useRelay(
            of: daemon,
            ["host": "127.0.0.1", "port": relay.port, "tls": "none", "heloName": "school.example.org", "connections": connections])
        // At once, and not in half an hour, when the leases of the killed one are over (I5).
        try await daemon.start()
        try await eventually("the rest is sent") { relay.messagesSoFar() >= contacts - 10 }
        #expect(await daemon.stop() == 0)
        let second = try relay.messages()

        #expect(first.count == 10 + connections && second.count == contacts - 10)
        let copies = Dictionary(grouping: first + second, by: Self.messageID)
        #expect(copies.count == contacts && !copies.keys.contains(""))
        #expect(copies.values.count { $0.count == 2 } == connections)
        #expect(copies.values.allSatisfy { $0.count <= 2 && Set($0).count == 1 })
    }

    private static func messageID(_ message: Data) -> String {
        String(decoding: message, as: UTF8.self).split(separator: "\r\n").first { $0.hasPrefix("Message-ID: ") }.map { String($0) } ?? ""
    }

    private func certificates(_ daemon: BuiltDaemon) async throws -> URL {
        let folder = daemon.folder.appending(path: "relay")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await succeeding(RelayProcess.scripts.appending(path: "make_certificates.sh").path, [folder.path])
        return folder
    }

    private func useRelay(of daemon: BuiltDaemon, _ relay: [String: any Sendable]) throws {
        let file = daemon.folder.appending(path: "invitationd.json")
        var configuration = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        var mail = try #require(configuration["mail"] as? [String: Any])
        mail["maildir"] = nil
        (mail["adapter"], mail["smtp"]) = ("smtp", relay)
        configuration["mail"] = mail
        try JSONSerialization.data(withJSONObject: configuration).write(to: file)
    }
}

/// One of the mail tests' relays, in a process of its own: its first line says its port, and it ends with its standard input.
final class RelayProcess: @unchecked Sendable {  // a test drives it from one task; the output goes to a file
    static let scripts = Binaries.repository.appending(path: "Tests/MailTests/SMTP")

    private let process = Process()
    private let input = Pipe()
    private let output = FileManager.default.temporaryDirectory.appending(path: "relay-\(UUID().uuidString).out")
    private(set) var port = 0

    init(_ script: String, _ arguments: [String]) throws {
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", Self.scripts.appending(path: script).path] + arguments
        process.standardInput = input
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        let deadline = ContinuousClock.now + .seconds(40)
        while lines().isEmpty {
            guard process.isRunning, ContinuousClock.now < deadline else { throw CocoaError(.executableLoad) }
            usleep(10_000)
        }
        port = lines()[0]["port"] as? Int ?? 0
    }

    func messagesSoFar() -> Int { lines().count { $0["event"] as? String == "message" } }

    /// Ends it; every message it was given, answered or not.
    func messages() throws -> [Data] {
        stop()
        return try lines().filter { $0["event"] as? String == "message" }
            .map { try #require(Data(base64Encoded: $0["bytes"] as? String ?? "")) }
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    deinit {
        if process.isRunning { stop() }
        try? FileManager.default.removeItem(at: output)
    }

    /// Whole lines written so far.
    private func lines() -> [[String: any Sendable]] {
        let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap {
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: any Sendable]
        }
    }
}
