import GRDB
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("Asking a store whether it works")
struct StoreProbeTests {
    @Test("A probe's write is a real one: it reaches the write-ahead log, each time")
    func touches() async throws {
        let temporary = try TemporaryStore()
        let probe = StoreProbe(temporary.store)
        #expect(await probe.whatKeepsFromWriting() == nil)
        let pages = { try await temporary.store.writeRaw { $0.connection.logPages } }
        let before = try await pages()
        #expect(await probe.whatKeepsFromWriting() == nil)
        #expect(await probe.whatKeepsFromWriting() == nil)
        #expect(try await pages() >= before + 2)
    }

    @Test("A store that does not answer in time is told from one that works, and the late write is passed over")
    func patience() async throws {
        let temporary = try TemporaryStore()
        let pages = { try await temporary.store.writeRaw { $0.connection.logPages } }
        let before = try await pages()
        let gate = Gate()
        gate.close(temporary.store)
        let probe = StoreProbe(temporary.store, patience: .zero, clock: HandDrivenClock())
        #expect(await probe.whatKeepsFromWriting()?.contains("no write was committed within") == true)
        gate.open()
        // Asked twice: the first answer may be of the batch that the late write would be in.
        _ = try await pages()
        #expect(try await pages() == before)
    }

    @Test("A store that another process has locked says so, and is well when the lock is gone")
    func locked() async throws {
        let temporary = try TemporaryStore(configure: { $0.writerBusyTimeout = .zero })
        let probe = StoreProbe(temporary.store)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: temporary.path, configuration: configuration)
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(await probe.whatKeepsFromWriting()?.contains("unavailable") == true)
        // Readers are not locked out.
        #expect(try await probe.nextMailDue() == nil)
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
        #expect(await probe.whatKeepsFromWriting() == nil)
    }

    @Test("A store that is shut says so")
    func shut() async throws {
        let temporary = try TemporaryStore()
        temporary.store.close()
        let probe = StoreProbe(temporary.store)
        #expect(await probe.whatKeepsFromWriting()?.contains("unavailable") == true)
        await #expect(throws: StoreError.self) { _ = try await probe.nextMailDue() }
    }
}
