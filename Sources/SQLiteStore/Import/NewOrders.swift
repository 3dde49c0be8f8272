internal import InvitationStore
internal import Invitations

/// What a withheld feed says of court orders, made part of what is seen, contact by contact in slices (R32, R35): new orders, its word on those that
/// stand, and the addresses that it gives to who is barred.
struct NewOrders {
    let transaction: SQLiteTransaction
    let work: RosterWork
    let school: SchoolKey

    init(_ transaction: SQLiteTransaction, _ roster: RosterImport) {
        self.transaction = transaction
        work = RosterWork(transaction.connection, roster)
        school = roster.school
    }

    /// Goes on behind a contact's key: looks at so many, works on so many.
    func step(after contact: Int64, scannedMax: Int, workedMax: Int) throws -> Slice {
        let scanned = try contacts(after: contact, limit: scannedMax)
        var slice = Slice()
        var worked = 0
        for contact in scanned {
            if try apply(to: contact, &slice) { worked += 1 }
            let isLast = contact == scanned.last && scanned.count < scannedMax
            slice.next = isLast ? nil : contact
            if worked == workedMax { break }
        }
        try count(slice.applied.orders)
        slice.sharers.subtract(slice.applied.barred.map(\.key))
        slice.applied.sharers = try slice.sharers.sorted { $0.rowID < $1.rowID }.compactMap {
            try transaction.contactState($0, of: school, epoch: work.epoch)
        }
        return slice
    }

    struct Slice {
        var applied = AppliedOrders()
        /// Whose list rows show something else now: also of who was barred already, whose pair's own order is shown.
        var shown: [ContactKey] = []
        var sharers: Set<ContactKey> = []
        /// nil: all is done.
        var next: Int64?
    }

    /// Answers whether there was anything to do.
    private func apply(to contact: Int64, _ slice: inout Slice) throws -> Bool {
        let key = ContactKey(rowID: contact)
        let orders = try stagedOrders(of: contact)
        if !orders.isEmpty {
            let before = try transaction.contactState(key, of: school, epoch: work.epoch, orLeft: true)
            for pupil in orders { try apply(contact, pupil) }
            slice.applied.orders += orders.count
            slice.shown.append(key)
            if let before, !before.isBarred {
                slice.applied.barred.append(before)
                slice.sharers.formUnion(try transaction.sharers(with: key, school: school, epoch: work.epoch))
            }
        }
        let hasWord = try WithheldWords(work).note(contact)
        // Known now, and not any more once the feed is withheld (R21).
        let address = try newAddress(ofBarred: contact)
        if let address {
            try transaction.barUnseen(key, at: address, school: school, epoch: work.epoch)
            slice.sharers.formUnion(try transaction.holders(of: address, school: school, epoch: work.epoch).filter { $0 != key })
        }
        return !orders.isEmpty || hasWord || address != nil
    }

    private func apply(_ contact: Int64, _ pupil: String) throws {
        try work.connection.run(Self.moveOrder) { statement in
            statement.bind(1, contact)
            statement.bind(2, pupil)
            statement.bind(3, work.next)
            statement.bind(4, work.epoch)
            try statement.run()
        }
        try work.connection.run(Self.bar) { statement in
            statement.bind(1, contact)
            statement.bind(2, work.epoch)
            try statement.run()
        }
        // The pair as it is seen. With the record's digest gone, a later feed that says what this roster says is read all the same: it may
        // say false.
        for query in [Self.markPair, Self.forgetDigest] {
            try work.connection.run(query) { statement in
                statement.bind(1, contact)
                statement.bind(2, pupil)
                statement.bind(3, work.school)
                statement.bind(4, work.epoch)
                try statement.run()
            }
        }
    }

    private func count(_ orders: Int) throws {
        transaction.lastSchool = nil
        try work.connection.run(Self.count) { statement in
            statement.bind(1, work.school)
            statement.bind(2, Int64(orders))
            try statement.run()
        }
    }

    /// Those near a change, and those of whom an earlier withheld feed had its own word.
    private func contacts(after contact: Int64, limit: Int) throws -> [Int64] {
        try work.connection.run(Self.touched) { statement in
            statement.bind(1, work.school)
            statement.bind(2, contact)
            statement.bind(3, Int64(limit))
            var contacts: [Int64] = []
            while try statement.step() { contacts.append(statement.int64(0)) }
            return contacts
        }
    }

    private func stagedOrders(of contact: Int64) throws -> [String] {
        try work.connection.run(Self.staged) { statement in
            statement.bind(1, work.school)
            statement.bind(2, contact)
            var pupils: [String] = []
            while try statement.step() { pupils.append(statement.text(0)) }
            return pupils
        }
    }

    /// nil: not barred in this feed, or at the address that the roster has.
    private func newAddress(ofBarred contact: Int64) throws -> String? {
        try work.connection.run(Self.changedAddress) { statement in
            statement.bind(1, contact)
            statement.bind(2, work.epoch)
            statement.bind(3, work.next)
            return try statement.step() ? statement.text(0) : nil
        }
    }

    private static let touched = Query(
        """
        SELECT contact FROM temp.import_touched WHERE school = ?1 AND contact > ?2
        UNION SELECT contact FROM withheld_word WHERE school = ?1 AND contact > ?2
        ORDER BY contact LIMIT ?3
        """)
    private static let staged = Query("SELECT pupil FROM temp.import_new_order WHERE school = ?1 AND contact = ?2 ORDER BY pupil")
    private static let moveOrder = Query("UPDATE court_order SET since = ?4 WHERE contact = ?1 AND pupil_id = ?2 AND since = ?3")
    private static let bar = Query("UPDATE contact_version SET barred = 1 WHERE contact = ?1 AND since <= ?2 AND until > ?2")
    private static let seenPupil = "SELECT key FROM pupil WHERE school = ?3 AND id = ?2 AND since <= ?4 AND until > ?4"
    private static let markPair = Query("UPDATE pair SET court_order = 1 WHERE contact = ?1 AND pupil IN (\(seenPupil))")
    private static let forgetDigest = Query(
        "UPDATE pupil SET digest = NULL WHERE key IN (\(seenPupil)) AND EXISTS (SELECT 1 FROM pair WHERE pupil = pupil.key AND contact = ?1)"
    )
    /// A withheld feed without a new order is no sign that the MIS knows of orders at all (R8).
    private static let count = Query(
        "UPDATE school SET court_orders = court_orders + ?2, court_order_data = max(court_order_data, ?2 > 0) WHERE key = ?1")
    private static let changedAddress = Query(
        """
        SELECT address FROM contact_version v WHERE v.contact = ?1 AND v.since = ?3 AND v.until > ?3 AND v.barred = 1 AND v.address <> ''
            AND v.address <> coalesce((SELECT address FROM contact_version WHERE contact = ?1 AND since <= ?2 AND until > ?2), '')
        """)
}
