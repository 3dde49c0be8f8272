internal import InvitationStore
internal import Invitations

/// One contact with all that is known of it, and what accounts are bound to (R11, R38).
extension SQLiteTransaction {
    func contactFacts(_ id: ContactID, of school: School) throws -> ContactFacts? {
        guard let contact = try contacts([id], of: school)[0] else { return nil }
        return try connection.run(Self.pairsOfContact) { statement in
            statement.bind(1, contact.key.rowID)
            statement.bind(2, try epoch(of: school.key))
            var facts = ContactFacts(contact: contact, pairs: [])
            while try statement.step() {
                facts.pairs.append(
                    ContactFacts.Pair(
                        pupil: Self.pupil(in: statement, from: 0), relationship: statement.text(5), courtOrder: statement.bool(6)))
            }
            return facts
        }
    }

    func contactKey(_ id: ContactID, of school: School) throws -> ContactKey? {
        try connection.run(Self.keyByID) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, id.text)
            return try statement.step() ? ContactKey(rowID: statement.int64(0)) : nil
        }
    }

    func contactIDs(_ keys: [ContactKey]) throws -> [ContactID] {
        try keys.map { key in
            try connection.run(Self.idByKey) { statement in
                statement.bind(1, key.rowID)
                return ContactID(unchecked: try statement.step() ? statement.text(0) : "")
            }
        }
    }

    func bindings(of account: AccountID) throws -> [AccountBinding] {
        let bound = try connection.run(Self.bindingsOfAccount) { statement in
            statement.bind(1, account.text)
            var bound: [(contact: ContactKey, school: SchoolKey)] = []
            while try statement.step() { bound.append((ContactKey(rowID: statement.int64(0)), SchoolKey(rowID: statement.int64(1)))) }
            return bound
        }
        return try bound.compactMap { contact, key in
            guard let school = try school(key) else { return nil }
            let epoch = try epoch(of: key)
            guard let state = try contactState(contact, of: key, epoch: epoch, orLeft: true) else { return nil }
            let isGranted = state.registration?.account == account && !state.isBarred && !state.hasLeft
            return AccountBinding(
                school: school, contact: state.id, isGranted: isGranted,
                pupils: isGranted ? try pupils(of: contact, epoch: epoch).map(\.id) : [])
        }
    }

    private static let pairsOfContact = Query(
        """
        SELECT p.id, p.forename, p.surname, p.year_group, p.registration_group, pair.relationship, pair.court_order
        FROM pair CROSS JOIN pupil p ON p.key = pair.pupil
        WHERE pair.contact = ?1 AND p.since <= ?2 AND p.until > ?2
        ORDER BY p.sort
        """)
    private static let keyByID = Query("SELECT key FROM contact WHERE school = ?1 AND id = ?2")
    private static let idByKey = Query("SELECT id FROM contact WHERE key = ?1")
    private static let bindingsOfAccount = Query(
        """
        SELECT key, school FROM contact WHERE key IN (
            SELECT key FROM contact WHERE account = ?1 UNION SELECT contact FROM former_binding WHERE account = ?1)
        ORDER BY school, id
        """)
}
