internal import InvitationStore
internal import Invitations

extension SQLiteTransaction {
    func leaseDueMail(limit: Int, for lease: Duration) throws -> [MailLease] {
        let leases = try connection.run(Self.dueMail) { statement in
            statement.bind(1, now.milliseconds)
            statement.bind(2, Int64(limit))
            var leases: [MailLease] = []
            while try statement.step() {
                let mail = MailLease(
                    id: MailID(rowID: statement.int64(0)), fence: statement.int64(2) + 1, mayHaveLeft: statement.bool(3))
                // Whoever had it was gone before it was done: what else is leased with it would be suspected with it.
                let isSuspect = statement.bool(1)
                if isSuspect, leases.isEmpty { return [mail] }
                if !isSuspect { leases.append(mail) }
            }
            return leases
        }
        let end = now.advanced(by: lease)
        for mail in leases {
            try connection.run(Self.lease) { statement in
                statement.bind(1, mail.id.rowID)
                statement.bind(2, end.milliseconds)
                try statement.run()
            }
        }
        return leases
    }

    func endLeases(pause: Duration) throws -> Int {
        try connection.run(Self.endLeases) { statement in
            statement.bind(1, now.milliseconds)
            statement.bind(2, Instant(milliseconds: 0).advanced(by: pause).milliseconds)
            return try statement.run()
        }
    }

    func nextMailDue() throws -> Instant? {
        try connection.run(Self.nextDue) { statement in
            guard try statement.step() else { return nil }
            return Instant(milliseconds: statement.int64(0))
        }
    }

    func fix(_ rendering: FixedMail, for mail: MailID, fence: Int64) throws {
        guard let entry = try entry(mail), entry.fence == fence, entry.isOpen else { throw StoreError.abandoned }
        try connection.run(Self.fixMail) { statement in
            statement.bind(1, mail.rowID)
            statement.bind(2, rendering.mailedAt.milliseconds)
            statement.bind(3, rendering.expiresAt.milliseconds)
            statement.bind(4, rendering.messageID)
            try statement.run()
        }
        try keepLetter(rendering, of: mail)
        try connection.run(Self.fixInvitation) { statement in
            statement.bind(1, entry.contact.rowID)
            statement.bind(2, entry.generation)
            statement.bind(3, rendering.mailedAt.milliseconds)
            statement.bind(4, rendering.expiresAt.milliseconds)
            try statement.run()
        }
        try connection.run(Self.fixDeadline) { statement in
            statement.bind(1, entry.contact.rowID)
            statement.bind(2, entry.generation)
            statement.bind(3, rendering.expiresAt.milliseconds)
            try statement.run()
        }
        refreshListRowsLater(of: entry.contact, of: entry.school)
    }

    func settle(_ mail: MailID, fence: Int64, _ result: MailResult) throws -> Bool {
        guard let entry = try entry(mail), entry.fence == fence, entry.isOpen else { return false }
        if case .notTried(let mayHaveLeft) = result {
            try connection.run(Self.giveBack) { statement in
                statement.bind(1, mail.rowID)
                statement.bind(2, now.milliseconds)
                statement.bind(3, mayHaveLeft)
                try statement.run()
            }
            return true
        }
        let ending = MailEnding(result)
        if ending.isFinal {
            try end(mail.rowID, ending.state)
        } else {
            try connection.run(Self.settleOpen) { statement in
                statement.bind(1, mail.rowID)
                statement.bind(2, Int64(ending.state.rawValue))
                statement.bind(3, ending.dueAt?.milliseconds)
                statement.bind(4, ending.mayHaveLeft)
                statement.bind(5, ending.hold?.rawValue)
                statement.bind(6, ending.wasTried)
                try statement.run()
            }
        }
        try setDelivery(ending.state, detail: ending.detail, of: entry.contact, generation: entry.generation)
        refreshListRowsLater(of: entry.contact, of: entry.school)
        if ending.state == .bounced, let school = try school(entry.school) {
            for sharer in try recordBounce(of: entry.contact, school: school) { refreshListRowsLater(of: sharer, of: school.key) }
        }
        return true
    }

    /// In the order in which their contacts and invitations lie in the file, so that mails that leave together change the same pages.
    func queueMail(for invitations: [NewInvitation], of school: School) throws {
        for invitation in invitations.sorted(by: { $0.contact.rowID < $1.contact.rowID }) {
            try connection.run(Self.insertMail) { statement in
                statement.bind(1, school.key.rowID)
                statement.bind(2, invitation.contact.rowID)
                statement.bind(3, invitation.expectedGeneration + 1)
                statement.bind(4, now.milliseconds)
                try statement.run()
            }
        }
        if !invitations.isEmpty { hasQueuedMail = true }
    }

