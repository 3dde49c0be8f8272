import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// R35: an import that would take away too much waits for a person; its new court orders do not.
@Suite struct WithheldImportTests {
    static let roster = (1...5).map { pupil("A\($0)", contact("C\($0)")) }

    @Test("R35: more than the share removed is withheld, with the roster as it was; exactly the share is not")
    func share() async throws {
        let school = try ImportedSchool(hasGuards: true)
        try await school.importFeed(Self.roster)
        // 1 of 5 is 20 %.
        let allowed = try await school.importFeed(Array(Self.roster.dropLast()))
        #expect(allowed.withheldDigest.isEmpty && allowed.contactsRemoved == 1)
        let list = try await school.list().rows
        let withheld = try await school.importFeed(Array(Self.roster.dropLast(2)))
        #expect(!withheld.withheldDigest.isEmpty && withheld.withheldBecause.contains("1 of 4 contacts"))
        #expect(try await school.list().rows == list)
    }

    @Test("R35: the same feed with its digest is confirmed; another feed's digest confirms nothing")
    func confirmed() async throws {
        let school = try ImportedSchool(hasGuards: true)
        try await school.importFeed(Self.roster)
        let feed = Array(Self.roster.prefix(2))
        let digest = try await school.importFeed(feed).withheldDigest
        let other = try await school.importFeed(Array(Self.roster.prefix(1)), confirming: digest)
        #expect(!other.withheldDigest.isEmpty && other.withheldDigest != digest)
        let done = try await school.importFeed(feed, confirming: digest)
        #expect(done.withheldDigest.isEmpty && done.contactsRemoved == 3)
        // Of the roster that is now in place the digest says nothing any more.
        try await school.importFeed(Self.roster)
        #expect(try await school.importFeed(feed, confirming: digest).withheldDigest != "")
    }

    @Test("R35, R7, R8: new orders of a withheld feed apply at once, also for who is not in the roster; a later false lifts them")
    func orders() async throws {
        let school = try ImportedSchool(hasGuards: true)
        try await school.importFeed(Self.roster)
        let nonce = try await school.invite("C1")
        try await school.register("C2", account: "account-2")
        let feed = [
            pupil("A1", contact("C1", order: .yes)), pupil("A2", contact("C2", order: .yes)), pupil("A9", contact("C9", order: .yes)),
        ]
        let report = try await school.importFeed(feed)
        #expect(!report.withheldDigest.isEmpty)
        #expect(
            report.courtOrdersAdded == 3 && report.invitationsRevoked == 1 && report.contactsSuspended == 1 && report.mailsCancelled == 1)
        #expect(try await school.standing(nonce) == .revoked(.courtOrder))
        #expect(try await school.contact("C1")?.isBarred == true)
        #expect(try await school.contact("C2")?.isBarred == true)
        #expect(try await school.contact("C9") == nil)
        // Again: nothing is new.
        #expect(try await school.importFeed(feed).courtOrdersAdded == 0)

        // C9 comes with a feed that does not say: barred all the same. The roster of old says false of C1 and C2: lifted.
        let next = Self.roster + [pupil("A9", contact("C9", order: .absent))]
        let lifting = try await school.importFeed(next)
        #expect(!lifting.withheldDigest.isEmpty, "two of three orders are more than 5 %")
        #expect(try await school.importFeed(next, confirming: lifting.withheldDigest).courtOrdersLifted == 2)
        #expect(try await school.contact("C1")?.isBarred == false)
        #expect(try await school.contact("C9")?.isBarred == true)
    }

    @Test("R35, R21: a withheld feed's barred newcomer ends links and mail to an address that the feed gives it")
    func newcomersAddress() async throws {
        let school = try ImportedSchool(hasGuards: true)
        try await school.importFeed(Self.roster)
        let nonce = try await school.invite("C1")
        let other = try await school.invite("C2")
        let report = try await school.importFeed([pupil("A9", contact("C9", email: "c1@EXAMPLE.org", order: .yes))])
        #expect(!report.withheldDigest.isEmpty && report.invitationsRevoked == 1 && report.mailsCancelled == 1)
        #expect(try await school.standing(nonce) == .revoked(.courtOrder))
        #expect(try await school.standing(other) == .live)
    }
}
