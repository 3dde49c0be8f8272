internal import InvitationStore
internal import Invitations

/// Writes what is derived of the next epoch's new pupils: their encoded list rows, and the words under which they and their contacts are found.
///
/// Goes through a year group at a time in list order, so that a slice's rows lie side by side in every table.
struct NextRowWriter {
    let work: RosterWork
    let transaction: SQLiteTransaction
    /// As it will be after the flip.
    let school: School

    init(_ work: RosterWork, transaction: SQLiteTransaction, school: School) {
        self.work = work
        self.transaction = transaction
        self.school = school
    }

    /// Goes on behind (year group, sort, since) of `place`; answers where to go on, nil at the end.
    func step(after place: ImportPlace, scannedMax: Int, writtenMax: Int) throws -> ImportPlace? {
        let rows = try scan(after: place, limit: scannedMax)
        var written = 0
        for row in rows {
            if row.since == work.next {
                try write(row)
                written += 1
            }
            if written == writtenMax { return row.place(in: place.phase) }
        }
        return rows.count == scannedMax ? rows.last?.place(in: place.phase) : nil
    }

    private func write(_ row: NextRow) throws {
        guard let facts = try transaction.pupilFacts(PupilKey(rowID: row.key), of: school.key, epoch: work.next) else { return }
        let (bytes, validUntil) = transaction.encodeListRow(facts, of: school)
        try work.connection.run(Self.insertRow) { statement in
            statement.bind(1, work.school)
            statement.bind(2, row.sort)
            statement.bind(3, work.next)
            statement.bind(4, Schema.open)
            statement.bind(5, row.key)
            statement.bind(6, validUntil.milliseconds)
            statement.bind(7, ListStamp.of(school))
            statement.bind(8, bytes)
            try statement.run()
        }
        for word in SearchWords.ofPupil(forename: facts.pupil.forename, surname: facts.pupil.surname) {
            try work.connection.run(Self.insertWord) { statement in
                statement.bind(1, work.school)
                statement.bind(2, word)
                statement.bind(3, row.sort)
                statement.bind(4, row.key)
                try statement.run()
            }
        }
        for pair in facts.contacts where try isNewVersion(pair.contact.key) {
            try work.insertWords(
                of: pair.contact.key.rowID, since: work.next, words: SearchWords.ofContact(pair.contact.name, email: pair.contact.email))
        }
    }

    private func isNewVersion(_ contact: ContactKey) throws -> Bool {
        try work.connection.run(Self.newVersion) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, work.next)
            return try statement.step()
        }
    }

    private func scan(after place: ImportPlace, limit: Int) throws -> [NextRow] {
        try work.connection.run(Self.pupilsByYear) { statement in
            statement.bind(1, work.school)
            statement.bind(2, place.text)
            statement.bind(3, place.bytes)
            statement.bind(4, place.number)
            statement.bind(5, Int64(limit))
            var rows: [NextRow] = []
            while try statement.step() {
                rows.append(
                    NextRow(key: statement.int64(0), yearGroup: statement.text(1), sort: statement.bytes(2), since: statement.int64(3)))
            }
            return rows
        }
    }

    private static let pupilsByYear = Query(
        """
        SELECT key, year_group, sort, since FROM pupil
        WHERE school = ?1 AND (year_group, sort, since) > (?2, ?3, ?4) ORDER BY year_group, sort, since LIMIT ?5
        """)
    private static let insertRow = Query(
        """
        INSERT INTO list_row (school, sort, since, until, pupil, valid_until, stamp, encoded) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """)
    private static let insertWord = Query("INSERT INTO pupil_word (school, word, sort, pupil) VALUES (?1, ?2, ?3, ?4)")
    private static let newVersion = Query("SELECT 1 FROM contact_version WHERE contact = ?1 AND since = ?2")
}

private struct NextRow {
    var key: Int64
    var yearGroup: String
    var sort: [UInt8]
    var since: Int64

    func place(in phase: Int) -> ImportPlace { ImportPlace(phase: phase, number: since, bytes: sort, text: yearGroup) }
}
