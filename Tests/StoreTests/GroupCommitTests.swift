import GRDBSQLite
import InvitationStore
import Invitations
import Synchronization
import Testing

@testable import SQLiteStore

@Suite struct GroupCommitTests {
    private struct Refused: Error {}

    private func append(
        _ detail: String, _ temporary: TemporaryStore, _ school: School, to answers: Answers<Void>, then: (any Error)? = nil
    ) {
        temporary.store.write(
            isStillWanted: { true },
            { transaction in
                try transaction.append([NewEvent(.invited, contact: nil, actor: "head", detail: detail)], of: school)
                if let then { throw then }
            }, completion: answers.take)
    }

    private func details(_ temporary: TemporaryStore) async throws -> [String] {
        try await temporary.store.rows("SELECT detail FROM event ORDER BY sequence")
    }

    @Test("64 callers share one flush, and each is answered after it") func sharesFlushes() async throws {
        let log = CommitLog()
        let temporary = try TemporaryStore(configure: { $0.afterCommit = log.add })
        let school = try await temporary.seedRoster()
        let gate = Gate()
        gate.close(temporary.store)
        let answers = Answers<Void>()
        for index in 0..<64 { append("\(index)", temporary, school, to: answers) }
        let before = log.all.count
        gate.open()
        #expect(answers.all(64).allSatisfy { (try? $0.get()) != nil })
        let after = log.all.dropFirst(before)
        #expect(after.count <= 2)
        #expect(after.map(\.members).reduce(0, +) >= 64)
        #expect(try await details(temporary) == (0..<64).map { "\($0)" })
    }

