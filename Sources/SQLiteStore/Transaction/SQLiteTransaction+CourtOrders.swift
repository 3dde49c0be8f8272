internal import InvitationStore
internal import Invitations

/// Court orders between two imports: which stand, and lifting those that nobody speaks of (R8).
extension SQLiteTransaction {
    func isImporting(_ school: School) throws -> Bool { try isImporting(school.key) }

    func courtOrders(of contact: ContactKey, school: School) throws -> [StandingOrder] {
        try connection.run(Self.standingOrders) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, try epoch(of: school.key))
            statement.bind(3, school.key.rowID)
            statement.bind(4, Int64(TriState.yes.rawValue))
            var orders: [StandingOrder] = []
            while try statement.step() {
                orders.append(StandingOrder(pupil: PupilID(unchecked: statement.text(0)), isSaidByFeed: statement.bool(1)))
            }
            return orders
        }
    }

    func liftCourtOrders(of contact: ContactKey, pupils: [PupilID], school: School) throws {
        let epoch = try epoch(of: school.key)
        var lifted = 0
        for pupil in pupils {
            lifted += try connection.run(Self.deleteOrder) { statement in
                statement.bind(1, contact.rowID)
                statement.bind(2, pupil.text)
                return try statement.run()
            }
            // The roster's own word may still be true, when a withheld feed since has taken it back: said again, it is news.
            for query in [Self.forgetSaidRecord, Self.clearPair] {
                try connection.run(query) { statement in
                    statement.bind(1, contact.rowID)
                    statement.bind(2, pupil.text)
                    statement.bind(3, school.key.rowID)
                    statement.bind(4, epoch)
                    try statement.run()
                }
            }
            try connection.run(Self.deleteWord) { statement in
                statement.bind(1, school.key.rowID)
                statement.bind(2, contact.rowID)
                statement.bind(3, pupil.text)
                try statement.run()
            }
        }
        try connection.run(Self.countLifted) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, Int64(lifted))
            try statement.run()
        }
        guard try courtOrders(of: contact, school: school).isEmpty else {
            return try refreshListRows(ofContacts: [contact], of: school)
        }
        try connection.run(Self.unbar) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, epoch)
            try statement.run()
        }
        let sharers = try sharers(with: contact, school: school.key, epoch: epoch)
        let others = try unbarUnseen(contact, school: school.key, epoch: epoch)
        try refreshListRows(ofContacts: [contact] + sharers + others, of: school)
    }

    /// The others who have a contact's address now (R21).
    func sharers(with contact: ContactKey, school: SchoolKey, epoch: Int64) throws -> [ContactKey] {
        guard let address = try address(of: contact, epoch: epoch) else { return [] }
        return try holders(of: address, school: school, epoch: epoch).filter { $0 != contact }
    }

    /// A contact's address in comparing form, as of a roster; nil: none that mail may go to.
    func address(of contact: ContactKey, epoch: Int64) throws -> String? {
        try connection.run(Self.address) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, epoch)
            guard try statement.step() else { return nil }
            let address = statement.text(0)
            return address.isEmpty ? nil : address
        }
    }

    /// An order on a pupil that is gone, or whose record does not name the contact, is nobody's word any more; unless a withheld feed, the
    /// school's last, says otherwise than the roster.
    private static let standingOrders = Query(
        """
        SELECT o.pupil_id, coalesce(
            (SELECT said FROM withheld_word w WHERE w.school = ?3 AND w.contact = o.contact AND w.pupil_id = o.pupil_id),
            EXISTS (
                SELECT 1 FROM pupil p CROSS JOIN pair ON pair.pupil = p.key AND pair.contact = o.contact
                WHERE p.school = ?3 AND p.id = o.pupil_id AND p.since <= ?2 AND p.until > ?2 AND pair.court_order_said = ?4))
        FROM court_order o WHERE o.contact = ?1 AND o.since <= ?2 AND o.until > ?2 ORDER BY o.pupil_id
        """)
    private static let deleteOrder = Query(
        "DELETE FROM court_order WHERE contact = ?1 AND pupil_id = ?2 AND until = 9223372036854775807")
    private static let clearPair = Query(
        """
        UPDATE pair SET court_order = 0 WHERE contact = ?1 AND pupil IN (
            SELECT key FROM pupil WHERE school = ?3 AND id = ?2 AND since <= ?4 AND until > ?4)
        """)
    private static let forgetSaidRecord = Query(
        """
        UPDATE pupil SET digest = NULL WHERE school = ?3 AND id = ?2 AND since <= ?4 AND until > ?4
            AND EXISTS (SELECT 1 FROM pair WHERE pupil = pupil.key AND contact = ?1 AND court_order_said = 2)
        """)
    private static let deleteWord = Query("DELETE FROM withheld_word WHERE school = ?1 AND contact = ?2 AND pupil_id = ?3")
    private static let countLifted = Query("UPDATE school SET court_orders = court_orders - ?2 WHERE key = ?1")
    private static let unbar = Query("UPDATE contact_version SET barred = 0 WHERE contact = ?1 AND since <= ?2 AND until > ?2")
    private static let address = Query("SELECT address FROM contact_version WHERE contact = ?1 AND since <= ?2 AND until > ?2")
}
