import Cryptography
import InvitationStore
import Invitations
import Synchronization
import Testing

@testable import SQLiteStore

/// A first roster's list rows are encoded as its records come (R12): what a later record says of the same people has to reach them.
@Suite("R12: the list of a first roster, written while its feed arrives")
struct FirstRosterTests {
    /// Everything written in one sweep, or about one for each pupil.
    static let sweeps = [64 << 20, 1]

    private func limits(gatheredBytesMax: Int) -> ImportLimits {
        var limits = ImportLimits()
        (limits.batchPupilsMax, limits.sliceFirstMax, limits.sliceRowsMax, limits.sliceScannedMax) = (3, 2, 2, 3)
        (limits.sliceGatheredMax, limits.gatheredBytesMax) = (4, gatheredBytesMax)
        return limits
    }

    /// The list rows as they are stored are those that encoding them live gives, and none waits to be encoded.
    private func expectTrueList(
        _ pupils: [RosterPupil], gatheredBytesMax: Int, _ sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let school = try ImportedSchool(limits: limits(gatheredBytesMax: gatheredBytesMax))
        try await school.importFeed(pupils)
        try await school.store.expectDerivedRowsTrue(sourceLocation)
        let list = try await school.list()
        #expect(list.rows.count == pupils.count && list.live == 0, sourceLocation: sourceLocation)
        #expect(try await school.store.integrityFlaws().isEmpty, sourceLocation: sourceLocation)
    }

    @Test("R12: whatever a first feed says", arguments: 0..<10, sweeps)
    func anyFeed(seed: UInt64, gatheredBytesMax: Int) async throws {
        var random = RandomFeeds(seed: seed)
        for _ in 0..<6 { try await expectTrueList(random.feed(), gatheredBytesMax: gatheredBytesMax) }
    }

    @Test("R7, R9: a contact that a later record bars, or makes responsible", arguments: sweeps)
    func laterFlags(gatheredBytesMax: Int) async throws {
        try await expectTrueList(
            [
                pupil("A0", contact("C5", order: .yes), contact("C6")), pupil("A1", contact("C1"), contact("C2", responsible: .no)),
                pupil("A2", contact("C3"), contact("C5")), pupil("A3", contact("C4"), contact("C6", responsible: .no)),
                pupil("A4", contact("C1", order: .yes)), pupil("A5", contact("C2", responsible: .yes)), pupil("A6", contact("C1")),
            ], gatheredBytesMax: gatheredBytesMax)
    }

    @Test("R21: an address that another contact has, or a pupil, before or after; also of somebody barred", arguments: sweeps)
    func sharedAddresses(gatheredBytesMax: Int) async throws {
        let shared = "home@example.org"
        let contacts = [contact("C1", email: shared), contact("C2", email: "HOME@example.org"), contact("C3", email: shared, order: .yes)]
        for other in contacts.dropFirst() {
            for first in [contacts[0], other] {
                let second = first.id == other.id ? contacts[0] : other
                try await expectTrueList(
                    [pupil("A1", first), pupil("A2", contact("C4")), pupil("A3", contact("C5")), pupil("A4", second), pupil("A5", first)],
                    gatheredBytesMax: gatheredBytesMax)
            }
        }
        for isPupilFirst in [true, false] {
            let own = pupil("A2", contact("C6"), email: "Home@example.org")
            let parents = pupil("A1", contacts[0])
            try await expectTrueList(
                [isPupilFirst ? own : parents, pupil("A3", contact("C7")), isPupilFirst ? parents : own],
                gatheredBytesMax: gatheredBytesMax)
        }
    }

    @Test("R8: nobody speaks of court orders before a late record, or at all", arguments: sweeps)
    func lateCourtOrders(gatheredBytesMax: Int) async throws {
        let silent = (1...7).map { pupil("A\($0)", contact("C\($0)", order: .absent)) }
        try await expectTrueList(silent, gatheredBytesMax: gatheredBytesMax)
        try await expectTrueList(silent + [pupil("A8", contact("C8", order: .no))], gatheredBytesMax: gatheredBytesMax)
    }

    @Test("R32: cut off anywhere, nothing is left of it once the next import or start has cleared up", arguments: sweeps)
    func cutOff(gatheredBytesMax: Int) async throws {
        let pupils = (1...6).map { pupil("A\($0)", contact("C\($0 / 2)", email: "c\($0 / 4)@example.org", order: .absent)) }
        let whole = try ImportedSchool(limits: limits(gatheredBytesMax: gatheredBytesMax))
        try await whole.importFeed(pupils)
        let expected = try whole.dump()
        for cut in 1...pupils.count {
            let school = try ImportedSchool(limits: limits(gatheredBytesMax: gatheredBytesMax))
            let untouched = try school.dump()
            let records = RecordStream([.school(.oakfield)] + pupils.map(RosterRecord.pupil)) { index in
                if index == cut { throw CancellationError() }
            }
            await #expect(throws: CancellationError.self) { try await school.importer.run(records) }
            #expect(try school.dump() == untouched)
            try await school.importFeed(pupils)
            #expect(try school.dump() == expected)
        }
    }

    @Test("R32: who sends a feed does not wait for a sweep of gathered rows: some of it is written after each batch")
    func readsWhileWriting() async throws {
        let temporary = try TemporaryStore()
        let slices = SliceCounter(store: temporary.store)
        var limits = ImportLimits()
        (limits.batchPupilsMax, limits.sliceFirstMax, limits.sliceGatheredMax, limits.gatheredBytesMax) = (2, 2, 20, 50_000)
        let importer = ImportRoster(
            store: slices, digest: { SHA256.digest($0) }, departures: MailDepartures(), knowsTimeZone: ImportedSchool.knowsTimeZone,
            limits: limits)
        let pupils = (0..<500).map { pupil("A\($0)", contact("C\($0)")) }
        let records = RecordStream([.school(.oakfield)] + pupils.map(RosterRecord.pupil) + [.end(pupils: 500)]) { _ in
            slices.recordComes()
        }
        #expect(try await importer.run(records).contacts == 500)
        // A sweep has about a hundred pupils, each of nine rows' weight: 45 slices, of which the first batches of two take some seven each.
        #expect((4...20).contains(slices.mostBetweenRecords))
        try await temporary.store.expectDerivedRowsTrue()
    }

    /// How many slices ran between two records.
    private final class SliceCounter: RosterStore {
        let store: SQLiteStore
        private let counts = Mutex<(now: Int, most: Int)>((0, 0))

        init(store: SQLiteStore) { self.store = store }

        var mostBetweenRecords: Int { counts.withLock { $0.most } }

        func recordComes() { counts.withLock { $0 = (0, max($0.most, $0.now)) } }

        func writeRoster<Answer: Sendable>(
            _ body: @escaping @Sendable (any RosterTransaction) throws -> Answer
        ) async throws -> Answer {
            counts.withLock { $0.now += 1 }
            return try await store.writeRoster(body)
        }
    }

    @Test("R32: a pupil that a first feed names twice is refused, wherever the second stands")
    func duplicate() async throws {
        let pupils = (1...6).map { pupil("A\($0)", contact("C\($0)")) }
        for place in 1...pupils.count {
            let school = try ImportedSchool(limits: limits(gatheredBytesMax: 1))
            let error = try await refusal {
                try await school.importFeed(pupils[..<place] + [pupil("A1", contact("C9"))] + pupils[place...])
            }
            #expect(error.reason == .feedDuplicatePupil && error.metadata["record"] == "pupil \(place + 1)")
        }
    }
}
