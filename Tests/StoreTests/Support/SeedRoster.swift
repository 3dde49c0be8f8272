import InvitationStore
import Invitations

@testable import SQLiteStore

extension TemporaryStore {
    /// Puts a whole roster in place as an import's flip would, by the shortest way: for tests of everything but the import.
    ///
    /// A contact named under two pupils is one contact; its name and email are those of the first. The school is new or replaced at the
    /// next epoch; contacts keep their invitations.
    @discardableResult
    func seedRoster(_ school: RosterSchool = .oakfield, _ pupils: [RosterPupil] = .sample) async throws -> School {
        try await store.writeRaw { transaction in
            try Seeding(transaction).seed(school, pupils)
            guard let seeded = try transaction.school(school.id) else { throw StoreError.unavailable }
            return seeded
        }
    }
}

extension RosterSchool {
    static let oakfield = RosterSchool(
        id: SchoolID(unchecked: "oakfield"), name: "Oakfield Academy", isMISLinked: true, timeZone: "Europe/London")
    static let ashford = RosterSchool(
        id: SchoolID(unchecked: "ashford"), name: "Ashford Primary", isMISLinked: true, timeZone: "Europe/London")
    static let elmtree = RosterSchool(
        id: SchoolID(unchecked: "elmtree"), name: "Elmtree Infants", isMISLinked: true, timeZone: "Europe/London")
}

extension [RosterPupil] {
    /// Siblings (Ada, Zoë), a shared address (Omar and Omar's partner), a court order, no email, an unusable email, a pupil's address, accents.
    static var sample: [RosterPupil] {
        let imogen = RosterContact.sample("c-imogen", "Mrs", "Imogen", "Thistlewood", "imogen@example.org")
        return [
            .sample(
                "p-ada", "Ada", "Thistlewood", "7", "7A",
                contacts: [imogen, .sample("c-otto", "Mr", "Otto", "Thistlewood", "otto@example.org")]),
            .sample("p-zoe", "Zoë", "Thistlewood", "9", "9B", contacts: [imogen]),
            .sample(
                "p-sami", "Sami", "Håkansson", "7", "7B", email: "sami@pupils.example",
                contacts: [
                    .sample("c-omar", "Mr", "Omar", "Håkansson", "family@example.org"),
                    .sample("c-lena", "Ms", "Lena", "O'Brien", "Family@Example.org"),
                ]),
            .sample(
                "p-bea", "Bea", "Adeyemi", "8", "8A",
                contacts: [
                    .sample("c-barred", "Mr", "Kurt", "Adeyemi", "kurt@example.org", courtOrder: .yes),
                    .sample("c-nomail", "Ms", "Ngozi", "Adeyemi", nil),
                ]),
            .sample("p-cai", "Cai", "Zimmer", "8", "8A", contacts: [.sample("c-badmail", "Dr", "Ruth", "Zimmer", "not an address")]),
            .sample(
                "p-dua", "Dua", "Zimmer", "10", "10C", contacts: [.sample("c-pupilmail", "Mr", "Uwe", "Zimmer", "sami@pupils.example")]),
        ]
    }

    /// The sample, and one more who has the address of who is barred.
    static var sharingWithBarred: [RosterPupil] {
        sample + [
            .sample("p-noor", "Noor", "Vermeer", "9", "9B", contacts: [.sample("c-nadia", "Ms", "Nadia", "Vermeer", "Kurt@example.ORG")])
        ]
    }

    /// The sample, and one more who has the shared address: under another pupil, whose row is another one.
    static var sharing: [RosterPupil] {
        sample + [
            .sample("p-noor", "Noor", "Vermeer", "9", "9B", contacts: [.sample("c-ines", "Ms", "Ines", "Vermeer", "family@EXAMPLE.org")])
        ]
    }
}

extension RosterPupil {
    static func sample(
        _ id: String, _ forename: String, _ surname: String, _ year: String, _ group: String, email: String? = nil,
        contacts: [RosterContact]
    ) -> RosterPupil {
        RosterPupil(
            pupil: Pupil(id: PupilID(unchecked: id), forename: forename, surname: surname, yearGroup: year, registrationGroup: group),
            email: email, contacts: contacts)
    }
}

