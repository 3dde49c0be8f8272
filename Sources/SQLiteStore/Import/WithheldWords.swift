internal import InvitationStore
internal import Invitations

/// What a withheld feed says of orders that stand, where it says it otherwise than the roster in place (R8): what an office may lift depends
/// on the school's last feed, taken or not.
struct WithheldWords {
    let work: RosterWork

    init(_ work: RosterWork) { self.work = work }

    /// Of one contact, from the rows of the feed; answers whether anything was or is kept.
    func note(_ contact: Int64) throws -> Bool {
        let orders = try standingOrders(of: contact)
        for order in orders where order.isSaidByFeed != order.isSaidByRoster {
            try work.connection.run(Self.keep) { statement in
                statement.bind(1, work.school)
                statement.bind(2, contact)
                statement.bind(3, order.pupil)
                statement.bind(4, order.isSaidByFeed)
                try statement.run()
            }
        }
        for order in orders where order.isSaidByFeed == order.isSaidByRoster && order.isKept {
            try work.connection.run(Self.drop) { statement in
                statement.bind(1, work.school)
                statement.bind(2, contact)
                statement.bind(3, order.pupil)
                try statement.run()
            }
        }
        return orders.contains { $0.isKept || $0.isSaidByFeed != $0.isSaidByRoster }
    }

    /// The roster in place is what the last feed says.
    func forget() throws {
        try work.connection.run(Self.forgetAll) { statement in
            statement.bind(1, work.school)
            try statement.run()
        }
    }

    private func standingOrders(of contact: Int64) throws -> [SpokenOrder] {
        try work.connection.run(Self.standing) { statement in
            statement.bind(1, work.school)
            statement.bind(2, contact)
            statement.bind(3, work.epoch)
            statement.bind(4, work.next)
            statement.bind(5, Int64(TriState.yes.rawValue))
            var orders: [SpokenOrder] = []
            while try statement.step() {
                orders.append(
                    SpokenOrder(
                        pupil: statement.text(0), isSaidByRoster: statement.bool(1), isSaidByFeed: statement.bool(2),
                        isKept: !statement.isNull(3)))
            }
            return orders
        }
    }

    private static func said(at epoch: String) -> String {
        """
        EXISTS (SELECT 1 FROM pupil p CROSS JOIN pair ON pair.pupil = p.key AND pair.contact = o.contact
            WHERE p.school = ?1 AND p.id = o.pupil_id AND p.since <= \(epoch) AND p.until > \(epoch) AND pair.court_order_said = ?5)
        """
    }

    private static let standing = Query(
        """
        SELECT o.pupil_id, \(said(at: "?3")), \(said(at: "?4")),
            (SELECT said FROM withheld_word w WHERE w.school = ?1 AND w.contact = o.contact AND w.pupil_id = o.pupil_id)
        FROM court_order o WHERE o.contact = ?2 AND o.since <= ?3 AND o.until > ?3
        """)
    private static let keep = Query("INSERT OR REPLACE INTO withheld_word (school, contact, pupil_id, said) VALUES (?1, ?2, ?3, ?4)")
    private static let drop = Query("DELETE FROM withheld_word WHERE school = ?1 AND contact = ?2 AND pupil_id = ?3")
    private static let forgetAll = Query("DELETE FROM withheld_word WHERE school = ?1")
}

private struct SpokenOrder {
    var pupil: String
    var isSaidByRoster: Bool
    var isSaidByFeed: Bool
    var isKept: Bool
}
