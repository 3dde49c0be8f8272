import Cryptography
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// R21: an address stays barred because of somebody whom the roster does not show at it: erased, or named by a withheld feed only.
@Suite struct BarredAddressTests {
    private let school: ImportedSchool
    private let corrections: ContactCorrections
    private let invite: Invite
    private let actor = Actor(principal: "office")

    init() throws {
        school = try ImportedSchool(hasGuards: true)
        let environment = try UseCaseEnvironment.test()
        corrections = ContactCorrections(environment)
        invite = Invite(environment)
    }

    static let others = (3...9).map { pupil("A\($0)", contact("C\($0)")) }
    private static func sharers(_ order: TriState, email: String = "home@example.org") -> [RosterPupil] {
        [pupil("A1", contact("C1", email: email, order: order)), pupil("A2", contact("C2", email: "Home@EXAMPLE.org"))]
    }

    private func erase(_ id: String) async throws {
        let oakfield = RosterSchool.oakfield.id
        try await school.store.write { [corrections, actor] in
            try corrections.erase(ContactID(unchecked: id), of: oakfield, by: actor, in: $0)
        }
    }

    private func lift(_ id: String) async throws -> ContactCorrections.Lifted {
        let oakfield = RosterSchool.oakfield.id
        return try await school.store.write { [corrections, actor] in
            try corrections.liftCourtOrders(
                ContactID(unchecked: id), pupil: nil, of: oakfield, reason: "COURT_LETTER_SEEN", by: actor, in: $0)
        }
    }

    /// What Send would do, in a review as in the list, which must be true without being encoded anew.
    private func outcome(_ id: String) async throws -> Outcome {
        let request = Invite.Request(
            method: .send, school: RosterSchool.oakfield.id, selection: .contacts([ContactID(unchecked: id)]), actor: actor)
        let reviewed = try await school.store.read { [invite] in try invite.review(request, in: $0) }.results.map(\.outcome)
        try await school.store.expectDerivedRowsTrue()
        let list = try await school.list()
        #expect(list.live == 0)
        let isRefusedInList = list.rows.contains { $0.contains("\"\(id)\"") && $0.contains("emailSharedWithBarredContact") }
        #expect(isRefusedInList == (reviewed == [.emailSharedWithBarredContact]), "\(list.rows)")
        return try #require(reviewed.first)
    }

    private func send(_ id: String) async throws -> Outcome? {
        let request = Invite.Request(
            method: .send, school: RosterSchool.oakfield.id, selection: .contacts([ContactID(unchecked: id)]),
            requestID: "00000000-0000-4000-8000-000000000001", bodyDigest: [1], actor: actor)
        return try await school.store.write { [invite] in try invite.perform(request, in: $0) }.results.first?.outcome
    }

    // MARK: Erased

    @Test("R21, R39: who is erased while barred goes on barring the address, for whoever has it and whoever gets it, feed after feed")
    func erased() async throws {
        try await school.importFeed(Self.sharers(.yes) + Self.others)
        try await erase("C1")
        #expect(try await outcome("C2") == .emailSharedWithBarredContact)
        #expect(try await send("C2") == .emailSharedWithBarredContact)
        // The MIS goes on naming it; somebody else gets the address, in the same feed that takes it from C2.
        let next = [
            pupil("A1", contact("C1", email: "home@example.org", order: .no), contact("C10", email: "HOME@example.org")),
            pupil("A2", contact("C2", email: "away@example.org")),
        ]
        try await school.importFeed(next + Self.others)
        #expect(try await school.contact("C1") == nil)
        #expect(try await outcome("C10") == .emailSharedWithBarredContact)
        #expect(try await outcome("C2") == .queued)
        // R30, R4: the next school's contact with that address is nobody's business.
        let ashford = RosterSchool(id: SchoolID(unchecked: "ashford"), name: "Ashford", isMISLinked: true, timeZone: "Europe/London")
        try await school.importFeed(Self.sharers(.no), school: ashford)
        let elsewhere = try await school.school(ashford.id)
        let there = try await school.store.read { try $0.contacts([ContactID(unchecked: "C2")], of: elsewhere)[0] }
        #expect(there?.address == AddressFacts(isShared: true))
    }

