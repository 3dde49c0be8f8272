internal import InvitationStore
internal import Invitations

/// The history, read back (R38).
extension SQLiteTransaction {
    func events(of contact: ContactKey, before sequence: Int64?, limit: Int) throws -> [RecordedEvent] {
        try events(Self.ofContact, contact.rowID, sequence ?? .max, limit)
    }

    func events(of school: School, after sequence: Int64, limit: Int) throws -> [RecordedEvent] {
        try events(Self.ofSchool, school.key.rowID, sequence, limit)
    }

    private func events(_ query: Query, _ key: Int64, _ sequence: Int64, _ limit: Int) throws -> [RecordedEvent] {
        try connection.run(query) { statement in
            statement.bind(1, key)
            statement.bind(2, sequence)
            statement.bind(3, Int64(limit))
            var events: [RecordedEvent] = []
            while try statement.step() {
                events.append(
                    RecordedEvent(
                        sequence: statement.int64(0), at: Instant(milliseconds: statement.int64(1)), kind: statement.text(2),
                        contact: statement.textOrNil(3).map(ContactID.init(unchecked:)),
                        account: statement.textOrNil(4).map(AccountID.init(unchecked:)), actor: statement.text(5),
                        detail: statement.text(6)))
            }
            return events
        }
    }

    private static let columns = """
        SELECT e.sequence, e.at, e.kind, c.id, e.account, e.actor, e.detail FROM event e LEFT JOIN contact c ON c.key = e.contact
        """
    private static let ofContact = Query(
        "\(columns) WHERE e.contact = ?1 AND e.sequence < ?2 ORDER BY e.sequence DESC LIMIT ?3")
    private static let ofSchool = Query(
        "\(columns) WHERE e.school = ?1 AND e.sequence > ?2 ORDER BY e.sequence LIMIT ?3")
}
