internal import InvitationStore
internal import Invitations

/// Puts the contacts of a new or changed pupil record beside those that are seen.
///
/// One contact may stand under many pupils, and every record of the feed must describe it alike: title, names and email. A feed that
/// does not was read while somebody changed it, and is refused.
struct ContactStager {
    let work: RosterWork
    var tally = ImportTally()
    /// Of pupils too.
    var gathered = GatheredRows()

    init(_ work: RosterWork) { self.work = work }

    struct Staged {
        var key: Int64
        /// Whether nothing was known of it before this record.
        var isNew: Bool
        /// On a school's first import: by any record so far.
        var isBarred: Bool
    }

    mutating func stage(_ contact: RosterContact, address: String, under pupil: StagedPupil) throws -> Staged {
        var staged = Staged(key: 0, isNew: true, isBarred: contact.courtOrder == .yes)
        // On a school's first import most are new, and nothing about them is left to find out.
        if work.epoch == 0, let key = try insertContact(contact.id) {
            try insertVersion(of: key, contact, address: address)
            tally.contactsAdded += 1
            staged.key = key
            return staged
        }
        guard let stored = try storedContact(contact.id) else {
            guard let key = try insertContact(contact.id) else { throw StoreError.unavailable }
            try insertVersion(of: key, contact, address: address)
            try work.touch(key)
            tally.contactsAdded += 1
            staged.key = key
            return staged
        }
        staged.key = stored.key
        staged.isNew = false
        guard let version = stored.version else {
            // Had left, and is back.
            try insertVersion(of: stored.key, contact, address: address)
            try work.touch(stored.key)
            tally.contactsAdded += 1
            return staged
        }
        let isAlike = version.name == contact.name && version.email == contact.email
        if version.since == work.next {
            guard isAlike else { throw contradiction(contact, pupil) }
            try addFlags(to: stored.key, contact)
            staged.isBarred = staged.isBarred || version.isBarred
        } else if isAlike {
            try work.touch(stored.key, isKept: true)
        } else {
            guard try !isKept(stored.key) else { throw contradiction(contact, pupil) }
            try insertVersion(of: stored.key, contact, address: address)
            try work.touch(stored.key)
        }
        return staged
    }

    /// R8: what the pair's flag is after this record. Counts orders that come and go.
    mutating func mergeCourtOrder(_ contact: RosterContact, _ staged: Staged, pupil: PupilID) throws -> Bool {
        let before = staged.isNew ? false : try hasOrder(staged.key, pupil)
        let after = mergedCourtOrder(before: before, feed: contact.courtOrder)
        if after && !before {
            try work.connection.run(Self.insertOrder) { statement in
                statement.bind(1, staged.key)
                statement.bind(2, pupil.text)
                statement.bind(3, work.next)
                statement.bind(4, Schema.open)
                try statement.run()
            }
            if work.epoch > 0 { try noteNewOrder(staged.key, pupil) }
            tally.courtOrdersAdded += 1
        } else if before && !after {
            try work.connection.run(Self.endOrder) { statement in
                statement.bind(1, staged.key)
                statement.bind(2, pupil.text)
                statement.bind(3, work.next)
                try statement.run()
            }
            tally.courtOrdersLifted += 1
        }
        return after
    }

    private func noteNewOrder(_ key: Int64, _ pupil: PupilID) throws {
        try work.connection.run(Self.insertNewOrder) { statement in
            statement.bind(1, work.school)
            statement.bind(2, key)
            statement.bind(3, pupil.text)
            try statement.run()
        }
    }

    private func storedContact(_ id: ContactID) throws -> (key: Int64, version: StoredVersion?)? {
        try work.connection.run(Self.contactByID) { statement in
            statement.bind(1, work.school)
            statement.bind(2, id.text)
            statement.bind(3, work.epoch)
            guard try statement.step() else { return nil }
            let key = statement.int64(0)
            guard !statement.isNull(1) else { return (key, nil) }
            let name = PersonName(title: statement.text(2), forename: statement.text(3), surname: statement.text(4))
            return (
                key,
                StoredVersion(
                    since: statement.int64(1), name: name, email: statement.textOrNil(5), isBarred: statement.bool(6))
            )
        }
    }

