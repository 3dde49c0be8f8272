internal import InvitationStore

/// What follows once the feed is whole, in this order; each phase in slices.
struct ImportPreparation {
    let transaction: SQLiteTransaction
    let roster: RosterImport
    let limits: ImportLimits

    private enum Phase: Int {
        case leavers = 1
        case contacts = 2
        case barredAddresses = 3
        case addresses = 4
        case otherStamps = 5
        case untrueRows = 6
        case rows = 7
    }

    func step(from place: ImportPlace?) throws -> PreparedSlice {
        let work = RosterWork(transaction.connection, roster)
        var tally = ImportTally()
        var gathered = GatheredRows()
        var awaitsGathered = false
        let next: ImportPlace?
        switch place.flatMap({ Phase(rawValue: $0.phase) }) ?? .leavers {
        case .leavers:
            var leavers = PupilLeavers(work)
            let after = try leavers.step(
                after: place ?? ImportPlace(phase: Phase.leavers.rawValue), scannedMax: limits.sliceScannedMax,
                endedMax: limits.sliceRowsMax)
            tally += leavers.tally
            next = after ?? ImportPlace(phase: Phase.contacts.rawValue)
        case .contacts:
            var contacts = ContactResolver(work)
            let after = try contacts.step(after: place?.number ?? .min, limit: limits.sliceRowsMax)
            tally += contacts.tally
            gathered = contacts.gathered
            // Who has an address is found by the words.
            awaitsGathered = after == nil
            next =
                after.map { ImportPlace(phase: Phase.contacts.rawValue, number: $0) }
                ?? ImportPlace(phase: Phase.barredAddresses.rawValue)
        case .barredAddresses:
            let after = try noteEndingAddresses(after: place?.text ?? "", work)
            next =
                after.map { ImportPlace(phase: Phase.barredAddresses.rawValue, text: $0) }
                ?? ImportPlace(phase: Phase.addresses.rawValue)
        case .addresses:
            let after = try AddressSpread(work, transaction).step(after: place?.text ?? "", limit: limits.sliceRowsMax)
            next =
                after.map { ImportPlace(phase: Phase.addresses.rawValue, text: $0) } ?? ImportPlace(phase: Phase.otherStamps.rawValue)
        case .otherStamps:
            let after = try rowsWrittenTooSoon(work).orderOtherStamps(after: place?.bytes ?? [], limit: limits.sliceScannedMax)
            next =
                after.map { ImportPlace(phase: Phase.otherStamps.rawValue, bytes: $0) } ?? ImportPlace(phase: Phase.untrueRows.rawValue)
        case .untrueRows:
            let after = try rowsWrittenTooSoon(work).orderUntrue(after: place?.number ?? .min, limit: limits.sliceRowsMax)
            next = after.map { ImportPlace(phase: Phase.untrueRows.rawValue, number: $0) } ?? ImportPlace(phase: Phase.rows.rawValue)
        case .rows:
            let writer = NextRowWriter(work, transaction: transaction, school: try transaction.schoolAfterFlip(roster))
            next = try writer.step(after: place?.bytes ?? [], limit: limits.sliceRowsMax)
                .map { ImportPlace(phase: Phase.rows.rawValue, bytes: $0) }
        }
        return PreparedSlice(tally: tally, gathered: gathered, awaitsGathered: awaitsGathered, next: next)
    }

    private func rowsWrittenTooSoon(_ work: RosterWork) throws -> RowsWrittenTooSoon {
        RowsWrittenTooSoon(work, stamp: ListStamp.of(try transaction.schoolAfterFlip(roster)), mayDiffer: roster.beganWithoutCourtOrders)
    }

    /// Who has an address that was barred because of somebody whom this roster shows elsewhere: found by digest, as no row says it. Goes on
    /// behind a contact's id; answers where to go on, nil at the end.
    private func noteEndingAddresses(after id: String, _ work: RosterWork) throws -> String? {
        guard let ending = try transaction.endingBarredAddresses(of: roster.school, next: work.next) else { return nil }
        let slice = try transaction.addresses(of: roster.school, epoch: work.next, after: id, limit: limits.sliceScannedMax)
        for (_, address) in slice.holders where ending.contains(address) { try work.noteAddress(address) }
        return slice.next
    }
}

/// The pupils that are seen and that the feed did not name.
struct PupilLeavers {
    let work: RosterWork
    var tally = ImportTally()

    init(_ work: RosterWork) { self.work = work }

    /// Goes on behind (id, since) of `place`; answers where to go on, nil at the end.
    mutating func step(after place: ImportPlace, scannedMax: Int, endedMax: Int) throws -> ImportPlace? {
        guard work.epoch > 0 else { return nil }
        let rows = try scan(after: place, limit: scannedMax)
        var ended = 0
        for row in rows {
            if row.isCurrent, try !work.isSeen(row.key) {
                try work.end(pupil: row.key, sort: row.sort, since: row.since)
                try work.touchContacts(ofPupil: row.key)
                try work.noteAddress(row.address)
                tally.pupilsRemoved += 1
                ended += 1
            }
            if ended == endedMax { return row.place(in: place.phase) }
        }
        return rows.count == scannedMax ? rows.last?.place(in: place.phase) : nil
    }

    private func scan(after place: ImportPlace, limit: Int) throws -> [PupilRow] {
        try work.connection.run(Self.pupilsByID) { statement in
            statement.bind(1, work.school)
            statement.bind(2, place.text)
            statement.bind(3, place.number)
            statement.bind(4, Int64(limit))
            var rows: [PupilRow] = []
            while try statement.step() {
                let since = statement.int64(2)
                let isCurrent = since <= work.epoch && statement.int64(3) == Schema.open
                rows.append(
                    PupilRow(
                        key: statement.int64(0), id: statement.text(1), since: since, isCurrent: isCurrent,
                        sort: isCurrent ? statement.bytes(4) : [], address: isCurrent ? statement.text(5) : ""))
            }
            return rows
        }
    }

    private static let pupilsByID = Query(
        """
        SELECT key, id, since, until, sort, address FROM pupil WHERE school = ?1 AND (id, since) > (?2, ?3) ORDER BY id, since LIMIT ?4
        """)
}

private struct PupilRow {
    var key: Int64
    var id: String
    var since: Int64
    var isCurrent: Bool
    var sort: [UInt8]
    var address: String

    func place(in phase: Int) -> ImportPlace { ImportPlace(phase: phase, number: since, text: id) }
}
