internal import InvitationStore
internal import Invitations

extension SQLiteTransaction {
    func contacts(matching filter: ContactFilter, of school: School, limit: Int) throws -> [ContactState] {
        let prepared = PreparedFilter(filter)
        let epoch = try epoch(of: school.key)
        var keys: [ContactKey] = []
        var seen = Set<ContactKey>()
        try forEachContact(matching: prepared, of: school.key, epoch: epoch) { contact in
            if seen.insert(contact.key).inserted { keys.append(contact.key) }
            return keys.count < limit
        }
        return try contactStates(Array(keys.prefix(max(0, limit))), of: school.key, epoch: epoch).compactMap { $0 }
    }

    func statusCounts(matching filter: ContactFilter, of school: School) throws -> [RegistrationStatus: Int] {
        let prepared = PreparedFilter(filter)
        let epoch = try epoch(of: school.key)
        if prepared.isEmpty { return try countAll(of: school.key, epoch: epoch) }
        var counts: [RegistrationStatus: Int] = [:]
        var seen = Set<ContactKey>()
        try forEachContact(matching: prepared, of: school.key, epoch: epoch) { contact in
            if seen.insert(contact.key).inserted { counts[contact.status, default: 0] += 1 }
            return true
        }
        return counts
    }

    private func countAll(of school: SchoolKey, epoch: Int64) throws -> [RegistrationStatus: Int] {
        try connection.run(Self.countsOfSchool) { statement in
            statement.bind(1, school.rowID)
            statement.bind(2, epoch)
            statement.bind(3, now.milliseconds)
            guard try statement.step() else { return [:] }
            let order: [RegistrationStatus] = [.notRegistered, .invited, .invitationExpired, .registered, .suspended]
            let counts = order.enumerated().map { ($1, Int(statement.int64(Int32($0)))) }
            return Dictionary(uniqueKeysWithValues: counts.filter { $0.1 > 0 })
        }
    }

    /// Whether a candidate is of the roster that is seen.
    func isSeen(_ candidate: ListedPupil, epoch: Int64) throws -> Bool {
        try connection.run(Self.listedPupil) { statement in
            statement.bind(1, candidate.key.rowID)
            statement.bind(2, epoch)
            return try statement.step()
        }
    }

    /// Whether a candidate is seen and matches every part of the filter (R10): the pupil itself, and one contact all by itself.
    func matches(_ candidate: ListedPupil, _ filter: PreparedFilter, epoch: Int64) throws -> Bool {
        try checkBudget()
        let isPupilMatching = try connection.run(Self.listedPupil) { statement in
            statement.bind(1, candidate.key.rowID)
            statement.bind(2, epoch)
            guard try statement.step() else { return false }
            guard filter.asksPupil else { return true }
            return filter.matches(
                Pupil(
                    id: PupilID(unchecked: ""), forename: statement.text(0), surname: statement.text(1), yearGroup: statement.text(2),
                    registrationGroup: statement.text(3)))
        }
        guard isPupilMatching, filter.asksContacts else { return isPupilMatching }
        var isMatching = false
        try forEachContact(of: candidate.key, filter, epoch: epoch) { _ in
            isMatching = true
            return false
        }
        return isMatching
    }

    /// The matching contacts of the matching pupils in list order, a contact once for each pupil, while `visit` answers true.
    private func forEachContact(
        matching filter: PreparedFilter, of school: SchoolKey, epoch: Int64, _ visit: (FilteredContact) throws -> Bool
    ) throws {
        _ = try forEachPupil(matching: filter, of: school, epoch: epoch, after: []) { pupil in
            var goesOn = true
            try forEachContact(of: pupil.key, filter, epoch: epoch) { contact in
                goesOn = try visit(contact)
                return goesOn
            }
            return goesOn
        }
    }

    /// A pupil's contacts that match by themselves, in the feed's order, while `visit` answers true.
    private func forEachContact(
        of pupil: PupilKey, _ filter: PreparedFilter, epoch: Int64, _ visit: (FilteredContact) throws -> Bool
    ) throws {
        try connection.run(Self.contactsOfPupil) { statement in
            statement.bind(1, pupil.rowID)
            statement.bind(2, epoch)
            while try statement.step() {
                let contact = filteredContact(in: statement, withName: !filter.contactTerms.isEmpty)
                if filter.matches(contact), try !visit(contact) { return }
            }
        }
    }

    /// The status as `ContactState.status(at:)` decides it, from the columns kept for the indexes.
    private func filteredContact(in statement: Statement, withName: Bool) -> FilteredContact {
        let status: RegistrationStatus =
            switch statement.int64(1) {
            case 3: statement.bool(4) ? .suspended : .registered
            case 2: (statement.int64OrNil(2).map { now.milliseconds < $0 } ?? true) ? .invited : .invitationExpired
            default: .notRegistered
            }
        let delivery = statement.int64OrNil(3).flatMap { DeliveryState(rawValue: Int32(truncatingIfNeeded: $0)) }
        var contact = FilteredContact(key: ContactKey(rowID: statement.int64(0)), status: status, delivery: delivery)
        if withName {
            contact.name = PersonName(forename: statement.text(5), surname: statement.text(6))
            contact.email = statement.textOrNil(7)
        }
        return contact
    }

    private static let countsOfSchool = Query(
        """
        SELECT sum(c.standing = 1), sum(c.standing = 2 AND (c.deadline IS NULL OR c.deadline > ?3)),
            sum(c.standing = 2 AND c.deadline <= ?3), sum(c.standing = 3 AND NOT v.barred), sum(c.standing = 3 AND v.barred)
        FROM contact c CROSS JOIN contact_version v ON v.contact = c.key AND v.since <= ?2 AND v.until > ?2
        WHERE c.school = ?1
        """)
    private static let listedPupil = Query(
        "SELECT forename, surname, year_group, registration_group FROM pupil WHERE key = ?1 AND since <= ?2 AND until > ?2")
    private static let contactsOfPupil = Query(
        """
        SELECT c.key, c.standing, c.deadline, c.delivery, v.barred, v.forename, v.surname, v.email
        FROM pair CROSS JOIN contact c ON c.key = pair.contact
            CROSS JOIN contact_version v ON v.contact = c.key AND v.since <= ?2 AND v.until > ?2
        WHERE pair.pupil = ?1 ORDER BY pair.position
        """)
}