    /// nil: it is there already.
    private func insertContact(_ id: ContactID) throws -> Int64? {
        try work.connection.run(Self.insertContactQuery) { statement in
            statement.bind(1, work.school)
            statement.bind(2, id.text)
            return try statement.run() == 1 ? work.connection.lastInsertedKey : nil
        }
    }

    private mutating func insertVersion(of key: Int64, _ contact: RosterContact, address: String) throws {
        try work.noteAddress(address)
        let version = ContactVersion(
            name: contact.name, email: contact.email, address: address, isBarred: contact.courtOrder == .yes,
            isResponsible: contact.parentalResponsibility == .yes)
        try work.insert(version, of: key, gathering: &gathered)
    }

    /// For a contact that is new in this import; what was known before is worked out in the end.
    private func addFlags(to key: Int64, _ contact: RosterContact) throws {
        guard contact.courtOrder == .yes || contact.parentalResponsibility == .yes else { return }
        try work.connection.run(Self.addFlagsQuery) { statement in
            statement.bind(1, key)
            statement.bind(2, work.next)
            statement.bind(3, contact.courtOrder == .yes)
            statement.bind(4, contact.parentalResponsibility == .yes)
            // The list rows of the pupils before this one said otherwise.
            if try statement.run() > 0, work.epoch == 0 { try work.noteStale(key) }
        }
    }

    private func isKept(_ key: Int64) throws -> Bool {
        try work.connection.run(Self.keptQuery) { statement in
            statement.bind(1, work.school)
            statement.bind(2, key)
            return try statement.step()
        }
    }

    private func hasOrder(_ key: Int64, _ pupil: PupilID) throws -> Bool {
        try work.connection.run(Self.orderOfPair) { statement in
            statement.bind(1, key)
            statement.bind(2, pupil.text)
            statement.bind(3, work.next)
            return try statement.step()
        }
    }

    private func contradiction(_ contact: RosterContact, _ pupil: StagedPupil) -> InvitationError {
        ContactContradiction.error(contact: contact.id.text, record: "pupil \(pupil.position)", pupil: pupil.record.pupil.id.text)
    }

    private static let contactByID = Query(
        """
        SELECT c.key, v.since, v.title, v.forename, v.surname, v.email, v.barred
        FROM contact c LEFT JOIN contact_version v ON v.contact = c.key AND v.until > ?3
        WHERE c.school = ?1 AND c.id = ?2 ORDER BY v.since DESC LIMIT 1
        """)
    private static let insertContactQuery = Query("INSERT INTO contact (school, id) VALUES (?1, ?2) ON CONFLICT (school, id) DO NOTHING")
    private static let addFlagsQuery = Query(
        """
        UPDATE contact_version SET barred = max(barred, ?3), responsible = max(responsible, ?4)
        WHERE contact = ?1 AND since = ?2 AND (barred < ?3 OR responsible < ?4)
        """)
    private static let keptQuery = Query("SELECT 1 FROM temp.import_touched WHERE school = ?1 AND contact = ?2 AND kept = 1")
    private static let orderOfPair = Query(
        "SELECT 1 FROM court_order WHERE contact = ?1 AND pupil_id = ?2 AND since <= ?3 AND until > ?3")
    private static let insertOrder = Query("INSERT INTO court_order (contact, pupil_id, since, until) VALUES (?1, ?2, ?3, ?4)")
    private static let insertNewOrder = Query("INSERT OR IGNORE INTO temp.import_new_order (school, contact, pupil) VALUES (?1, ?2, ?3)")
    private static let endOrder = Query(
        "UPDATE court_order SET until = ?3 WHERE contact = ?1 AND pupil_id = ?2 AND since < ?3 AND until > ?3")
}

/// A contact that one feed describes in two ways.
enum ContactContradiction {
    static func error(contact: String, record: String, pupil: String) -> InvitationError {
        InvitationError(
            .feedInvalidRecord,
            """
            Record \(record) of the feed (pupil \(pupil)) describes the contact \(contact) otherwise than another record does. Read the feed \
            again: its names and email must be the same under every pupil.
            """,
            ["record": record, "pupil_id": pupil, "contact_id": contact])
    }
}

private struct StoredVersion {
    var since: Int64
    var name: PersonName
    var email: String?
    var isBarred: Bool
}
