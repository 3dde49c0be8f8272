@testable import SQLiteStore

/// What must hold of the tables whatever happened: nothing that a list shows, and all that later answers rest on.
struct Bookkeeping {
    let transaction: SQLiteTransaction
    init(_ transaction: SQLiteTransaction) { self.transaction = transaction }

    func flaws() throws -> [String] { try Self.rules.flatMap { rule in try transaction.texts(rule.query).map { "\(rule.name): \($0)" } } }

    private static let rules: [(name: String, query: String)] = [
        (
            "R18: more than one live invitation",
            "SELECT contact FROM invitation WHERE standing = 1 GROUP BY contact HAVING count(*) > 1"
        ),
        (
            "R18: live, and not the latest",
            "SELECT c.id FROM invitation i JOIN contact c ON c.key = i.contact WHERE i.standing = 1 AND i.generation <> c.generation"
        ),
        (
            "R17, I2: an invitation without its outbox entry, or the other way round",
            """
            SELECT 'invitation of ' || i.contact FROM invitation i
            WHERE (SELECT count(*) FROM outbox o WHERE o.contact = i.contact AND o.generation = i.generation) <> 1
            UNION ALL
            SELECT 'mail ' || o.key FROM outbox o
            WHERE NOT EXISTS (SELECT 1 FROM invitation i WHERE o.contact = i.contact AND o.generation = i.generation)
            """
        ),
        (
            "R23: the outbox and the invitation disagree",
            """
            SELECT o.key || ': ' || o.state || ' and ' || i.delivery FROM outbox o
                JOIN invitation i ON o.contact = i.contact AND o.generation = i.generation
            -- But of what was sent, and reported otherwise later: the outbox says how its own work ended.
            WHERE o.state <> i.delivery AND NOT (o.state = 2 AND i.delivery IN (4, 5))
            """
        ),
        (
            "I5, I7: mail waits for a link that is not live",
            """
            SELECT o.key FROM outbox o JOIN invitation i ON o.contact = i.contact AND o.generation = i.generation
            WHERE o.state IN (1, 3, 6) AND i.standing <> 1
            """
        ),
        ("I5: open mail that nobody will take", "SELECT key FROM outbox WHERE state IN (1, 3) AND due_at IS NULL"),
        (
            "R39: the letter of mail that has ended",
            "SELECT mail FROM letter WHERE mail NOT IN (SELECT key FROM outbox WHERE state IN (1, 3, 6))"
        ),
        (
            "R20: open mail that is fixed, and has no letter, or the other way round",
            """
            SELECT key FROM outbox WHERE state IN (1, 3, 6)
                AND (mailed_at IS NOT NULL) <> EXISTS (SELECT 1 FROM letter WHERE mail = outbox.key)
            """
        ),
        (
            "R20: a letter without its frame",
            "SELECT mail FROM letter WHERE frame IS NOT NULL AND frame NOT IN (SELECT key FROM letter_frame)"
        ),
        (
            "R38: events are not numbered from 1 to the last",
            """
            SELECT s.id FROM school s
            WHERE s.event_sequence <> (SELECT count(*) FROM event e WHERE e.school = s.key)
                OR s.event_sequence <> coalesce((SELECT max(sequence) FROM event e WHERE e.school = s.key), 0)
            """
        ),
        (
            "R4: what belongs to two schools",
            """
            SELECT o.key FROM outbox o JOIN contact c ON c.key = o.contact WHERE c.school <> o.school
            UNION ALL
            SELECT p.key FROM pair JOIN pupil p ON p.key = pair.pupil JOIN contact c ON c.key = pair.contact WHERE c.school <> p.school
            """
        ),
        (
            "R5: registered or live, and the index says otherwise",
            """
            SELECT c.id FROM contact c LEFT JOIN invitation i ON i.contact = c.key AND i.generation = c.generation
            WHERE c.standing <> CASE WHEN c.account IS NOT NULL THEN 3 WHEN i.standing = 1 THEN 2 ELSE 1 END
            """
        ),
    ]
}
