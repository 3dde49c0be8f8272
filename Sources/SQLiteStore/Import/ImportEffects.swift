internal import InvitationStore
internal import Invitations

/// What the flip does to contacts, gathered while it is prepared.
///
/// A contact with a past is decided in the flip, from its state then. One without needs no more than its events, unless something
/// happened to it since the import began.
struct ImportEffects {
    let work: RosterWork

    init(_ work: RosterWork) { self.work = work }

    func add(_ change: ImportChange, _ contact: Int64, after: ContactVersion) throws {
        try work.connection.run(Self.insert) { statement in
            statement.bind(1, work.school)
            statement.bind(2, contact)
            statement.bind(3, change.rawValue)
            statement.bind(4, after.email)
            statement.bind(5, after.isBarred)
            statement.bind(6, change.contains(.shared))
            try statement.run()
        }
    }

    /// The contacts with a past among them, each with what it will be; nil: will have left.
    func withPast(sinceEvent sequence: Int64) throws -> [(contact: Int64, after: FeedOutlook?)] {
        try work.connection.run(Self.selectWithPast) { statement in
            statement.bind(1, work.school)
            statement.bind(2, sequence)
            var effects: [(Int64, FeedOutlook?)] = []
            while try statement.step() {
                let hasLeft = ImportChange(rawValue: statement.int64(1)).contains(.left)
                let after = FeedOutlook(
                    email: statement.textOrNil(2), isBarred: statement.bool(3), isSharedWithBarred: statement.bool(4))
                effects.append((statement.int64(0), hasLeft ? nil : after))
            }
            return effects
        }
    }

    /// Appends what happened to the others; answers how many events that were.
    func appendEvents(sinceEvent sequence: Int64, at now: Instant, detail: String) throws {
        // An event appended here is no news of its contact: who is added and barred has two.
        let before = try lastSequence()
        for (change, kind) in Self.events {
            let last = try lastSequence()
            let added = try work.connection.run(Self.insertEvents) { statement in
                statement.bind(1, work.school)
                statement.bind(2, sequence)
                statement.bind(3, change.rawValue)
                statement.bind(4, last)
                statement.bind(5, now.milliseconds)
                statement.bind(6, kind.rawValue)
                statement.bind(7, detail)
                statement.bind(8, before)
                return try statement.run()
            }
            try advance(to: last + Int64(added))
        }
    }

    /// On a school's first import: that orders came with it.
    func appendFirstOrders(at now: Instant, detail: String) throws {
        let last = try lastSequence()
        let added = try work.connection.run(Self.insertFirstOrders) { statement in
            statement.bind(1, work.school)
            statement.bind(2, last)
            statement.bind(3, now.milliseconds)
            statement.bind(4, detail)
            return try statement.run()
        }
        try advance(to: last + Int64(added))
    }

    private func lastSequence() throws -> Int64 {
        try work.connection.run(Self.sequence) { statement in
            statement.bind(1, work.school)
            return try statement.step() ? statement.int64(0) : 0
        }
    }

    private func advance(to sequence: Int64) throws {
        try work.connection.run(Self.setSequence) { statement in
            statement.bind(1, work.school)
            statement.bind(2, sequence)
            try statement.run()
        }
    }

    private static let events: [(ImportChange, EventKind)] = [
        (.added, .contactAdded), (.barred, .courtOrderAdded), (.unbarred, .courtOrderLifted), (.left, .contactLeft),
    ]

    private static let insert = Query(
        """
        INSERT INTO temp.import_effect (school, contact, past, change, email, barred, shared)
        SELECT ?1, key, generation > 0 OR account IS NOT NULL, ?3, ?4, ?5, ?6 FROM contact WHERE key = ?2
        ON CONFLICT DO UPDATE SET change = change | excluded.change, shared = max(shared, excluded.shared)
        """)
    private static let withEvents = "(SELECT contact FROM event WHERE school = ?1 AND sequence > ?2 AND contact IS NOT NULL)"
    private static let selectWithPast = Query(
        """
        SELECT contact, change, email, barred, shared FROM temp.import_effect WHERE school = ?1 AND past = 1
        UNION ALL
        SELECT contact, change, email, barred, shared FROM temp.import_effect
        WHERE school = ?1 AND past = 0 AND contact IN \(withEvents)
        ORDER BY contact
        """)
    private static let insertEvents = Query(
        """
        INSERT INTO event (school, sequence, at, kind, contact, account, actor, detail)
        SELECT ?1, ?4 + row_number() OVER (ORDER BY contact), ?5, ?6, contact, NULL, 'feed', ?7
        FROM temp.import_effect
        WHERE school = ?1 AND change & 15 <> 0 AND change & ?3 <> 0 AND past = 0 AND contact NOT IN (
            SELECT contact FROM event WHERE school = ?1 AND sequence > ?2 AND sequence <= ?8 AND contact IS NOT NULL)
        """)
    private static let insertFirstOrders = Query(
        """
        INSERT INTO event (school, sequence, at, kind, contact, account, actor, detail)
        SELECT ?1, ?2 + row_number() OVER (ORDER BY contact), ?3, 'COURT_ORDER_ADDED', contact, NULL, 'feed', ?4
        FROM contact_version WHERE school = ?1 AND barred = 1
        """)
    private static let sequence = Query("SELECT event_sequence FROM school WHERE key = ?1")
    private static let setSequence = Query("UPDATE school SET event_sequence = ?2 WHERE key = ?1")
}
