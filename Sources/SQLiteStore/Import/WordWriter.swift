internal import InvitationStore

/// Writes gathered words in the order of their tables, so that one slice's rows lie side by side and the log stays small.
struct WordWriter {
    let work: RosterWork

    init(_ work: RosterWork) { self.work = work }

    /// Writes so many; answers whether there may be more.
    func step(limit: Int) throws -> Bool {
        if try writeContactWords(limit) { return true }
        return try writePupilWords(limit)
    }

    private func writeContactWords(_ limit: Int) throws -> Bool {
        let last: (word: String, contact: Int64)? = try work.connection.run(Self.lastContactWord) { statement in
            statement.bind(1, work.school)
            statement.bind(2, Int64(limit))
            return try statement.step() ? (statement.text(0), statement.int64(1)) : nil
        }
        guard let last else { return false }
        try work.connection.run(Self.copyContactWords) { statement in
            statement.bind(1, work.school)
            statement.bind(2, last.word)
            statement.bind(3, last.contact)
            statement.bind(4, work.next)
            try statement.run()
        }
        try work.connection.run(Self.dropContactWords) { statement in
            statement.bind(1, work.school)
            statement.bind(2, last.word)
            statement.bind(3, last.contact)
            try statement.run()
        }
        return true
    }

    private func writePupilWords(_ limit: Int) throws -> Bool {
        let last: (word: String, sort: [UInt8], pupil: Int64)? = try work.connection.run(Self.lastPupilWord) { statement in
            statement.bind(1, work.school)
            statement.bind(2, Int64(limit))
            return try statement.step() ? (statement.text(0), statement.bytes(1), statement.int64(2)) : nil
        }
        guard let last else { return false }
        for query in [Self.copyPupilWords, Self.dropPupilWords] {
            try work.connection.run(query) { statement in
                statement.bind(1, work.school)
                statement.bind(2, last.word)
                statement.bind(3, last.sort)
                statement.bind(4, last.pupil)
                try statement.run()
            }
        }
        return true
    }

    private static let lastContactWord = Query(
        """
        SELECT word, contact FROM
            (SELECT word, contact FROM temp.import_contact_word WHERE school = ?1 ORDER BY word, contact LIMIT ?2)
        ORDER BY word DESC, contact DESC LIMIT 1
        """)
    private static let copyContactWords = Query(
        """
        INSERT OR IGNORE INTO contact_word (school, word, contact, since)
        SELECT school, word, contact, ?4 FROM temp.import_contact_word
        WHERE school = ?1 AND (word, contact) <= (?2, ?3) ORDER BY word, contact
        """)
    private static let dropContactWords = Query(
        "DELETE FROM temp.import_contact_word WHERE school = ?1 AND (word, contact) <= (?2, ?3)")
    private static let lastPupilWord = Query(
        """
        SELECT word, sort, pupil FROM
            (SELECT word, sort, pupil FROM temp.import_pupil_word WHERE school = ?1 ORDER BY word, sort, pupil LIMIT ?2)
        ORDER BY word DESC, sort DESC, pupil DESC LIMIT 1
        """)
    private static let copyPupilWords = Query(
        """
        INSERT INTO pupil_word (school, word, sort, pupil)
        SELECT school, word, sort, pupil FROM temp.import_pupil_word
        WHERE school = ?1 AND (word, sort, pupil) <= (?2, ?3, ?4) ORDER BY word, sort, pupil
        """)
    private static let dropPupilWords = Query(
        "DELETE FROM temp.import_pupil_word WHERE school = ?1 AND (word, sort, pupil) <= (?2, ?3, ?4)")
}
