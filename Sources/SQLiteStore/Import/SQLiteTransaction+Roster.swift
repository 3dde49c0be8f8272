internal import InvitationStore
internal import Invitations

extension SQLiteTransaction: RosterTransaction {
    func leftoverImport(of school: SchoolID) throws -> RosterImport? {
        guard let row = try importRow(of: school), row.importing != 0 else { return nil }
        let record = RosterSchool(id: school, name: "", isMISLinked: false, timeZone: "")
        return RosterImport(
            school: row.key, record: record, number: row.importing, epoch: row.epoch, contacts: row.contacts,
            eventSequence: row.eventSequence)
    }

    func forgetStaged(of school: SchoolID, limits: ImportLimits) throws -> Bool {
        guard let row = try importRow(of: school) else { return false }
        try ImportTables.make(on: connection)
        return try ImportTables.forget(row.key.rowID, on: connection, rowsMax: limits.sliceScannedMax)
    }

    func beginImport(of school: RosterSchool) throws -> RosterImport {
        try ImportTables.make(on: connection)
        let row = try importRow(of: school.id) ?? insertSchool(school)
        guard row.importing == 0 else {
            throw InvitationError(.importInProgress, "Another import of this school is running. Try again when it has ended.")
        }
        try connection.run(Self.setImporting) { statement in
            statement.bind(1, row.key.rowID)
            try statement.run()
        }
        forgetEpochs()
        var roster = RosterImport(
            school: row.key, record: school, number: row.imports + 1, epoch: row.epoch, contacts: row.contacts,
            eventSequence: row.eventSequence)
        roster.tombstones = try tombstones(of: row.key.rowID)
        return roster
    }

    func applyNewOrders(of roster: RosterImport, from place: ImportPlace?, limits: ImportLimits) throws -> AppliedOrders {
        let slice = try NewOrders(self, roster).step(
            after: place?.number ?? .min, scannedMax: limits.sliceScannedMax, workedMax: limits.sliceRowsMax)
        if let school = try school(roster.school) {
            try refreshListRows(ofContacts: slice.shown + slice.applied.sharers.map(\.key), of: school)
        }
        var applied = slice.applied
        applied.next = slice.next.map { ImportPlace(phase: 1, number: $0) }
        return applied
    }

    func stage(_ pupils: ArraySlice<StagedPupil>, of roster: RosterImport, limits: ImportLimits) throws -> StagedSlice {
        var stager = PupilStager(RosterWork(connection, roster), try listRowMaker(for: roster))
        let changedMax = roster.epoch == 0 ? limits.sliceFirstMax : limits.sliceChangedMax
        var changed = 0
        var consumed = 0
        var contacts = 0
        for pupil in pupils {
            if changed >= changedMax || contacts >= limits.sliceContactsMax { break }
            if stager.gathered.byteCount >= limits.sliceGatheredBytesMax { break }
            if try stager.stage(pupil) {
                changed += 1
                contacts += pupil.record.contacts.count
            }
            consumed += 1
        }
        return StagedSlice(consumed: consumed, tally: stager.tally, gathered: stager.gathered)
    }

    func writeGathered(_ rows: SortedRows, from index: Int, of roster: RosterImport, limits: ImportLimits) throws -> Int? {
        try GatheredWriter(RosterWork(connection, roster), rows, areAll: !roster.hasWrittenRows)
            .step(from: index, weightMax: limits.sliceGatheredMax)
    }

    func prepare(_ roster: RosterImport, from place: ImportPlace?, limits: ImportLimits) throws -> PreparedSlice {
        try ImportPreparation(transaction: self, roster: roster, limits: limits).step(from: place)
    }

    func affectedContacts(of roster: RosterImport) throws -> [AffectedContact] {
        try ImportEffects(RosterWork(connection, roster)).withPast(sinceEvent: roster.eventSequence).map { effect in
            let key = ContactKey(rowID: effect.contact)
            let known = try contactState(key, of: roster.school, epoch: roster.epoch, orLeft: true)
            return AffectedContact(
                key: key, before: known.flatMap { $0.hasLeft ? nil : $0 }, after: effect.after, account: known?.registration?.account)
        }
    }

    func publish(_ roster: RosterImport, _ tally: ImportTally) throws -> School {
        let isRaised = try connection.run(Self.raiseEpoch) { statement in
            statement.bind(1, roster.school.rowID)
            statement.bind(2, roster.epoch)
            statement.bind(3, roster.number)
            statement.bind(4, roster.record.name)
            statement.bind(5, roster.record.isMISLinked)
            statement.bind(6, roster.record.timeZone)
            statement.bind(7, roster.saysCourtOrders)
            statement.bind(8, tally.pupilsAdded - tally.pupilsRemoved)
            statement.bind(9, tally.contactsAdded - tally.contactsRemoved)
            statement.bind(10, tally.courtOrdersAdded - tally.courtOrdersLifted)
            return try statement.run() == 1
        }
        forgetEpochs()
        try WithheldWords(RosterWork(connection, roster)).forget()
        try endBarredAddresses(of: roster.school, shownAt: roster.epoch + 1)
        guard isRaised, let school = try school(roster.school) else { throw StoreError.unavailable }
        try connection.run(Self.markStale) { statement in
            statement.bind(1, roster.school.rowID)
            statement.bind(2, roster.epoch)
            statement.bind(3, roster.epoch + 1)
            try statement.run()
        }
        return school
    }

    func markEmailChanged(_ contacts: [ContactKey], of school: School) throws {
        for contact in contacts {
            try connection.run(Self.setEmailChanged) { statement in
                statement.bind(1, contact.rowID)
                try statement.run()
            }
        }
        try refreshListRows(ofContacts: contacts, of: school)
    }

