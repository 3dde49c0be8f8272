import Cryptography
import InvitationStore
import Invitations
import Synchronization
import Testing

@testable import SQLiteStore

@Suite("R32: a withheld feed's new orders come in slices")
struct WithheldSliceTests {
    /// Counts the slices that applied orders, lets something happen before each, and may fail for good before one, as a process does that dies.
    private struct Slices: RosterStore {
        struct Died: Error {}
        final class State: Sendable {
            let applied = Mutex(0)
            let isDead = Atomic(false)
        }

        let store: SQLiteStore
        var diesBefore = Int.max
        var before: @Sendable (Int) async throws -> Void = { _ in }
        let state = State()

        func writeRoster<Answer: Sendable>(_ body: @escaping @Sendable (any RosterTransaction) throws -> Answer) async throws -> Answer {
            if state.isDead.load(ordering: .acquiring) { throw Died() }
            let applied = state.applied.withLock { $0 }
            if applied > 0 { try await before(applied) }
            return try await store.writeRoster { [self] transaction in
                let events = Self.orders(transaction)
                if events > 0, applied >= diesBefore {
                    state.isDead.store(true, ordering: .releasing)
                    throw Died()
                }
                let answer = try body(transaction)
                if Self.orders(transaction) > events { state.applied.withLock { $0 += 1 } }
                return answer
            }
        }

        private static func orders(_ transaction: any RosterTransaction) -> Int64 {
            ((try? transaction.school(RosterSchool.oakfield.id)).flatMap { $0 }).flatMap { try? transaction.facts(of: $0).courtOrders } ?? 0
        }
    }

    private static let parents = 20
    private static let roster = (1...parents).map { pupil("A\($0)", contact("C\($0)")) }
    /// Everybody is barred, and too many are gone: those under `A1` to `A10` keep their pupils.
    private static let feed = (1...10).map { pupil("A\($0)", contact("C\($0)", order: .yes), contact("N\($0)", order: .yes)) }

    private func importer(_ store: any RosterStore) -> ImportRoster {
        var limits = ImportLimits()
        limits.sliceRowsMax = 4
        return ImportRoster(
            store: store, digest: { SHA256.digest($0) }, departures: MailDepartures(), knowsTimeZone: ImportedSchool.knowsTimeZone,
            limits: limits)
    }

    private func run(_ slices: Slices) async throws -> ImportReport {
        try await importer(slices).run(StoreTests.feed(Self.feed))
    }

    @Test("R32, R35: other calls get through between two slices; each slice is whole for its contacts, and the answer comes after all")
    func between() async throws {
        let school = try ImportedSchool(hasGuards: true)
        try await school.importFeed(Self.roster)
        var nonces: [InvitationNonce] = []
        for index in 1...10 { nonces.append(try await school.invite("C\(index)")) }
        let links = nonces
        let seen = Mutex<[Int]>([])
        let store = school.store
        var slices = Slices(store: store)
        slices.before = { _ in
            // Another member of the writer, in its own commit.
            let barred = try await store.write { transaction in
                let school = try #require(try transaction.school(RosterSchool.oakfield.id))
                let ids = (1...10).map { ContactID(unchecked: "C\($0)") }
                let contacts = try transaction.contacts(ids, of: school).compactMap { $0 }
                for contact in contacts {
                    #expect(contact.isBarred == (contact.invitation?.standing == .revoked(.courtOrder)))
                    let kinds = try transaction.events(of: contact.key, before: nil, limit: 10).map(\.kind)
                    #expect(kinds.contains("COURT_ORDER_ADDED") == contact.isBarred && kinds.contains("REVOKED") == contact.isBarred)
                }
                try transaction.append([NewEvent(.policyChanged, contact: nil, actor: "between")], of: school)
                return contacts.count(where: \.isBarred)
            }
            seen.withLock { if $0.last != barred { $0.append(barred) } }
        }
        let report = try await run(slices)
        #expect(!report.withheldDigest.isEmpty)
        #expect(report.courtOrdersAdded == 20 && report.invitationsRevoked == 10 && report.mailsCancelled == 10)
        #expect(slices.state.applied.withLock { $0 } == 5)
        #expect(seen.withLock { $0 }.count >= 3, "\(seen.withLock { $0 })")
        for nonce in links { #expect(try await school.standing(nonce) == .revoked(.courtOrder)) }
        #expect(try school.rows("SELECT detail FROM event WHERE kind = 'IMPORT_WITHHELD'").count == 1)
        try await store.expectDerivedRowsTrue()
    }

    @Test("R32, R35: what a crash leaves is the slices before it; the same feed again does the rest", arguments: 1...4)
    func crash(slice: Int) async throws {
        let school = try ImportedSchool(hasGuards: true)
        try await school.importFeed(Self.roster)
        for index in 1...10 { try await school.invite("C\(index)") }
        var slices = Slices(store: school.store)
        slices.diesBefore = slice
        await #expect(throws: Slices.Died.self) { try await run(slices) }
        school.store.close()

        let reopened = try school.temporary.reopened()
        defer { reopened.close() }
        func standing() throws -> [String] {
            try school.rows("SELECT c.id FROM court_order o JOIN contact c ON c.key = o.contact WHERE o.until > 1000 ORDER BY c.id")
        }
        func revoked() throws -> [String] {
            try school.rows("SELECT c.id FROM invitation i JOIN contact c ON c.key = i.contact WHERE i.standing = 2 ORDER BY c.id")
        }
        let prefix = try standing()
        #expect(prefix.count == 4 * slice)
        #expect(try revoked() == prefix.filter { $0.hasPrefix("C") })
        try await reopened.expectDerivedRowsTrue()
        #expect(try await reopened.integrityFlaws().isEmpty)

        let report = try await run(Slices(store: reopened))
        #expect(!report.withheldDigest.isEmpty && report.courtOrdersAdded == Int64(20 - prefix.count))
        #expect(try standing().count == 20 && revoked().count == 10)
        try await reopened.expectDerivedRowsTrue()
        // Once more: nothing is new.
        #expect(try await run(Slices(store: reopened)).courtOrdersAdded == 0)
    }
}
