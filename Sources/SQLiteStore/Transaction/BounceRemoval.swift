internal import Invitations

/// Forgets what bounced because of a contact who is forgotten (R39), but not for those of the roster who have the address too (R23).
struct BounceRemoval {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// The bounces of a contact, and of the addresses that are or were its own: one that somebody else has now becomes theirs, the others go.
    func remove(_ contact: Int64, school: Int64, epoch: Int64) throws {
        for query in [Self.handOn, Self.delete] {
            try connection.run(query) { statement in
                statement.bind(1, contact)
                statement.bind(2, school)
                statement.bind(3, epoch)
                try statement.run()
            }
        }
    }

    private static let otherHolder = """
        SELECT w.contact FROM contact_word w CROSS JOIN contact_version v ON v.contact = w.contact AND v.since = w.since
        WHERE w.school = ?2 AND w.word = bounced_address.address AND w.contact <> ?1 AND v.address = bounced_address.address
            AND v.since <= ?3 AND v.until > ?3
        """
    private static let handOn = Query(
        """
        UPDATE bounced_address SET contact = (\(otherHolder) LIMIT 1)
        WHERE contact = ?1 AND school = ?2 AND EXISTS (\(otherHolder))
        """)
    private static let delete = Query(
        """
        DELETE FROM bounced_address WHERE school = ?2 AND (contact = ?1 OR address IN (
            SELECT address FROM contact_version WHERE contact = ?1 AND since <= ?3 AND until > ?3 AND address <> ''
            UNION SELECT mailed_address FROM contact WHERE key = ?1 AND mailed_address <> ''))
            AND NOT EXISTS (\(otherHolder))
        """)
}
