import BuiltDaemon
import Foundation
import Testing

/// What an office does beside inviting, with the built programs.
@Suite struct OfficeStoryTests {
    @Test("R11, R37, R38: one screen answers the support script; access that is taken away shows in the history and to the app")
    func supportAndRevocation() async throws {
        let (daemon, parent) = try await withRegisteredParent()
        let shown = try await daemon.ctl("portal", "contact", "show", parent)
        #expect(
            shown.exitCode == 0 && shown.output.contains("REGISTERED") && shown.output.contains("parent-1"),
            "\(shown.output)\(shown.errors)")
        #expect(try await daemon.ctl("portal", "access", "parent-1", "--json").output.contains("\"granted\": true"))

        let revoked = try await daemon.ctl("portal", "contact", "revoke", parent, "--reason", "PARENT_REQUEST", "--yes")
        #expect(revoked.exitCode == 0, "\(revoked.errors)")
        let access = try await daemon.ctl("portal", "access", "parent-1", "--json")
        #expect(!access.output.contains("\"granted\": true"))
        let events = try await daemon.ctl("portal", "contact", "events", parent)
        #expect(["INVITED", "MAIL_SENT", "REDEEMED", "REVOKED"].allSatisfy(events.output.contains), "\(events.output)")
        #expect(
            try await daemon.ctl("portal", "contact", "revoke", parent, "--reason", "her mother said", "--yes").errors.contains(
                "INVALID_REASON"))

        let unknown = try await daemon.ctl("portal", "contact", "show", "nobody")
        #expect(unknown.exitCode == 69 && unknown.errors.contains("CONTACT_NOT_FOUND"))
        #expect(await daemon.stop() == 0)
    }

    @Test("R42, R20: a paused school sends nothing, and goes on; a changed policy counts at once")
    func pauseAndPolicy() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 10).exitCode == 0)
        #expect(try await daemon.ctl("portal", "school", "pause").exitCode == 0)
        let refused = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes")
        #expect(refused.exitCode == 73 && refused.errors.contains("SCHOOL_PAUSED"))
        #expect(try await daemon.ctl("portal", "list", "--json").output.contains("SCHOOL_PAUSED"))
        #expect(try await daemon.ctl("portal", "school", "resume").exitCode == 0)

        #expect(try await daemon.ctl("portal", "school", "policy", "--validity-days", "61").errors.contains("INVALID_POLICY"))
        #expect(try await daemon.ctl("portal", "school", "policy", "--daily-cap", "1").exitCode == 0)
        let capped = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes")
        #expect(capped.errors.contains("DAILY_CAP_REACHED"))
        #expect(try daemon.emails().isEmpty)
        #expect(await daemon.stop() == 0)
    }

    @Test("R35: a feed that would empty the school is withheld, and goes in when a person confirms exactly it")
    func withheld() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 40).exitCode == 0)
        let before = try await daemon.contacts().count
        let withheld = try await daemon.importSampleSchool(pupils: 5)
        #expect(withheld.exitCode == 73)
        let digest = try #require(try withheld.json()["withheldDigest"] as? String)
        #expect(try await daemon.contacts().count == before)
        let pages = daemon.folder.appending(path: "school").path
        let confirmed = try await daemon.ctl("roster", "import", pages, "--confirm", digest)
        #expect(confirmed.exitCode == 0, "\(confirmed.errors)")
        #expect(try await daemon.contacts().count < before)
        #expect(await daemon.stop() == 0)
    }

    @Test("R19, R39, R43: a preview shows the letter, a decline ends a link, and an erased contact is gone for good")
    func previewDeclineErase() async throws {
        let (daemon, parent) = try await withRegisteredParent()
        let preview = try await daemon.ctl("portal", "preview", parent)
        #expect(preview.exitCode == 0 && preview.output.contains("https://parents.example.org/register#preview"), "\(preview.errors)")
        let link = try daemon.emails()[1].link
        #expect(try await daemon.ctl("registration", "decline", "-", input: link).exitCode == 0)
        #expect(try await daemon.ctl("registration", "redeem", "-", "--dry-run", input: link).errors.contains("REVOKED"))

        let erased = try await daemon.ctl("portal", "contact", "erase", parent, "--yes")
        #expect(erased.exitCode == 0, "\(erased.errors)")
        #expect(try await daemon.importSampleSchool(pupils: 10).exitCode == 0)
        let contacts = try await daemon.contacts()
        #expect(!contacts.contains { $0.id == parent })
        #expect(await daemon.stop() == 0)
    }

    @Test(
        "R41: a backup made while the daemon runs is a file of its owner's, and is never overwritten; R1: operators release, offices do not"
    )
    func backup() async throws {
        let (daemon, _) = try await withRegisteredParent(hasOperator: true)
        let copy = daemon.folder.appending(path: "copy.sqlite").path
        let made = try await daemon.backUp(to: copy)
        #expect(made.exitCode == 0 && made.errors.contains("checked"), "\(made.errors)")
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try await daemon.backUp(to: copy).exitCode == 74)
        #expect(try await daemon.ctl("operator", "outbox", "release").exitCode == 0)
        #expect(try await daemon.ctl("portal", "outbox", "release").errors.contains("ROLE_NOT_PERMITTED"))
        #expect(await daemon.stop() == 0)
    }

    @Test("R31, R41: a daemon started on a backup refuses links until its school was imported and released; old links can be ended")
    func restore() async throws {
        let (daemon, parent) = try await withRegisteredParent(hasOperator: true)
        let link = try daemon.emails()[1].link
        let copy = daemon.folder.appending(path: "copy.sqlite").path
        #expect(try await daemon.backUp(to: copy).exitCode == 0)
        // What the copy does not know.
        let invited = try #require(try await daemon.contacts().map(\.id).first { $0 != parent })
        #expect(try await daemon.ctl("portal", "contact", "revoke", invited, "--yes").exitCode == 0)
        #expect(await daemon.stop() == 0)
        try daemon.restore(from: copy)
        try await daemon.start()

        let shown = try await daemon.ctl("registration", "redeem", "-", "--dry-run", input: link)
        #expect(shown.exitCode == 78 && shown.errors.contains("RESTORED_UNRELEASED"), "\(shown.errors)")
        let redeemed = try await daemon.ctl("registration", "redeem", "-", "--account", "parent-2", input: link)
        #expect(redeemed.errors.contains("RESTORED_UNRELEASED"), "\(redeemed.errors)")
        #expect(try await daemon.ctl("registration", "decline", "-", input: link).errors.contains("RESTORED_UNRELEASED"))
        #expect(try await daemon.ctl("operator", "school", "show").output.contains("restored"))
        let early = try await daemon.ctl("operator", "outbox", "release")
        #expect(early.exitCode == 73 && early.errors.contains("IMPORT_REQUIRED"), "\(early.errors)")

        #expect(try await daemon.importSampleSchool(pupils: 10).exitCode == 0)
        #expect(try await daemon.ctl("operator", "outbox", "release", "--end-links").exitCode == 64)
        let released = try await daemon.ctl("operator", "outbox", "release", "--end-links", "--yes")
        #expect(released.exitCode == 0 && released.output.contains("ended"), "\(released.output)\(released.errors)")
        #expect(try await daemon.ctl("registration", "redeem", "-", "--dry-run", input: link).errors.contains("REVOKED"))
        #expect(try await daemon.ctl("portal", "access", "parent-1", "--json").output.contains("\"granted\": true"))
        #expect(!(try await daemon.ctl("operator", "school", "show").output.contains("restored")))
        #expect(await daemon.stop() == 0)
    }

    /// Ten pupils' parents invited, the first of them registered with `parent-1`.
    private func withRegisteredParent(hasOperator: Bool = false) async throws -> (BuiltDaemon, parent: String) {
        let daemon = try await BuiltDaemon(hasOperator: hasOperator)
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 10).exitCode == 0)
        let sent = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes", "--json")
        let emails = try await daemon.emails(count: try sent.contactIDs().count)
        let redeemed = try await daemon.ctl("registration", "redeem", "-", "--account", "parent-1", "--json", input: emails[0].link)
        return (daemon, try #require(try redeemed.json()["contactId"] as? String))
    }
}