    @Test("R21, R28, R39: a link whose contact gets a barred address ends as a court order's: the parent is told nothing of anyone")
    func moved() async throws {
        try await school.importFeed(Self.sharers(.yes) + Self.others)
        try await erase("C1")
        let nonce = try await school.invite("C3")
        let other = try await school.invite("C4")
        let moving = [
            pupil("A3", contact("C3", email: "home@example.org")), pupil("A4", contact("C4", email: "new@example.org")),
        ]
        try await school.importFeed([pupil("A2", contact("C2", email: "home@example.org"))] + moving + Self.others.dropFirst(2))
        #expect(try await school.standing(nonce) == .revoked(.courtOrder))
        #expect(try await school.standing(other) == .revoked(.addressChanged))
    }

    @Test("R21, R39: who is erased without an order leaves the address free")
    func erasedFree() async throws {
        try await school.importFeed(Self.sharers(.no) + Self.others)
        try await erase("C1")
        #expect(try await outcome("C2") == .queued)
        #expect(try school.rows("SELECT hex(digest) FROM barred_address").isEmpty)
    }

    @Test("R21, R39: the address itself is not kept, and the office frees it by lifting for whoever has it, which the history shows")
    func lifted() async throws {
        try await school.importFeed(Self.sharers(.yes) + Self.others)
        try await erase("C1")
        #expect(try school.dump().filter { $0.contains("barred_address") && $0.lowercased().contains("home@") }.isEmpty)
        let lifted = try await lift("C2")
        #expect(lifted.pupils.isEmpty && lifted.isAddressFreed)
        #expect(lifted.report.listing.isInvitable)
        #expect(try await outcome("C2") == .queued)
        let events = try school.rows("SELECT detail FROM event WHERE kind = 'COURT_ORDER_LIFTED'")
        #expect(events == ["BY_ADMINISTRATOR, COURT_LETTER_SEEN, address"])
        // A second time lifts nothing, and says nothing.
        #expect(try await lift("C2").isAddressFreed == false)
        #expect(try school.rows("SELECT detail FROM event WHERE kind = 'COURT_ORDER_LIFTED'").count == 1)
        #expect(try await send("C2") == .queued)
    }

    // MARK: Named by a withheld feed

    /// Without A3 to A9: withheld.
    private static func withheld(_ pupils: RosterPupil...) -> [RosterPupil] { [pupil("A2", contact("C2"))] + pupils }
    private static let roster = [pupil("A2", contact("C2"))] + others

    private func importWithheld(_ feed: [RosterPupil]) async throws {
        try #require(try await school.importFeed(feed).withheldDigest != "")
    }

    @Test("R21, R35: a withheld feed's barred newcomer keeps others with its address from being invited later")
    func newcomer() async throws {
        try await school.importFeed(Self.roster)
        try await importWithheld(Self.withheld(pupil("A10", contact("C10", email: "c2@EXAMPLE.org", order: .yes))))
        #expect(try await outcome("C2") == .emailSharedWithBarredContact)
        #expect(try await send("C2") == .emailSharedWithBarredContact)
        // Another feed that does not show it says nothing of it (R8); not even one that goes in.
        try await school.importFeed(Self.roster + [pupil("A11", contact("C11"))])
        #expect(try await outcome("C2") == .emailSharedWithBarredContact)
    }

    @Test(
        "R21, R35: the newcomer's own row speaks once a feed that shows it goes in",
        arguments: [
            ("the same address", "c2@example.org", TriState.absent, Outcome.emailSharedWithBarredContact),
            ("another address", "c10@example.org", .yes, .queued), ("no order", "c2@example.org", .no, .queued),
            ("neither", "c10@example.org", .no, .queued),
        ])
    func arrives(name: String, email: String, order: TriState, expected: Outcome) async throws {
        try await school.importFeed(Self.roster)
        try await importWithheld(Self.withheld(pupil("A10", contact("C10", email: "c2@example.org", order: .yes))))
        try await school.importFeed(Self.roster + [pupil("A10", contact("C10", email: email, order: order))])
        #expect(try await school.contact("C10")?.isBarred == (order != .no))
        #expect(try await outcome("C2") == expected)
        #expect(try school.rows("SELECT hex(digest) FROM barred_address").isEmpty)
    }

