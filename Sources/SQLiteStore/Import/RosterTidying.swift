internal import InvitationStore
internal import Invitations

/// Removes what the seen roster has left behind: rows that ended with its epoch or before.
struct RosterTidying {
    let connection: Connection
    let school: Int64
    /// Seen by readers.
    let epoch: Int64
    let now: Instant

    /// Removes some rows; answers whether there may be more.
    ///
    /// First what stands in list order, in that order, then the pupils in the order of their keys: rows of one slice lie side by side in most
    /// trees. By the pupil at once, each would change some six pages of its own.
    func step(rowsMax: Int) throws -> Bool {
        let listed = try keys(Self.endedListRows, rowsMax)
        for row in listed { try PupilRemoval(connection).removeFromList(row.0, school: school) }
        if !listed.isEmpty { return true }
        let pupils = try keys(Self.endedPupils, rowsMax)
        for pupil in pupils { try PupilRemoval(connection).remove(pupil.0, school: school) }
        if !pupils.isEmpty { return true }
        let versions = try keys(Self.endedVersions, rowsMax)
        for version in versions {
            try ContactVersionRemoval(connection).remove(version.0, since: version.1, school: school)
            try connection.run(Self.markLeft) { statement in
                statement.bind(1, version.0)
                statement.bind(2, now.milliseconds)
                try statement.run()
            }
            try connection.run(Self.deleteEndedOrders) { statement in
                statement.bind(1, version.0)
                statement.bind(2, epoch)
                try statement.run()
            }
        }
        return !versions.isEmpty
    }

    private func keys(_ query: Query, _ limit: Int) throws -> [(Int64, Int64)] {
        try connection.run(query) { statement in
            statement.bind(1, school)
            statement.bind(2, epoch)
            statement.bind(3, Int64(limit))
            var keys: [(Int64, Int64)] = []
            while try statement.step() { keys.append((statement.int64(0), statement.int64(1))) }
            return keys
        }
    }

    private static let endedListRows = Query(
        "SELECT pupil, since FROM list_row WHERE school = ?1 AND until <= ?2 AND until < 9223372036854775807 LIMIT ?3")
    private static let endedPupils = Query(
        "SELECT key, since FROM pupil WHERE school = ?1 AND until <= ?2 AND until < 9223372036854775807 LIMIT ?3")
    private static let endedVersions = Query(
        """
        SELECT contact, since FROM contact_version WHERE school = ?1 AND until <= ?2 AND until < 9223372036854775807 LIMIT ?3
        """)
    /// R39: from now on its retention runs, if no version is left.
    private static let markLeft = Query(
        "UPDATE contact SET left_at = ?2 WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM contact_version WHERE contact = ?1)")
    private static let deleteEndedOrders = Query("DELETE FROM court_order WHERE contact = ?1 AND until <= ?2")
}

/// Encodes anew the list rows that a flip marked untrue.
struct StaleRowEncoding {
    let transaction: SQLiteTransaction
    let school: School

    /// Goes on behind a pupil's key; answers where to go on, nil at the end.
    func step(after pupil: Int64, limit: Int) throws -> Int64? {
        let pupils = try transaction.connection.run(Self.stale) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, pupil)
            statement.bind(3, Int64(limit))
            var pupils: [Int64] = []
            while try statement.step() { pupils.append(statement.int64(0)) }
            return pupils
        }
        for pupil in pupils { try transaction.refreshListRow(of: PupilKey(rowID: pupil), school: school) }
        return pupils.count == limit ? pupils.last : nil
    }

    private static let stale = Query(
        "SELECT pupil FROM list_row WHERE school = ?1 AND valid_until = 0 AND pupil > ?2 ORDER BY pupil LIMIT ?3")
}
