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

    @Test("R23: Held mail is counted by what it waits for, until it is released") func held() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let kit = StoreConformance(store: temporary.store, school: school, clock: temporary.clock)
        for (id, cause) in [("c-imogen", HoldCause.template), ("c-otto", .template), ("c-lena", .letter)] {
            try await kit.invite(id)
            for mail in try await kit.lease() {
                #expect(try await kit.settle(mail, .held(because: cause, detail: "by hand", mayHaveLeft: false)))
            }
        }
        #expect(try await temporary.store.measureOutbox().held == [.template: 2, .letter: 1])
        #expect(try await temporary.store.write { try $0.releaseHeldMail(of: school, because: [.template]) } == 2)
        let measures = try await temporary.store.measureOutbox()
        #expect(measures.held == [.letter: 1] && measures.counts[.held] == 3)
    }
}
