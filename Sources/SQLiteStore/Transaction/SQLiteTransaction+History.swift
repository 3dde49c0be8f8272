internal import InvitationStore
internal import Invitations

extension SQLiteTransaction {
    func append(_ events: [NewEvent], of school: School) throws {
        guard !events.isEmpty else { return }
        let last = try takeNumbers(events.count, of: school.key)
        for (index, event) in events.enumerated() {
            try connection.run(Self.insertEvent) { statement in
                statement.bind(1, school.key.rowID)
                statement.bind(2, last - Int64(events.count - 1 - index))
                statement.bind(3, now.milliseconds)
                statement.bind(4, event.kind.rawValue)
                statement.bind(5, event.contact?.rowID)
                statement.bind(6, event.account?.text)
                statement.bind(7, event.actor)
                statement.bind(8, event.detail)
                try statement.run()
            }
        }
    }

    /// The last of so many new ones. Two statements are quicker than one with RETURNING, which makes a table for what it answers.
    private func takeNumbers(_ count: Int, of school: SchoolKey) throws -> Int64 {
        try connection.run(Self.addToSequence) { statement in
            statement.bind(1, school.rowID)
            statement.bind(2, Int64(count))
            try statement.run()
        }
        return try connection.run(Self.sequence) { statement in
            statement.bind(1, school.rowID)
            guard try statement.step() else { throw StoreError.unavailable }
            return statement.int64(0)
        }
    }

    func recordedAnswer(_ key: IdempotencyKey) throws -> RecordedAnswer? {
        try connection.run(Self.answerByKey) { statement in
            Self.bind(key, to: statement)
            statement.bind(5, now.advanced(by: .zero - RecordedAnswers.kept).milliseconds)
            guard try statement.step() else { return nil }
            return RecordedAnswer(bodyDigest: statement.bytes(0), answer: statement.bytes(1))
        }
    }

    func record(_ answer: RecordedAnswer, for key: IdempotencyKey) throws {
        try connection.run(Self.forgetAnswer) { statement in
            // One older than 7 days may be there still: pruning goes in small steps.
            Self.bind(key, to: statement)
            statement.bind(5, now.advanced(by: .zero - RecordedAnswers.kept).milliseconds)
            try statement.run()
        }
        try connection.run(Self.insertAnswer) { statement in
            Self.bind(key, to: statement)
            statement.bind(5, now.milliseconds)
            statement.bind(6, answer.bodyDigest)
            statement.bind(7, answer.answer)
            try statement.run()
        }
    }

    private static func bind(_ key: IdempotencyKey, to statement: Statement) {
        statement.bind(1, key.school.rowID)
        statement.bind(2, key.principal)
        statement.bind(3, key.method)
        statement.bind(4, key.requestID)
    }

    private static let addToSequence = Query("UPDATE school SET event_sequence = event_sequence + ?2 WHERE key = ?1")
    private static let sequence = Query("SELECT event_sequence FROM school WHERE key = ?1")
    private static let insertEvent = Query(
        """
        INSERT INTO event (school, sequence, at, kind, contact, account, actor, detail)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """)
    private static let answerByKey = Query(
        """
        SELECT body_digest, answer FROM recorded_answer
        WHERE school = ?1 AND principal = ?2 AND method = ?3 AND request_id = ?4 AND at > ?5
        """)
    private static let forgetAnswer = Query(
        """
        DELETE FROM recorded_answer
        WHERE school = ?1 AND principal = ?2 AND method = ?3 AND request_id = ?4 AND at <= ?5
        """)
    private static let insertAnswer = Query(
        """
        INSERT INTO recorded_answer (school, principal, method, request_id, at, body_digest, answer)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """)
}

/// R16.
enum RecordedAnswers {
    static let kept: Duration = .seconds(7 * 86_400)
}
