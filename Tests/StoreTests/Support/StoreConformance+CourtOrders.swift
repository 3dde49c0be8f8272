import InvitationStore
import Invitations
import Testing

/// Court orders between two imports (R8).
///
/// The store has had two feeds of the school, and of a neighbour the same two: the first says that `c-kurt` is barred from `p-one` and
/// `p-two`, the second no longer speaks of the first of these. `c-vera`, of another pupil, has the same address
/// and no order.
extension StoreConformance {
    static var feedsOfOrders: [[RosterPupil]] {
        func feed(_ first: TriState) -> [RosterPupil] {
            [
                .sample(
                    "p-one", "One", "Adeyemi", "7", "7A",
                    contacts: [
                        .sample("c-kurt", "Mr", "Kurt", "Adeyemi", "home@example.org", courtOrder: first)
                    ]),
                .sample(
                    "p-two", "Two", "Adeyemi", "8", "8A",
                    contacts: [.sample("c-kurt", "Mr", "Kurt", "Adeyemi", "home@example.org", courtOrder: .yes)]),
                .sample(
                    "p-vic", "Vic", "Young", "9", "9B", contacts: [.sample("c-vera", "Ms", "Vera", "Young", "Home@example.org")]),
            ]
        }
        return [feed(.yes), feed(.absent)]
    }

    private static let one = PupilID(unchecked: "p-one")
    private static let two = PupilID(unchecked: "p-two")

    private func orders(_ id: String) async throws -> [StandingOrder] {
        let key = try await state(id).key
        let school = school
        return try await store.write { try $0.courtOrders(of: key, school: school) }
    }

    private func lift(_ id: String, _ pupils: [PupilID]) async throws {
        let key = try await state(id).key
        let school = school
        try await store.write { try $0.liftCourtOrders(of: key, pupils: pupils, school: school) }
    }

    /// By pupil, as one contact's report shows them.
    private func pairs(_ id: String) async throws -> [String: Bool] {
        let school = school
        let facts = try await store.read { try $0.contactFacts(ContactID(unchecked: id), of: school) }
        return Dictionary(uniqueKeysWithValues: try #require(facts).pairs.map { ($0.pupil.id.text, $0.courtOrder) })
    }

    func standingOrdersSayWhoseWordTheyAre() async throws {
        #expect(
            try await orders("c-kurt")
                == [StandingOrder(pupil: Self.one, isSaidByFeed: false), StandingOrder(pupil: Self.two, isSaidByFeed: true)])
        #expect(try await orders("c-vera").isEmpty)
        #expect(try await facts().courtOrders == 2)
        let school = school
        #expect(try await store.write { try $0.isImporting(school) } == false)
    }

    func anOrderIsLiftedForThePupilsNamed(beside other: School) async throws {
        #expect(try await pairs("c-kurt") == ["p-one": true, "p-two": true])
        #expect(try await state("c-vera").address == AddressFacts(isShared: true, isSharedWithBarred: true))
        // Whom nobody named, and whom the contact has no order with, change nothing.
        try await lift("c-kurt", [])
        try await lift("c-kurt", [PupilID(unchecked: "p-three")])
        try await lift("c-vera", [Self.one, Self.two])
        #expect(try await orders("c-kurt").count == 2)
        #expect(try await facts().courtOrders == 2)

        try await lift("c-kurt", [Self.one])
        #expect(try await orders("c-kurt") == [StandingOrder(pupil: Self.two, isSaidByFeed: true)])
        #expect(try await state("c-kurt").isBarred)
        #expect(try await pairs("c-kurt") == ["p-one": false, "p-two": true])
        #expect(try await facts().courtOrders == 1)
        #expect(try await state("c-vera").address.isSharedWithBarred)
        var rows = try await rows()
        #expect(rows.live == 0)
        #expect(rows.rows.map { $0.contains("courtOrder: true") } == [false, true, false])
        #expect(rows.rows.map { $0.contains("Outcome.courtOrder") } == [true, true, false])
        #expect(rows.rows.map { $0.contains("emailSharedWithBarredContact") } == [false, false, true])

        try await lift("c-kurt", [Self.one, Self.two])
        #expect(try await orders("c-kurt").isEmpty)
        #expect(try await state("c-kurt").isBarred == false)
        #expect(try await pairs("c-kurt") == ["p-one": false, "p-two": false])
        #expect(try await facts().courtOrders == 0)
        #expect(try await state("c-vera").address == AddressFacts(isShared: true))
        rows = try await self.rows()
        #expect(rows.live == 0)
        #expect(rows.rows.allSatisfy { !$0.contains("courtOrder: true") })
        #expect(rows.rows.allSatisfy { !$0.contains("Outcome.courtOrder") && !$0.contains("emailSharedWithBarredContact") })

        // R4: the same ids elsewhere are other people.
        let neighbour = beside(other)
        #expect(try await neighbour.state("c-kurt").isBarred)
        #expect(try await neighbour.orders("c-kurt").count == 2)
        #expect(try await neighbour.facts().courtOrders == 2)
    }
}
