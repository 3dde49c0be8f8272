import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// R39: what a policy does not keep any longer, and what it must not forget.
@Suite struct RetentionTests {
    private static let day = Duration.seconds(86_400)

    /// The writer does a step when nobody waits, and after 16 batches in any case.
    private func settleUpkeep(_ store: SQLiteStore) async throws {
        for _ in 0..<80 { _ = try await store.rows("SELECT 1") }
    }

    /// Two contacts who share an address, which bounced for the first of them.
    private func withSharedBounce() async throws -> ImportedSchool {
        let school = try ImportedSchool()
        try await school.importFeed([
            pupil("P1", contact("C1", email: "home@example.org")), pupil("P2", contact("C2", email: "home@example.org")), pupil("P3"),
        ])
        try await school.invite("C1")
        let mail = try #require(try await school.store.write { try $0.leaseMail(limit: 1, for: .seconds(60)) }.first)
        #expect(try await school.store.write { try $0.settle(mail.id, fence: mail.fence, .bounced(detail: "5.1.1")) })
        return school
    }

    @Test("R39: a leaver's account and address are kept to the day that the policy says, and then forgotten; a court order is not (R8)")
    func leavers() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("P1", contact("C1", order: .yes)), pupil("P2", contact("C2")), pupil("P3")])
        try await school.register("C2", account: "account-1")
        let (key, seen) = (try #require(try await school.contact("C2")).key, try await school.school())
        _ = try await school.store.write { try $0.revoke([key], because: .byAdministrator, of: seen) }
        try await school.register("C2", account: "account-2")
        try await school.invite("C1")
        try await school.importFeed([pupil("P3")])
        func kept() throws -> [String] {
            try school.rows("SELECT account || mailed_to FROM contact WHERE id = 'C2' AND account IS NOT NULL")
        }

        school.temporary.clock.advance(by: Self.day * 365)
        try await settleUpkeep(school.store)
        #expect(try kept() == ["account-2C2@example.org"])
        #expect(try school.rows("SELECT account FROM former_binding") == ["account-1"])
        school.temporary.clock.advance(by: .seconds(3600))
        try await settleUpkeep(school.store)
        #expect(try kept().isEmpty)
        #expect(try school.rows("SELECT mailed_to || mailed_address FROM contact") == ["", ""])
        #expect(try school.rows("SELECT account FROM former_binding").isEmpty)

        try await school.importFeed([pupil("P1", contact("C1", order: .absent)), pupil("P3")])
        #expect(try await school.contact("C1")?.isBarred == true)
    }

    @Test("R39: who came back in time is no leaver")
    func returned() async throws {
        let school = try ImportedSchool()
        let whole = [pupil("P1", contact("C1")), pupil("P2")]
        try await school.importFeed(whole)
        try await school.register("C1", account: "account-1")
        try await school.importFeed([pupil("P2")])
        school.temporary.clock.advance(by: Self.day * 364)
        try await school.importFeed(whole)
        school.temporary.clock.advance(by: Self.day * 30)
        try await settleUpkeep(school.store)
        #expect(try await school.contact("C1")?.registration?.account.text == "account-1")
        #expect(try school.rows("SELECT id FROM contact WHERE left_at IS NOT NULL").isEmpty)
    }

    @Test("R23, R39: forgetting a leaver does not open an address that bounced to those who have it too")
    func sharedBounce() async throws {
        let school = try await withSharedBounce()
        try await school.importFeed([pupil("P2", contact("C2", email: "home@example.org")), pupil("P3")])
        school.temporary.clock.advance(by: Self.day * 366)
        try await settleUpkeep(school.store)
        #expect(try await school.contact("C2")?.address.hasBounced == true)
        try await school.store.expectDerivedRowsTrue()
    }

    @Test("R39: an address that bounced goes with the last who had it, whoever's mail it was")
    func lastHolder() async throws {
        let school = try await withSharedBounce()
        let seen = try await school.school()
        let key = try #require(try await school.contact("C1")).key
        let pseudonym = ContactID(unchecked: "erased-1")
        try await school.store.write { try $0.erase(key, pseudonym: pseudonym, tombstone: [1], of: seen) }
        #expect(try await school.contact("C2")?.address.hasBounced == true)
        try await school.importFeed([pupil("P3")])
        school.temporary.clock.advance(by: Self.day * 366)
        try await settleUpkeep(school.store)
        #expect(try school.rows("SELECT address FROM bounced_address").isEmpty)
    }

    @Test("R38, R39: old events are forgotten from the oldest on; what is kept has no gap, and its first number is told")
    func events() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("P1", contact("C1"))])
        let before = try await school.store.read { [seen = try await school.school()] in try $0.facts(of: seen).lastEvent }
        school.temporary.clock.advance(by: Self.day * 1095)
        try await school.invite("C1")
        // On the last day all is there; the round that sees the day over begins an hour later.
        try await settleUpkeep(school.store)
        school.temporary.clock.advance(by: .seconds(3600))
        try await settleUpkeep(school.store)
        let seen = try await school.school()
        let (facts, events) = try await school.store.read { (try $0.facts(of: seen), try $0.events(of: seen, after: 0, limit: 100)) }
        #expect(facts.firstEvent == before + 1 && facts.lastEvent == before + 1)
        #expect(events.map(\.sequence) == [before + 1])
        try await school.invite("C1")
        #expect(try await school.store.read { try $0.facts(of: seen).lastEvent } == before + 2)
    }
}
