import BuiltDaemon
import Foundation
import Testing

/// What becomes of mail after it was handed over, with the built programs.
@Suite struct BounceTests {
    /// What Postfix would send back about the email of a contact.
    private func postfixReport(_ daemon: BuiltDaemon, _ contact: String) async throws -> String {
        let shown = try await daemon.ctl("operator", "outbox", "show", contact, "--json")
        let word = try #require(try shown.json()["returnPathWord"] as? String, "\(shown.errors)")
        let sample = Binaries.repository.appending(path: "Tests/ClientTests/DeliveryReports/Samples/postfix-unknown-user.eml")
        return try String(contentsOf: sample, encoding: .utf8).replacing("RETURNPATHWORD", with: word)
    }

    @Test(
        "R23: a report as Postfix writes it, of an email that was sent, shows the contact BOUNCED and refuses it further email until somebody clears that"
    )
    func bounces() async throws {
        let daemon = try await BuiltDaemon(hasOperator: true)
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 10).exitCode == 0)
        let contact = try #require(try await daemon.contacts().first { $0.isInvitable }?.id)
        #expect(try await daemon.ctl("portal", "send", contact, "--yes").exitCode == 0)
        _ = try await daemon.emails(count: 1)
        let report = try await postfixReport(daemon, contact)

        // Anybody can write a report.
        let forged = report.replacing(/bounces\+(.)/) { "bounces+\($0.1 == "a" ? "b" : "a")" }
        let refused = try await daemon.ctl("bounces", "bounce", input: forged)
        #expect(refused.exitCode == 67 && refused.errors.contains("RETURN_PATH_UNKNOWN"), "\(refused.output)\(refused.errors)")
        let away = try await daemon.ctl("bounces", "bounce", input: "Auto-Submitted: auto-replied\n\nI am away.\n")
        #expect(away.exitCode == 67 && away.errors.contains("AUTOMATIC_REPLY"))
        // The role may report, and nothing else.
        #expect(try await daemon.ctl("portal", "bounce", input: report).errors.contains("ROLE_NOT_PERMITTED"))
        #expect(try await daemon.ctl("bounces", "outbox").errors.contains("ROLE_NOT_PERMITTED"))

        let first = try await daemon.ctl("bounces", "bounce", input: report)
        #expect(first.exitCode == 0 && first.output.hasPrefix("BOUNCED"), "\(first.output)\(first.errors)")
        let shown = try await daemon.ctl("portal", "contact", "show", contact)
        #expect(shown.output.contains("BOUNCED: 5.1.1 550 5.1.1 <imogen@example.net>"), "\(shown.output)")
        #expect(shown.output.contains("MAIL_FAILED") && shown.output.contains("BOUNCED, REPORTED 5.1.1"), "\(shown.output)")
        let again = try await daemon.ctl("bounces", "bounce", input: report.replacing("\n", with: "\r\n"))
        #expect(again.exitCode == 0 && again.output.hasPrefix("UNCHANGED"))
        let reinvited = try await daemon.ctl("portal", "reinvite", contact, "--yes")
        #expect((reinvited.output + reinvited.errors).contains("EMAIL_BOUNCED"), "\(reinvited.output)\(reinvited.errors)")
        // An operator sees ids, and no address.
        let seen = try await daemon.ctl("operator", "outbox", "show", contact)
        #expect(seen.output.contains("BOUNCED") && !seen.output.contains("@"), "\(seen.output)")
        #expect(try await daemon.ctl("portal", "contact", "clear-bounce", contact).exitCode == 0)
        #expect(try await daemon.ctl("bounces", "bounce", input: report).output.hasPrefix("UNCHANGED"))
        #expect(!daemon.log().contains("imogen@example.net"))
        #expect(await daemon.stop() == 0)
    }

    @Test("R23: reports in a Maildir are read once and moved; the queue is shown by age, held and released")
    func maildirAndQueue() async throws {
        let daemon = try await BuiltDaemon(hasOperator: true)
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 10).exitCode == 0)
        let contact = try #require(try await daemon.contacts().first { $0.isInvitable }?.id)
        #expect(try await daemon.ctl("portal", "send", contact, "--yes").exitCode == 0)
        _ = try await daemon.emails(count: 1)
        let maildir = daemon.folder.appending(path: "reports")
        for name in ["new", "cur", "tmp"] {
            try FileManager.default.createDirectory(at: maildir.appending(path: name), withIntermediateDirectories: true)
        }
        try await postfixReport(daemon, contact).write(to: maildir.appending(path: "new/1.x"), atomically: true, encoding: .utf8)
        try "Subject: hello\n\nBuy.\n".write(to: maildir.appending(path: "new/2.x"), atomically: true, encoding: .utf8)
        let read = try await daemon.ctl("bounces", "bounce", "--maildir", maildir.path, "--once")
        #expect(read.exitCode == 0 && read.output == "1.x: BOUNCED\n" && read.errors.contains("2.x stays in new: NO_REPORT"), "\(read)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: maildir.appending(path: "cur").path) == ["1.x:2,S"])

        let list = try await daemon.ctl("operator", "outbox")
        #expect(list.exitCode == 0 && list.output.contains("1280+") && list.output.contains("TOTAL"), "\(list.output)\(list.errors)")
        #expect(try await daemon.ctl("operator", "outbox", "retry", contact).errors.contains("NO_MAIL_WAITING"))
        #expect(try await daemon.ctl("operator", "outbox", "hold", "--all").output == "0 emails wait for invitationctl outbox release.\n")
        #expect(try await daemon.ctl("operator", "outbox", "hold").exitCode == 64)
        #expect(await daemon.stop() == 0)
    }
}
