internal import InvitationStore
internal import Invitations

extension SQLiteTransaction {
    /// The pupils of these keys with their contacts as seen at `epoch`; pupils whose key is gone are left out.
    func pupilFacts(_ keys: [PupilKey], of school: SchoolKey, epoch: Int64) throws -> [PupilFacts] {
        try keys.compactMap { try pupilFacts($0, of: school, epoch: epoch) }
    }

    func pupilFacts(_ key: PupilKey, of school: SchoolKey, epoch: Int64) throws -> PupilFacts? {
        try checkBudget()
        return try pupil(key).map { try pupilFacts(key, $0, of: school, epoch: epoch) }
    }

    func pupilFacts(_ key: PupilKey, _ pupil: Pupil, of school: SchoolKey, epoch: Int64) throws -> PupilFacts {
        try connection.run(Self.pairsOfPupil) { statement in
            statement.bind(1, epoch)
            statement.bind(2, key.rowID)
            var facts = PupilFacts(key: key, pupil: pupil, contacts: [])
            while try statement.step() {
                guard let contact = try contactState(in: statement, school: school, epoch: epoch) else { continue }
                let (relationship, courtOrder) = (Self.contactColumnCount, Self.contactColumnCount + 1)
                facts.contacts.append(
                    PupilFacts.Pair(
                        relationship: statement.text(relationship), courtOrder: statement.bool(courtOrder), contact: contact))
            }
            return facts
        }
    }

    func pupil(_ key: PupilKey) throws -> Pupil? {
        try connection.run(Self.pupilByKey) { statement in
            statement.bind(1, key.rowID)
            guard try statement.step() else { return nil }
            return Self.pupil(in: statement, from: 0)
        }
    }

    /// The pupils that a contact is linked to at `epoch`, in list order.
    func pupils(of contact: ContactKey, epoch: Int64) throws -> [Pupil] {
        try connection.run(Self.pupilsOfContact) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, epoch)
            var pupils: [Pupil] = []
            while try statement.step() { pupils.append(Self.pupil(in: statement, from: 0)) }
            return pupils
        }
    }

    static func pupil(in statement: Statement, from first: Int32) -> Pupil {
        Pupil(
            id: PupilID(unchecked: statement.text(first)), forename: statement.text(first + 1), surname: statement.text(first + 2),
            yearGroup: statement.text(first + 3), registrationGroup: statement.text(first + 4))
    }

    private static let pupilByKey = Query("SELECT id, forename, surname, year_group, registration_group FROM pupil WHERE key = ?1")
    private static let pairsOfPupil = Query(
        """
        SELECT \(contactColumns), p.relationship, p.court_order
        FROM pair p CROSS JOIN contact c ON c.key = p.contact \(contactJoins)
        WHERE p.pupil = ?2 ORDER BY p.position
        """)
    private static let pupilsOfContact = Query(
        """
        SELECT p.id, p.forename, p.surname, p.year_group, p.registration_group
        FROM pair CROSS JOIN pupil p ON p.key = pair.pupil
        WHERE pair.contact = ?1 AND p.since <= ?2 AND p.until > ?2
        ORDER BY p.sort
        """)
}
