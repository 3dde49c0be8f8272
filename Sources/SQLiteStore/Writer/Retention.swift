internal import InvitationStore
internal import Invitations

/// Forgets what a school's policy does not keep any longer (R39): old events, and the accounts and addresses of leavers; and letters' frames
/// that no letter is kept by.
///
/// Goes round all schools about once an hour, then through the frames, in steps of a bounded number of rows. Events go from the oldest on, so
/// that what is left has no gap. A leaver's court orders stay: one who comes back is barred still (R8).
final class Retention {
    private let connection: Connection
    private var roundDue: Instant?
    /// The school whose turn it is or was; nil: between two rounds.
    private var school: Int64?
    /// The frame that was looked at last.
    private var frame: Int64 = .min
    private static let roundEvery: Duration = .seconds(3600)
    private static let rowsPerStep = 200
    /// Frames have some pages each.
    private static let framesPerStep = 20

    init(_ connection: Connection) { self.connection = connection }

    func isDue(at now: Instant) -> Bool { school != nil || roundDue.map { now >= $0 } ?? true }

    /// A part of one school's round, within the caller's transaction.
    func step(at now: Instant) throws {
        guard let row = try nextSchool(from: school ?? .min) else {
            if try forgetFrames() { return }
            school = nil
            roundDue = now.advanced(by: Self.roundEvery)
            return
        }
        let events = try forgetEvents(of: row, at: now)
        let leavers = try forgetLeavers(of: row, at: now)
        // The same school again if there may be more of it.
        school = events == Self.rowsPerStep || leavers == Self.rowsPerStep ? row.key : row.key + 1
    }

    private func forgetEvents(of row: SchoolRow, at now: Instant) throws -> Int {
        let before = now.advanced(by: .seconds(-row.eventDays * 86_400)).milliseconds
        let last: Int64? = try connection.run(Self.oldEvents) { statement in
            statement.bind(1, row.key)
            statement.bind(2, before)
            statement.bind(3, Int64(Self.rowsPerStep))
            return try statement.step() ? statement.int64OrNil(0) : nil
        }
        guard let last else { return 0 }
        try connection.run(Self.setFirstEvent) { statement in
            statement.bind(1, row.key)
            statement.bind(2, last + 1)
            try statement.run()
        }
        return try connection.run(Self.deleteEvents) { statement in
            statement.bind(1, row.key)
            statement.bind(2, last)
            return try statement.run()
        }
    }

    private func forgetLeavers(of row: SchoolRow, at now: Instant) throws -> Int {
        let before = now.advanced(by: .seconds(-row.leaverDays * 86_400)).milliseconds
        try connection.run(Self.noteReturns) { statement in
            statement.bind(1, row.key)
            statement.bind(2, before)
            statement.bind(3, row.epoch)
            statement.bind(4, Int64(Self.rowsPerStep))
            try statement.run()
        }
        let leavers = try connection.run(Self.oldLeavers) { statement in
            statement.bind(1, row.key)
            statement.bind(2, before)
            statement.bind(3, Int64(Self.rowsPerStep))
            var keys: [Int64] = []
            while try statement.step() { keys.append(statement.int64(0)) }
            return keys
        }
        for leaver in leavers {
            try BounceRemoval(connection).remove(leaver, school: row.key, epoch: row.epoch)
            for query in [Self.forgetFormerBindings, Self.forgetDetails, Self.forgetLeaver] {
                try connection.run(query) { statement in
                    statement.bind(1, leaver)
                    try statement.run()
                }
            }
        }
        return leavers.count
    }

    /// Answers whether there may be more. One that is wanted again, after no letter had it for a moment, is made again.
    private func forgetFrames() throws -> Bool {
        let last: Int64? = try connection.run(Self.nextFrames) { statement in
            statement.bind(1, frame)
            statement.bind(2, Int64(Self.framesPerStep))
            return try statement.step() ? statement.int64OrNil(0) : nil
        }
        guard let last else {
            frame = .min
            return false
        }
        try connection.run(Self.forgetUnusedFrames) { statement in
            statement.bind(1, frame)
            statement.bind(2, last)
            try statement.run()
        }
        frame = last
        return true
    }

    private func nextSchool(from key: Int64) throws -> SchoolRow? {
        try connection.run(Self.schoolFrom) { statement in
            statement.bind(1, key)
            guard try statement.step() else { return nil }
            return SchoolRow(
                key: statement.int64(0), eventDays: statement.int64(1), leaverDays: statement.int64(2), epoch: statement.int64(3))
        }
    }

    private static let schoolFrom = Query(
        "SELECT key, event_retention_days, leaver_retention_days, epoch FROM school WHERE key >= ?1 ORDER BY key LIMIT 1")
    /// Of the oldest so many, the last that is too old; instants rise with the numbers, but for a clock that was set back.
    private static let oldEvents = Query(
        """
        SELECT max(sequence) FROM (SELECT sequence, at FROM event WHERE school = ?1 ORDER BY sequence LIMIT ?3) WHERE at < ?2
        """)
    private static let deleteEvents = Query("DELETE FROM event WHERE school = ?1 AND sequence <= ?2")
    private static let setFirstEvent = Query("UPDATE school SET first_event = ?2 WHERE key = ?1")
    /// One whom an import under way brings back is left alone until that is decided.
    private static let oldLeavers = Query(
        """
        SELECT key FROM contact WHERE school = ?1 AND left_at < ?2
            AND NOT EXISTS (SELECT 1 FROM contact_version WHERE contact = contact.key) LIMIT ?3
        """)
    /// Who is in the roster again is no leaver.
    private static let noteReturns = Query(
        """
        UPDATE contact SET left_at = NULL WHERE key IN (
            SELECT c.key FROM contact c CROSS JOIN contact_version v ON v.contact = c.key AND v.since <= ?3 AND v.until > ?3
            WHERE c.school = ?1 AND c.left_at < ?2 LIMIT ?4)
        """)
    private static let forgetFormerBindings = Query("DELETE FROM former_binding WHERE contact = ?1")
    private static let forgetDetails = Query("UPDATE invitation SET delivery_detail = '' WHERE contact = ?1")
    private static let forgetLeaver = Query(
        """
        UPDATE contact SET left_at = NULL, account = NULL, registered_at = NULL, mailed_to = '', mailed_address = '', email_changed = 0,
            declined = 0, standing = 1, deadline = NULL
        WHERE key = ?1
        """)
    private static let nextFrames = Query("SELECT max(key) FROM (SELECT key FROM letter_frame WHERE key > ?1 ORDER BY key LIMIT ?2)")
    private static let forgetUnusedFrames = Query(
        """
        DELETE FROM letter_frame WHERE key > ?1 AND key <= ?2 AND NOT EXISTS (SELECT 1 FROM letter WHERE letter.frame = letter_frame.key)
        """)
}

private struct SchoolRow {
    var key: Int64
    var eventDays: Int64
    var leaverDays: Int64
    var epoch: Int64
}
