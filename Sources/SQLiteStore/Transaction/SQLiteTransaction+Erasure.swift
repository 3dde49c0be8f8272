internal import InvitationStore
internal import Invitations

/// Forgets a contact: every value that is about a person goes, what happened stays (R39).
///
/// The contact's row stays as what events name, under a pseudonym. Deleted bytes are overwritten in the file (`secure_delete`); the log is
/// emptied right after the commit.
extension SQLiteTransaction {
    func erase(_ contact: ContactKey, pseudonym: ContactID, tombstone: [UInt8], of school: School) throws {
        let epoch = try epoch(of: school.key)
        let seen = try contactState(contact, of: school.key, epoch: epoch)
        let sharers = try sharers(with: contact, school: school.key, epoch: epoch)
        // R21: who shares the address stays protected from what its office no longer sees.
        if seen?.isBarred == true, let address = try address(of: contact, epoch: epoch) {
            try barUnseen(contact, at: address, school: school.key, epoch: epoch)
        }
        _ = try revoke([contact], because: .erased, of: school)
        try BounceRemoval(connection).remove(contact.rowID, school: school.key.rowID, epoch: epoch)
        let pupils = try forgetRoster(of: contact, school: school.key, epoch: epoch)
        let orders = try change(Self.forgetStandingOrders, contact)
        for query in [Self.forgetEndedOrders, Self.forgetWords, Self.forgetFormerBindings, Self.forgetEventAccounts, Self.forgetDetails] {
            _ = try change(query, contact)
        }
        try connection.run(Self.forgetContact) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, pseudonym.text)
            try statement.run()
        }
        try connection.run(Self.countErased) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, Int64(seen == nil ? 0 : 1))
            statement.bind(3, Int64(orders))
            try statement.run()
        }
        try connection.run(Self.insertTombstone) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, tombstone)
            statement.bind(3, now.milliseconds)
            try statement.run()
        }
        for pupil in pupils { try refreshListRow(of: pupil, school: school) }
        try refreshListRows(ofContacts: sharers, of: school)
        hasErased = true
    }

    func tombstoneSalt(of school: School, random: RandomSource) throws -> [UInt8] {
        if let salt = try storedSalt(of: school.key.rowID) { return salt }
        let salt = random.bytes(16)
        try connection.run(Self.setSalt) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, salt)
            try statement.run()
        }
        return salt
    }

    func hasTombstone(_ tombstone: [UInt8], of school: School) throws -> Bool {
        try connection.run(Self.oneTombstone) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, tombstone)
            return try statement.step()
        }
    }

    /// All of a school's, with their salt; nil: nobody was erased.
    func tombstones(of school: Int64) throws -> Tombstones? {
        guard let salt = try storedSalt(of: school) else { return nil }
        return try connection.run(Self.allTombstones) { statement in
            statement.bind(1, school)
            var digests: Set<[UInt8]> = []
            while try statement.step() { digests.insert(statement.bytes(0)) }
            return digests.isEmpty ? nil : Tombstones(salt: salt, digests: digests)
        }
    }

    private func storedSalt(of school: Int64) throws -> [UInt8]? {
        try connection.run(Self.salt) { statement in
            statement.bind(1, school)
            return try statement.step() && !statement.isNull(0) ? statement.bytes(0) : nil
        }
    }

    /// Its versions, words and pairs; answers the pupils whose list rows showed it. Their records are looked at anew by the next feed.
    private func forgetRoster(of contact: ContactKey, school: SchoolKey, epoch: Int64) throws -> [PupilKey] {
        let pupils = try connection.run(Self.pupilsOfContact) { statement in
            statement.bind(1, contact.rowID)
            var pupils: [(key: Int64, isSeen: Bool)] = []
            while try statement.step() { pupils.append((statement.int64(0), statement.int64(1) > epoch)) }
            return pupils
        }
        // What an import's tidying has not come to yet holds the contact's name as well.
        for pupil in pupils where !pupil.isSeen { try PupilRemoval(connection).remove(pupil.key, school: school.rowID) }
        for since in try versions(of: contact) {
            try ContactVersionRemoval(connection).remove(contact.rowID, since: since, school: school.rowID)
        }
        for query in [Self.forgetDigests, Self.forgetPairs] { _ = try change(query, contact) }
        return pupils.filter(\.isSeen).map { PupilKey(rowID: $0.key) }
    }

    /// Answers how many rows it changed.
    private func change(_ query: Query, _ contact: ContactKey) throws -> Int {
        try connection.run(query) { statement in
            statement.bind(1, contact.rowID)
            return try statement.run()
        }
    }

    private func versions(of contact: ContactKey) throws -> [Int64] {
        try connection.run(Self.versionsOfContact) { statement in
            statement.bind(1, contact.rowID)
            var versions: [Int64] = []
            while try statement.step() { versions.append(statement.int64(0)) }
            return versions
        }
    }

    private static let pupilsOfContact = Query(
        "SELECT p.key, p.until FROM pair CROSS JOIN pupil p ON p.key = pair.pupil WHERE pair.contact = ?1")
    private static let versionsOfContact = Query("SELECT since FROM contact_version WHERE contact = ?1")
    private static let forgetDigests = Query(
        "UPDATE pupil SET digest = NULL WHERE key IN (SELECT pupil FROM pair WHERE contact = ?1)")
    private static let forgetPairs = Query("DELETE FROM pair WHERE contact = ?1")
    private static let forgetStandingOrders = Query("DELETE FROM court_order WHERE contact = ?1 AND until = 9223372036854775807")
    private static let forgetEndedOrders = Query("DELETE FROM court_order WHERE contact = ?1")
    private static let forgetWords = Query(
        "DELETE FROM withheld_word WHERE school = (SELECT school FROM contact WHERE key = ?1) AND contact = ?1")
    private static let forgetFormerBindings = Query("DELETE FROM former_binding WHERE contact = ?1")
    private static let forgetEventAccounts = Query("UPDATE event SET account = NULL WHERE contact = ?1 AND account IS NOT NULL")
    private static let forgetDetails = Query("UPDATE invitation SET delivery_detail = '' WHERE contact = ?1 AND delivery_detail <> ''")
    private static let forgetContact = Query(
        """
        UPDATE contact SET id = ?2, account = NULL, registered_at = NULL, email_changed = 0, declined = 0, mailed_to = '',
            mailed_address = '', standing = 1, deadline = NULL, left_at = NULL
        WHERE key = ?1
        """)
    private static let countErased = Query(
        "UPDATE school SET contacts = contacts - ?2, court_orders = court_orders - ?3 WHERE key = ?1")
    private static let insertTombstone = Query("INSERT OR IGNORE INTO tombstone (school, digest, at) VALUES (?1, ?2, ?3)")
    private static let oneTombstone = Query("SELECT 1 FROM tombstone WHERE school = ?1 AND digest = ?2")
    private static let allTombstones = Query("SELECT digest FROM tombstone WHERE school = ?1")
    private static let salt = Query("SELECT tombstone_salt FROM school WHERE key = ?1")
    private static let setSalt = Query("UPDATE school SET tombstone_salt = ?2 WHERE key = ?1")
}
