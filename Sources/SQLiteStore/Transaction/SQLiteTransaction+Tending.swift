internal import InvitationStore
internal import Invitations

/// What operators and reports do with mail on its way (R23).
extension SQLiteTransaction {
    func record(_ verdict: ReportVerdict, detail: String, of contact: ContactKey, generation: Int64, school: School) throws {
        let state: DeliveryState
        switch verdict {
        case .unchanged: return
        case .noted:
            try connection.run(Self.detailOfInvitation) { statement in
                statement.bind(1, contact.rowID)
                statement.bind(2, generation)
                statement.bind(3, detail)
                try statement.run()
            }
            return try refreshListRows(ofContacts: [contact], of: school)
        case .bounced: state = .bounced
        case .failed: state = .failed
        }
        try endMail(of: contact, generation: generation, state)
        try setDelivery(state, detail: detail, of: contact, generation: generation)
        var touched = [contact]
        if state == .bounced, try isLatest(generation, of: contact) { touched += try recordBounce(of: contact, school: school) }
        try refreshListRows(ofContacts: touched, of: school)
    }

    func retryMail(of contact: ContactKey?, school: School) throws -> Int {
        let mails = try connection.run(contact == nil ? Self.retrySchool : Self.retryContact) { statement in
            statement.bind(1, contact?.rowID ?? school.key.rowID)
            statement.bind(2, now.milliseconds)
            return try statement.run()
        }
        if mails > 0 { hasQueuedMail = true }
        return mails
    }

    func holdMail(of contact: ContactKey?, school: School, limit: Int) throws -> [ContactKey] {
        let entries = try connection.run(contact == nil ? Self.holdableOfSchool : Self.holdableOfContact) { statement in
            statement.bind(1, contact?.rowID ?? school.key.rowID)
            statement.bind(2, now.milliseconds)
            statement.bind(3, Int64(limit))
            var entries: [(key: Int64, contact: ContactKey, generation: Int64)] = []
            while try statement.step() {
                entries.append((statement.int64(0), ContactKey(rowID: statement.int64(1)), statement.int64(2)))
            }
            return entries
        }
        for entry in entries {
            try connection.run(Self.hold) { statement in
                statement.bind(1, entry.key)
                statement.bind(2, HoldCause.byOperator.rawValue)
                try statement.run()
            }
            try setDelivery(.held, detail: "an operator holds it", of: entry.contact, generation: entry.generation)
        }
        try refreshListRows(ofContacts: entries.map(\.contact), of: school)
        return entries.map(\.contact)
    }

    func openMailCounts(of school: School?) throws -> [OpenMailCount] {
        try connection.run(school == nil ? Self.countsOfAll : Self.countsOfSchool) { statement in
            statement.bind(1, now.milliseconds)
            if let school { statement.bind(2, school.key.rowID) }
            var counts: [OpenMailCount] = []
            while try statement.step() {
                guard let state = DeliveryState(rawValue: Int32(statement.int64(1))) else { continue }
                counts.append(
                    OpenMailCount(
                        school: SchoolID(unchecked: statement.text(0)), state: state, age: Int(statement.int64(2)),
                        count: statement.int64(3)))
            }
            return counts
        }
    }

    func openMail(of contact: ContactKey) throws -> OpenMail? {
        try connection.run(Self.openMailOfContact) { statement in
            statement.bind(1, contact.rowID)
            guard try statement.step() else { return nil }
            return OpenMail(
                dueAt: statement.int64OrNil(0).map(Instant.init(milliseconds:)), attempts: Int(statement.int64(1)),
                hold: statement.int64OrNil(0) == nil ? statement.int64OrNil(2).flatMap(HoldCause.init) : nil)
        }
    }

    func schoolsHoldingMail(because cause: HoldCause) throws -> [School] {
        let keys = try connection.run(Self.schoolsHolding) { statement in
            statement.bind(1, cause.rawValue)
            var keys: [SchoolKey] = []
            while try statement.step() { keys.append(SchoolKey(rowID: statement.int64(0))) }
            return keys
        }
        return try keys.compactMap { try school($0) }
    }

    private func isLatest(_ generation: Int64, of contact: ContactKey) throws -> Bool {
        try connection.run(Self.latestGeneration) { statement in
            statement.bind(1, contact.rowID)
            return try statement.step() && statement.int64(0) == generation
        }
    }

    /// Leaps from school to school in the index of what is held, however much each holds.
    private static let schoolsHolding = Query(
        """
        WITH RECURSIVE holding (school) AS (
            SELECT min(school) FROM outbox INDEXED BY outbox_held WHERE state = 6 AND due_at IS NULL
            UNION ALL
            SELECT (SELECT min(school) FROM outbox INDEXED BY outbox_held WHERE state = 6 AND due_at IS NULL AND school > holding.school)
            FROM holding WHERE holding.school IS NOT NULL
        )
        SELECT school FROM holding WHERE school IS NOT NULL AND EXISTS (
            SELECT 1 FROM outbox INDEXED BY outbox_held WHERE state = 6 AND due_at IS NULL AND school = holding.school AND hold = ?1)
        """)
    private static let detailOfInvitation = Query("UPDATE invitation SET delivery_detail = ?3 WHERE contact = ?1 AND generation = ?2")
    private static let latestGeneration = Query("SELECT generation FROM contact WHERE key = ?1")
    /// One that a worker has is not touched: two would send it.
    private static let retrySchool = Query(
        "UPDATE outbox INDEXED BY outbox_open SET due_at = ?2 WHERE school = ?1 AND state IN (1, 3, 6) AND unsettled = 0 AND due_at > ?2")
    private static let retryContact = Query(
        "UPDATE outbox INDEXED BY outbox_open SET due_at = ?2 WHERE contact = ?1 AND state IN (1, 3, 6) AND unsettled = 0 AND due_at > ?2")
    /// Nor is it held: what has left would leave again when it is released.
    private static let holdable = """
        SELECT key, contact, generation FROM outbox INDEXED BY outbox_open
        WHERE state IN (1, 3, 6) AND due_at IS NOT NULL AND (unsettled = 0 OR due_at <= ?2)
        """
    private static let holdableOfSchool = Query("\(holdable) AND school = ?1 LIMIT ?3")
    private static let holdableOfContact = Query("\(holdable) AND contact = ?1 LIMIT ?3")
    private static let hold = Query(
        "UPDATE outbox SET state = 6, hold = ?2, due_at = NULL, fence = fence + 1, unsettled = 0 WHERE key = ?1")
    private static let openMailOfContact = Query(
        "SELECT due_at, attempts, hold FROM outbox WHERE contact = ?1 AND state IN (1, 3, 6) ORDER BY key DESC LIMIT 1")

    private static func counts(_ condition: String) -> Query {
        let age = OutboxAges.minutes.map { "(?1 - i.invited_at >= \(Int64($0) * 60_000))" }.joined(separator: " + ")
        return Query(
            """
            SELECT s.id, o.state, \(age) AS age, count(*)
            FROM outbox o INDEXED BY outbox_open
                CROSS JOIN invitation i ON i.contact = o.contact AND i.generation = o.generation
                CROSS JOIN school s ON s.key = o.school
            WHERE o.state IN (1, 3, 6)\(condition)
            GROUP BY s.id, o.state, age ORDER BY s.id, o.state, age
            """)
    }
    private static let countsOfAll = counts("")
    private static let countsOfSchool = counts(" AND o.school = ?2")
}
