internal import InvitationStore
internal import Invitations

extension SQLiteTransaction {
    func visitListRows(_ query: ListQuery, _ visit: (ListRow) throws -> ListStep) throws -> ListCursor? {
        try refreshWaitingListRows()
        let page = ListPage(query, stamp: ListStamp.of(query.school), epoch: try epoch(of: query.school.key))
        let filter = PreparedFilter(query.filter)
        return try filter.isEmpty ? visitAll(page, visit) : visitMatching(filter, page, visit)
    }

    /// Without a filter a page is one range scan.
    private func visitAll(_ page: ListPage, _ visit: (ListRow) throws -> ListStep) throws -> ListCursor? {
        var last = page.after
        var taken = 0
        return try connection.run(Self.rowsInOrder) { statement in
            statement.bind(1, page.school.key.rowID)
            statement.bind(2, page.after)
            statement.bind(3, page.epoch)
            while try statement.step() {
                guard taken < page.pupilsMax, case .taken = try visitRow(in: statement, page, visit) else { return ListCursor(bytes: last) }
                // In place: a page makes no array per row.
                last.removeAll(keepingCapacity: true)
                last.append(contentsOf: statement.blob(0))
                taken += 1
            }
            return nil
        }
    }

    private func visitMatching(
        _ filter: PreparedFilter, _ page: ListPage, _ visit: (ListRow) throws -> ListStep
    ) throws -> ListCursor? {
        var last = page.after
        var taken = 0
        let isComplete = try forEachPupil(
            matching: filter, of: page.school.key, epoch: page.epoch, after: page.after, visitsSeenOnly: false
        ) { candidate in
            guard taken < page.pupilsMax else { return false }
            let step: ListStep? = try connection.run(Self.rowByPlace) { statement in
                statement.bind(1, page.school.key.rowID)
                statement.bind(2, candidate.sort)
                statement.bind(3, page.epoch)
                statement.bind(4, candidate.key.rowID)
                return try statement.step() ? visitRow(in: statement, page, visit) : nil
            }
            guard let step else { return true }
            guard case .taken = step else { return false }
            last = candidate.sort
            taken += 1
            return true
        }
        return isComplete ? nil : ListCursor(bytes: last)
    }

    private func visitRow(in statement: Statement, _ page: ListPage, _ visit: (ListRow) throws -> ListStep) throws -> ListStep {
        if now.milliseconds < statement.int64(2) && statement.int64(3) == page.stamp {
            return try visit(.encoded(statement.blob(4)))
        }
        let pupil = PupilKey(rowID: statement.int64(1))
        guard let facts = try pupilFacts(pupil, of: page.school.key, epoch: page.epoch) else { return .taken }
        staleRows.append(StaleRow(school: page.school.key, pupil: pupil))
        return try visit(.facts(facts))
    }

    private static let rowsInOrder = Query(
        """
        SELECT sort, pupil, valid_until, stamp, encoded FROM list_row
        WHERE school = ?1 AND sort > ?2 AND since <= ?3 AND until > ?3 ORDER BY sort
        """)
    private static let rowByPlace = Query(
        """
        SELECT sort, pupil, valid_until, stamp, encoded FROM list_row
        WHERE school = ?1 AND sort = ?2 AND since <= ?3 AND until > ?3 AND pupil = ?4
        """)
}

private struct ListPage {
    let school: School
    let after: [UInt8]
    let pupilsMax: Int
    let stamp: Int64
    let epoch: Int64

    init(_ query: ListQuery, stamp: Int64, epoch: Int64) {
        school = query.school
        after = query.after?.bytes ?? []
        pupilsMax = query.pupilsMax
        self.stamp = stamp
        self.epoch = epoch
    }
}
