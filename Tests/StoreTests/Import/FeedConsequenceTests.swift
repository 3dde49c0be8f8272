import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("R34: what a feed does to invitations")
struct FeedConsequenceTests {
    @Test("R7, R34: a new court order revokes the live link, cancels its mail, and bars in the same flip")
    func newOrder() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1")), pupil("A2", contact("C1"))])
        let nonce = try await school.invite("C1")
        let report = try await school.importFeed([pupil("A1", contact("C1")), pupil("A2", contact("C1", order: .yes))])
        #expect((report.invitationsRevoked, report.mailsCancelled, report.courtOrdersAdded, report.contactsSuspended) == (1, 1, 1, 0))
        #expect(try await school.standing(nonce) == .revoked(.courtOrder))
        let after = try #require(try await school.contact("C1"))
        #expect(after.isBarred)
        #expect(try await school.store.write { try $0.nextMailDue() } == nil)
        #expect(
            try school.feedEvents() == [
                "ROSTER_IMPORTED -: import 1", "ROSTER_IMPORTED -: import 2", "COURT_ORDER_ADDED C1: import 2",
                "REVOKED C1: COURT_ORDER, import 2",
            ])
    }

    @Test("R7: a registered contact that becomes barred is suspended at once, and no longer when the order is lifted")
    func suspension() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1"))])
        try await school.register("C1", account: "account")
        let report = try await school.importFeed([pupil("A1", contact("C1", order: .yes))])
        #expect((report.contactsSuspended, report.invitationsRevoked) == (1, 0))
        #expect(try await school.contact("C1")?.status(at: school.temporary.clock.now) == .suspended)
        #expect(try school.feedEvents().contains("SUSPENDED C1: import 2"))
        let lifted = try await school.importFeed([pupil("A1", contact("C1"))])
        #expect(lifted.courtOrdersLifted == 1)
        #expect(try await school.contact("C1")?.status(at: school.temporary.clock.now) == .registered)
        #expect(try school.feedEvents().last == "COURT_ORDER_LIFTED C1: import 3")
    }

    @Test("R38: a leaver with an account who returns has access again, and the history says whose; forgotten meanwhile, nobody's")
    func returns() async throws {
        for isForgotten in [false, true] {
            let school = try ImportedSchool()
            let whole = [pupil("A1", contact("C1")), pupil("A2", contact("C2"))]
            try await school.importFeed(whole)
            try await school.register("C1", account: "account")
            func access() async throws -> [Bool] {
                try await school.store.read {
                    try CheckAccess().run(AccountID(unchecked: "account"), within: { _ in true }, in: $0).map(\.isGranted)
                }
            }
            try await school.importFeed([pupil("A2", contact("C2"))])
            #expect(try await access() == [false])
            if isForgotten {
                school.temporary.clock.advance(by: .seconds(366 * 86_400))
                for _ in 0..<80 { _ = try await school.store.rows("SELECT 1") }
            }
            try await school.importFeed(whole)
            #expect(try await access() == (isForgotten ? [] : [true]))
            #expect(
                try school.rows("SELECT kind || ' ' || coalesce(account, '-') FROM event WHERE contact IS NOT NULL AND actor = 'feed'") == [
                    "CONTACT_LEFT account", isForgotten ? "CONTACT_ADDED -" : "CONTACT_ADDED account",
                ])
        }
    }

    @Test("R7, R8, R34: a registered contact that leaves is withdrawn, and a court order stays one: its link says nothing more")
    func registeredLeaver() async throws {
        for order in [TriState.no, .yes] {
            let school = try ImportedSchool()
            try await school.importFeed([pupil("A1", contact("C1")), pupil("A2", contact("C2"))])
            let nonce = try await school.invite("C1")
            let account = AccountID(unchecked: "account")
            let named = try #require(try await school.store.read { try $0.invitation(nonce) })
            let isRedeemed = try await school.store.write {
                try $0.redeem(named.contact.key, generation: named.invitation.generation, account: account, of: named.school)
            }
            #expect(isRedeemed)
            try await school.importFeed([pupil("A1", contact("C1", order: order)), pupil("A2", contact("C2"))])
            try await school.importFeed([pupil("A2", contact("C2"))])

            let after = try #require(try await school.store.read { try $0.invitation(nonce) })
            #expect(after.contact.hasLeft)
            #expect(after.contact.isBarred == (order == .yes))
            let decision = after.contact.redeemDecision(for: after.invitation, account: account, at: school.temporary.clock.now)
            guard case .refuse(let error) = decision else {
                Issue.record("a leaver's link registers nobody: \(decision)")
                continue
            }
            #expect(error.reason == (order == .yes ? .notPermitted : .revoked))
            #expect(error.metadata.isEmpty)
        }
    }

    @Test("R34: a changed email revokes the link, warns, and mails nobody")
    func emailChanged() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1"), contact("C2"))])
        let nonce = try await school.invite("C1")
        let report = try await school.importFeed([
            pupil("A1", contact("C1", email: "new@example.org"), contact("C2", email: "two@example.org"))
        ])
        #expect((report.invitationsRevoked, report.mailsCancelled, report.contactsChanged) == (1, 1, 2))
        #expect(try await school.standing(nonce) == .revoked(.addressChanged))
        let after = try #require(try await school.contact("C1"))
        #expect(after.emailChanged)
        #expect(after.status(at: school.temporary.clock.now) == .notRegistered)
        #expect(try await school.contact("C2")?.emailChanged == false)
        #expect(try await school.store.write { try $0.nextMailDue() } == nil)
        #expect(try school.feedEvents().suffix(2) == ["REVOKED C1: ADDRESS_CHANGED, import 2", "EMAIL_CHANGED C1: import 2"])
    }

    @Test("R21, R34: another spelling of the same address is no change of address")
    func spelling() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1", email: "robin@bücher.example"))])
        let nonce = try await school.invite("C1")
        let report = try await school.importFeed([pupil("A1", contact("C1", email: "Robin@xn--bcher-kva.example"))])
        #expect((report.contactsChanged, report.invitationsRevoked) == (1, 0))
        #expect(try await school.standing(nonce) == .live)
    }

    @Test("R30, R34: a registered contact's new email changes nothing of its registration")
    func registeredEmail() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1"))])
        try await school.register("C1", account: "account")
        let report = try await school.importFeed([pupil("A1", contact("C1", email: "new@example.org"))])
        #expect(report.contactsChanged == 1)
        let after = try #require(try await school.contact("C1"))
        #expect(after.status(at: school.temporary.clock.now) == .registered)
        #expect(!after.emailChanged)
    }

    @Test("R34: a contact who left is withdrawn, and one of two pupils leaving is not leaving")
    func left() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1"), contact("C2")), pupil("A2", contact("C2"))])
        let nonce = try await school.invite("C1")
        let other = try await school.invite("C2")
        let report = try await school.importFeed([pupil("A2", contact("C2"))])
        #expect((report.contactsRemoved, report.invitationsRevoked, report.mailsCancelled) == (1, 1, 1))
        #expect(try await school.standing(nonce) == .revoked(.leftSchool))
        #expect(try await school.standing(other) == .live)
        #expect(try await school.contact("C1") == nil)
        #expect(try school.feedEvents().suffix(2) == ["REVOKED C1: LEFT_SCHOOL, import 2", "CONTACT_LEFT C1: import 2"])
        let back = try await school.importFeed([pupil("A1", contact("C1")), pupil("A2", contact("C2"))])
        #expect(back.contactsAdded == 1)
        #expect(try await school.contact("C1")?.status(at: school.temporary.clock.now) == .notRegistered)
        #expect(try await school.standing(nonce) == .revoked(.leftSchool))
    }

    @Test("R21: a barred sharer who arrives ends the links to that address, also of a contact the feed left as it was")
    func barredSharer() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1", email: "home@example.org")), pupil("A2", contact("C2"))])
        let nonce = try await school.invite("C1")
        let report = try await school.importFeed([
            pupil("A1", contact("C1", email: "home@example.org")),
            pupil("A2", contact("C2"), contact("C3", email: "Home@Example.org", order: .yes)),
        ])
        #expect((report.invitationsRevoked, report.mailsCancelled) == (1, 1))
        #expect(try await school.standing(nonce) == .revoked(.courtOrder))
        #expect(try await school.contact("C1")?.address.isSharedWithBarred == true)
        #expect(try await school.contact("C1")?.isBarred == false)
        let list = try await school.list()
        #expect(list.live == 0)
        #expect(list.rows.contains { $0.contains("emailSharedWithBarredContact") })
    }

    @Test("R21: a pupil who gets a parent's address changes what the list says of that parent")
    func pupilsAddress() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1")), pupil("A2")])
        try await school.importFeed([pupil("A1", contact("C1")), pupil("A2", email: "c1@EXAMPLE.org")])
        let list = try await school.list()
        #expect(list.live == 0)
        #expect(list.rows.contains { $0.contains("emailBelongsToPupil") })
    }

    @Test("R18, R34: what happens between staging and the flip is decided in the flip")
    func invitedMeanwhile() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1")), pupil("A2", contact("C2")), pupil("A3", contact("C3"))])
        let records = feed([pupil("A1", contact("C1", order: .yes)), pupil("A2", contact("C2", email: "new@example.org"))]).records
        let seen = NonceBox()
        let report = try await school.importer.run(
            RecordStream(records) { (index: Int) async throws -> Void in
                guard index == records.count else { return }
                for id in ["C1", "C2", "C3"] { await seen.add(try await school.invite(id)) }
            })
        #expect(report.invitationsRevoked == 3)
        let standings = try await [school.standing(seen.nonces[0]), school.standing(seen.nonces[1]), school.standing(seen.nonces[2])]
        #expect(standings == [.revoked(.courtOrder), .revoked(.addressChanged), .revoked(.leftSchool)])
    }
}

actor NonceBox {
    var nonces: [InvitationNonce] = []
    func add(_ nonce: InvitationNonce) { nonces.append(nonce) }
}