    func appendStagedEvents(of roster: RosterImport, detail: String) throws {
        let effects = ImportEffects(RosterWork(connection, roster))
        if roster.epoch == 0 { return try effects.appendFirstOrders(at: now, detail: detail) }
        try effects.appendEvents(sinceEvent: roster.eventSequence, at: now, detail: detail)
    }

    func endUnchanged(_ roster: RosterImport) throws {
        let work = RosterWork(connection, roster)
        try WithheldWords(work).forget()
        try RosterDiscard(work).endSchool()
        try noteImported(roster.school)
        forgetEpochs()
    }

    func tidy(_ roster: RosterImport, from place: ImportPlace?, limits: ImportLimits) throws -> ImportPlace? {
        let school = roster.school
        switch place?.phase ?? 1 {
        case 1:
            let tidying = RosterTidying(connection: connection, school: school.rowID, epoch: try epoch(of: school), now: now)
            return ImportPlace(phase: try tidying.step(rowsMax: limits.sliceRowsMax) ? 1 : 2)
        case 2:
            guard let seen = try self.school(school) else { return ImportPlace(phase: 3) }
            let rows = StaleRowEncoding(transaction: self, school: seen)
            return try rows.step(after: place?.number ?? .min, limit: limits.sliceRowsMax).map { ImportPlace(phase: 2, number: $0) }
                ?? ImportPlace(phase: 3)
        default:
            return try ImportTables.forget(school.rowID, on: connection, rowsMax: limits.sliceScannedMax) ? ImportPlace(phase: 3) : nil
        }
    }

    func discard(_ roster: RosterImport, from place: ImportPlace?, limits: ImportLimits) throws -> ImportPlace? {
        let discard = RosterDiscard(RosterWork(connection, roster))
        switch place?.phase ?? 1 {
        case 1:
            return try discard.step(
                after: place ?? ImportPlace(phase: 1), scannedMax: limits.sliceScannedMax, undoneMax: limits.sliceRowsMax)
                ?? ImportPlace(phase: 2)
        case 2:
            try ImportTables.make(on: connection)
            let isMore = try ImportTables.forget(roster.school.rowID, on: connection, rowsMax: limits.sliceScannedMax)
            return ImportPlace(phase: isMore ? 2 : 3)
        default:
            try discard.endSchool()
            forgetEpochs()
            return nil
        }
    }

    /// nil: list rows have to wait until all is known, for what happened to contacts stands in them.
    private func listRowMaker(for roster: RosterImport) throws -> FirstListRows? {
        roster.epoch == 0 ? FirstListRows(transaction: self, school: try schoolAfterFlip(roster)) : nil
    }

    /// What list rows of the next epoch are encoded for.
    func schoolAfterFlip(_ roster: RosterImport) throws -> School {
        let record = roster.record
        let seen = try school(roster.school)
        return School(
            key: roster.school, id: record.id, name: record.name, isMISLinked: record.isMISLinked, timeZone: record.timeZone,
            hasCourtOrderData: roster.saysCourtOrders || seen?.hasCourtOrderData == true, isPaused: seen?.isPaused == true,
            policy: seen?.policy ?? SchoolPolicy())
    }
}

/// A school's row as an import finds it.
private struct ImportRow {
    var key: SchoolKey
    var epoch: Int64 = 0
    var importing: Int64 = 0
    var imports: Int64 = 0
    var contacts: Int64 = 0
    var eventSequence: Int64 = 0
}

extension SQLiteTransaction {
    private func importRow(of school: SchoolID) throws -> ImportRow? {
        try connection.run(Self.importRowByID) { statement in
            statement.bind(1, school.text)
            guard try statement.step() else { return nil }
            return ImportRow(
                key: SchoolKey(rowID: statement.int64(0)), epoch: statement.int64(1), importing: statement.int64(2),
                imports: statement.int64(3), contacts: statement.int64(4), eventSequence: statement.int64(5))
        }
    }

    private func insertSchool(_ school: RosterSchool) throws -> ImportRow {
        try connection.run(Self.insertSchoolQuery) { statement in
            statement.bind(1, school.id.text)
            statement.bind(2, school.name)
            statement.bind(3, school.isMISLinked)
            statement.bind(4, school.timeZone)
            guard try statement.step() else { throw StoreError.unavailable }
            return ImportRow(key: SchoolKey(rowID: statement.int64(0)))
        }
    }

    private static let importRowByID = Query(
        "SELECT key, epoch, importing, imports, contacts, event_sequence FROM school WHERE id = ?1")
    private static let insertSchoolQuery = Query(
        "INSERT INTO school (id, name, mis_linked, time_zone) VALUES (?1, ?2, ?3, ?4) RETURNING key")
    private static let setImporting = Query("UPDATE school SET importing = imports + 1 WHERE key = ?1")
    private static let raiseEpoch = Query(
        """
        UPDATE school SET epoch = epoch + 1, importing = 0, imported_since_restore = 1, imports = ?3, name = ?4, mis_linked = ?5, time_zone = ?6,
            court_order_data = max(court_order_data, ?7), pupils = pupils + ?8, contacts = contacts + ?9, court_orders = court_orders + ?10
        WHERE key = ?1 AND epoch = ?2 AND importing = ?3
        """)
    private static let markStale = Query(
        """
        UPDATE list_row SET valid_until = 0 WHERE (school, sort, since) IN (
            SELECT p.school, p.sort, p.since
            FROM temp.import_stale s CROSS JOIN pair ON pair.contact = s.contact CROSS JOIN pupil p ON p.key = pair.pupil
            WHERE s.school = ?1 AND p.since <= ?2 AND p.until > ?3)
        """)
    private static let setEmailChanged = Query("UPDATE contact SET email_changed = 1 WHERE key = ?1")
}
