internal import InvitationStore
internal import Invitations

/// Writes the list rows of the next epoch's new pupils, encoded, and ends those of pupils that are not in it, in list order.
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

    /// Goes on behind a place in the list order; answers where to go on, nil at the end.
    func step(after sort: [UInt8], limit: Int) throws -> [UInt8]? {
        let rows = try scan(after: sort, limit: limit)
        for row in rows {
            if row.isEnded { try end(row) } else { try write(row) }
        }
        return rows.count >= limit ? rows.last?.sort : nil
    }

    private func write(_ row: OrderedRow) throws {
        guard let facts = try transaction.pupilFacts(PupilKey(rowID: row.pupil), of: school.key, epoch: work.next) else { return }
        let (bytes, validUntil) = transaction.encodeListRow(facts, of: school)
        try work.connection.run(Self.insertRow) { statement in
            statement.bind(1, work.school)
            statement.bind(2, row.sort)
            statement.bind(3, work.next)
            statement.bind(4, Schema.open)
            statement.bind(5, row.pupil)
            statement.bind(6, facts.pupil.yearGroup)
            statement.bind(7, facts.pupil.registrationGroup)
            statement.bind(8, validUntil.milliseconds)
            statement.bind(9, ListStamp.of(school))
            statement.bind(10, bytes)
            try statement.run()
        }
    }

    private func end(_ row: OrderedRow) throws {
        try work.connection.run(Self.endRow) { statement in
            statement.bind(1, work.school)
            statement.bind(2, row.sort)
            statement.bind(3, row.since)
            statement.bind(4, work.next)
            try statement.run()
        }
    }

    /// `limit` rows, and one more where a pupil's old and new row have the same place.
    private func scan(after sort: [UInt8], limit: Int) throws -> [OrderedRow] {
        try work.connection.run(Self.ordered) { statement in
            statement.bind(1, work.school)
            statement.bind(2, sort)
            var rows: [OrderedRow] = []
            while try statement.step() {
                let row = OrderedRow(
                    sort: statement.bytes(0), pupil: statement.int64(1), since: statement.int64(2), isEnded: statement.bool(3))
                if rows.count >= limit, rows.last?.sort != row.sort { break }
                rows.append(row)
            }
            return rows
        }
    }

    private static let ordered = Query(
        """
        SELECT sort, pupil, since, ended FROM temp.import_order WHERE school = ?1 AND sort > ?2 ORDER BY sort, pupil
        """)
    private static let insertRow = Query(
        """
        INSERT OR REPLACE INTO list_row
            (school, sort, since, until, pupil, year_group, registration_group, valid_until, stamp, encoded)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """)
    private static let endRow = Query("UPDATE list_row SET until = ?4 WHERE school = ?1 AND sort = ?2 AND since = ?3")
}

private struct OrderedRow {
    var sort: [UInt8]
    var pupil: Int64
    var since: Int64
    var isEnded: Bool
}
