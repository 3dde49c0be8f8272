import CSQLiteLog
import GRDBSQLite
import Glibc
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("The log, gathered") struct GatheredLogTests {
    @Test("R17: a disk that is full at any write of a commit loses nothing that was answered, and takes the next") func survivesAFullDisk()
        async throws
    {
        let temporary = try TemporaryStore()
        let school = try await temporary.seedRoster()
        let disk = FailingDisk(temporary.path + "-wal")
        let words = String(repeating: "x", count: 1000)
        let before = try await count(temporary.store)
        var (answered, round) = (0, 0)
        while true {
            disk.fill(after: round)
            let outcome = await outcome(temporary.store, school, words, events: 300)
            guard disk.free() else {
                try outcome.get()
                answered += 300
                break
            }
            #expect(throws: StoreError.outcomeUnknown) { try outcome.get() }
            #expect(try await count(temporary.store) == before + answered)
            // Which it is by then.
            try await self.outcome(temporary.store, school, "", events: 1).get()
            answered += 1
            round += 1
        }
        #expect((4...40).contains(round), "one write for 64 KiB of it, not two for a page")
        #expect(try await count(temporary.store) == before + answered)
        #expect(try await temporary.store.read { try $0.events(of: school, after: 0, limit: 1000) }.count > 0)
        temporary.store.close()
        let reopened = try temporary.reopened()
        defer { reopened.close() }
        #expect(try await count(reopened) == before + answered)
        #expect(try await reopened.rows("PRAGMA integrity_check") == ["ok"])
    }

    @Test("A commit goes to the log in few writes, whoever did not ask for it in two a frame") func writesFewTimes() throws {
        let directory = try Directory()
        let disk = FailingDisk(directory.path + "-wal")
        for (gathers, writes) in [(true, 2...6), (false, 80...400)] {
            let plain = try PlainSQLite(directory.path, vfs: "gathered-log")
            try plain.execute("CREATE TABLE IF NOT EXISTS rows (text)")
            if gathers { #expect(plain.gather() == SQLITE_OK) }
            try plain.execute("PRAGMA cache_size = 1000")
            _ = disk.takeWrites()
            try plain.execute(insert(200))
            #expect(writes.contains(disk.takeWrites()))
        }
        #expect(try PlainSQLite(directory.path, vfs: "unix").gather() == SQLITE_NOTFOUND)
    }

    @Test("A transaction larger than the cache reads back what it put into the log") func readsItsOwn() throws {
        let directory = try Directory()
        let plain = try PlainSQLite(directory.path, vfs: "gathered-log")
        #expect(plain.gather() == SQLITE_OK)
        try plain.execute("CREATE TABLE rows (text); BEGIN")
        for _ in 0..<5 {
            try plain.execute(insert(100))
            // The newest first: what was put into the log last, and is not in the file.
            let newest = "SELECT text FROM rows ORDER BY rowid DESC LIMIT 100"
            #expect(try plain.text("SELECT sum(length(text)) FROM (\(newest))") == "100000")
            try plain.execute("UPDATE rows SET text = text || 'y' WHERE rowid % 7 = 0")
            try plain.execute("SAVEPOINT inner; DELETE FROM rows; ROLLBACK TO inner")
        }
        #expect(try plain.text("SELECT count(*) || ' ' || sum(length(text)) FROM rows") == "500 500212")
        try plain.execute("COMMIT")
        let other = try PlainSQLite(directory.path, vfs: "unix")
        #expect(try other.text("SELECT count(*) || ' ' || sum(length(text)) FROM rows") == "500 500212")
        #expect(try other.text("PRAGMA integrity_check") == "ok")
    }

    @Test("What a transaction that was taken back had put into the log does not come over what another process wrote there")
    func givesUpWithTheLock() throws {
        let directory = try Directory()
        let plain = try PlainSQLite(directory.path, vfs: "gathered-log")
        #expect(plain.gather() == SQLITE_OK)
        try plain.execute("CREATE TABLE rows (text)")
        let other = try PlainSQLite(directory.path, vfs: "unix")
        for _ in 0..<3 {
            try plain.execute("BEGIN; \(insert(30)); ROLLBACK")
            try other.execute("BEGIN; INSERT INTO rows VALUES ('theirs'); COMMIT")
            try plain.execute("INSERT INTO rows VALUES ('ours')")
        }
        for connection in [plain, other, try PlainSQLite(directory.path, vfs: "unix")] {
            #expect(try connection.text("SELECT group_concat(text) FROM rows") == "theirs,ours,theirs,ours,theirs,ours")
            #expect(try connection.text("PRAGMA integrity_check") == "ok")
        }
    }

    @Test("A transaction that finds the disk full halfway can be taken back, and read from") func takesBack() throws {
        let directory = try Directory()
        let disk = FailingDisk(directory.path + "-wal")
        let plain = try PlainSQLite(directory.path, vfs: "gathered-log")
        #expect(plain.gather() == SQLITE_OK)
        try plain.execute("CREATE TABLE rows (text); \(insert(50)); CREATE TABLE words (word UNIQUE)")
        for writes in 0..<4 {
            disk.fill(after: writes)
            #expect(throws: PlainSQLite.Refused(code: SQLITE_FULL)) {
                try plain.execute("BEGIN; INSERT INTO words SELECT rowid || text FROM rows")
                for n in 0..<10 { try plain.execute("INSERT INTO words SELECT '\(n)' || word FROM words ORDER BY rowid DESC LIMIT 50") }
            }
            // SQLite took back the statement alone.
            #expect(sqlite3_get_autocommit(plain.handle) == 0)
            try plain.execute("ROLLBACK")
            #expect(try plain.text("SELECT count(*) || ' ' || sum(length(text)) FROM rows") == "50 50000")
            #expect(disk.free())
            #expect(try plain.text("SELECT count(*) FROM words") == "0")
            #expect(try plain.text("PRAGMA integrity_check") == "ok")
        }
        try plain.execute("DELETE FROM rows")
        #expect(try PlainSQLite(directory.path, vfs: "unix").text("SELECT count(*) FROM rows") == "0")
    }

    private func insert(_ rows: Int) -> String {
        """
        WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < \(rows))
        INSERT INTO rows SELECT substr(hex(zeroblob(500)), 1, 1000) FROM number
        """
    }

    private func count(_ store: SQLiteStore) async throws -> Int {
        Int(try await store.rows("SELECT count(*) FROM event").first ?? "") ?? -1
    }

    private func outcome(_ store: SQLiteStore, _ school: School, _ words: String, events: Int) async -> Result<Void, any Error> {
        do {
            let event = NewEvent(.invited, contact: nil, actor: "head", detail: words)
            try await store.write { try $0.append(Array(repeating: event, count: events), of: school) }
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}

/// For one database.
private final class Directory {
    private let folder: String
    var path: String { folder + "/plain.db" }

    init() throws {
        _ = CSQLiteLog_register()
        var template = Array("/tmp/gathered-log-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StoreOpenError.file(path: "/tmp", errno: errno) }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["plain.db", "plain.db-wal", "plain.db-shm"] { unlink(folder + "/" + name) }
        rmdir(folder)
    }
}
