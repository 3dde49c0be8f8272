import BuiltDaemon
import Foundation
import Testing

/// The daemon hands its mail to a relay.
@Suite struct RelayTests {
    @Test("R19, R23: the sample school's invitations go through Postfix, over TLS and with AUTH, one to each contact")
    func throughPostfix() async throws {
        let daemon = try await BuiltDaemon()
        let postfix = try await Postfix(of: daemon)
        defer { postfix.stop() }
        try useRelay(of: daemon, postfix.settings)

        try await daemon.start()
        #expect(try await daemon.importSampleSchool().exitCode == 0)
        let sent = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes", "--json")
        let contacts = try Set(sent.contactIDs()).count
        #expect(contacts > 20)
        try await eventually("Postfix delivered one mail for each contact") { postfix.delivered() >= contacts }
        #expect(postfix.delivered() == contacts)
        #expect(try await daemon.contacts().count { $0.delivery == "SENT" } == contacts)
        #expect(await daemon.stop() == 0)
        // The log names no parent and no password.
        let seen = try String(contentsOf: postfix.home.appending(path: "postfix.log"), encoding: .utf8)
        let parents = Set(seen.matches(of: /to=<([^>]+)>/).map { String($0.output.1) })
        #expect(parents.count > 20)
        for word in parents.union([Postfix.password]) { #expect(!daemon.log().contains(word)) }
    }

    @Test("R23: Postfix takes a mail, finds no such mailbox and reports it to the sender: read out of a Maildir, the contact shows BOUNCED")
    func reportedByPostfix() async throws {
        let daemon = try await BuiltDaemon(hasOperator: true)
        let postfix = try await Postfix(of: daemon, ["unknown=works.example"])
        defer { postfix.stop() }
        try useRelay(of: daemon, postfix.settings)

        try await daemon.start()
        #expect(try await daemon.importSampleSchool().exitCode == 0)
        let sent = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes", "--json")
        let contacts = try Set(sent.contactIDs()).count
        try await eventually("Postfix wrote a report") { postfix.delivered("reports") > 0 }
        try await eventually("Postfix delivered the rest") { postfix.delivered() + postfix.delivered("reports") == contacts }
        let deadline = ContinuousClock.now + .seconds(30)
        while try await daemon.contacts().count(where: { $0.delivery == "SENT" }) < contacts {
            try #require(ContinuousClock.now < deadline, "all is recorded as sent within half a minute")
        }

        let maildir = postfix.home.appending(path: "mail/reports")
        let read = try await daemon.ctl("bounces", "bounce", "--maildir", maildir.path)
        let bounced = postfix.delivered("reports", "cur")
        #expect(read.exitCode == 0 && read.errors.isEmpty && bounced > 0, "\(read)")
        #expect(read.output.split(separator: "\n").count { $0.hasSuffix(": BOUNCED") } == bounced, "\(read)")
        let shown = try await daemon.contacts().filter { $0.delivery == "BOUNCED" }
        #expect(shown.count == bounced)
        let contact = try #require(shown.first?.id)
        let detail = try await daemon.ctl("portal", "contact", "show", contact).output
        #expect(detail.contains("BOUNCED: 5.1.1 unknown user: \"") && detail.contains("BOUNCED, REPORTED 5.1.1"), "\(detail)")
        #expect(try await daemon.ctl("portal", "reinvite", contact, "--yes").output.contains("EMAIL_BOUNCED"))
        #expect(await daemon.stop() == 0)
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

/// Debian's Postfix, asking for the password that its settings name.
private final class Postfix {
    static let password = "geheim"
    /// What it delivered is below, and its log.
    let home = FileManager.default.temporaryDirectory.appending(path: "postfix-\(UUID().uuidString)")
    /// What `mail.smtp` is to say.
    private(set) var settings: [String: any Sendable] = [:]
    private let relay: RelayProcess

    init(of daemon: BuiltDaemon, _ options: [String] = []) async throws {
        let certificates = daemon.folder.appending(path: "relay")
        for folder in [home, certificates] { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
        try await succeeding(RelayProcess.scripts.appending(path: "make_certificates.sh").path, [certificates.path])
        func path(_ name: String) -> String { certificates.appending(path: name).path }
        try Data("\(Self.password)\n".utf8).write(to: URL(filePath: path("password")))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path("password"))
        relay = try RelayProcess(
            "postfix_relay.py", [home.path, path("server.pem"), path("server.key"), "office", Self.password] + options)
        settings = [
            "host": "localhost", "port": relay.port, "ca": path("ca.pem"), "username": "office", "passwordFile": path("password"),
            "heloName": "school.example.org", "connections": 3,
        ]
    }

    /// How many messages there are in one of its Maildirs.
    func delivered(_ maildir: String = "all", _ state: String = "new") -> Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: home.appending(path: "mail/\(maildir)/\(state)").path)) ?? []).count
    }

    func stop() { relay.stop() }

    deinit { try? FileManager.default.removeItem(at: home) }
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
