internal import InvitationStore
internal import Invitations

/// Writes gathered rows, which are in the order of their tables: one slice's rows lie side by side, and the log stays small.
struct GatheredWriter {
    let work: RosterWork
    let rows: SortedRows
    /// Whether none were written before: then whoever shares an address lies side by side here.
    let areAll: Bool

    init(_ work: RosterWork, _ rows: SortedRows, areAll: Bool) {
        self.work = work
        self.rows = rows
        self.areAll = areAll
    }

    /// From the row at `first` on; answers where to go on, nil at the end.
    func step(from first: Int, weightMax: Int) throws -> Int? {
        let statements = try Statements(work)
        defer { statements.putBack() }
        var index = first
        var weight = 0
        while index < rows.count, weight < weightMax {
            try rows.withBytes(at: index) { bytes in
                switch GatheredRow(bytes) {
                case .contactWord(let word, let contact):
                    if work.epoch == 0, word.contains(UInt8(ascii: "@")) { try noteHolders(of: word, contact, at: index) }
                    if contact != GatheredRow.pupilsOwn { try statements.insertContactWord(word, contact) }
                    weight += 1
                case .pupilWord(let word, let sort, let pupil):
                    try statements.insertPupilWord(word, sort, pupil)
                    weight += 1
                case .listRow(let row):
                    try statements.insertListRow(row)
                    weight += Self.listRowWeight + row.encoded.count / Self.bytesOfWeight
                }
            }
            index += 1
        }
        return index < rows.count ? index : nil
    }

    /// On a first import, whose list rows took nobody to share an address (R21): who does has to be listed anew.
    private func noteHolders(of address: UnsafeRawBufferPointer, _ contact: Int64, at index: Int) throws {
        var isShared = isHeld(address, at: index - 1) || isHeld(address, at: index + 1)
        if !areAll {
            for other in try holders(of: address) where other != contact {
                try work.noteStale(other)
                isShared = true
            }
            isShared = try isShared || isPupilsOwn(address)
        }
        if isShared && contact != GatheredRow.pupilsOwn { try work.noteStale(contact) }
    }

    private func isHeld(_ address: UnsafeRawBufferPointer, at index: Int) -> Bool {
        guard index >= 0, index < rows.count else { return false }
        return rows.withBytes(at: index) { bytes in
            if case .contactWord(let word, _) = GatheredRow(bytes) { word.elementsEqual(address) } else { false }
        }
    }

    private func holders(of address: UnsafeRawBufferPointer) throws -> [Int64] {
        try work.connection.run(Self.holdersQuery) { statement in
            statement.bind(1, work.school)
            statement.bind(2, borrowedText: address)
            var holders: [Int64] = []
            while try statement.step() { holders.append(statement.int64(0)) }
            return holders
        }
    }

    private func isPupilsOwn(_ address: UnsafeRawBufferPointer) throws -> Bool {
        try work.connection.run(Self.pupilQuery) { statement in
            statement.bind(1, work.school)
            statement.bind(2, borrowedText: address)
            return try statement.step()
        }
    }

    /// A list row stands in three trees, and is long: that of a pupil with very many contacts fills pages.
    private static let listRowWeight = 4
    private static let bytesOfWeight = 1024
    private static let holdersQuery = Query("SELECT contact FROM contact_word WHERE school = ?1 AND word = ?2")
    private static let pupilQuery = Query("SELECT 1 FROM pupil WHERE school = ?1 AND address = ?2 AND address <> '' LIMIT 1")
}

/// The statements of one slice, bound once to what is the same in all rows.
private struct Statements {
    let connection: Connection
    let contactWord: Statement
    let pupilWord: Statement
    let listRow: Statement

    init(_ work: RosterWork) throws {
        connection = work.connection
        contactWord = try work.connection.take(Self.contactWordQuery)
        pupilWord = try work.connection.take(Self.pupilWordQuery)
        listRow = try work.connection.take(Self.listRowQuery)
        contactWord.bind(1, work.school)
        contactWord.bind(4, work.next)
        pupilWord.bind(1, work.school)
        listRow.bind(1, work.school)
        listRow.bind(3, work.next)
        listRow.bind(4, Schema.open)
    }

    func putBack() {
        connection.put(contactWord, back: Self.contactWordQuery)
        connection.put(pupilWord, back: Self.pupilWordQuery)
        connection.put(listRow, back: Self.listRowQuery)
    }

    func insertContactWord(_ word: UnsafeRawBufferPointer, _ contact: Int64) throws {
        contactWord.bind(2, borrowedText: word)
        contactWord.bind(3, contact)
        try contactWord.runAgain()
    }

    func insertPupilWord(_ word: UnsafeRawBufferPointer, _ sort: UnsafeRawBufferPointer, _ pupil: Int64) throws {
        pupilWord.bind(2, borrowedText: word)
        pupilWord.bind(3, borrowed: sort)
        pupilWord.bind(4, pupil)
        try pupilWord.runAgain()
    }

    func insertListRow(_ row: GatheredListRow) throws {
        listRow.bind(2, borrowed: row.sort)
        listRow.bind(5, row.pupil)
        listRow.bind(6, borrowedText: row.yearGroup)
        listRow.bind(7, borrowedText: row.registrationGroup)
        listRow.bind(8, row.validUntil)
        listRow.bind(9, row.stamp)
        listRow.bind(10, borrowed: row.encoded)
        try listRow.runAgain()
    }

    private static let contactWordQuery = Query(
        "INSERT OR IGNORE INTO contact_word (school, word, contact, since) VALUES (?1, ?2, ?3, ?4)")
    private static let pupilWordQuery = Query("INSERT INTO pupil_word (school, word, sort, pupil) VALUES (?1, ?2, ?3, ?4)")
    private static let listRowQuery = Query(
        """
        INSERT INTO list_row
            (school, sort, since, until, pupil, year_group, registration_group, valid_until, stamp, encoded)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """)
}
