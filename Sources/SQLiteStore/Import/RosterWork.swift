internal import InvitationStore
internal import Invitations

/// The connection and the numbers that every slice of an import works with.
struct RosterWork {
    let connection: Connection
    let school: Int64
    /// Seen by readers.
    let epoch: Int64
    /// Being written.
    var next: Int64 { epoch + 1 }

    init(_ connection: Connection, _ roster: RosterImport) {
        self.init(connection, school: roster.school.rowID, epoch: roster.epoch)
    }

    init(_ connection: Connection, school: Int64, epoch: Int64) {
        self.connection = connection
        self.school = school
        self.epoch = epoch
    }

    // MARK: Marks

    func touch(_ contact: Int64, isKept: Bool = false) throws {
        try connection.run(Self.insertTouched) { statement in
            statement.bind(1, school)
            statement.bind(2, contact)
            statement.bind(3, isKept)
            try statement.run()
        }
    }

    func touchContacts(ofPupil pupil: Int64) throws {
        try connection.run(Self.insertTouchedOfPupil) { statement in
            statement.bind(1, school)
            statement.bind(2, pupil)
            try statement.run()
        }
    }

    /// On a school's first import nobody shares an address with anybody who is there already.
    func noteAddress(_ address: String) throws {
        guard !address.isEmpty, epoch > 0 else { return }
        try connection.run(Self.insertAddress) { statement in
            statement.bind(1, school)
            statement.bind(2, address)
            try statement.run()
        }
    }

    func noteStale(_ contact: Int64) throws {
        try connection.run(Self.insertStale) { statement in
            statement.bind(1, school)
            statement.bind(2, contact)
            try statement.run()
        }
    }

    func isSeen(_ pupil: Int64) throws -> Bool {
        try connection.run(Self.seen) { statement in
            statement.bind(1, school)
            statement.bind(2, pupil)
            return try statement.step()
        }
    }

    /// Answers whether it was not marked before.
    func markSeen(_ pupil: Int64) throws -> Bool {
        try connection.run(Self.insertSeen) { statement in
            statement.bind(1, school)
            statement.bind(2, pupil)
            return try statement.run() == 1
        }
    }

    // MARK: Ends

    /// The pupil's row is not in the next roster, and its list row will not be.
    func end(pupil: Int64, sort: [UInt8], since: Int64) throws {
        try connection.run(Self.endPupil) { statement in
            statement.bind(1, pupil)
            statement.bind(2, next)
            try statement.run()
        }
        try order(pupil, sort: sort, since: since, isEnded: true)
    }

    /// A list row to be written or ended when all is known, in list order.
    func order(_ pupil: Int64, sort: [UInt8], since: Int64, isEnded: Bool) throws {
        try connection.run(Self.insertOrder) { statement in
            statement.bind(1, school)
            statement.bind(2, sort)
            statement.bind(3, pupil)
            statement.bind(4, since)
            statement.bind(5, isEnded)
            try statement.run()
        }
    }

    func deleteWords(of contact: Int64, since: Int64, words: [String]) throws {
        for word in words {
            try connection.run(Self.deleteContactWord) { statement in
                statement.bind(1, school)
                statement.bind(2, word)
                statement.bind(3, contact)
                statement.bind(4, since)
                try statement.run()
            }
        }
    }

    private static let insertTouched = Query(
        """
        INSERT INTO temp.import_touched (school, contact, kept) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET kept = max(kept, excluded.kept)
        """)
    private static let insertTouchedOfPupil = Query(
        "INSERT OR IGNORE INTO temp.import_touched (school, contact, kept) SELECT ?1, contact, 0 FROM pair WHERE pupil = ?2")
    private static let insertAddress = Query("INSERT OR IGNORE INTO temp.import_address (school, address) VALUES (?1, ?2)")
    private static let insertStale = Query("INSERT OR IGNORE INTO temp.import_stale (school, contact) VALUES (?1, ?2)")
    private static let seen = Query("SELECT 1 FROM temp.import_seen WHERE school = ?1 AND pupil = ?2")
    private static let insertSeen = Query("INSERT OR IGNORE INTO temp.import_seen (school, pupil) VALUES (?1, ?2)")
    private static let endPupil = Query("UPDATE pupil SET until = ?2 WHERE key = ?1")
    private static let insertOrder = Query(
        "INSERT INTO temp.import_order (school, sort, pupil, since, ended) VALUES (?1, ?2, ?3, ?4, ?5)")
    private static let deleteContactWord = Query(
        "DELETE FROM contact_word WHERE school = ?1 AND word = ?2 AND contact = ?3 AND since = ?4")
}
