import Configuration
import Foundation
import Mail
import Testing

@testable import Daemon

@Suite("The relay's configuration")
struct SMTPConfigurationTests {
    private func relay(_ values: [String: ConfigContent]) throws -> SMTPSettings {
        var all: [String: ConfigContent] = ["host": .string("relay.example.org"), "heloName": .string("school.example.org")]
        all.merge(values) { $1 }
        let settings = Settings([
            InMemoryProvider(
                values: Dictionary(
                    uniqueKeysWithValues: all.map { (AbsoluteConfigKey(["mail", "smtp", $0.key]), ConfigValue($0.value, isSecret: false)) })
            ).snapshot()
        ])
        return try SMTPSettings(DaemonConfiguration.SMTP(settings))
    }

    private func file(_ text: String, mode: Int) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "password-\(UUID().uuidString)").path
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    @Test("STARTTLS on 587 unless the configuration says otherwise; implicit TLS on 465")
    func presets() throws {
        let starttls = try relay([:])
        #expect(starttls.security == .startTLS && starttls.port == 587 && starttls.connections == 4 && starttls.credentials == nil)
        #expect(starttls.timeouts.finalReply > starttls.timeouts.reply)
        #expect(try relay(["tls": .string("implicit")]).port == 465)
    }

    @Test("What would send a password or a message less safely than meant keeps the daemon from starting, by its key")
    func refused() throws {
        let closed = try file("geheim\n", mode: 0o600)
        let open = try file("geheim\n", mode: 0o640)
        let empty = try file("\n", mode: 0o600)
        let twoLines = try file("a\nb\n", mode: 0o600)
        defer { for path in [closed, open, empty, twoLines] { try? FileManager.default.removeItem(atPath: path) } }
        #expect(try relay(["username": .string("office"), "passwordFile": .string(closed)]).credentials != nil)
        let office = ConfigContent.string("office")
        let wrong: [([String: ConfigContent], String)] = [
            (["host": .string("")], "mail.smtp.host"), (["heloName": .string("")], "mail.smtp.heloName"),
            (["tls": .string("opportunistic")], "mail.smtp.tls"), (["tls": .string("none")], "mail.smtp.tls"),
            (["username": office], "mail.smtp.passwordFile"), (["passwordFile": .string(closed)], "mail.smtp.passwordFile"),
            (["username": office, "passwordFile": .string(open)], "chmod 600"),
            (["username": office, "passwordFile": .string(empty)], "one line"),
            (["username": office, "passwordFile": .string(twoLines)], "one line"),
            (["host": .string("127.0.0.1"), "tls": .string("none"), "username": office, "passwordFile": .string(closed)], "username"),
            (["clientCertificate": .string(closed)], "mail.smtp.clientKey"), (["ca": .string("/nowhere/ca.pem")], "/nowhere/ca.pem"),
            (["replySeconds": .int(60), "finalReplySeconds": .int(59)], "finalReplySeconds"),
            (["connections": .int(0)], "mail.smtp.connections"),
        ]
        for (values, word) in wrong {
            let error = #expect(throws: StartupError.self) { try relay(values) }
            #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
            #expect(error?.message.contains("geheim") == false)
        }
    }
}
