internal import InvitationStore
internal import Invitations

/// What the MIS says of a contact at one epoch.
struct ContactVersion: Equatable {
    var name: PersonName
    var email: String?
    /// In comparing form; empty when there is none or it is unusable (R21).
    var address: String
    var isBarred: Bool
    var isResponsible: Bool
}

extension RosterWork {
    /// The contact's version of the epoch being written; the words it is found by are gathered.
    func insert(_ version: ContactVersion, of contact: Int64, gathering gathered: inout GatheredRows) throws {
        try connection.run(Self.insertVersion) { statement in
            statement.bind(1, contact)
            statement.bind(2, next)
            statement.bind(3, Schema.open)
            statement.bind(4, school)
            statement.bind(5, version.name.title)
            statement.bind(6, version.name.forename)
            statement.bind(7, version.name.surname)
            statement.bind(8, version.email)
            statement.bind(9, version.address)
            statement.bind(10, version.isBarred)
            statement.bind(11, version.isResponsible)
            try statement.run()
        }
        gathered.append(SearchWords.ofContact(version.name, email: version.email, address: version.address), ofContact: contact)
    }

    private static let insertVersion = Query(
        """
        INSERT INTO contact_version
            (contact, since, until, school, title, forename, surname, email, address, barred, responsible)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """)
}
