import BuiltDaemon
import Foundation
import Testing

/// The daemon dies again and again between handing mails over and noting it.
@Suite struct MailCrashTests {
    /// As many as the Maildir carries at a time.
    private static let inFlightMax = 2
    private static let kills = 5

    @Test("Killed while it hands mail over: all of it arrives, byte for byte the same, and only what was on its way is repeated")
    func repeatsWhatWasOnItsWay() async throws {
        let (daemon, contacts) = try await withMailWaiting()
        // A mail program takes away what is there, so that every repeat is seen.
        var rounds: [[Email]] = []
        for _ in 0..<Self.kills {
            try await daemon.startAndKillOnDelivery(clockAhead: Self.afterRetries)
            rounds.append(try daemon.emails())
            try daemon.takeEmailsAway()
        }
        try await finish(daemon)
        rounds.append(try daemon.emails())

        try expectOneMailEach(contacts, rounds.joined())
        var repeated = 0
        for (index, round) in rounds.enumerated() {
            let later = Set(rounds[(index + 1)...].joined().map(\.messageID))
            let repeatedOfRound = round.count { later.contains($0.messageID) }
            #expect(repeatedOfRound <= Self.inFlightMax)
            repeated += repeatedOfRound
        }
        #expect(repeated > 0, "no kill came between a hand-over and its record: the test proved nothing")
        expectLogNamesNobody(of: rounds.flatMap { $0 }, daemon.log())
    }

    @Test("Killed while it hands mail over: in a Maildir that nobody reads, a repeat takes the place of its equal")
    func replacesItsEqual() async throws {
        let (daemon, contacts) = try await withMailWaiting()
        var seen: [Email] = []
        for _ in 0..<Self.kills {
            try await daemon.startAndKillOnDelivery(clockAhead: Self.afterRetries)
            seen += try daemon.emails()
        }
        try await finish(daemon)
        let emails = try daemon.emails()
        #expect(emails.count == contacts)
        try expectOneMailEach(contacts, seen + emails)
    }

    /// A daemon that was killed before any mail could leave, and how many contacts are to get one.
    private func withMailWaiting() async throws -> (BuiltDaemon, contacts: Int) {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 60).exitCode == 0)
        try daemon.obstructMail()
        let sent = try await daemon.ctl("portal", "send", "--all-not-registered", "--yes", "--json")
        let contacts = try Set(sent.contactIDs()).count
        daemon.kill()
        try daemon.clearMail()
        #expect(try daemon.emails().isEmpty)
        #expect(contacts > 2 * 16, "more than one claim's worth")
        return (daemon, contacts)
    }

    /// What was put off while mail was obstructed is due by then. Leases, five minutes, are not over: those of the killed one before are ended
    /// by the next (I5).
    private static let afterRetries = "+2m"

    /// Lets it deliver everything, repeats too.
    private func finish(_ daemon: BuiltDaemon) async throws {
        try await daemon.start(clockAhead: Self.afterRetries)
        let deadline = ContinuousClock.now + .seconds(30)
        while try await daemon.contacts().contains(where: { ["QUEUED", "DEFERRED"].contains($0.delivery) }) {
            try #require(ContinuousClock.now < deadline, "half a minute passed before all mail was sent")
        }
        #expect(await daemon.stop() == 0)
    }

    /// Every contact has its own link: one Message-ID and the same bytes each, however many copies.
    private func expectOneMailEach(_ contacts: Int, _ copies: some Sequence<Email>) throws {
        let byContact = Dictionary(grouping: copies, by: \.token)
        #expect(byContact.count == contacts)
        #expect(Set(byContact.keys).contains("") == false)
        #expect(byContact.values.allSatisfy { Set($0.map(\.messageID)).count == 1 })
        #expect(Set(byContact.values.flatMap { $0.map(\.messageID) }).count == contacts)
        #expect(byContact.values.allSatisfy { Set($0.map(\.bytes)).count == 1 })
    }

    /// R31: operators see each hand-over in the log by its Message-ID, and neither address nor link.
    private func expectLogNamesNobody(of emails: [Email], _ log: String) {
        #expect(log.contains("mail handed over") && log.contains(emails.last?.messageID ?? "-"))
        for email in emails {
            #expect(email.address.contains("@") && !log.contains(email.address))
            #expect(!log.contains(email.token))
        }
    }
}
