import Invitations
import Testing

@Suite("Which import is withheld")
struct ImportGuardTests {
    private func objection(
        removing removed: Int64 = 0, of contacts: Int64 = 0, lifting lifted: Int64 = 0, ofOrders orders: Int64 = 0,
        _ change: (inout SchoolPolicy) -> Void = { _ in }
    ) -> String {
        var policy = SchoolPolicy()
        change(&policy)
        return ImportGuard(contacts: contacts, courtOrders: orders, removedContacts: removed, liftedCourtOrders: lifted)
            .objection(under: policy)
    }

    @Test(
        "R35: an import may remove exactly the share of the contacts, and not one more",
        arguments: [
            // contacts, share in percent, the most that may go
            (0, 20, 0), (1, 20, 0), (4, 20, 0), (5, 20, 1), (6, 20, 1), (99, 20, 19), (100, 20, 20), (101, 20, 20), (1000, 20, 200),
            (99, 1, 0), (100, 1, 1), (199, 1, 1), (200, 1, 2), (100, 99, 99), (3, 50, 1), (4, 50, 2), (3_000_000, 20, 600_000),
        ] as [(Int64, Int, Int64)])
    func removals(contacts: Int64, percent: Int, most: Int64) {
        for removed in 0...min(most, 3) { #expect(objection(removing: removed, of: contacts) { $0.removalGuardPercent = percent } == "") }
        #expect(objection(removing: most, of: contacts) { $0.removalGuardPercent = percent } == "")
        #expect(
            objection(removing: most + 1, of: contacts) { $0.removalGuardPercent = percent }
                == "it would remove \(most + 1) of \(contacts) contacts, more than \(percent) %")
    }

    @Test(
        "R35: one order may always be lifted, and exactly the share of many",
        arguments: [
            // orders, share in percent, the most that may be lifted
            (1, 5, 1), (2, 5, 1), (19, 5, 1), (20, 5, 1), (21, 5, 1), (39, 5, 1), (40, 5, 2), (41, 5, 2), (59, 5, 2), (60, 5, 3),
            (100, 5, 5), (100, 1, 1), (199, 1, 1), (200, 1, 2), (3, 50, 1), (4, 50, 2), (10, 99, 9),
        ] as [(Int64, Int, Int64)])
    func lifts(orders: Int64, percent: Int, most: Int64) {
        for lifted in 0...most { #expect(objection(lifting: lifted, ofOrders: orders) { $0.liftGuardPercent = percent } == "") }
        guard most < orders else { return }
        #expect(
            objection(lifting: most + 1, ofOrders: orders) { $0.liftGuardPercent = percent }
                == "it would lift \(most + 1) of \(orders) court orders, more than \(percent) %")
    }

    @Test("R35: at a hundred percent nothing is ever withheld")
    func everything() {
        let anything: (inout SchoolPolicy) -> Void = { ($0.removalGuardPercent, $0.liftGuardPercent) = (100, 100) }
        #expect(objection(removing: 700, of: 700, lifting: 40, ofOrders: 40, anything) == "")
    }

    @Test("R35: each guard looks at its own numbers, and both objections are given")
    func both() {
        #expect(
            objection(removing: 21, of: 100, lifting: 3, ofOrders: 40)
                == "it would remove 21 of 100 contacts, more than 20 %; it would lift 3 of 40 court orders, more than 5 %")
        #expect(objection(removing: 20, of: 100, lifting: 3, ofOrders: 40) == "it would lift 3 of 40 court orders, more than 5 %")
        #expect(objection(removing: 21, of: 100, lifting: 2, ofOrders: 40) == "it would remove 21 of 100 contacts, more than 20 %")
        #expect(objection(removing: 20, of: 100, lifting: 2, ofOrders: 40) == "")
    }
}
