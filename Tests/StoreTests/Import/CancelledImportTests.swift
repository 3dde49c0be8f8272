import Cryptography
import InvitationStore
import Invitations
import Synchronization
import Testing

@testable import SQLiteStore

@Suite("R32: a cancelled import ends soon, and what it leaves is found")
struct CancelledImportTests {
    /// Cancels the task that imports, in its nth slice.
    private struct CancellingStore: RosterStore {
        let store: SQLiteStore
        let cancelledSlice: Int
        let slices = Slices()

        func writeRoster<Answer: Sendable>(
            _ body: @escaping @Sendable (any RosterTransaction) throws -> Answer
        ) async throws -> Answer {
            if slices.begin() == cancelledSlice { withUnsafeCurrentTask { $0?.cancel() } }
            return try await store.writeRaw { transaction in
                let answer = try body(transaction)
                slices.note(epoch: try transaction.rows("SELECT max(epoch) FROM school").first ?? "")
                return answer
            }
        }
    }

    private final class Slices: Sendable {
        private let epochs = Mutex<(begun: Int, all: [String])>((0, []))
        /// What readers see after each slice.
        var all: [String] { epochs.withLock { $0.all } }
        func note(epoch: String) { epochs.withLock { $0.all.append(epoch) } }
        func begin() -> Int {
            epochs.withLock { epochs in
                defer { epochs.begun += 1 }
                return epochs.begun
            }
        }
    }

    private static let limits: ImportLimits = {
        var limits = ImportLimits()
        (limits.batchPupilsMax, limits.sliceChangedMax, limits.sliceRowsMax, limits.sliceGatheredMax) = (2, 1, 1, 2)
        (limits.sliceScannedMax, limits.sliceFirstMax, limits.gatheredBytesMax) = (2, 1, 1000)
        return limits
    }()
    private static let before = [pupil("A1", contact("C1")), pupil("A2", contact("C2", order: .yes)), pupil("A3", contact("C3"))]
    private static let after = [
        pupil("A1", contact("C1", email: "new@example.org")), pupil("A2", contact("C2")), pupil("A4", contact("C4", order: .yes)),
        pupil("A5", contact("C3", surname: "New")),
    ]

    private static func importer(_ store: any RosterStore) -> ImportRoster {
        ImportRoster(
            store: store, digest: { SHA256.digest($0) }, departures: MailDepartures(), knowsTimeZone: ImportedSchool.knowsTimeZone,
            limits: limits)
    }

    private func makeSchool() async throws -> ImportedSchool {
        let school = try ImportedSchool()
        try await school.importFeed(Self.before)
        try await school.invite("C1")
        try await school.invite("C3")
        return school
    }

    @Test("R32: cancelled in any slice: before the flip nothing was imported, after it everything")
    func cancelled() async throws {
        let whole = try await makeSchool()
        let uncancelled = CancellingStore(store: whole.store, cancelledSlice: -1)
        _ = try await Self.importer(uncancelled).run(feed(Self.after))
        _ = try await Self.importer(whole.store).run(feed(Self.after))
        let expected = try whole.dump()
        let epochs = uncancelled.slices.all
        let flip = try #require(epochs.firstIndex(of: "2"))
        #expect(flip > 20 && epochs.count > flip + 5)

        for slice in epochs.indices {
            let school = try await makeSchool()
            let untouched = try school.dump()
            let list = try await school.list().rows
            let cancelling = CancellingStore(store: school.store, cancelledSlice: slice)
            let result = await Task { try await Self.importer(cancelling).run(feed(Self.after)) }.result
            // That slice, and at most one that takes things back or tidies up.
            #expect(cancelling.slices.all.count <= slice + 2)
            if slice < flip {
                #expect(throws: CancellationError.self) { try result.get() }
                #expect(try await school.list().rows == list)
            } else {
                #expect(throws: Never.self) { try result.get() }
            }
            // The next import takes up what is left, or the next start does.
            var store = school.store
            if slice.isMultiple(of: 2) {
                school.store.close()
                store = try school.temporary.reopened()
                if slice < flip { #expect(try school.dump() == untouched) }
            }
            for _ in 0..<2 { _ = try await Self.importer(store).run(feed(Self.after)) }
            store.close()
            #expect(try school.dump() == expected, "cancelled in slice \(slice) of \(epochs.count)")
        }
    }

    @Test("R39, R32: what a cut-off import left is removed for who needs the school between two imports; a running one is left alone")
    func leftover() async throws {
        let school = try await makeSchool()
        let untouched = try school.dump()
        let cancelling = CancellingStore(store: school.store, cancelledSlice: 6)
        let importer = Self.importer(cancelling)
        _ = await Task { try await importer.run(feed(Self.after)) }.result
        let seen = try await school.school()
        #expect(try await school.store.write { try $0.isImporting(seen) })

        let whole = Self.importer(school.store)
        try await whole.clearLeftover(of: seen.id)
        #expect(try await !school.store.write { try $0.isImporting(seen) })
        #expect(try school.dump() == untouched)

        let records = RecordStream(
            [.school(.oakfield)] + Self.after.map { RosterRecord.pupil($0) } + [.end(pupils: Int64(Self.after.count))]
        ) { index in
            guard index == 2 else { return }
            let error = try await refusal { try await whole.clearLeftover(of: seen.id) }
            #expect(error.reason == .importInProgress)
        }
        #expect(try await whole.run(records).pupils == Int64(Self.after.count))
    }
}
