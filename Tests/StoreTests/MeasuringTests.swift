import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite struct MeasuringTests {
    @Test("The outbox is counted by state, and its longest wait begins when its first mail was due")
    func outbox() async throws {
        let temporary = try TemporaryStore()
        let kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
        #expect(try await temporary.store.measureOutbox() == OutboxMeasures(counts: [.queued: 0, .deferred: 0, .held: 0]))
        let first = temporary.clock.clock.now()
        try await kit.aLimitIsKeptAndTheOldestGoesFirst()
        // Both are leased: neither is due before the lease is over.
        var measures = try await temporary.store.measureOutbox()
        #expect(measures == OutboxMeasures(counts: [.queued: 2, .deferred: 0, .held: 0]))
        temporary.clock.advance(by: .seconds(86_400))
        measures = try await temporary.store.measureOutbox()
        #expect(try #require(measures.dueSince) > first)
        #expect(try #require(measures.dueSince) < temporary.clock.clock.now())
    }
}