extension RosterContact {
    static func sample(
        _ id: String, _ title: String, _ forename: String, _ surname: String, _ email: String?, courtOrder: TriState = .no,
        parentalResponsibility: TriState = .yes
    ) -> RosterContact {
        RosterContact(
            id: ContactID(unchecked: id), name: PersonName(title: title, forename: forename, surname: surname), email: email,
            relationship: "Parent", courtOrder: courtOrder, parentalResponsibility: parentalResponsibility)
    }
}

/// Writes rows straight into the tables.
private struct Seeding {
    let transaction: SQLiteTransaction
    var connection: Connection { transaction.connection }
    init(_ transaction: SQLiteTransaction) { self.transaction = transaction }

    func seed(_ school: RosterSchool, _ pupils: [RosterPupil]) throws {
        let hasOrders = pupils.contains { $0.contacts.contains { $0.courtOrder != .absent } }
        let (key, epoch): (Int64, Int64) = try connection.run(Self.upsertSchool) { statement in
            statement.bind(1, school.id.text)
            statement.bind(2, school.name)
            statement.bind(3, school.isMISLinked)
            statement.bind(4, school.timeZone)
            statement.bind(5, hasOrders)
            _ = try statement.step()
            return (statement.int64(0), statement.int64(1))
        }
        for table in ["pupil", "contact_version", "list_row"] {
            try connection.execute("UPDATE \(table) SET until = \(epoch) WHERE school = \(key) AND until > \(epoch)")
        }
        transaction.forgetEpochs()
        var contacts: [ContactID: Int64] = [:]
        let barred = Set(pupils.flatMap(\.contacts).filter { $0.courtOrder == .yes }.map(\.id))
        let responsible = Set(pupils.flatMap(\.contacts).filter { $0.parentalResponsibility == .yes }.map(\.id))
        var keys: [(PupilKey, [UInt8])] = []
        for record in pupils {
            let pupil = try insert(record, school: key, epoch: epoch)
            keys.append(pupil)
            for (position, contact) in record.contacts.enumerated() {
                if contacts[contact.id] == nil {
                    contacts[contact.id] = try insert(
                        contact, isBarred: barred.contains(contact.id), isResponsible: responsible.contains(contact.id), school: key,
                        epoch: epoch)
                }
                try insert(contact, contact: contacts[contact.id] ?? 0, pupil: pupil.0, pupilID: record.pupil.id, position, epoch)
            }
        }
        try connection.execute(Self.count(pupils: pupils.count, contacts: contacts.count, of: key))
        guard let seeded = try transaction.school(school.id) else { throw StoreError.unavailable }
        for (pupil, sort) in keys {
            try connection.run(Self.insertRow) { statement in
                statement.bind(1, key)
                statement.bind(2, sort)
                statement.bind(3, epoch)
                statement.bind(4, pupil.rowID)
                try statement.run()
            }
            try transaction.refreshListRow(of: pupil, school: seeded)
        }
    }

    private func insert(_ record: RosterPupil, school: Int64, epoch: Int64) throws -> (PupilKey, [UInt8]) {
        let pupil = record.pupil
        let sort = ListOrder.key(surname: pupil.surname, forename: pupil.forename, id: pupil.id)
        let key = try connection.run(Self.insertPupil) { statement in
            statement.bind(1, school)
            statement.bind(2, pupil.id.text)
            statement.bind(3, pupil.forename)
            statement.bind(4, pupil.surname)
            statement.bind(5, pupil.yearGroup)
            statement.bind(6, pupil.registrationGroup)
            statement.bind(7, record.email.flatMap { EmailAddress($0)?.comparisonKey } ?? "")
            statement.bind(8, sort)
            statement.bind(9, epoch)
            _ = try statement.step()
            return statement.int64(0)
        }
        for word in SearchWords.ofPupil(forename: pupil.forename, surname: pupil.surname) {
            try connection.run(Self.insertPupilWord) { statement in
                statement.bind(1, school)
                statement.bind(2, word)
                statement.bind(3, sort)
                statement.bind(4, key)
                try statement.run()
            }
        }
        return (PupilKey(rowID: key), sort)
    }