    /// Whatever of a contact's mail has not left ends here, and no worker that holds it can settle it. Answers how many.
    @discardableResult
    func cancelMail(of contact: ContactKey) throws -> Int {
        let open = try openEntries(of: contact)
        for entry in open {
            try end(entry.key, .cancelled)
            try setDelivery(.cancelled, detail: "", of: contact, generation: entry.generation)
        }
        return open.count
    }

    /// What is open still of one generation's mail ends.
    func endMail(of contact: ContactKey, generation: Int64, _ state: DeliveryState) throws {
        for entry in try openEntries(of: contact) where entry.generation == generation { try end(entry.key, state) }
    }

    private func openEntries(of contact: ContactKey) throws -> [(key: Int64, generation: Int64)] {
        try connection.run(Self.openMail) { statement in
            statement.bind(1, contact.rowID)
            var entries: [(key: Int64, generation: Int64)] = []
            while try statement.step() { entries.append((statement.int64(0), statement.int64(1))) }
            return entries
        }
    }

    private func end(_ key: Int64, _ state: DeliveryState) throws {
        try connection.run(Self.settleFinally) { statement in
            statement.bind(1, key)
            statement.bind(2, Int64(state.rawValue))
            try statement.run()
        }
        try forgetLetter(of: key)
    }

    func setDelivery(_ state: DeliveryState, detail: String, of contact: ContactKey, generation: Int64) throws {
        try connection.run(Self.deliveryOfInvitation) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, generation)
            statement.bind(3, Int64(state.rawValue))
            statement.bind(4, detail)
            try statement.run()
        }
        try connection.run(Self.deliveryOfContact) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, generation)
            statement.bind(3, Int64(state.rawValue))
            try statement.run()
        }
    }

    /// Answers the contacts that have the address now, whose rows show it.
    func recordBounce(of contact: ContactKey, school: School) throws -> [ContactKey] {
        try connection.run(Self.insertBounce) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, now.milliseconds)
            try statement.run()
        }
        return try connection.run(Self.sharersOfMailedAddress) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, school.key.rowID)
            statement.bind(3, try epoch(of: school.key))
            var keys: [ContactKey] = []
            while try statement.step() { keys.append(ContactKey(rowID: statement.int64(0))) }
            return keys
        }
    }

    func leasedMail(_ mail: MailID, fence: Int64) throws -> LeasedMail? {
        try connection.run(Self.mailByLease) { statement in
            statement.bind(1, mail.rowID)
            statement.bind(2, fence)
            guard try statement.step(), let school = try school(SchoolKey(rowID: statement.int64(0))) else { return nil }
            let contactKey = ContactKey(rowID: statement.int64(1))
            let epoch = try epoch(of: school.key)
            guard let contact = try contactState(contactKey, of: school.key, epoch: epoch, orLeft: true) else { return nil }
            var fixed: FixedMail?
            if let mailedAt = statement.int64OrNil(5) {
                let letter = try letter(of: mail)
                fixed = FixedMail(
                    mailedAt: Instant(milliseconds: mailedAt), expiresAt: Instant(milliseconds: statement.int64(6)),
                    messageID: statement.text(7), recipient: letter.recipient, bytes: letter.bytes)
            }
            // The running lease is counted in both numbers.
            return LeasedMail(
                id: mail, fence: fence, attempts: Int(statement.int64(3)) - 1, fixed: fixed, mayHaveLeft: statement.bool(4),
                unsettledLeases: Int(statement.int64(8)) - 1, school: school, contact: contact, generation: statement.int64(2),
                childForenames: try pupils(of: contactKey, epoch: epoch).map(\.forename))
        }
    }

    func departureFacts(of mail: LeasedMail) throws -> DepartureFacts? {
        guard let entry = try entry(mail.id), entry.fence == mail.fence, entry.isOpen, let school = try school(entry.school)
        else { return nil }
        let contact = try contactState(entry.contact, of: school.key, epoch: try epoch(of: school.key), orLeft: true)
        return contact.map { DepartureFacts(school: school, contact: $0) }
    }

    private func entry(_ mail: MailID) throws -> OutboxEntry? {
        try connection.run(Self.entryByKey) { statement in
            statement.bind(1, mail.rowID)
            guard try statement.step() else { return nil }
            return OutboxEntry(
                school: SchoolKey(rowID: statement.int64(0)), contact: ContactKey(rowID: statement.int64(1)),
                generation: statement.int64(2), fence: statement.int64(3), isOpen: statement.bool(4))
        }
    }

    private static let dueMail = Query(
        "SELECT key, unsettled, fence, may_have_left FROM outbox WHERE due_at IS NOT NULL AND due_at <= ?1 ORDER BY due_at, key LIMIT ?2")
    private static let nextDue = Query("SELECT due_at FROM outbox WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1")
    private static let lease = Query(
        """
        UPDATE outbox SET due_at = ?2, fence = fence + 1, attempts = attempts + 1, unsettled = unsettled + 1,
            may_have_left = CASE WHEN mailed_at IS NULL THEN may_have_left ELSE 1 END
        WHERE key = ?1
        """)
    private static let endLeases = Query(
        """
        UPDATE outbox INDEXED BY outbox_due SET due_at = min(due_at, ?1 + (unsettled - 1) * ?2), fence = fence + 1
        WHERE due_at > ?1 AND unsettled > 0
        """)
    private static let mailByLease = Query(
        """
        SELECT school, contact, generation, attempts, may_have_left, mailed_at, expires_at, message_id, unsettled
        FROM outbox WHERE key = ?1 AND fence = ?2 AND state IN (1, 3, 6)
        """)
    private static let entryByKey = Query(
        "SELECT school, contact, generation, fence, state IN (1, 3, 6) FROM outbox WHERE key = ?1")
    private static let fixMail = Query(
        "UPDATE outbox SET mailed_at = ?2, expires_at = ?3, message_id = ?4, may_have_left = 1 WHERE key = ?1")
    private static let fixInvitation = Query(
        "UPDATE invitation SET mailed_at = ?3, expires_at = ?4 WHERE contact = ?1 AND generation = ?2")
    private static let fixDeadline = Query(
        "UPDATE contact SET deadline = ?3 WHERE key = ?1 AND generation = ?2 AND standing = 2")
    private static let settleFinally = Query(
        "UPDATE outbox SET state = ?2, due_at = NULL, fence = fence + 1, hold = NULL, unsettled = 0 WHERE key = ?1")
    private static let settleOpen = Query(
        """
        UPDATE outbox SET state = ?2, due_at = ?3, fence = fence + 1, may_have_left = ?4, hold = ?5, unsettled = 0,
            attempts = attempts - (?6 = 0)
        WHERE key = ?1
        """)
    /// The lease counted an attempt that was none.
    private static let giveBack = Query(
        "UPDATE outbox SET due_at = ?2, fence = fence + 1, attempts = attempts - 1, unsettled = 0, may_have_left = ?3 WHERE key = ?1")
    private static let insertMail = Query(
        "INSERT INTO outbox (school, contact, generation, state, due_at) VALUES (?1, ?2, ?3, 1, ?4)")
    private static let openMail = Query("SELECT key, generation FROM outbox WHERE contact = ?1 AND state IN (1, 3, 6)")
    private static let deliveryOfInvitation = Query(
        "UPDATE invitation SET delivery = ?3, delivery_detail = ?4 WHERE contact = ?1 AND generation = ?2")
    private static let deliveryOfContact = Query("UPDATE contact SET delivery = ?3 WHERE key = ?1 AND generation = ?2")
    private static let insertBounce = Query(
        """
        INSERT OR IGNORE INTO bounced_address (school, address, at, contact)
        SELECT school, mailed_address, ?2, key FROM contact WHERE key = ?1 AND mailed_address <> ''
        """)
    private static let sharersOfMailedAddress = Query(
        """
        SELECT v.contact FROM contact c
            CROSS JOIN contact_word w ON w.school = ?2 AND w.word = c.mailed_address
            CROSS JOIN contact_version v ON v.contact = w.contact AND v.since = w.since AND v.address = c.mailed_address
        WHERE c.key = ?1 AND v.address <> '' AND v.since <= ?3 AND v.until > ?3
        """)
}

