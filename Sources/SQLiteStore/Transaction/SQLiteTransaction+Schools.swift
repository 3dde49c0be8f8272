internal import Invitations

extension SQLiteTransaction {
    func school(_ id: SchoolID) throws -> School? {
        if isReader, let lastSchool, lastSchool.id.text.utf8.elementsEqual(id.text.utf8) { return lastSchool }
        lastSchool = try connection.run(Self.schoolByID) { statement in
            statement.bind(1, id.text)
            return try school(in: statement)
        }
        return lastSchool
    }

    func school(_ key: SchoolKey) throws -> School? {
        if let lastSchool, lastSchool.key == key { return lastSchool }
        lastSchool = try connection.run(Self.schoolByKey) { statement in
            statement.bind(1, key.rowID)
            return try school(in: statement)
        }
        return lastSchool
    }

    private func school(in statement: Statement) throws -> School? {
        guard try statement.step() else { return nil }
        let key = SchoolKey(rowID: statement.int64(0))
        let epoch = statement.int64(11)
        rememberEpoch(epoch, isImporting: statement.bool(12), of: key)
        guard epoch > 0 else { return nil }
        var policy = SchoolPolicy()
        policy.version = statement.int64(6)
        policy.validityDays = Int(statement.int64(7))
        policy.requiresParentalResponsibility = statement.bool(8)
        policy.acknowledgesMissingCourtOrderData = statement.bool(9)
        policy.reinviteCooldown = .milliseconds(statement.int64(10))
        policy.dailyCap = Int(statement.int64(14))
        policy.removalGuardPercent = Int(statement.int64(15))
        policy.liftGuardPercent = Int(statement.int64(16))
        policy.leaverRetentionDays = Int(statement.int64(17))
        policy.eventRetentionDays = Int(statement.int64(18))
        return School(
            key: key, id: SchoolID(unchecked: statement.text(1)), name: statement.text(2), isMISLinked: statement.bool(3),
            timeZone: statement.text(4), hasCourtOrderData: statement.bool(5), isPaused: statement.bool(13), policy: policy,
            restoration: statement.int64OrNil(19).map {
                Restoration(copiedAt: Instant(milliseconds: $0), hasImported: statement.bool(20))
            })
    }

    private static let schoolColumns = """
        SELECT key, id, name, mis_linked, time_zone, court_order_data, policy_version, validity_days, requires_responsibility,
            acknowledges_missing_orders, reinvite_cooldown_ms, epoch, importing <> 0, paused, daily_cap, removal_guard_percent,
            lift_guard_percent, leaver_retention_days, event_retention_days, restored_from, imported_since_restore
        FROM school
        """
    private static let schoolByID = Query("\(schoolColumns) WHERE id = ?1")
    private static let schoolByKey = Query("\(schoolColumns) WHERE key = ?1")
}
