import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// What histories of `ModelTests` found, each as short as they became.
@Suite("Found by the model")
struct FoundByModelTests {
    private func fiveContacts(order: TriState) -> [RosterPupil] {
        (1...5).map { pupil("P\($0)", contact("C\($0)", order: order)) }
    }

    @Test("R8, R35: a withheld feed that says nothing of orders does not open a school whose MIS never spoke of them")
    func withheldSilence() async throws {
        let school = try ImportedSchool(hasGuards: true)
        let all = fiveContacts(order: .absent)
        try await school.importFeed(all)
        #expect(try await school.importFeed(Array(all.prefix(2))).withheldBecause.isEmpty == false)
        #expect(try await school.school().invitingObstacle?.reason == .courtOrderDataUnavailable)
    }

    @Test("R38: who joins the roster with a court order has both in the history")
    func joinsBarred() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("P1", contact("C1"))])
        try await school.importFeed([pupil("P1", contact("C1"), contact("C2", order: .yes))])
        let events = try school.feedEvents()
        #expect(events.contains { $0.hasPrefix("CONTACT_ADDED C2") })
        #expect(events.contains { $0.hasPrefix("COURT_ORDER_ADDED C2") })
    }

    @Test("R12, R35: a withheld feed's order on a second pair is on that pupil's row, though its contact was barred already")
    func withheldSecondOrder() async throws {
        let school = try ImportedSchool(hasGuards: true)
        let others = fiveContacts(order: .no)
        try await school.importFeed(others + [pupil("P8", contact("C0", order: .yes)), pupil("P9", contact("C0"))])
        let feed = [pupil("P8", contact("C0", order: .yes)), pupil("P9", contact("C0", order: .yes))]
        let report = try await school.importFeed(feed)
        #expect(report.courtOrdersAdded == 1)
        #expect(!report.withheldBecause.isEmpty)
        try await school.store.expectDerivedRowsTrue()
    }

    @Test("R23, R39: the bounce of an address stays with the contact who has it too when the other is erased")
    func erasedSharer() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("P1", contact("C1", email: "kin@example.org"), contact("C2", email: "kin@example.org"))])
        try await school.invite("C1")
        try await school.store.write { transaction in
            for mail in try transaction.leaseDueMail(limit: 1, for: .seconds(60)) {
                _ = try transaction.settle(mail.id, fence: mail.fence, .bounced(detail: "5.1.1"))
            }
        }
        let corrections = ContactCorrections(try .test())
        let id = try await school.school().id
        try await school.store.write {
            try corrections.erase(ContactID(unchecked: "C1"), of: id, by: Actor(principal: "admin"), in: $0)
        }
        #expect(try await school.contact("C2")?.address.hasBounced == true)
        try await school.store.expectDerivedRowsTrue()
    }
}
