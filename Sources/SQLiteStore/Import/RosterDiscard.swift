internal import InvitationStore
internal import Invitations

/// Takes back what an unpublished import wrote: afterwards every table is as it was before it began.
struct RosterDiscard {
    let work: RosterWork

    init(_ work: RosterWork) { self.work = work }

    /// Goes on behind (id, since) of `place`; answers where to go on, nil when all rows are as they were.
    func step(after place: ImportPlace, scannedMax: Int, undoneMax: Int) throws -> ImportPlace? {
        let rows = try scan(after: place, limit: scannedMax)
        var undone = 0
        for row in rows {
            if row.since == work.next || row.until == work.next {
                try undo(row)
                undone += 1
            }
            if undone == undoneMax { return ImportPlace(phase: place.phase, number: row.since, text: row.id) }
        }
        return rows.count == scannedMax ? rows.last.map { ImportPlace(phase: place.phase, number: $0.since, text: $0.id) } : nil
    }

    /// The last step: the school itself, which is forgotten if it had no roster before.
    func endSchool() throws {
        try work.connection.run(Self.endImport) { statement in
            statement.bind(1, work.school)
            try statement.run()
        }
        try work.connection.run(Self.forgetSchool) { statement in
            statement.bind(1, work.school)
            try statement.run()
        }
    }

    private func undo(_ row: WrittenRow) throws {
        let contacts = try contacts(ofPupil: row.key)
        if row.since == work.next {
            try PupilRemoval(work.connection).remove(row.key, school: work.school)
        } else {
            try reopen(Self.reopenPupil, row.key)
            try work.connection.run(Self.reopenListRow) { statement in
                statement.bind(1, work.school)
                statement.bind(2, row.sort)
                statement.bind(3, row.since)
                statement.bind(4, Schema.open)
                try statement.run()
            }
        }
        for contact in contacts { try undo(contact: contact) }
    }

    private func undo(contact: Int64) throws {
        try ContactVersionRemoval(work.connection).remove(contact, since: work.next, school: work.school)
        try reopen(Self.reopenVersion, contact)
        try work.connection.run(Self.deleteOrders) { statement in
            statement.bind(1, contact)
            statement.bind(2, work.next)
            try statement.run()
        }
        try reopen(Self.reopenOrders, contact)
        try work.connection.run(Self.forgetContact) { statement in
            statement.bind(1, contact)
            try statement.run()
        }
    }

    /// What was to end with this import goes on.
    private func reopen(_ query: Query, _ key: Int64) throws {
        try work.connection.run(query) { statement in
            statement.bind(1, key)
            statement.bind(2, Schema.open)
            statement.bind(3, work.next)
            try statement.run()
        }
    }

    private func contacts(ofPupil pupil: Int64) throws -> [Int64] {
        try work.connection.run(Self.contactsOfPupil) { statement in
            statement.bind(1, pupil)
            var contacts: [Int64] = []
            while try statement.step() { contacts.append(statement.int64(0)) }
            return contacts
        }
    }

    private func scan(after place: ImportPlace, limit: Int) throws -> [WrittenRow] {
        try work.connection.run(Self.pupilsByID) { statement in
            statement.bind(1, work.school)
            statement.bind(2, place.text)
            statement.bind(3, place.number)
            statement.bind(4, Int64(limit))
            var rows: [WrittenRow] = []
            while try statement.step() {
                rows.append(
                    WrittenRow(
                        key: statement.int64(0), id: statement.text(1), since: statement.int64(2), until: statement.int64(3),
                        sort: statement.bytes(4)))
            }
            return rows
        }
    }

    private static let pupilsByID = Query(
        """
        SELECT key, id, since, until, sort FROM pupil WHERE school = ?1 AND (id, since) > (?2, ?3) ORDER BY id, since LIMIT ?4
        """)
    private static let contactsOfPupil = Query("SELECT contact FROM pair WHERE pupil = ?1")
    private static let reopenPupil = Query("UPDATE pupil SET until = ?2 WHERE key = ?1 AND until = ?3")
    private static let reopenListRow = Query("UPDATE list_row SET until = ?4 WHERE school = ?1 AND sort = ?2 AND since = ?3")
    private static let reopenVersion = Query("UPDATE contact_version SET until = ?2 WHERE contact = ?1 AND until = ?3")
    private static let deleteOrders = Query("DELETE FROM court_order WHERE contact = ?1 AND since = ?2")
    private static let reopenOrders = Query("UPDATE court_order SET until = ?2 WHERE contact = ?1 AND until = ?3")
    /// One that this import brought: nothing else names it.
    private static let forgetContact = Query(
        """
        DELETE FROM contact WHERE key = ?1 AND generation = 0 AND account IS NULL
            AND NOT EXISTS (SELECT 1 FROM contact_version WHERE contact = ?1)
            AND NOT EXISTS (SELECT 1 FROM pair WHERE contact = ?1)
            AND NOT EXISTS (SELECT 1 FROM court_order WHERE contact = ?1)
            AND NOT EXISTS (SELECT 1 FROM event WHERE contact = ?1)
        """)
    private static let endImport = Query("UPDATE school SET importing = 0 WHERE key = ?1 AND importing <> 0")
    private static let forgetSchool = Query("DELETE FROM school WHERE key = ?1 AND epoch = 0 AND event_sequence = 0")
}

private struct WrittenRow {
    var key: Int64
    var id: String
    var since: Int64
    var until: Int64
    var sort: [UInt8]
}
