import Foundation
import GRDB
import Glibc
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite struct OpeningTests {
    @Test("R17: Every commit is flushed: WAL with synchronous=FULL, and deleted bytes are overwritten") func isDurable() async throws {
        let temporary = try TemporaryStore()
        #expect(try await temporary.store.rows("PRAGMA journal_mode") == ["wal"])
        #expect(try await temporary.store.rows("PRAGMA synchronous") == ["2"])
        #expect(try await temporary.store.rows("PRAGMA secure_delete") == ["1"])
        #expect(try await temporary.store.rows("PRAGMA wal_autocheckpoint") == ["0"])
    }

    @Test("Nobody else can read the files") func modes() async throws {
        let temporary = try TemporaryStore()
        try await temporary.seedRoster()
        for suffix in ["", "-wal", "-shm", ".lock"] { #expect(mode(temporary.path + suffix) == 0o600, "\(suffix)") }
        let nested = temporary.directory + "/made"
        let store = try SQLiteStore.open(
            StoreConfiguration(path: nested + "/a.db"), clock: temporary.clock.clock, random: SeededRandom(seed: 3).source,
            encodeListRow: StoreConformance.encode)
        #expect(mode(nested) == 0o700)
        store.close()
        for name in ["a.db", "a.db-wal", "a.db-shm", "a.db.lock"] { unlink(nested + "/" + name) }
        rmdir(nested)
    }

    @Test("One store per file: the second opener is refused until the first has gone") func locksTheFile() throws {
        let temporary = try TemporaryStore()
        #expect(throws: StoreOpenError.alreadyInUse(path: temporary.path)) { try temporary.reopened() }
    }

    @Test("A file of a newer version is refused and left alone") func refusesNewer() throws {
        let temporary = try TemporaryStore()
        temporary.store.close()
        let path = temporary.path
        try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 tomorrow')") }
        let copy = path + "2"
        rename(path, copy)
        defer { for suffix in ["", "-wal", "-shm", ".lock"] { unlink(copy + suffix) } }
        #expect(throws: StoreOpenError.newerSchema(path: copy)) {
            try SQLiteStore.open(
                StoreConfiguration(path: copy), clock: temporary.clock.clock, random: SeededRandom(seed: 3).source,
                encodeListRow: StoreConformance.encode)
        }
    }

    @Test("R38: A file of an earlier version keeps the accounts that contacts were bound to") func migratesBindings() async throws {
        let temporary = try TemporaryStore()
        try await temporary.seedRoster()
        temporary.store.close()
        let file = try DatabaseQueue(path: temporary.path)
        try await file.write { database in
            // As the fifth migration left it.
            try database.execute(
                sql: """
                    DELETE FROM grdb_migrations WHERE identifier = '6 former bindings';
                    ALTER TABLE former_binding RENAME TO binding;
                    CREATE INDEX binding_by_contact ON binding (contact);
                    DROP INDEX former_binding_by_contact;
                    UPDATE contact SET account = 'now', registered_at = 1 WHERE key = 1;
                    INSERT INTO binding VALUES ('now', 1, 1), ('once', 1, 1), ('now', 2, 1);
                    """)
        }
        try file.close()
        let store = try temporary.reopened()
        defer { store.close() }
        #expect(try await store.rows("SELECT account || contact FROM former_binding ORDER BY 1") == ["now2", "once1"])
        #expect(try await store.read { try $0.bindings(of: AccountID(unchecked: "now")) }.count == 2)
        #expect(try await store.read { try $0.bindings(of: AccountID(unchecked: "once")) }.count == 1)
    }

    @Test("R20, R39: A file of an earlier version keeps the letters of its open mail, to the byte, and of ended mail nothing")
    func migratesLetters() async throws {
        let temporary = try TemporaryStore()
        let kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
        for contact in ["c-imogen", "c-otto", "c-lena"] { try await kit.invite(contact) }
        for mail in try await kit.lease(limit: 2) {
            try await kit.fix(mail)
            let later = kit.clock.now.advanced(by: .seconds(60))
            #expect(try await kit.settle(mail, .deferred(until: later, detail: "4.2.1", mayHaveLeft: true)))
        }
        temporary.store.close()
        let letter = SeededRandom(seed: 8).bytes(5200)
        let file = try DatabaseQueue(path: temporary.path)
        try await file.write { database in
            // As the sixth migration left it, with a letter that was put off, one that waits for a person, and one that was never fixed.
            try database.execute(
                sql: """
                    DELETE FROM grdb_migrations WHERE identifier = '7 letters';
                    ALTER TABLE outbox ADD COLUMN recipient TEXT;
                    ALTER TABLE outbox ADD COLUMN bytes BLOB;
                    DROP TABLE letter;
                    DROP TABLE letter_frame;
                    """)
            try database.execute(
                sql: "UPDATE outbox SET recipient = key || '@example.org', bytes = ? WHERE mailed_at IS NOT NULL", arguments: [Data(letter)]
            )
            try database.execute(sql: "UPDATE outbox SET state = 6, due_at = NULL, hold = 4 WHERE key = 2")
        }
        try file.close()
        let store = try temporary.reopened()
        defer { store.close() }
        #expect(try await store.integrityFlaws().isEmpty)
        #expect(try await store.rows("SELECT mail || coalesce(frame, ' whole') FROM letter ORDER BY mail") == ["1 whole", "2 whole"])
        kit.clock.advance(by: .seconds(60))
        let mails = try await store.write { try $0.leaseMail(limit: 9, for: .seconds(60)) }
        #expect(mails.map(\.fixed?.bytes) == [nil, letter] && mails.last?.fixed?.recipient == "1@example.org")
        let first = try #require(mails.last)
        #expect(first.mayHaveLeft)
        #expect(try await store.write { try $0.settle(first.id, fence: first.fence, .sent) })
        #expect(try await store.rows("SELECT mail FROM letter") == ["2"])
    }

    @Test("A file that is no database is refused with its reason") func refusesNonsense() throws {
        let temporary = try TemporaryStore()
        let path = temporary.path + "3"
        let file = try #require(fopen(path, "w"))
        fputs(String(repeating: "not a database ", count: 200), file)
        fclose(file)
        defer { for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) } }
        #expect(throws: StoreOpenError.self) {
            try SQLiteStore.open(
                StoreConfiguration(path: path), clock: temporary.clock.clock, random: SeededRandom(seed: 3).source,
                encodeListRow: StoreConformance.encode)
        }
    }

    @Test("R31: The deployment's id is made once and stays") func keepsItsIdentity() async throws {
        let temporary = try TemporaryStore()
        let id = temporary.store.deploymentID
        #expect(id.count == 16)
        try await temporary.seedRoster()
        temporary.store.close()
        let again = try temporary.reopened()
        #expect(again.deploymentID == id)
        again.close()
        #expect(try TemporaryStore(seed: 5).store.deploymentID != id)
    }

    @Test("The schema's references hold, and the file is sound") func isSound() async throws {
        let temporary = try TemporaryStore()
        let kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
        try await kit.inviteAndMail("c-imogen")
        #expect(try await temporary.store.integrityFlaws().isEmpty)
        try await temporary.store.writeRaw { try $0.connection.execute("DELETE FROM contact WHERE id = 'c-imogen'") }
        #expect(try await !temporary.store.integrityFlaws().isEmpty)
    }

    @Test("What a crash left of a database that was being made is thrown away, and nothing of it stays")
    func crashedWhileMade() async throws {
        let place = try Place()
        for suffix in [".new", ".new-journal", ".new-wal"] { try place.write("half of a database", suffix) }
        let store = try place.open()
        defer { store.close() }
        #expect(try await store.integrityFlaws().isEmpty)
        #expect(store.deploymentID.count == 16)
        for suffix in [".new", ".new-journal", ".new-wal", ".new-shm"] { #expect(!place.has(suffix), "\(suffix)") }
    }

    @Test("A log that was left where a database lay is not taken into a new one") func strayLog() async throws {
        let former = try TemporaryStore()
        try await former.seedRoster()
        let place = try Place()
        try place.copy(former.path + "-wal", to: "-wal")
        let store = try place.open()
        defer { store.close() }
        #expect(try await store.rows("SELECT count(*) FROM pupil") == ["0"])
        #expect(try await store.integrityFlaws().isEmpty)
    }

    @Test("An empty file that somebody made is filled in its place, and nothing is made beside a link") func emptyFile() async throws {
        let (place, elsewhere) = (try Place(), try Place())
        try place.write("", "")
        symlink(elsewhere.path, place.path + "-link")
        for path in [place.path, place.path + "-link"] {
            let store = try place.open(path)
            #expect(try await store.integrityFlaws().isEmpty)
            #expect(try await store.rows("PRAGMA journal_mode") == ["wal"])
            store.close()
        }
        #expect(elsewhere.has(""))
    }

    /// A folder of its own for a database, with nothing in it.
    private final class Place {
        let path: String

        init() throws {
            var template = Array("/tmp/invitation-place-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw StoreOpenError.file(path: "/tmp", errno: errno) }
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/a.db"
        }

        deinit {
            for link in ["", "-link"] {
                for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + link + suffix) }
            }
            rmdir(String(path.dropLast("/a.db".count)))
        }

        func open(_ path: String? = nil) throws -> SQLiteStore {
            try SQLiteStore.open(
                StoreConfiguration(path: path ?? self.path), clock: MovableClock().clock, random: SeededRandom(seed: 3).source,
                encodeListRow: StoreConformance.encode)
        }

        func has(_ suffix: String) -> Bool { access(path + suffix, F_OK) == 0 }

        func write(_ text: String, _ suffix: String) throws {
            let file = try #require(fopen(path + suffix, "w"))
            fputs(text, file)
            fclose(file)
        }

        func copy(_ source: String, to suffix: String) throws {
            let (reading, writing) = (try #require(fopen(source, "r")), try #require(fopen(path + suffix, "w")))
            var byte = fgetc(reading)
            while byte != EOF {
                fputc(byte, writing)
                byte = fgetc(reading)
            }
            fclose(reading)
            fclose(writing)
        }
    }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}
