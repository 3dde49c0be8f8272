import Glibc
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite struct PrivacyTests {
    @Test("R39: A mail that has gone leaves no byte of itself in the files") func dropsSentMail() async throws {
        let temporary = try TemporaryStore()
        let kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
        try await kit.invite("c-imogen")
        let mail = try #require(try await kit.lease().first)
        let rendering = FixedMail(
            mailedAt: kit.clock.now, expiresAt: kit.clock.now, messageID: "<1@oakfield>", recipient: "only-in-this-mail@example.org",
            bytes: Array("words only in this mail".utf8))
        try await temporary.store.write { try $0.fix(rendering, for: mail.id, fence: mail.fence) }
        #expect(contains(temporary.path + "-wal", "words only in this mail"))
        #expect(try await kit.settle(mail, .sent))
        temporary.store.close()
        for suffix in ["", "-wal"] {
            #expect(!contains(temporary.path + suffix, "words only in this mail"))
            #expect(!contains(temporary.path + suffix, "only-in-this-mail@example.org"))
        }
    }

    @Test("R39: Of a mail that has gone, nothing is left in the files but what its frame has, which outlives it")
    func keepsFramesOnly() async throws {
        let temporary = try TemporaryStore()
        let kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
        try await kit.invite("c-imogen")
        let mail = try #require(try await kit.lease().first)
        let page = Array("in all letters ".utf8) + SampleLetters.page()
        let rendering = SampleLetters.rendering(
            "words only in this mail", of: page, at: kit.clock.now, to: "only-in-this-mail@example.org")
        try await temporary.store.write { try $0.fix(rendering, for: mail.id, fence: mail.fence) }
        #expect(contains(temporary.path + "-wal", "words only in this mail"))
        #expect(try await kit.settle(mail, .sent))
        temporary.store.close()
        for suffix in ["", "-wal"] {
            #expect(!contains(temporary.path + suffix, "words only in this mail"))
            #expect(!contains(temporary.path + suffix, "only-in-this-mail@example.org"))
        }
        #expect(contains(temporary.path, "in all letters "))
    }

    @Test("R39: Events, invitations and recorded answers have no column for a name or an address") func historyHoldsKeys() async throws {
        let temporary = try TemporaryStore()
        for table in ["event", "invitation", "recorded_answer"] {
            let columns = try await temporary.store.rows("SELECT name FROM pragma_table_info('\(table)')")
            #expect(!columns.isEmpty)
            #expect(
                columns.allSatisfy { column in
                    !["name", "email", "address", "mailed"].contains { column.contains($0) && column != "mailed_at" }
                })
        }
    }

    private func contains(_ path: String, _ text: String) -> Bool {
        guard let file = fopen(path, "r") else { return false }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        let wanted = Array(text.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
    }
}