    @Test("A member that throws leaves nothing, and its neighbours everything") func isolatesMembers() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let gate = Gate()
        gate.close(temporary.store)
        let kept = Answers<Void>()
        let refused = Answers<Void>()
        append("first", temporary, school, to: kept)
        append("second", temporary, school, to: refused, then: Refused())
        append("third", temporary, school, to: kept)
        gate.open()
        #expect(throws: Refused.self) { try refused.next()?.get() }
        #expect(kept.all(2).allSatisfy { (try? $0.get()) != nil })
        #expect(try await details(temporary) == ["first", "third"])
        #expect(try await temporary.store.rows("SELECT group_concat(sequence) FROM event") == ["1,2"])
    }

    @Test("When a member loses the whole transaction, the innocent run again") func rerunsTheInnocent() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let gate = Gate()
        gate.close(temporary.store)
        let kept = Answers<Void>()
        let refused = Answers<Void>()
        append("first", temporary, school, to: kept)
        append("second", temporary, school, to: refused, then: Refused())
        temporary.store.writeRaw(
            { transaction in
                // What SQLite does by itself when the disk is full.
                try transaction.connection.execute("ROLLBACK")
                throw SQLiteError(code: SQLITE_FULL, message: "database or disk is full")
            }, completion: refused.take)
        append("third", temporary, school, to: kept)
        gate.open()
        #expect(kept.all(2).allSatisfy { (try? $0.get()) != nil })
        let errors = refused.all(2).compactMap { result in #expect(throws: (any Error).self) { try result.get() } }
        #expect(errors.contains { $0 as? StoreError == .unavailable })
        #expect(errors.contains { $0 is Refused })
        #expect(try await details(temporary) == ["first", "third"])
        #expect(temporary.store.statistics.restarts == 1)
    }

    @Test("A refusal that rested on a lost neighbour is decided again") func decidesRefusalsAnew() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let gate = Gate()
        gate.close(temporary.store)
        let (gone, refused, guilty) = (Answers<Void>(), Answers<Void>(), Answers<Void>())
        let asked = Counter()
        temporary.store.write(
            isStillWanted: {
                asked.add()
                return asked.count == 1
            },
            { try $0.append([NewEvent(.invited, contact: nil, actor: "head", detail: "first")], of: school) }, completion: gone.take)
        temporary.store.writeRaw(
            { transaction in
                if try transaction.rows("SELECT detail FROM event").contains("first") { throw Refused() }
                try transaction.append([NewEvent(.invited, contact: nil, actor: "head", detail: "second")], of: school)
            }, completion: refused.take)
        temporary.store.writeRaw(
            { transaction in
                try transaction.connection.execute("ROLLBACK")
                // What it says may rest on a lost neighbour too.
                throw Refused()
            }, completion: guilty.take)
        gate.open()
        #expect(throws: StoreError.abandoned) { try gone.next()?.get() }
        #expect(throws: Never.self) { try refused.next()?.get() }
        #expect(throws: StoreError.unavailable) { try guilty.next()?.get() }
        #expect(try await details(temporary) == ["second"])
    }

    @Test("A full disk refuses the write that needs it, and only that") func survivesAFullDisk() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        _ = try await temporary.store.rows("PRAGMA max_page_count = 1")
        let answers = Answers<Void>()
        append(String(repeating: "long ", count: 2000), temporary, school, to: answers)
        #expect(throws: StoreError.unavailable) { try answers.next()?.get() }
        _ = try await temporary.store.rows("PRAGMA max_page_count = 1000000")
        append("short", temporary, school, to: answers)
        #expect((try? answers.next()?.get()) != nil)
        #expect(try await details(temporary) == ["short"])
    }

    @Test("A commit that reports an error is unknown to everyone in it, and the operator learns why") func failedCommitIsUnknown()
        async throws
    {
        let failures = Mutex<[StoreFailure]>([])
        let temporary = try TemporaryStore(configure: { $0.onFailure = { failure in failures.withLock { $0.append(failure) } } })
        let school = try await temporary.seedRoster()
        let gate = Gate()
        gate.close(temporary.store)
        let answers = Answers<Void>()
        temporary.store.writeRaw({ _ = sqlite3_commit_hook($0.connection.handle, { _ in 1 }, nil) }, completion: { _ in })
        append("first", temporary, school, to: answers)
        append("second", temporary, school, to: answers)
        let refused = Answers<Void>()
        append("refused", temporary, school, to: refused, then: Refused())
        gate.open()
        for result in answers.all(2) { #expect(throws: StoreError.outcomeUnknown) { try result.get() } }
        #expect(failures.withLock { $0.map(\.step) } == [.commit])
        // What it was refused for may be gone with the others; itself it did nothing.
        #expect(throws: StoreError.unavailable) { try refused.next()?.get() }
        // A batch that writes nothing commits nothing, so that the hook can be taken away.
        try await temporary.store.writeRaw { _ = sqlite3_commit_hook($0.connection.handle, nil, nil) }
        append("third", temporary, school, to: answers)
        #expect((try? answers.next()?.get()) != nil)
        #expect(try await details(temporary) == ["third"])
    }

    @Test("Whoever has gone before its turn has done nothing") func abandons() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let answers = Answers<Void>()
        temporary.store.write(
            isStillWanted: { false },
            { try $0.append([NewEvent(.invited, contact: nil, actor: "head")], of: school) }, completion: answers.take)
        #expect(throws: StoreError.abandoned) { try answers.next()?.get() }
        #expect(try await details(temporary).isEmpty)
    }

    @Test("A full queue refuses at once") func boundsTheQueue() async throws {
        let temporary = try TemporaryStore(configure: { $0.writesWaitingMax = 2 })
        let school = try await temporary.seedRoster()
        let gate = Gate()
        gate.close(temporary.store)
        let kept = Answers<Void>()
        let refused = Answers<Void>()
        append("1", temporary, school, to: kept)
        append("2", temporary, school, to: kept)
        append("3", temporary, school, to: refused)
        #expect(throws: StoreError.unavailable) { try refused.next()?.get() }
        gate.open()
        #expect(kept.all(2).allSatisfy { (try? $0.get()) != nil })
    }

    @Test("A batch ends at its limit of members") func boundsTheBatch() async throws {
        let log = CommitLog()
        let temporary = try TemporaryStore(configure: {
            $0.afterCommit = log.add
            $0.batchMembersMax = 8
            $0.batchWork = .seconds(60)
        })
        let school = try await temporary.seedRoster()
        let gate = Gate()
        gate.close(temporary.store)
        let answers = Answers<Void>()
        for index in 0..<20 { append("\(index)", temporary, school, to: answers) }
        let before = log.all.count
        gate.open()
        _ = answers.all(20)
        #expect(log.all.dropFirst(before).map(\.members) == [8, 8, 5])
    }

    @Test("A batch of refusals ends at its limit of members, and at that of work", arguments: [(8, Duration.seconds(60)), (256, .zero)])
    func boundsRefusals(members: Int, work: Duration) async throws {
        let temporary = try TemporaryStore(configure: {
            $0.batchMembersMax = members
            $0.batchWork = work
        })
        let gate = Gate()
        gate.close(temporary.store)
        let answered = Counter()
        for _ in 0..<20 {
            temporary.store.write(
                isStillWanted: { true }, { _ in throw Refused() }, completion: { (_: Result<Void, any Error>) in answered.add() })
        }
        let seen = Answers<Int>()
        temporary.store.writeRaw({ _ in answered.count }, completion: seen.take)
        gate.open()
        #expect(try seen.next()?.get() ?? 0 >= 12)
    }

    @Test("Closing finishes what was queued, and refuses what comes after") func closesCleanly() async throws {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let gate = Gate()
        gate.close(temporary.store)
        let answers = Answers<Void>()
        for index in 0..<10 { append("\(index)", temporary, school, to: answers) }
        gate.open()
        temporary.store.close()
        #expect(answers.waiting.count == 10)
        append("late", temporary, school, to: answers)
        #expect(throws: StoreError.unavailable) { try answers.next()?.get() }
        let again = try temporary.reopened()
        #expect(try await again.rows("SELECT count(*) FROM event") == ["10"])
        again.close()
    }

    @Test("Who delivers mail is woken after the commit that queued some, and not otherwise") func wakesDelivery() async throws {
        let counter = Counter()
        let temporary = try TemporaryStore(configure: { $0.afterMailQueued = counter.add })
        let kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
        #expect(counter.count == 0)
        try await kit.invite("c-imogen")
        // The next write is answered after the bell of the one before.
        _ = try await temporary.store.rows("SELECT 1")
        #expect(counter.count == 1)
    }
}

/// Commits as they were reported.
final class CommitLog: Sendable {
    private let summaries = Mutex<[CommitSummary]>([])
    var all: [CommitSummary] { summaries.withLock { $0 } }
    var add: @Sendable (CommitSummary) -> Void { { summary in self.summaries.withLock { $0.append(summary) } } }
}

final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    var add: @Sendable () -> Void { { self.value.withLock { $0 += 1 } } }
}
