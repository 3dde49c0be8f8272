internal import InvitationStore
internal import Invitations

/// The court orders that a withheld feed brings, made part of the roster that is seen (R35).
struct NewOrders {
    let transaction: SQLiteTransaction
    let work: RosterWork

    init(_ transaction: SQLiteTransaction, _ roster: RosterImport) {
        self.transaction = transaction
        work = RosterWork(transaction.connection, roster)
    }

    func apply(of school: SchoolKey) throws -> AppliedOrders {
        let staged = try stagedOrders()
        var barred: [ContactState] = []
        var known: Set<Int64> = []
        for order in staged {
            let key = ContactKey(rowID: order.contact)
            if known.insert(order.contact).inserted,
                let before = try transaction.contactState(key, of: school, epoch: work.epoch, orLeft: true), !before.isBarred
            {
                barred.append(before)
            }
            try apply(order)
        }
        try work.connection.run(Self.count) { statement in
            statement.bind(1, work.school)
            statement.bind(2, Int64(staged.count))
            try statement.run()
        }
        return AppliedOrders(orders: staged.count, barred: barred, sharers: try sharers(with: barred, of: school))
    }

    /// Whom the orders are about.
    func contacts() throws -> [ContactKey] { Set(try stagedOrders().map(\.contact)).sorted().map(ContactKey.init(rowID:)) }

    private func apply(_ order: Order) throws {
        try work.connection.run(Self.moveOrder) { statement in
            statement.bind(1, order.contact)
            statement.bind(2, order.pupil)
            statement.bind(3, work.next)
            statement.bind(4, work.epoch)
            try statement.run()
        }
        try work.connection.run(Self.bar) { statement in
            statement.bind(1, order.contact)
            statement.bind(2, work.epoch)
            try statement.run()
        }
        // The pair as it is seen. With the record's digest gone, a later feed that says what this roster says is read all the same: it may
        // say false.
        for query in [Self.markPair, Self.forgetDigest] {
            try work.connection.run(query) { statement in
                statement.bind(1, order.contact)
                statement.bind(2, order.pupil)
                statement.bind(3, work.school)
                statement.bind(4, work.epoch)
                try statement.run()
            }
        }
    }

    private func sharers(with barred: [ContactState], of school: SchoolKey) throws -> [ContactState] {
        var keys: Set<ContactKey> = []
        for contact in barred {
            keys.formUnion(try transaction.sharers(with: contact.key, school: school, epoch: work.epoch))
            // The address that this feed brings is known now, and not any more once it is withheld.
            if let address = try transaction.address(of: contact.key, epoch: work.next) {
                keys.formUnion(try transaction.holders(of: address, school: school, epoch: work.epoch))
            }
        }
        keys.subtract(barred.map(\.key))
        return try keys.sorted { $0.rowID < $1.rowID }.compactMap {
            try transaction.contactState($0, of: school, epoch: work.epoch)
        }
    }

    private func stagedOrders() throws -> [Order] {
        try work.connection.run(Self.staged) { statement in
            statement.bind(1, work.school)
            var orders: [Order] = []
            while try statement.step() { orders.append(Order(contact: statement.int64(0), pupil: statement.text(1))) }
            return orders
        }
    }

    private static let staged = Query("SELECT contact, pupil FROM temp.import_new_order WHERE school = ?1 ORDER BY contact, pupil")
    private static let moveOrder = Query("UPDATE court_order SET since = ?4 WHERE contact = ?1 AND pupil_id = ?2 AND since = ?3")
    private static let bar = Query("UPDATE contact_version SET barred = 1 WHERE contact = ?1 AND since <= ?2 AND until > ?2")
    private static let seenPupil = "SELECT key FROM pupil WHERE school = ?3 AND id = ?2 AND since <= ?4 AND until > ?4"
    private static let markPair = Query(
        "UPDATE pair SET court_order = 1, court_order_said = 2 WHERE contact = ?1 AND pupil IN (\(seenPupil))")
    private static let forgetDigest = Query(
        "UPDATE pupil SET digest = NULL WHERE key IN (\(seenPupil)) AND EXISTS (SELECT 1 FROM pair WHERE pupil = pupil.key AND contact = ?1)"
    )
    /// A withheld feed without a new order is no sign that the MIS knows of orders at all (R8).
    private static let count = Query(
        "UPDATE school SET court_orders = court_orders + ?2, court_order_data = max(court_order_data, ?2 > 0) WHERE key = ?1")
}

private struct Order {
    var contact: Int64
    var pupil: String
}
