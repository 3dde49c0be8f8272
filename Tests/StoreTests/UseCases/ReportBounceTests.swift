import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// Reports of what became of mail, and what operators do with mail on its way, over a real store.
@Suite struct ReportBounceTests {
    private let office: Office
    private let mx = Actor(principal: "mx")

    init() async throws { office = try await Office(.sharing) }

    /// Where reports about the contact's latest mail come to.
    private func returnPath(_ id: String) async throws -> String {
        let invitation = try #require(try await office.contact(id).invitation)
        let mailedAt = try #require(invitation.mailedAt)
        let word = office.environment.returnPaths.word(for: invitation.nonce, keyID: invitation.tokenKeyID, mailedAt: mailedAt)
        return "bounces+\(try #require(word))@mail.example.org"
    }

    private func report(
        _ paths: [String], _ action: DeliveryReport.Action = .failed, _ status: String = "5.1.1",
        within: @escaping @Sendable (SchoolID) -> Bool = { _ in true }
    ) async throws -> ReportVerdict {
        let reporting = ReportBounce(office.environment)
        let genuine = try reporting.verify(
            DeliveryReport(action, status: try #require(EnhancedStatus(status)), diagnostic: "550 user unknown"), returnPaths: paths)
        return try await office.store.write { [mx] in try reporting.run(genuine, by: mx, within: within, in: $0) }
    }

    @Test(
        "R23: a later report overrides SENT: BOUNCED, the address refused for whoever has it, an event, true list rows; clearing it works, and the same report again changes nothing"
    )
    func bounces() async throws {
        _ = try await office.send("c-omar")
        try await office.deliver()
        let path = try await returnPath("c-omar")
        #expect(try await report([path]) == .bounced)
        var omar = try await office.contact("c-omar")
        #expect(omar.invitation?.delivery == .bounced && omar.invitation?.deliveryDetail == "5.1.1 550 user unknown")
        #expect(omar.address.hasBounced)
        #expect(try await office.contact("c-lena").address.hasBounced)
        #expect(try await office.reinvite("c-omar").results.map(\.outcome) == [.emailBounced])
        #expect(try await failures() == ["mx BOUNCED, REPORTED 5.1.1"])
        try await office.store.expectDerivedRowsTrue()

        #expect(try await report([path]) == .unchanged)
        let corrections = ContactCorrections(office.environment)
        _ = try await office.store.write {
            try corrections.clearBounce(ContactID(unchecked: "c-omar"), of: Office.school, by: Office.actor, in: $0)
        }
        #expect(try await report([path]) == .unchanged)
        omar = try await office.contact("c-omar")
        #expect(!omar.address.hasBounced)
        #expect(try await failures().count == 1)
        try await office.store.expectDerivedRowsTrue()
    }

    private func failures() async throws -> [String] {
        try await office.store.rows("SELECT actor || ' ' || detail FROM event WHERE kind = 'MAIL_FAILED' ORDER BY sequence")
    }

    @Test("R23: another 5.x is FAILED and refuses nobody; a delay is shown and ends nothing; the first address that is ours counts")
    func failsAndDelays() async throws {
        _ = try await office.send("c-omar")
        try await office.deliver()
        let paths = ["someone@example.org", try await returnPath("c-omar")]
        #expect(try await report(paths, .delayed, "4.4.1") == .noted)
        #expect(try await office.contact("c-omar").invitation?.delivery == .sent)
        #expect(try await office.contact("c-omar").invitation?.deliveryDetail == "4.4.1 550 user unknown")
        #expect(try await report(paths, .delayed, "4.4.1") == .unchanged)
        #expect(try await report(paths, .relayed, "2.1.9") == .unchanged)
        try await office.store.expectDerivedRowsTrue()
        #expect(try await report(paths, .failed, "5.2.2") == .failed)
        #expect(try await office.contact("c-omar").invitation?.delivery == .failed)
        #expect(try await office.contact("c-omar").address.hasBounced == false)
        try await office.store.expectDerivedRowsTrue()
    }

    @Test("R23, R4: a forged path is refused without a look-up; a genuine one of nobody we know, or of another's school, changes nothing")
    func forged() async throws {
        _ = try await office.send("c-omar")
        try await office.deliver()
        let path = try await returnPath("c-omar")
        let at = path.index(path.startIndex, offsetBy: 20)
        var forged = path
        forged.replaceSubrange(at...at, with: path[at] == "a" ? "b" : "a")
        let report = DeliveryReport(.failed, status: try #require(EnhancedStatus("5.1.1")), diagnostic: "")
        let reporting = ReportBounce(office.environment)
        func reason(_ paths: [String]) -> String {
            do throws(InvitationError) {
                _ = try reporting.verify(report, returnPaths: paths)
                return ""
            } catch {
                return error.reason.rawValue
            }
        }
        #expect(reason([forged]) == "RETURN_PATH_UNKNOWN")
        #expect(reason(["bounces@mail.example.org"]) == "RETURN_PATH_UNKNOWN")
        #expect(reason([]) == "INVALID_REPORT")
        #expect(reason(Array(repeating: path, count: 9)) == "INVALID_REPORT")
        #expect(reason(Array(repeating: forged, count: 7) + [path]) == "")
        #expect(try await self.report([path], within: { _ in false }) == .unchanged)
        let stranger = office.environment.returnPaths.word(
            for: InvitationNonce(bytes: Array(repeating: 9, count: 16)), keyID: 1, mailedAt: office.clock.now)
        let unknown = "b+\(stranger ?? "")@x"
        #expect(try await self.report([unknown]) == .unchanged)
        // The revision of another second is another mail (R20).
        let invitation = try #require(try await office.contact("c-omar").invitation)
        let mailedAt = try #require(invitation.mailedAt)
        let other = office.environment.returnPaths.word(for: invitation.nonce, keyID: 1, mailedAt: mailedAt.advanced(by: .seconds(1)))
        let earlier = "b+\(other ?? "")@x"
        #expect(try await self.report([earlier]) == .unchanged)
        #expect(try await office.contact("c-omar").invitation?.delivery == .sent)
    }

    @Test(
        "R23: a report ends mail that is still being tried, and the worker that has it settles nothing; of an earlier invitation it bars no address"
    )
    func openAndEarlier() async throws {
        _ = try await office.send("c-omar")
        let mail = try #require(try await lease().first)
        let now = office.clock.now
        let fixed = FixedMail(
            mailedAt: now, expiresAt: now.advanced(by: .seconds(86_400)), messageID: "<1@x>", recipient: "omar@example.org", bytes: [1])
        try await office.store.write { try $0.fix(fixed, for: mail.id, fence: mail.fence) }
        let first = try await returnPath("c-omar")
        #expect(try await report([first], .failed, "5.7.1") == .failed)
        #expect(try await office.store.write { try $0.settle(mail.id, fence: mail.fence, .sent) } == false)
        #expect(try await office.store.write { try $0.nextMailDue() } == nil)

        office.clock.advance(by: .seconds(3600))
        _ = try await office.reinvite("c-omar")
        try await office.deliver()
        let second = try await returnPath("c-omar")
        office.clock.advance(by: .seconds(3600))
        _ = try await office.reinvite("c-omar")
        try await office.deliver()
        #expect(try await report([second]) == .bounced)
        #expect(try await office.contact("c-omar").invitation?.delivery == .sent)
        #expect(try await office.contact("c-omar").address.hasBounced == false)
        try await office.store.expectDerivedRowsTrue()
    }

    @Test("R39: of an erased contact a report keeps no words, and bars nobody")
    func erased() async throws {
        _ = try await office.send("c-imogen")
        try await office.deliver()
        let path = try await returnPath("c-imogen")
        let corrections = ContactCorrections(office.environment)
        try await office.store.write {
            try corrections.erase(ContactID(unchecked: "c-imogen"), of: Office.school, by: Office.actor, in: $0)
        }
        #expect(try await report([path], .delayed, "4.4.1") == .unchanged)
        #expect(try await report([path]) == .bounced)
        #expect(try await office.store.rows("SELECT count(*) FROM bounced_address") == ["0"])
        #expect(try await office.store.rows("SELECT delivery_detail FROM invitation") == ["5.1.1"])
    }

    // MARK: Operators

    private func tend<Answer: Sendable>(
        _ body: @escaping @Sendable (TendOutbox, any WriteTransaction) throws -> Answer
    ) async throws -> Answer {
        let tending = TendOutbox(office.environment)
        return try await office.store.write { try body(tending, $0) }
    }

    private func lease() async throws -> [LeasedMail] { try await office.store.write { try $0.leaseMail(limit: 10, for: .seconds(60)) } }

    @Test("Waiting mail is counted by age since it was asked for, as qshape does, each bound exactly")
    func ages() async throws {
        func counts(_ within: @escaping @Sendable (SchoolID) -> Bool = { _ in true }) async throws -> [OpenMailCount] {
            try await tend { try $0.counts(of: nil, within: within, in: $1) }
        }
        _ = try await office.send("c-imogen")
        for (index, minutes) in OutboxAges.minutes.enumerated() {
            let before = index == 0 ? 0 : OutboxAges.minutes[index - 1]
            office.clock.advance(by: .seconds(Int64(minutes - before) * 60) - .milliseconds(1))
            #expect(try await counts().map(\.age) == [index])
            office.clock.advance(by: .milliseconds(1))
            #expect(try await counts() == [OpenMailCount(school: Office.school, state: .queued, age: index + 1, count: 1)])
        }
        #expect(try await counts { _ in false }.isEmpty)
        #expect(try await tend { try $0.counts(of: Office.school, within: { _ in true }, in: $1) }.map(\.count) == [1])
        try await office.deliver()
        #expect(try await counts().isEmpty)
    }

    @Test("R23: retry makes due what waits and touches nothing that a worker has; hold keeps mail in until it is released")
    func retryAndHold() async throws {
        let id = ContactID(unchecked: "c-imogen")
        _ = try await office.send("c-imogen")
        let mail = try #require(try await lease().first)
        await #expect(throws: InvitationError.self) { try await tend { try $0.retry(id, of: Office.school, in: $1) } }
        await #expect(throws: InvitationError.self) { try await tend { [mx] in try $0.hold(id, of: Office.school, by: mx, in: $1) } }
        let later = office.clock.now.advanced(by: .seconds(3000))
        #expect(
            try await office.store.write {
                try $0.settle(mail.id, fence: mail.fence, .deferred(until: later, detail: "4.2.1", mayHaveLeft: false))
            })
        #expect(try await lease().isEmpty)
        #expect(try await tend { try $0.retry(id, of: Office.school, in: $1) } == 1)
        #expect(try await tend { try $0.retry(nil, of: Office.school, in: $1) } == 0)
        let second = try #require(try await lease().first)
        #expect(
            try await office.store.write {
                try $0.settle(second.id, fence: second.fence, .deferred(until: later, detail: "4.2.1", mayHaveLeft: false))
            })
        let held = try await tend { [mx] in try $0.hold(nil, of: Office.school, by: mx, in: $1) }
        #expect(held == 1)
        #expect(try await office.contact("c-imogen").invitation?.delivery == .held)
        office.clock.advance(by: .seconds(86_400))
        #expect(try await lease().isEmpty)
        let shown = try await tend { try $0.mail(of: id, Office.school, in: $1) }
        #expect(shown.state == .held)
        #expect(shown.open == OpenMail(dueAt: nil, attempts: 2, hold: .byOperator))
        #expect(shown.events.map(\.kind).contains("MAIL_HELD"))
        #expect(shown.events.allSatisfy { !$0.detail.contains("@") })
        try await office.store.expectDerivedRowsTrue()
        let release = ReleaseMail.Request(school: Office.school, actor: mx)
        #expect(try await office.store.write { try ReleaseMail().run(release, in: $0) }.mails == 1)
        #expect(try await lease().count == 1)
        await #expect(throws: InvitationError.self) {
            try await tend { try $0.mail(of: ContactID(unchecked: "c-otto"), Office.school, in: $1) }
        }
    }

    @Test("R17: a mail that nobody finishes is leased alone from then on, so that no other is suspected with it")
    func suspects() async throws {
        _ = try await office.send("c-imogen")
        let first = try #require(try await lease().first)
        #expect(first.unsettledLeases == 0)
        office.clock.advance(by: .seconds(60))
        _ = try await office.send("c-omar", "c-lena")
        let suspect = try await lease()
        #expect(suspect.map(\.contact.id.text) == ["c-imogen"] && suspect[0].unsettledLeases == 1)
        #expect(try await office.store.read { try $0.leasedMail(suspect[0].id, fence: suspect[0].fence) }?.unsettledLeases == 1)
        #expect(try await lease().count == 2)
        #expect(try await office.store.write { try $0.settle(suspect[0].id, fence: suspect[0].fence, .notTried(mayHaveLeft: false)) })
        #expect(try await lease().map(\.unsettledLeases) == [0])
    }
}
