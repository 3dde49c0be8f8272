internal import Invitations

/// Removes a pupil's row with all that hangs on its key.
struct PupilRemoval {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func remove(_ pupil: Int64, school: Int64) throws {
        try removeFromList(pupil, school: school)
        for query in [Self.deletePairs, Self.deletePupil] {
            try connection.run(query) { statement in
                statement.bind(1, pupil)
                try statement.run()
            }
        }
    }

    /// Its list row and the words it is found by.
    func removeFromList(_ pupil: Int64, school: Int64) throws {
        let found: (forename: String, surname: String, sort: [UInt8], since: Int64)? = try connection.run(Self.pupilByKey) { statement in
            statement.bind(1, pupil)
            guard try statement.step() else { return nil }
            return (statement.text(0), statement.text(1), statement.bytes(2), statement.int64(3))
        }
        guard let found else { return }
        for word in SearchWords.ofPupil(forename: found.forename, surname: found.surname) {
            try connection.run(Self.deleteWord) { statement in
                statement.bind(1, school)
                statement.bind(2, word)
                statement.bind(3, found.sort)
                statement.bind(4, pupil)
                try statement.run()
            }
        }
        try connection.run(Self.deleteListRow) { statement in
            statement.bind(1, school)
            statement.bind(2, found.sort)
            statement.bind(3, found.since)
            try statement.run()
        }
    }

    private static let pupilByKey = Query("SELECT forename, surname, sort, since FROM pupil WHERE key = ?1")
    private static let deleteWord = Query("DELETE FROM pupil_word WHERE school = ?1 AND word = ?2 AND sort = ?3 AND pupil = ?4")
    private static let deleteListRow = Query("DELETE FROM list_row WHERE school = ?1 AND sort = ?2 AND since = ?3")
    private static let deletePairs = Query("DELETE FROM pair WHERE pupil = ?1")
    private static let deletePupil = Query("DELETE FROM pupil WHERE key = ?1")
}

/// Removes one version of a contact with its words.
struct ContactVersionRemoval {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func remove(_ contact: Int64, since: Int64, school: Int64) throws {
        let found: (name: PersonName, email: String?)? = try connection.run(Self.versionByKey) { statement in
            statement.bind(1, contact)
            statement.bind(2, since)
            guard try statement.step() else { return nil }
            return (
                PersonName(title: statement.text(0), forename: statement.text(1), surname: statement.text(2)), statement.textOrNil(3)
            )
        }
        guard let found else { return }
        try RosterWork(connection, school: school, epoch: 0)
            .deleteWords(of: contact, since: since, words: SearchWords.ofContact(found.name, email: found.email))
        try connection.run(Self.deleteVersion) { statement in
            statement.bind(1, contact)
            statement.bind(2, since)
            try statement.run()
        }
    }

    private static let versionByKey = Query(
        "SELECT title, forename, surname, email FROM contact_version WHERE contact = ?1 AND since = ?2")
    private static let deleteVersion = Query("DELETE FROM contact_version WHERE contact = ?1 AND since = ?2")
}
