import BuiltDaemon
import Foundation
import Testing

/// Templates of emails, as an operator keeps them.
@Suite struct TemplateTests {
    private func write(_ name: String, _ text: String, in daemon: BuiltDaemon) throws {
        let file = daemon.folder.appending(path: "templates/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private func templates(_ daemon: BuiltDaemon) -> [String: String] {
        ["INVITATIOND_MAIL_TEMPLATES": daemon.folder.appending(path: "templates").path]
    }

    @Test("R23: a school whose template cannot be used has its mail held, and sees why; when the file is mended the mail goes by itself")
    func heldUntilMended() async throws {
        let daemon = try await BuiltDaemon(hasOperator: true)
        let own = "\(BuiltDaemon.school)/subject.mustache"
        try write(own, "{{school}} invites\n{{surname}}", in: daemon)
        try await daemon.start(environment: templates(daemon).merging(["INVITATIOND_RELOAD_SECONDS": "1"]) { $1 })
        #expect(daemon.log().contains("a school's mail is held: its templates cannot be used"))
        #expect(daemon.log().contains("\(own), line 2: {{surname}} is unknown"))
        #expect(try await daemon.importSampleSchool(pupils: 2).exitCode == 0)
        let sent = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes", "--json")
        let contacts = try sent.contactIDs()
        let contact = try #require(contacts.first)
        var held = ""
        while !held.contains("TEMPLATE") {
            held = try await daemon.ctl("operator", "outbox", "show", contact).output
        }
        #expect(held.contains("HELD"), "\(held)")
        let shown = try await daemon.ctl("portal", "contact", "show", contact)
        #expect(shown.output.contains("the school's email template cannot be used: \(own), line 2"), "\(shown.output)")
        let refused = try await daemon.ctl("portal", "preview", contact)
        #expect(refused.exitCode == 73 && refused.errors.contains("TEMPLATE_UNUSABLE"), "\(refused.exitCode) \(refused.errors)")
        #expect(try daemon.emails().isEmpty)

        try write(own, "{{school}} invites you\n", in: daemon)
        let emails = try await daemon.emails(count: contacts.count)
        #expect(emails.count == contacts.count)
        #expect(emails.allSatisfy { String(decoding: $0.bytes, as: UTF8.self).contains(" invites you") })
        let preview = try await daemon.ctl("portal", "preview", contact)
        #expect(preview.output.contains(" invites you\n"), "\(preview.output)\(preview.errors)")
        #expect(try await daemon.ctl("portal", "preview", contact, "--html").output.hasPrefix("<!DOCTYPE html>"))
        #expect(await daemon.stop() == 0)
    }

    @Test("A template for all schools that cannot be used keeps the daemon from starting; read again, it leaves the former in use")
    func commonTemplate() async throws {
        let daemon = try await BuiltDaemon()
        try write("subject.mustache", "{{>greeting}}", in: daemon)
        let outcome = try await run(
            try Binaries.path("invitationd"), ["run", "--config", daemon.folder.appending(path: "invitationd.json").path],
            environment: templates(daemon))
        #expect(outcome.exitCode == 78)
        #expect(outcome.errors.contains("mail.templates: subject.mustache, line 1: {{>greeting}} is a partial"), "\(outcome.errors)")

        try write("subject.mustache", "{{school}} before", in: daemon)
        try await daemon.start(environment: templates(daemon))
        #expect(try await daemon.importSampleSchool(pupils: 1).exitCode == 0)
        try write("subject.mustache", "{{surname}}", in: daemon)
        daemon.signal(SIGHUP)
        try await eventually("it is refused") { daemon.log().contains("\"part\":\"templates\"") }
        #expect(daemon.log().contains("not usable, the former goes on"))
        #expect(try await daemon.ctl("portal", "send", "--all-not-registered", "--yes").exitCode == 0)
        let email = try #require(try await daemon.emails(count: 1).first)
        #expect(String(decoding: email.bytes, as: UTF8.self).contains(" before"))
        #expect(await daemon.stop() == 0)
    }

    @Test("Templates can be checked and looked at before a daemon reads them")
    func sampleLetter() async throws {
        let daemon = try await BuiltDaemon()
        let program = try Binaries.path("invitationd")
        let plain = try await run(program, ["sample-letter"])
        #expect(plain.exitCode == 0 && plain.output.hasPrefix("Subject: Wexcombe Primary School: your invitation to Parent App\n"))
        try write("A1/subject.mustache", "{{school}}: Gwahoddiad", in: daemon)
        let folder = daemon.folder.appending(path: "templates").path
        let own = try await run(program, ["sample-letter", "--templates", folder, "--school", "A1"])
        #expect(own.output.hasPrefix("Subject: Wexcombe Primary School: Gwahoddiad\n"))
        #expect(try await run(program, ["sample-letter", "--templates", folder, "--html"]).output.contains("<title>Wexcombe"))
        try write("A2/subject.mustache", "{{{school}}}", in: daemon)
        try write("A 3/subject.mustache", "x", in: daemon)
        let bad = try await run(program, ["sample-letter", "--templates", folder])
        #expect(bad.exitCode == 78 && bad.output.isEmpty)
        #expect(bad.errors.contains("A2/subject.mustache, line 1: {{{school}} would not be escaped: write {{name}}"))
        #expect(bad.errors.contains("A 3: no school can have this folder"))
    }
}