    private func insert(_ contact: RosterContact, isBarred: Bool, isResponsible: Bool, school: Int64, epoch: Int64) throws -> Int64 {
        let key = try connection.run(Self.upsertContact) { statement in
            statement.bind(1, school)
            statement.bind(2, contact.id.text)
            _ = try statement.step()
            return statement.int64(0)
        }
        try connection.run(Self.insertVersion) { statement in
            statement.bind(1, key)
            statement.bind(2, epoch)
            statement.bind(3, school)
            statement.bind(4, contact.name.title)
            statement.bind(5, contact.name.forename)
            statement.bind(6, contact.name.surname)
            statement.bind(7, contact.email)
            statement.bind(8, contact.email.flatMap { EmailAddress($0)?.comparisonKey } ?? "")
            statement.bind(9, isBarred)
            statement.bind(10, isResponsible)
            try statement.run()
        }
        for word in SearchWords.ofContact(contact.name, email: contact.email) {
            try connection.run(Self.insertContactWord) { statement in
                statement.bind(1, school)
                statement.bind(2, word)
                statement.bind(3, key)
                statement.bind(4, epoch)
                try statement.run()
            }
        }
        return key
    }

    private func insert(
        _ record: RosterContact, contact: Int64, pupil: PupilKey, pupilID: PupilID, _ position: Int, _ epoch: Int64
    ) throws {
        try connection.run(Self.insertPair) { statement in
            statement.bind(1, pupil.rowID)
            statement.bind(2, Int64(position))
            statement.bind(3, contact)
            statement.bind(4, record.relationship)
            statement.bind(5, record.courtOrder == .yes)
            statement.bind(6, Int64(record.courtOrder.rawValue))
            statement.bind(7, Int64(record.parentalResponsibility.rawValue))
            try statement.run()
        }
        guard record.courtOrder == .yes else { return }
        try connection.run(Self.insertOrder) { statement in
            statement.bind(1, contact)
            statement.bind(2, pupilID.text)
            statement.bind(3, epoch)
            try statement.run()
        }
    }

    private static func count(pupils: Int, contacts: Int, of school: Int64) -> String {
        """
        UPDATE school SET pupils = \(pupils), contacts = \(contacts), court_orders = (
            SELECT count(*) FROM court_order o CROSS JOIN contact c ON c.key = o.contact WHERE c.school = school.key)
        WHERE key = \(school)
        """
    }

    private static let open = "9223372036854775807"
    private static let upsertSchool = Query(
        """
        INSERT INTO school (id, name, mis_linked, time_zone, court_order_data, epoch, imports) VALUES (?1, ?2, ?3, ?4, ?5, 1, 1)
        ON CONFLICT (id) DO UPDATE SET name = ?2, mis_linked = ?3, time_zone = ?4, court_order_data = ?5, epoch = epoch + 1,
            imports = imports + 1
        RETURNING key, epoch
        """)
    private static let insertPupil = Query(
        """
        INSERT INTO pupil (school, id, forename, surname, year_group, registration_group, address, sort, since, until)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, \(open)) RETURNING key
        """)
    private static let insertPupilWord = Query("INSERT INTO pupil_word (school, word, sort, pupil) VALUES (?1, ?2, ?3, ?4)")
    private static let upsertContact = Query(
        "INSERT INTO contact (school, id) VALUES (?1, ?2) ON CONFLICT (school, id) DO UPDATE SET id = id RETURNING key")
    private static let insertVersion = Query(
        """
        INSERT INTO contact_version (contact, since, until, school, title, forename, surname, email, address, barred, responsible)
        VALUES (?1, ?2, \(open), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """)
    private static let insertContactWord = Query("INSERT INTO contact_word (school, word, contact, since) VALUES (?1, ?2, ?3, ?4)")
    private static let insertPair = Query(
        """
        INSERT INTO pair (pupil, position, contact, relationship, court_order, court_order_said, parental_responsibility)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """)
    private static let insertOrder = Query(
        "INSERT OR IGNORE INTO court_order (contact, pupil_id, since, until) VALUES (?1, ?2, ?3, \(open))")
    private static let insertRow = Query(
        """
        INSERT INTO list_row (school, sort, since, until, pupil, year_group, registration_group, valid_until, stamp, encoded)
        SELECT ?1, ?2, ?3, \(open), key, year_group, registration_group, 0, 0, x'' FROM pupil WHERE key = ?4
        """)
}
