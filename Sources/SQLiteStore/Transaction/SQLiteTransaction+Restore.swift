internal import Invitations

/// What a school that comes from a backup waits for (R41).
extension SQLiteTransaction {
    func contactsWithLink(issuedUntil instant: Instant, of school: School) throws -> [ContactKey] {
        try connection.run(Self.linkedContacts) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, now.milliseconds)
            statement.bind(3, instant.milliseconds)
            var keys: [ContactKey] = []
            while try statement.step() { keys.append(ContactKey(rowID: statement.int64(0))) }
            return keys
        }
    }

    func endRestoration(of school: School) throws {
        lastSchool = nil
        try connection.run(Self.release) { statement in
            statement.bind(1, school.key.rowID)
            try statement.run()
        }
    }

    /// A feed said nothing new; one that did says so where it is published.
    func noteImported(_ school: SchoolKey) throws {
        lastSchool = nil
        try connection.run(Self.setImported) { statement in
            statement.bind(1, school.rowID)
            try statement.run()
        }
    }

    private static let linkedContacts = Query(
        """
        SELECT c.key FROM contact c CROSS JOIN invitation i ON i.contact = c.key AND i.generation = c.generation
        WHERE c.school = ?1 AND c.standing = 2 AND (c.deadline IS NULL OR c.deadline > ?2) AND i.invited_at <= ?3
        ORDER BY c.id
        """)
    private static let release = Query("UPDATE school SET restored_from = NULL WHERE key = ?1")
    private static let setImported = Query("UPDATE school SET imported_since_restore = 1 WHERE key = ?1")
}
