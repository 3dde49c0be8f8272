import Glibc
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite struct UpkeepTests {
    /// The writer does a step when nobody waits, and after 16 batches in any case.
    private func settleUpkeep(_ store: SQLiteStore) async throws {
        for _ in 0..<40 { _ = try await store.rows("SELECT 1") }
    }

    @Test("R16: Answers older than seven days are forgotten, in small steps") func forgetsOldAnswers() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let random = SeededRandom(seed: 3)
        for day in 0..<9 {
            for _ in 0..<3 {
                let key = IdempotencyKey(school: school.key, principal: "head \(day)", method: "Send", requestID: random.bytes(16))
                try await temporary.store.write { try $0.record(RecordedAnswer(bodyDigest: [1], answer: [2]), for: key) }
            }
            temporary.clock.advance(by: .seconds(86_400))
        }
        try await settleUpkeep(temporary.store)
        // Now is day 9: those of days 0, 1 and 2 are seven days old or older.
        #expect(try await temporary.store.rows("SELECT DISTINCT principal FROM recorded_answer ORDER BY 1") == (3..<9).map { "head \($0)" })
    }

    @Test("R16: A writer that is never without work forgets old answers all the same") func upkeepDoesNotStarve() async throws {
        let temporary = try TemporaryStore(configure: { $0.batchMembersMax = 1 })
        let school = try await temporary.seedRoster()
        let random = SeededRandom(seed: 3)
        for _ in 0..<3 {
            let key = IdempotencyKey(school: school.key, principal: "head", method: "Send", requestID: random.bytes(16))
            try await temporary.store.write { try $0.record(RecordedAnswer(bodyDigest: [1], answer: [2]), for: key) }
        }
        temporary.clock.advance(by: .seconds(8 * 86_400))
        let gate = Gate()
        gate.close(temporary.store)
        let answers = Answers<[String]>()
        for _ in 0..<64 { temporary.store.writeRaw({ try $0.rows("SELECT count(*) FROM recorded_answer") }, completion: answers.take) }
        gate.open()
        let seen = try answers.all(64).map { try $0.get() }
        #expect(seen.first == ["3"])
        #expect(seen.last == ["0"])
    }

    @Test("R12: A row that a reader found no longer true is encoded anew") func encodesStaleRows() async throws {
        let temporary = try TemporaryStore()
        let kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
        try await kit.inviteAndMail("c-imogen", validFor: .seconds(100))
        temporary.clock.advance(by: .seconds(100))
        #expect(try await kit.page(after: nil, pupilsMax: 10).live == 2)
        try await settleUpkeep(temporary.store)
        let after = try await kit.page(after: nil, pupilsMax: 10)
        #expect(after.live == 0)
        #expect(after.rows.filter { $0.contains("invitationExpired") }.count == 2)
        try await temporary.store.expectDerivedRowsTrue()
    }

    @Test("The write-ahead log is copied back, and starts over instead of growing") func boundsTheLog() async throws {
        let log = CommitLog()
        let temporary = try TemporaryStore(configure: {
            $0.checkpointPages = 20
            $0.checkpointPagesMax = 60
            $0.afterCommit = log.add
        })
        let school = try await temporary.seedRoster()
        let detail = String(repeating: "x", count: 3000)
        for _ in 0..<300 {
            try await temporary.store.write {
                try $0.append([NewEvent(.invited, contact: nil, actor: "head", detail: detail)], of: school)
            }
        }
        #expect(log.all.map(\.logPages).max() ?? 0 < 200)
        var status = stat()
        #expect(stat(temporary.path + "-wal", &status) == 0)
        #expect(status.st_size < 200 * 4200)
    }
}