    @Test("R21, R35: a contact of the roster counts at the address that a withheld feed gives it, besides the one it has")
    func movesAway() async throws {
        try await school.importFeed(Self.roster + [pupil("A10", contact("C10")), pupil("A12", contact("C12", email: "c10@example.org"))])
        let nonce = try await school.invite("C2")
        try await importWithheld(Self.withheld(pupil("A10", contact("C10", email: "c2@example.org", order: .yes))))
        #expect(try await school.standing(nonce) == .revoked(.courtOrder))
        #expect(try await school.contact("C2")?.address == AddressFacts(isSharedWithBarred: true))
        #expect(try await outcome("C12") == .emailSharedWithBarredContact)
        // The MIS takes it back in a feed that is withheld too, and the office lifts what nobody says any more.
        try await importWithheld(Self.withheld(pupil("A10", contact("C10", order: .absent))))
        #expect(try await lift("C10").pupils == [PupilID(unchecked: "A10")])
        #expect(try await outcome("C12") == .queued)
        #expect(try await school.contact("C2")?.address == AddressFacts())
    }

    @Test("R8, R21: what the last feed says of the newcomer is not the office's to lift; what no feed says any more is")
    func liftedForNewcomer() async throws {
        try await school.importFeed(Self.roster)
        try await importWithheld(Self.withheld(pupil("A10", contact("C10", email: "c2@example.org", order: .yes))))
        let error = try await refusal { try await lift("C2") }
        #expect(error.reason == .courtOrderStands && error.metadata == ["pupil_ids": "A10"])
        try await importWithheld(Self.withheld())
        #expect(try await lift("C2").isAddressFreed)
        #expect(try await outcome("C2") == .queued)
        // Said again, it counts again.
        let nonce = try await school.invite("C2")
        try await importWithheld(Self.withheld(pupil("A10", contact("C10", email: "c2@example.org", order: .yes))))
        #expect(try await school.standing(nonce) == .revoked(.courtOrder))
        #expect(try await school.contact("C2")?.address.isSharedWithBarred == true)
    }

    @Test("R8, R35: COURT_ORDER_STANDS goes by the last feed, withheld or not")
    func lastFeed() async throws {
        func says(_ order: TriState) -> RosterPupil { pupil("A2", contact("C2", order: order)) }
        func stands() async throws -> Bool {
            do { _ = try await lift("C2") } catch let error as InvitationError {
                try #require(error.reason == .courtOrderStands)
                return true
            }
            return false
        }
        try await school.importFeed([says(.no)] + Self.others)
        try await importWithheld([says(.yes)])
        #expect(try await stands())
        // Absent is not false: it stays barred, and may be lifted.
        try await importWithheld([says(.absent)])
        #expect(try await school.contact("C2")?.isBarred == true)
        #expect(try await !stands())
        #expect(try await school.contact("C2")?.isBarred == false)

        // The other way round: the roster says so, a withheld feed since does not; then one that says what the roster says.
        try await school.importFeed([says(.yes)] + Self.others)
        #expect(try await stands())
        try await importWithheld([pupil("A12", contact("C12"))])
        try await importWithheld([says(.absent)])
        try await school.importFeed([says(.yes)] + Self.others)
        #expect(try await stands())
        try await importWithheld([says(.absent)])
        #expect(try await !stands())
        // What was lifted and is said again is news, though the roster's record never said otherwise.
        #expect(try await school.importFeed([says(.yes)] + Self.others).courtOrdersAdded == 1)
        #expect(try await school.contact("C2")?.isBarred == true)
    }

    @Test("R8, R35: an order that only a withheld feed brought, on a pupil whom the roster does not have, stands while it is said")
    func unknownPair() async throws {
        try await school.importFeed(Self.roster)
        try await importWithheld(Self.withheld(pupil("A10", contact("C2", order: .yes))))
        #expect(try await refusal { try await lift("C2") }.metadata == ["pupil_ids": "A10"])
        try await importWithheld(Self.withheld())
        #expect(try await lift("C2").pupils == [PupilID(unchecked: "A10")])
    }
}