private struct OutboxEntry {
    var school: SchoolKey
    var contact: ContactKey
    var generation: Int64
    var fence: Int64
    var isOpen: Bool
}

/// A result as the columns it sets.
private struct MailEnding {
    var state: DeliveryState
    var detail: String
    var dueAt: Instant?
    var mayHaveLeft = true
    var hold: HoldCause?
    var isFinal = true
    /// The lease counted an attempt; whether there was one.
    var wasTried = true

    init(_ result: MailResult) {
        switch result {
        case .sent: (state, detail) = (.sent, "")
        case .deferred(let until, let detail, let mayHaveLeft):
            (state, self.detail, dueAt, self.mayHaveLeft, isFinal) = (.deferred, detail, until, mayHaveLeft, false)
        case .unreached(let until, let detail, let mayHaveLeft):
            (state, self.detail, dueAt, self.mayHaveLeft, isFinal) = (.deferred, detail, until, mayHaveLeft, false)
            wasTried = false
        // Its owner deals with it before.
        case .notTried: (state, detail) = (.queued, "")
        case .bounced(let detail): (state, self.detail) = (.bounced, detail)
        case .failed(let detail): (state, self.detail) = (.failed, detail)
        case .held(let cause, let detail, let mayHaveLeft):
            (state, self.detail, hold, self.mayHaveLeft, isFinal) = (.held, detail, cause, mayHaveLeft, false)
            wasTried = false
        case .cancelled(let detail): (state, self.detail) = (.cancelled, detail)
        }
    }
}
