import BuiltDaemon
import Foundation
import Testing

/// A school invites its parents: the built programs, a real roster, a clock that is moved.
@Suite struct MainStoryTests {
    @Test("The whole story: import, list, review, send, email, redeem, expiry, invite again")
    func wholeStory() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()

        let imported = try await daemon.importSampleSchool(pupils: 40)
        #expect(imported.exitCode == 0, "\(imported.errors)")
        #expect(try imported.json()["pupils"] as? String == "40")

        let listed = try await daemon.contacts()
        #expect(listed.count > 40)
        let invitable = listed.filter(\.isInvitable)
        #expect(!invitable.isEmpty && invitable.count < listed.count)
        #expect(listed.contains { $0.notInvitableBecause == "COURT_ORDER" })
        #expect(listed.contains { $0.notInvitableBecause == "NO_EMAIL" })

        // The review changes nothing, and tells exactly what sending does.
        let review = try await daemon.ctl("portal", "send", "--all-not-registered", "--dry-run", "--json")
        #expect(review.exitCode == 0, "\(review.errors)")
        let planned = try review.contactIDs()
        #expect(Set(planned) == Set(invitable.map(\.id)))
        #expect(try await daemon.contacts() == listed)

        let sent = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes", "--json")
        #expect(sent.exitCode == 0, "\(sent.errors)")
        #expect(try sent.contactIDs() == planned)

        let emails = try await daemon.emails(count: planned.count)
        #expect(emails.count == planned.count)
        #expect(Set(emails.map(\.messageID)).count == emails.count)
        #expect(Set(emails.map(\.token)).count == emails.count)

        // Opening the link, however often, changes nothing (R26); only redeeming does.
        let link = emails[0].link
        let page = try await daemon.ctl("registration", "redeem", "-", "--dry-run", "--json", input: link)
        #expect(page.exitCode == 0, "\(page.errors)")
        #expect(try page.json()["contactId"] == nil)
        #expect(try await daemon.ctl("registration", "redeem", "-", "--dry-run", "--json", input: link).output == page.output)
        let redeemed = try await daemon.ctl("registration", "redeem", "-", "--account", "parent-1", "--json", input: link)
        #expect(redeemed.exitCode == 0, "\(redeemed.errors)")
        let parent = try #require(try redeemed.json()["contactId"] as? String)
        #expect(
            try await daemon.ctl("registration", "redeem", "-", "--account", "parent-1", "--json", input: link).output == redeemed.output)
        let other = try await daemon.ctl("registration", "redeem", "-", "--account", "somebody-else", input: link)
        #expect(other.exitCode == 64 + 6 && other.errors.contains("ALREADY_REDEEMED"))
        #expect(try await daemon.contacts().contains { $0.id == parent && $0.status == "REGISTERED" })

        // Thirteen days later a link works; fifteen days later it does not.
        #expect(await daemon.stop() == 0)
        try await daemon.start(clockAhead: "+13d")
        #expect(try await daemon.ctl("registration", "redeem", "-", "--dry-run", input: emails[1].link).exitCode == 0)
        #expect(await daemon.stop() == 0)
        try await daemon.start(clockAhead: "+15d")
        let late = try await daemon.ctl("registration", "redeem", "-", "--account", "parent-2", input: emails[1].link)
        #expect(late.exitCode == 64 + 9 && late.errors.contains("EXPIRED"))
        let expired = try await daemon.contacts().filter { $0.status == "INVITATION_EXPIRED" }
        #expect(Set(expired.map(\.id)) == Set(planned).subtracting([parent]))

        // Invited again: a new email, a new link, and only the last one works (R24, R25).
        let again = try await daemon.ctl("portal", "reinvite", "--all-expired", "--yes", "--json")
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(Set(try again.contactIDs()) == Set(expired.map(\.id)))
        let all = try await daemon.emails(count: emails.count + expired.count)
        let old = try await daemon.ctl("registration", "redeem", "-", "--account", "parent-2", input: emails[1].link)
        #expect(old.exitCode == 64 + 9 && old.errors.contains("SUPERSEDED"))
        let fresh = try #require(all.first { $0.recipient == emails[1].recipient && !emails.map(\.messageID).contains($0.messageID) })
        #expect(try await daemon.ctl("registration", "redeem", "-", "--account", "parent-2", input: fresh.link).exitCode == 0)

        #expect(await daemon.stop() == 0)
        try expectNoTokenAnywhere(all.map(\.token), daemon)
    }

    @Test("An invitation answered QUEUED survives a daemon killed before the mail left, and its mail then goes out once")
    func killedBetweenSendAndDelivery() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 20).exitCode == 0)

        // The adapter cannot deliver: its folder for new mail is in the way of itself.
        try daemon.obstructMail()
        let sent = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes", "--json")
        let queued = try sent.contactIDs()
        #expect(!queued.isEmpty)
        daemon.kill()
        #expect(try daemon.emails().isEmpty)

        try daemon.clearMail()
        try await daemon.start(clockAhead: "+2h")
        let emails = try await daemon.emails(count: queued.count)
        #expect(emails.count == queued.count)
        #expect(Set(emails.map(\.messageID)).count == queued.count)
        #expect(await daemon.stop() == 0)
        #expect(try daemon.emails().count == queued.count)
    }

    @Test("R27: of 64 redemptions of one token at once, by 64 accounts, exactly one wins")
    func sixtyFourRedemptions() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 10).exitCode == 0)
        let someone = try #require(try await daemon.contacts().first(where: \.isInvitable))
        #expect(try await daemon.ctl("portal", "send", someone.id, "--yes").exitCode == 0)
        let link = try #require(try await daemon.emails(count: 1).first).link

        let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
            for number in 0..<64 {
                group.addTask {
                    try await daemon.ctl("registration", "redeem", "-", "--account", "account-\(number)", "--json", input: link)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0.exitCode == 0 } == 1)
        #expect(outcomes.count { $0.exitCode == 64 + 6 && $0.errors.contains("ALREADY_REDEEMED") } == 63)
    }

    /// R31: no file but the emails holds a token: not the database, its log, the configuration, nor what the daemon logged.
    private func expectNoTokenAnywhere(_ tokens: [String], _ daemon: BuiltDaemon) throws {
        let files = try #require(FileManager.default.enumerator(at: daemon.folder, includingPropertiesForKeys: [.isRegularFileKey]))
        var filesRead = 0
        for case let file as URL in files where !file.path.contains("/mail/") {
            guard let data = try? Data(contentsOf: file) else { continue }
            filesRead += 1
            for token in tokens { #expect(data.range(of: Data(token.utf8)) == nil, "\(file.lastPathComponent) holds a token") }
        }
        #expect(filesRead > 10)
    }
}
