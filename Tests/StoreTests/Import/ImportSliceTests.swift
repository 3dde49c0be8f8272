import Cryptography
import InvitationStore
import Invitations
import Synchronization
import Testing

@testable import SQLiteStore

@Suite("R32: other calls never wait for an import")
struct ImportSliceTests {
    /// Lets something happen before every slice, and notes how many rows each changed.
    struct WatchedStore: RosterStore {
        let store: SQLiteStore
        let before: @Sendable () async throws -> Void
        let changes = Counts()

        func writeRoster<Answer: Sendable>(
            _ body: @escaping @Sendable (any RosterTransaction) throws -> Answer
        ) async throws -> Answer {
            try await before()
            let changes = changes
            return try await store.writeRaw { transaction in
                let start = transaction.connection.totalChanges
                defer { changes.add(transaction.connection.totalChanges - start) }
                return try body(transaction)
            }
        }
    }

    final class Counts: Sendable {
        private let all = Mutex<[Int64]>([])
        func add(_ count: Int64) { all.withLock { $0.append(count) } }
        func take() -> [Int64] {
            all.withLock { counts in
                defer { counts = [] }
                return counts
            }
        }
    }

    /// Two rows for each word and a few dozen for each pupil, of 20 pupils or 200 words: the same however large the feed.
    static let sliceRowsMax: Int64 = 1000

    @Test("R32: a redeem gets through between any two slices, and no slice grows with the feed", arguments: [300, 600])
    func redeemBetweenSlices(pupils count: Int) async throws {
        let school = try ImportedSchool()
        let parents = 400
        try await school.importFeed((0..<parents).map { pupil("P\($0)", contact("C\($0)")) })
        let nonces = NonceBox()
        for index in 0..<parents { await nonces.add(try await school.invite("C\(index)")) }
        let redeemed = Mutex(0)
        let store = school.store

        var limits = ImportLimits()
        (limits.batchPupilsMax, limits.sliceChangedMax, limits.sliceRowsMax, limits.sliceGatheredMax) = (60, 20, 20, 200)
        (limits.sliceScannedMax, limits.sliceFirstMax, limits.gatheredBytesMax) = (200, 20, 50_000)
        let watched = WatchedStore(store: store) {
            let index = redeemed.withLock { index in
                defer { index += 1 }
                return index
            }
            guard index < parents else { return }
            let nonce = await nonces.nonces[index]
            let isWon = try await store.write { transaction in
                guard let named = try transaction.invitation(nonce) else { return false }
                return try transaction.redeem(
                    named.contact.key, generation: named.invitation.generation, account: AccountID(unchecked: "a\(index)"), of: named.school
                )
            }
            #expect(isWon)
        }
        let importer = ImportRoster(
            store: watched, digest: { SHA256.digest($0) }, departures: MailDepartures(), knowsTimeZone: ImportedSchool.knowsTimeZone,
            limits: limits)
        let other = RosterSchool(id: SchoolID(unchecked: "ashford"), name: "Ashford", isMISLinked: true, timeZone: "Europe/London")
        for email in ["first", "second", "second"] {
            let pupils = (0..<count).map { pupil("A\($0)", contact("K\($0)", email: "\(email).\($0)@example.org"), contact("L\($0 / 2)")) }
            let report = try await importer.run(feed(pupils, school: other))
            #expect(report.pupils == Int64(count))
            let slices = watched.changes.take()
            #expect((slices.max() ?? 0) <= Self.sliceRowsMax)
            #expect(slices.count >= (report.isUnchanged ? count / 60 : count / 10))
        }
        #expect(redeemed.withLock { $0 } > 2 * count / 10)
    }

    @Test("R32: A slice ends with its contacts and with what it leaves for later as well, but not before its first pupil")
    func manyContacts() async throws {
        let school = try ImportedSchool()
        let staged = (0..<6).map { position in
            StagedPupil(
                record: pupil("A\(position)", contact("C\(position)a"), contact("C\(position)b")), position: Int64(position + 1),
                digest: [1], address: "", contactAddresses: ["x@example.org", "x@example.org"])
        }
        let consumed = try await school.store.writeRoster { transaction in
            let roster = try transaction.beginImport(of: .oakfield)
            var (few, small) = (ImportLimits(), ImportLimits())
            (few.sliceContactsMax, small.sliceGatheredBytesMax) = (3, 1)
            return [
                try transaction.stage(staged[0...], of: roster, limits: few).consumed,
                try transaction.stage(staged[2...], of: roster, limits: small).consumed,
                try transaction.stage(staged[3...], of: roster, limits: ImportLimits()).consumed,
            ]
        }
        #expect(consumed == [2, 1, 3])
    }

    @Test(
        "R32: A slice of gathered rows ends where they are long: a list row counts for four, and one more for each KiB",
        arguments: [
            (bytes: 0, rows: 3), (bytes: 1023, rows: 3), (bytes: 1024, rows: 3), (bytes: 2048, rows: 2), (bytes: 8 << 10, rows: 1),
            (bytes: 1 << 20, rows: 1),
        ])
    func longListRows(bytes: Int, rows: Int) async throws {
        let school = try ImportedSchool()
        var gathered = GatheredRows()
        for pupil in 1...5 {
            gathered.append(
                listRowOf: Int64(pupil), sort: [UInt8(pupil)], yearGroup: "7", registrationGroup: "7A", validUntil: 0, stamp: 0,
                encoded: [UInt8](repeating: 0, count: bytes))
        }
        var limits = ImportLimits()
        limits.sliceGatheredMax = 12
        let next = try await school.store.writeRoster { [sorted = gathered.takeSorted(), limits] transaction in
            try transaction.writeGathered(sorted, from: 0, of: transaction.beginImport(of: .oakfield), limits: limits)
        }
        #expect(next == rows)
        #expect(try school.rows("SELECT count(*) FROM list_row") == ["\(rows)"])
    }
}
