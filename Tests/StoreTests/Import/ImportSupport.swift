import Cryptography
import GRDB
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// A school whose feeds a test writes by hand, on a real store.
struct ImportedSchool {
    let temporary: TemporaryStore
    let importer: ImportRoster
    let hasGuards: Bool
    var store: SQLiteStore { temporary.store }
    let random = SeededRandom(seed: 11)
    static let knowsTimeZone: @Sendable (String) -> Bool = { ["Europe/London", "Europe/Dublin"].contains($0) }

    /// `hasGuards`: as a school has them; else nothing is ever withheld (R35), as long as feeds come through `importFeed`.
    init(limits: ImportLimits = ImportLimits(), hasGuards: Bool = false) throws {
        self.hasGuards = hasGuards
        temporary = try TemporaryStore()
        importer = ImportRoster(
            store: temporary.store, digest: { SHA256.digest($0) }, departures: MailDepartures(),
            knowsTimeZone: ImportedSchool.knowsTimeZone, limits: limits)
    }

    @discardableResult
    func importFeed(_ pupils: [RosterPupil], school: RosterSchool = .oakfield, confirming: String = "") async throws -> ImportReport {
        let report = try await importer.run(feed(pupils, school: school, confirming: confirming))
        if !hasGuards { try await store.liftImportGuards() }
        return report
    }

    func school(_ id: SchoolID = RosterSchool.oakfield.id) async throws -> School {
        try #require(try await store.read { try $0.school(id) })
    }

    /// nil: not in the roster.
    func contact(_ id: String) async throws -> ContactState? {
        let school = try await school()
        return try await store.read { try $0.contacts([ContactID(unchecked: id)], of: school)[0] }
    }

    /// Issues an invitation as Send would, with its event.
    @discardableResult
    func invite(_ id: String) async throws -> InvitationNonce {
        let school = try await school()
        let nonce = InvitationNonce(bytes: random.bytes(16))
        let isIssued = try await store.write { transaction in
            guard let contact = try transaction.contacts([ContactID(unchecked: id)], of: school)[0] else { return false }
            try transaction.append([NewEvent(.invited, contact: contact.key, actor: "test")], of: school)
            return try transaction.issue(
                [
                    NewInvitation(
                        contact: contact.key, expectedGeneration: contact.invitation?.generation ?? 0, nonce: nonce, tokenKeyID: 1,
                        address: contact.email ?? "")
                ], of: school)[0]
        }
        try #require(isIssued)
        return nonce
    }

    func register(_ id: String, account: String) async throws {
        let nonce = try await invite(id)
        let isWon = try await store.write { transaction in
            guard let named = try transaction.invitation(nonce) else { return false }
            return try transaction.redeem(
                named.contact.key, generation: named.invitation.generation, account: AccountID(unchecked: account), of: named.school)
        }
        try #require(isWon)
    }

    func standing(_ nonce: InvitationNonce) async throws -> Invitation.Standing? {
        try await store.read { try $0.invitation(nonce)?.invitation.standing }
    }

    /// The list as it is shown, one text per pupil; and how many rows had to be encoded live.
    func list() async throws -> StoreConformance.ListedPage {
        let query = ListQuery(school: try await school(), filter: ContactFilter(), after: nil, pupilsMax: 1000)
        return try await store.read { try StoreConformance.page(query, in: $0) }
    }

    func find(_ change: (inout ContactFilter) -> Void) async throws -> [String] {
        var filter = ContactFilter()
        change(&filter)
        let query = ListQuery(school: try await school(), filter: filter, after: nil, pupilsMax: 1000)
        return try await store.read { try StoreConformance.page(query, in: $0) }.ids
    }

    /// `KIND contact: detail` in order, of the feed's doing.
    func feedEvents() throws -> [String] {
        try rows(
            """
            SELECT e.kind || ' ' || coalesce(c.id, '-') || ': ' || e.detail FROM event e LEFT JOIN contact c ON c.key = e.contact
            WHERE e.actor = 'feed' ORDER BY e.school, e.sequence
            """)
    }

    /// Every row of every table as text.
    func dump() throws -> [String] {
        try read { database in
            let tables = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            return try tables.flatMap { table in try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" } }
        }
    }

    func rows(_ sql: String) throws -> [String] { try read { try String.fetchAll($0, sql: sql) } }

    private func read<Answer>(_ body: (Database) throws -> Answer) throws -> Answer {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: temporary.path, configuration: configuration).read(body)
    }
}

extension SQLiteStore {
    /// R35: the guards of every school at their widest, beside its policy's version: the small rosters of tests change by large shares.
    func liftImportGuards() async throws {
        try await writeRaw { try $0.connection.execute("UPDATE school SET removal_guard_percent = 100, lift_guard_percent = 100") }
    }
}

/// A whole feed as records.
func feed(_ pupils: [RosterPupil], school: RosterSchool = .oakfield, confirming: String = "") -> RecordStream {
    RecordStream([.school(school, confirming: confirming)] + pupils.map(RosterRecord.pupil) + [.end(pupils: Int64(pupils.count))])
}

/// Records one after the other, with something done before the nth.
struct RecordStream: AsyncSequence {
    typealias Element = RosterRecord
    typealias Failure = any Error
    var records: [RosterRecord]
    var before: @Sendable (Int) async throws -> Void

    init(_ records: [RosterRecord], before: @escaping @Sendable (Int) async throws -> Void = { _ in }) {
        self.records = records
        self.before = before
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: self) }

    struct AsyncIterator: AsyncIteratorProtocol {
        let stream: RecordStream
        var index = 0

        mutating func next() async throws -> RosterRecord? {
            try await stream.before(index)
            guard index < stream.records.count else { return nil }
            defer { index += 1 }
            return stream.records[index]
        }
    }
}

/// A pupil with contacts, all of year 7.
func pupil(_ id: String, _ contacts: RosterContact..., surname: String = "Hartley", email: String? = nil) -> RosterPupil {
    .sample(id, "Kit", surname, "7", "7A", email: email, contacts: contacts)
}

/// A contact whose address is its id's, unless given.
func contact(
    _ id: String, email: String?? = .none, surname: String = "Hartley", order: TriState = .no, responsible: TriState = .yes
) -> RosterContact {
    .sample(id, "Mx", "Robin", surname, email ?? "\(id)@example.org", courtOrder: order, parentalResponsibility: responsible)
}
