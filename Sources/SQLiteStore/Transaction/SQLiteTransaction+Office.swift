internal import InvitationStore
internal import Invitations

/// What an office decides: its policy, the pause, a bounce that is cleared, and what the policy counts.
extension SQLiteTransaction {
    func setPolicy(_ policy: SchoolPolicy, of school: School) throws -> School {
        lastSchool = nil
        try connection.run(Self.updatePolicy) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, Int64(policy.validityDays))
            statement.bind(3, policy.requiresParentalResponsibility)
            statement.bind(4, policy.acknowledgesMissingCourtOrderData)
            statement.bind(5, policy.reinviteCooldown.components.seconds * 1000)
            statement.bind(6, Int64(policy.dailyCap))
            statement.bind(7, Int64(policy.removalGuardPercent))
            statement.bind(8, Int64(policy.liftGuardPercent))
            statement.bind(9, Int64(policy.leaverRetentionDays))
            statement.bind(10, Int64(policy.eventRetentionDays))
            try statement.run()
        }
        return try changedSchool(school)
    }

    func setPaused(_ isPaused: Bool, of school: School) throws -> School {
        lastSchool = nil
        try connection.run(Self.updatePaused) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, isPaused)
            try statement.run()
        }
        if !isPaused { _ = try releaseHeldMail(of: school, because: [.paused]) }
        return try changedSchool(school)
    }

    func releaseHeldMail(of school: School, because causes: Set<HoldCause>) throws -> Int {
        var released = 0
        for cause in causes {
            released += try connection.run(Self.release) { statement in
                statement.bind(1, school.key.rowID)
                statement.bind(2, cause.rawValue)
                statement.bind(3, now.milliseconds)
                return try statement.run()
            }
        }
        if released > 0 { hasQueuedMail = true }
        return released
    }

    func clearBounce(of contact: ContactKey, school: School) throws -> Bool {
        let epoch = try epoch(of: school.key)
        guard let address = try address(of: contact, epoch: epoch) else { return false }
        let isCleared = try connection.run(Self.deleteBounce) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, address)
            return try statement.run() == 1
        }
        if isCleared { try refreshListRows(ofContacts: try holders(of: address, school: school.key, epoch: epoch), of: school) }
        return isCleared
    }

    func facts(of school: School) throws -> SchoolFacts {
        try connection.run(Self.schoolFacts) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, Self.hour(now) - Self.countedHours)
            guard try statement.step() else { throw StoreError.unavailable }
            return SchoolFacts(
                pupils: statement.int64(0), contacts: statement.int64(1), courtOrders: statement.int64(2), imports: statement.int64(3),
                invitedWithinDay: Int(statement.int64(6)), firstEvent: statement.int64(4), lastEvent: statement.int64(5))
        }
    }

    /// R42. By the hour, so that a day's count is a sum of 25 rows; older hours are forgotten with each new one.
    func countInvited(_ count: Int, school: School) throws {
        guard count > 0 else { return }
        try connection.run(Self.addInvited) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, Self.hour(now))
            statement.bind(3, Int64(count))
            try statement.run()
        }
        try connection.run(Self.forgetInvited) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, Self.hour(now) - Self.countedHours)
            try statement.run()
        }
    }

    /// The contacts that have an address now, in comparing form.
    func holders(of address: String, school: SchoolKey, epoch: Int64) throws -> [ContactKey] {
        try connection.run(Self.holdersOfAddress) { statement in
            statement.bind(1, school.rowID)
            statement.bind(2, address)
            statement.bind(3, epoch)
            var keys: [ContactKey] = []
            while try statement.step() { keys.append(ContactKey(rowID: statement.int64(0))) }
            return keys
        }
    }

    private func changedSchool(_ before: School) throws -> School {
        guard let school = try school(before.key) else { throw StoreError.unavailable }
        return school
    }

    /// Besides the running hour: a day is over for certain, at the latest 25 hours after.
    private static let countedHours: Int64 = 24

    private static func hour(_ instant: Instant) -> Int64 { instant.milliseconds / 3_600_000 }

    private static let updatePolicy = Query(
        """
        UPDATE school SET policy_version = policy_version + 1, validity_days = ?2, requires_responsibility = ?3,
            acknowledges_missing_orders = ?4, reinvite_cooldown_ms = ?5, daily_cap = ?6, removal_guard_percent = ?7,
            lift_guard_percent = ?8, leaver_retention_days = ?9, event_retention_days = ?10
        WHERE key = ?1
        """)
    private static let updatePaused = Query("UPDATE school SET policy_version = policy_version + 1, paused = ?2 WHERE key = ?1")
    private static let release = Query(
        "UPDATE outbox SET due_at = ?3 WHERE school = ?1 AND state = 6 AND due_at IS NULL AND hold = ?2")
    private static let deleteBounce = Query("DELETE FROM bounced_address WHERE school = ?1 AND address = ?2")
    private static let schoolFacts = Query(
        """
        SELECT pupils, contacts, court_orders, imports, first_event, event_sequence,
            (SELECT coalesce(sum(invitations), 0) FROM invited_hour WHERE school = ?1 AND hour >= ?2)
        FROM school WHERE key = ?1
        """)
    private static let addInvited = Query(
        """
        INSERT INTO invited_hour (school, hour, invitations) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET invitations = invitations + excluded.invitations
        """)
    private static let forgetInvited = Query("DELETE FROM invited_hour WHERE school = ?1 AND hour < ?2")
    private static let holdersOfAddress = Query(
        """
        SELECT v.contact FROM contact_word w CROSS JOIN contact_version v ON v.contact = w.contact AND v.since = w.since
        WHERE w.school = ?1 AND w.word = ?2 AND v.address = ?2 AND v.since <= ?3 AND v.until > ?3
        """)
}
