internal import InvitationStore
internal import Invitations

/// List rows of a school's first roster, encoded from the records while they are at hand and not read back later (R12).
///
/// A school without a roster has no contact, so nobody was invited, registered or has bounced: a contact is what its record says, and
/// by the policy that a school begins with it does not matter who is responsible. What a later record may add is that a contact is barred, or
/// that another has its address; ``RowsWrittenTooSoon`` finds whose rows these were.
struct FirstListRows {
    let transaction: SQLiteTransaction
    /// As it will be after the flip, as far as the feed was read.
    let school: School

    /// A pair as the feed has it, and whether any record so far bars its contact.
    struct Pair {
        var contact: RosterContact
        var key: Int64
        var isBarred: Bool
        var hasOrder: Bool
    }

    func gather(_ pupil: Pupil, key: Int64, sort: [UInt8], _ pairs: [Pair], in gathered: inout GatheredRows) {
        let facts = PupilFacts(
            key: PupilKey(rowID: key), pupil: pupil,
            contacts: pairs.map { pair in
                PupilFacts.Pair(
                    relationship: pair.contact.relationship, courtOrder: pair.hasOrder,
                    contact: ContactState(
                        key: ContactKey(rowID: pair.key), id: pair.contact.id, name: pair.contact.name, email: pair.contact.email,
                        isBarred: pair.isBarred, hasParentalResponsibility: pair.contact.parentalResponsibility == .yes))
            })
        let (bytes, validUntil) = transaction.encodeListRow(facts, of: school)
        gathered.append(
            listRowOf: key, sort: sort, yearGroup: pupil.yearGroup, registrationGroup: pupil.registrationGroup,
            validUntil: validUntil.milliseconds, stamp: ListStamp.of(school), encoded: bytes)
    }
}

/// Orders anew the list rows that ``FirstListRows`` made before all was known.
struct RowsWrittenTooSoon {
    let work: RosterWork
    /// The school's after the flip.
    let stamp: Int64
    /// Whether rows were written that may have another one.
    let mayDiffer: Bool

    init(_ work: RosterWork, stamp: Int64, mayDiffer: Bool) {
        self.work = work
        self.stamp = stamp
        self.mayDiffer = mayDiffer
    }

    /// Rows from before the first pair that said anything of a court order (R8). Goes on behind a place in the list order; answers where
    /// to go on, nil at the end.
    func orderOtherStamps(after sort: [UInt8], limit: Int) throws -> [UInt8]? {
        guard work.epoch == 0, mayDiffer else { return nil }
        let rows = try work.connection.run(Self.rowsInOrder) { statement in
            statement.bind(1, work.school)
            statement.bind(2, sort)
            statement.bind(3, Int64(limit))
            var rows: [(sort: [UInt8], pupil: Int64, isOther: Bool)] = []
            while try statement.step() { rows.append((statement.bytes(0), statement.int64(1), statement.int64(2) != stamp)) }
            return rows
        }
        for row in rows where row.isOther { try work.order(row.pupil, sort: row.sort, since: work.next, isEnded: false) }
        return rows.count == limit ? rows.last?.sort : nil
    }

    /// Rows of contacts whose flags a later record changed, or who share an address. Goes on behind a contact's key; answers where to go on, nil
    /// at the end.
    func orderUntrue(after contact: Int64, limit: Int) throws -> Int64? {
        guard work.epoch == 0 else { return nil }
        let contacts = try work.connection.run(Self.staleContacts) { statement in
            statement.bind(1, work.school)
            statement.bind(2, contact)
            statement.bind(3, Int64(limit))
            var contacts: [Int64] = []
            while try statement.step() { contacts.append(statement.int64(0)) }
            return contacts
        }
        for contact in contacts {
            try work.connection.run(Self.orderPupils) { statement in
                statement.bind(1, work.school)
                statement.bind(2, contact)
                statement.bind(3, work.next)
                try statement.run()
            }
        }
        return contacts.count == limit ? contacts.last : nil
    }

    private static let rowsInOrder = Query(
        "SELECT sort, pupil, stamp FROM list_row WHERE school = ?1 AND sort > ?2 ORDER BY sort, since LIMIT ?3")
    private static let staleContacts = Query(
        "SELECT contact FROM temp.import_stale WHERE school = ?1 AND contact > ?2 ORDER BY contact LIMIT ?3")
    private static let orderPupils = Query(
        """
        INSERT OR IGNORE INTO temp.import_order (school, sort, pupil, since, ended)
        SELECT ?1, p.sort, p.key, ?3, 0 FROM pair CROSS JOIN pupil p ON p.key = pair.pupil WHERE pair.contact = ?2
        """)
}
