internal import InvitationStore
internal import Invitations

/// Works out what becomes of every contact with a change near it: whether it stays, and its flags over all its pupils.
struct ContactResolver {
    let work: RosterWork
    var tally = ImportTally()
    var gathered = GatheredRows()

    init(_ work: RosterWork) { self.work = work }

    /// Goes on behind a contact's key; answers where to go on, nil at the end.
    mutating func step(after contact: Int64, limit: Int) throws -> Int64? {
        let contacts = try work.connection.run(Self.touched) { statement in
            statement.bind(1, work.school)
            statement.bind(2, contact)
            statement.bind(3, Int64(limit))
            var contacts: [Int64] = []
            while try statement.step() { contacts.append(statement.int64(0)) }
            return contacts
        }
        for contact in contacts { try resolve(contact) }
        return contacts.count == limit ? contacts.last : nil
    }

    private mutating func resolve(_ contact: Int64) throws {
        let (current, staged) = try versions(of: contact)
        let pairs = try pairsNext(of: contact)
        guard !pairs.isEmpty else {
            if let current { try leave(contact, current) }
            return
        }
        guard var after = staged ?? current else { return }
        after.isBarred = try hasOrder(contact)
        after.isResponsible = pairs.contains(where: \.isResponsible)
        if staged != nil {
            if current != nil, let unchanged = pairs.first(where: { $0.since <= work.epoch }) {
                throw ContactContradiction.error(contact: try id(of: contact), record: unchanged.pupil, pupil: unchanged.pupil)
            }
            try setFlags(contact, after)
        } else if after != current {
            // Its flags alone change: no record of this feed staged it.
            try work.insert(after, of: contact, gathering: &gathered)
            // Its pupils may be as they were; one described anew has none of those.
            try work.noteStale(contact)
        } else {
            return
        }
        try noteChange(contact, from: current, to: after)
    }

    private mutating func leave(_ contact: Int64, _ current: ContactVersion) throws {
        try endVersion(contact)
        try work.noteAddress(current.address)
        tally.contactsRemoved += 1
        try ImportEffects(work).add(.left, contact, after: current)
    }

    private mutating func noteChange(_ contact: Int64, from current: ContactVersion?, to after: ContactVersion) throws {
        var change: ImportChange = []
        if let current {
            try endVersion(contact)
            tally.contactsChanged += 1
            if comparisonKey(current.email) != comparisonKey(after.email) { change.insert(.emailChanged) }
            if current.address != after.address || current.isBarred != after.isBarred {
                try work.noteAddress(current.address)
                try work.noteAddress(after.address)
            }
        } else {
            change.insert(.added)
        }
        if after.isBarred && current?.isBarred != true { change.insert(.barred) }
        if !after.isBarred && current?.isBarred == true { change.insert(.unbarred) }
        if !change.isEmpty { try ImportEffects(work).add(change, contact, after: after) }
    }

    private func comparisonKey(_ email: String?) -> String { email.map(EmailAddress.comparisonKey(ofRaw:)) ?? "" }

    // MARK: Rows

    private func versions(of contact: Int64) throws -> (current: ContactVersion?, staged: ContactVersion?) {
        try work.connection.run(Self.versionsQuery) { statement in
            statement.bind(1, contact)
            statement.bind(2, work.epoch)
            var current: ContactVersion?
            var staged: ContactVersion?
            while try statement.step() {
                let version = ContactVersion(
                    name: PersonName(title: statement.text(1), forename: statement.text(2), surname: statement.text(3)),
                    email: statement.textOrNil(4), address: statement.text(5), isBarred: statement.bool(6), isResponsible: statement.bool(7)
                )
                if statement.int64(0) == work.next { staged = version } else { current = version }
            }
            return (current, staged)
        }
    }

    private func pairsNext(of contact: Int64) throws -> [NextPair] {
        try work.connection.run(Self.pairsQuery) { statement in
            statement.bind(1, contact)
            statement.bind(2, work.next)
            var pairs: [NextPair] = []
            while try statement.step() {
                pairs.append(
                    NextPair(
                        pupil: statement.text(0), since: statement.int64(1),
                        isResponsible: statement.int64(2) == Int64(TriState.yes.rawValue)))
            }
            return pairs
        }
    }

    private func hasOrder(_ contact: Int64) throws -> Bool {
        try work.connection.run(Self.anyOrder) { statement in
            statement.bind(1, contact)
            statement.bind(2, work.next)
            return try statement.step()
        }
    }

    private func id(of contact: Int64) throws -> String {
        try work.connection.run(Self.contactID) { statement in
            statement.bind(1, contact)
            return try statement.step() ? statement.text(0) : ""
        }
    }

    private func endVersion(_ contact: Int64) throws {
        try work.connection.run(Self.endVersionQuery) { statement in
            statement.bind(1, contact)
            statement.bind(2, work.next)
            try statement.run()
        }
    }

    private func setFlags(_ contact: Int64, _ version: ContactVersion) throws {
        try work.connection.run(Self.setFlagsQuery) { statement in
            statement.bind(1, contact)
            statement.bind(2, work.next)
            statement.bind(3, version.isBarred)
            statement.bind(4, version.isResponsible)
            try statement.run()
        }
    }

    private static let touched = Query(
        "SELECT contact FROM temp.import_touched WHERE school = ?1 AND contact > ?2 ORDER BY contact LIMIT ?3")
    private static let versionsQuery = Query(
        """
        SELECT since, title, forename, surname, email, address, barred, responsible FROM contact_version
        WHERE contact = ?1 AND until > ?2
        """)
    private static let pairsQuery = Query(
        """
        SELECT p.id, p.since, pair.parental_responsibility FROM pair CROSS JOIN pupil p ON p.key = pair.pupil
        WHERE pair.contact = ?1 AND p.since <= ?2 AND p.until > ?2
        """)
    private static let anyOrder = Query("SELECT 1 FROM court_order WHERE contact = ?1 AND since <= ?2 AND until > ?2")
    private static let contactID = Query("SELECT id FROM contact WHERE key = ?1")
    private static let endVersionQuery = Query("UPDATE contact_version SET until = ?2 WHERE contact = ?1 AND since < ?2 AND until > ?2")
    private static let setFlagsQuery = Query(
        "UPDATE contact_version SET barred = ?3, responsible = ?4 WHERE contact = ?1 AND since = ?2 AND (barred <> ?3 OR responsible <> ?4)"
    )
}

/// One of the pairs that a contact will have.
private struct NextPair {
    var pupil: String
    var since: Int64
    var isResponsible: Bool
}
