internal import InvitationStore
internal import Invitations

/// Puts a feed's pupils beside the roster that is seen: what is as it was is only marked, what differs is written as rows of the next epoch.
struct PupilStager {
    let work: RosterWork
    /// nil: list rows are written when all is known.
    let listRows: FirstListRows?
    private var contacts: ContactStager
    private var pupils = ImportTally()

    /// What was done so far.
    var tally: ImportTally {
        var sum = pupils
        sum += contacts.tally
        return sum
    }
    var gathered: GatheredRows { contacts.gathered }

    init(_ work: RosterWork, _ listRows: FirstListRows?) {
        self.work = work
        contacts = ContactStager(work)
        self.listRows = listRows
    }

    /// Answers whether the pupil is new or changed.
    mutating func stage(_ pupil: StagedPupil) throws -> Bool {
        // On a school's first import whoever is there already came with it.
        let stored = work.epoch == 0 ? nil : try storedPupil(pupil.record.pupil.id)
        if let stored {
            guard stored.since < work.next, stored.until > work.next else { throw duplicate(pupil) }
            if stored.digest == pupil.digest {
                guard try work.markSeen(stored.key) else { throw duplicate(pupil) }
                return false
            }
            guard try !work.isSeen(stored.key) else { throw duplicate(pupil) }
            try work.end(pupil: stored.key, sort: stored.sort, since: stored.since)
            try work.touchContacts(ofPupil: stored.key)
            if stored.address != pupil.address {
                try work.noteAddress(stored.address)
                try work.noteAddress(pupil.address)
            }
            pupils.pupilsChanged += 1
        } else {
            try work.noteAddress(pupil.address)
            pupils.pupilsAdded += 1
        }
        try write(pupil)
        return true
    }

    private mutating func write(_ pupil: StagedPupil) throws {
        let record = pupil.record.pupil
        let sort = ListOrder.key(surname: record.surname, forename: record.forename, id: record.id)
        let key = try insert(pupil, sort: sort)
        contacts.gathered.append(SearchWords.ofPupil(forename: record.forename, surname: record.surname), ofPupil: key, sort: sort)
        var pairs: [FirstListRows.Pair] = []
        for (position, contact) in pupil.record.contacts.enumerated() {
            let staged = try contacts.stage(contact, address: pupil.contactAddresses[position], under: pupil)
            let isBarred = try contacts.mergeCourtOrder(contact, staged, pupil: pupil.record.pupil.id)
            try work.connection.run(Self.insertPair) { statement in
                statement.bind(1, key)
                statement.bind(2, Int64(position))
                statement.bind(3, staged.key)
                statement.bind(4, contact.relationship)
                statement.bind(5, isBarred)
                statement.bind(6, Int64(contact.courtOrder.rawValue))
                statement.bind(7, Int64(contact.parentalResponsibility.rawValue))
                try statement.run()
            }
            if listRows != nil {
                pairs.append(
                    FirstListRows.Pair(contact: contact, key: staged.key, isBarred: staged.isBarred, hasOrder: isBarred))
            }
        }
        if let listRows {
            listRows.gather(record, key: key, sort: sort, pairs, in: &contacts.gathered)
            if !pupil.address.isEmpty { contacts.gathered.append([pupil.address], ofContact: GatheredRow.pupilsOwn) }
        } else {
            try work.order(key, sort: sort, since: work.next, isEnded: false)
        }
    }

    private func insert(_ pupil: StagedPupil, sort: [UInt8]) throws -> Int64 {
        let record = pupil.record.pupil
        return try work.connection.run(Self.insertPupil) { statement in
            statement.bind(1, work.school)
            statement.bind(2, record.id.text)
            statement.bind(3, record.forename)
            statement.bind(4, record.surname)
            statement.bind(5, record.yearGroup)
            statement.bind(6, record.registrationGroup)
            statement.bind(7, pupil.address)
            statement.bind(8, sort)
            statement.bind(9, pupil.digest)
            statement.bind(10, work.next)
            statement.bind(11, Schema.open)
            guard try statement.run() == 1 else { throw duplicate(pupil) }
            return work.connection.lastInsertedKey
        }
    }

    /// The latest row of that id that is seen, or will be.
    private func storedPupil(_ id: PupilID) throws -> StoredPupil? {
        try work.connection.run(Self.pupilByID) { statement in
            statement.bind(1, work.school)
            statement.bind(2, id.text)
            statement.bind(3, work.epoch)
            guard try statement.step() else { return nil }
            return StoredPupil(
                key: statement.int64(0), digest: statement.bytes(1), sort: statement.bytes(2), address: statement.text(3),
                since: statement.int64(4), until: statement.int64(5))
        }
    }

    private func duplicate(_ pupil: StagedPupil) -> InvitationError {
        InvitationError(
            .feedDuplicatePupil,
            "Record pupil \(pupil.position) of the feed names the pupil \(pupil.record.pupil.id.text) a second time. Name each pupil once.",
            ["record": "pupil \(pupil.position)", "pupil_id": pupil.record.pupil.id.text])
    }

    private static let pupilByID = Query(
        """
        SELECT key, digest, sort, address, since, until FROM pupil WHERE school = ?1 AND id = ?2 AND until > ?3
        ORDER BY since DESC LIMIT 1
        """)
    private static let insertPupil = Query(
        """
        INSERT INTO pupil (school, id, forename, surname, year_group, registration_group, address, sort, digest, since, until)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (school, id, since) DO NOTHING
        """)
    private static let insertPair = Query(
        """
        INSERT INTO pair (pupil, position, contact, relationship, court_order, court_order_said, parental_responsibility)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """)
}

private struct StoredPupil {
    var key: Int64
    var digest: [UInt8]
    var sort: [UInt8]
    var address: String
    var since: Int64
    var until: Int64
}
