internal import InvitationStore
internal import Invitations

extension SQLiteTransaction {
    /// Encodes anew the list rows that show these contacts, and marks those of an import's next epoch, which were encoded from
    /// the state of a moment ago, to be encoded again.
    func refreshListRows(ofContacts contacts: [ContactKey], of school: School) throws {
        guard !contacts.isEmpty else { return }
        let epoch = try epoch(of: school.key)
        var seen = Set<Int64>()
        for contact in contacts {
            let rows = try connection.run(Self.rowsOfContact) { statement in
                statement.bind(1, contact.rowID)
                var rows: [(key: PupilKey, sort: [UInt8], pupil: Pupil?)] = []
                while try statement.step() {
                    guard seen.insert(statement.int64(0)).inserted else { continue }
                    let isSeen = statement.int64(2) <= epoch && statement.int64(3) > epoch
                    rows.append(
                        (PupilKey(rowID: statement.int64(0)), statement.bytes(1), isSeen ? Self.pupil(in: statement, from: 4) : nil))
                }
                return rows
            }
            for row in rows {
                if let pupil = row.pupil {
                    let facts = try pupilFacts(row.key, pupil, of: school.key, epoch: epoch)
                    try writeListRow(facts, sort: row.sort, school: school, epoch: epoch)
                }
                if try isImporting(school.key) { try markStale(row.sort, of: school.key, after: epoch) }
            }
        }
    }

    /// The same before the transaction ends, once for however many changes.
    func refreshListRowsLater(of contact: ContactKey, of school: SchoolKey) {
        if let last = waitingListRows.indices.last, waitingListRows[last].school == school {
            waitingListRows[last].contacts.append(contact)
        } else {
            waitingListRows.append((school, [contact]))
        }
    }

    func refreshWaitingListRows() throws {
        let waiting = waitingListRows
        waitingListRows = []
        for rows in waiting {
            if let school = try school(rows.school) { try refreshListRows(ofContacts: rows.contacts, of: school) }
        }
    }

    /// Encodes a pupil's row as seen at `epoch` anew, from what is stored.
    func refreshListRow(of pupil: PupilKey, sort: [UInt8], school: School, epoch: Int64) throws {
        guard let facts = try pupilFacts(pupil, of: school.key, epoch: epoch) else { return }
        try writeListRow(facts, sort: sort, school: school, epoch: epoch)
    }

    private func writeListRow(_ facts: PupilFacts, sort: [UInt8], school: School, epoch: Int64) throws {
        let (bytes, validUntil) = encodeListRow(facts, of: school)
        try connection.run(Self.updateRow) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, sort)
            statement.bind(3, epoch)
            statement.bind(4, validUntil.milliseconds)
            statement.bind(5, ListStamp.of(school))
            statement.bind(6, bytes)
            try statement.run()
        }
    }

    /// The same for a pupil of whom only the key is known; nothing if it is not seen any more.
    func refreshListRow(of pupil: PupilKey, school: School) throws {
        let epoch = try epoch(of: school.key)
        let sort: [UInt8]? = try connection.run(Self.sortOfPupil) { statement in
            statement.bind(1, pupil.rowID)
            statement.bind(2, epoch)
            return try statement.step() ? statement.bytes(0) : nil
        }
        if let sort { try refreshListRow(of: pupil, sort: sort, school: school, epoch: epoch) }
    }

    /// What a list row holds of these facts at `now`.
    func encodeListRow(_ facts: PupilFacts, of school: School) -> (bytes: [UInt8], validUntil: Instant) {
        let listing = PupilListing(facts, school: school, at: now)
        return (encoder(listing), listing.validUntil)
    }

    private func markStale(_ sort: [UInt8], of school: SchoolKey, after epoch: Int64) throws {
        try connection.run(Self.markRowStale) { statement in
            statement.bind(1, school.rowID)
            statement.bind(2, sort)
            statement.bind(3, epoch)
            try statement.run()
        }
    }

    private static let rowsOfContact = Query(
        """
        SELECT p.key, p.sort, p.since, p.until, p.id, p.forename, p.surname, p.year_group, p.registration_group
        FROM pair CROSS JOIN pupil p ON p.key = pair.pupil WHERE pair.contact = ?1
        """)
    private static let sortOfPupil = Query("SELECT sort FROM pupil WHERE key = ?1 AND since <= ?2 AND until > ?2")
    private static let updateRow = Query(
        """
        UPDATE list_row SET valid_until = ?4, stamp = ?5, encoded = ?6
        WHERE school = ?1 AND sort = ?2 AND since <= ?3 AND until > ?3
        """)
    private static let markRowStale = Query("UPDATE list_row SET valid_until = 0 WHERE school = ?1 AND sort = ?2 AND since > ?3")
}
