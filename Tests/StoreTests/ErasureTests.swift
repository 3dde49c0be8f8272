import Foundation
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// R39: what is forgotten is in no file any more.
@Suite struct ErasureTests {
    /// Everything personal of `c-imogen`, and of nobody else in the sample.
    static let values = ["imogen@example.org", "Imogen", "c-imogen", "account-of-imogen"]

    /// How many of `values` stand in the database's files, in upper or lower case.
    static func found(_ path: String) throws -> [String] {
        let files = try ["", "-wal", "-shm"].compactMap { suffix in
            FileManager.default.fileExists(atPath: path + suffix) ? try Data(contentsOf: URL(filePath: path + suffix)) : nil
        }
        return values.filter { value in
            [value, value.lowercased(), value.uppercased()].contains { text in
                files.contains { $0.range(of: Data(text.utf8)) != nil }
            }
        }
    }

    @Test("R39: an erased contact is in no table, index or log; what happened stays, and the next feed's record is passed over")
    func erased() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen", "c-otto")
        let link = try await office.link("c-imogen")
        _ = try await office.redeem(link, account: "account-of-imogen")
        let path = office.files.path
        // Proof that the search finds what is there.
        #expect(try Self.found(path) == Self.values)

        let corrections = ContactCorrections(office.environment)
        let imogen = ContactID(unchecked: "c-imogen")
        try await office.store.write { try corrections.erase(imogen, of: Office.school, by: Office.actor, in: $0) }
        // A second time changes nothing and is no error.
        try await office.store.write { try corrections.erase(imogen, of: Office.school, by: Office.actor, in: $0) }
        #expect(try Self.found(path).isEmpty)

        #expect(try await office.history().contains { $0.contains("ERASED") })
        let error = try await refusal { try await office.preview(link) }
        #expect([.revoked, .invalidToken].contains(error.reason))
        let shown = try await refusal {
            try await office.store.read { try ShowContact().run(imogen, of: Office.school, in: $0) }
        }
        #expect(shown.reason == .contactNotFound)
        #expect(try await office.store.integrityFlaws().isEmpty)
    }

    @Test("R21, R39: of an erased contact who is barred no file has the address, though it stays barred for who gets it next")
    func erasedBarred() async throws {
        let office = try await Office()
        func isFound() throws -> Bool {
            try ["", "-wal"].contains { suffix in
                let url = URL(filePath: office.files.path + suffix)
                guard FileManager.default.fileExists(atPath: url.path) else { return false }
                return try Data(contentsOf: url).range(of: Data("kurt@example.org".utf8)) != nil
            }
        }
        #expect(try isFound())
        let corrections = ContactCorrections(office.environment)
        // The second time changes nothing; it comes after the log was emptied.
        for _ in 0..<2 {
            try await office.store.write {
                try corrections.erase(ContactID(unchecked: "c-barred"), of: Office.school, by: Office.actor, in: $0)
            }
        }
        #expect(try !isFound())
        try await office.files.seedRoster(.oakfield, .sharingWithBarred.filter { $0.pupil.id.text != "p-bea" })
        #expect(try await office.send("c-nadia").lines == ["c-nadia emailSharedWithBarredContact"])
    }

    @Test("R39: a log that a reader kept from being emptied is emptied when the reader has gone, though nobody writes")
    func readerHoldsOn() async throws {
        let emptied = WorkQueue<Void>(waitingMax: 10)
        let files = try TemporaryStore(configure: {
            $0.logEmptiedAgainAfter = .milliseconds(5)
            $0.afterLogEmptied = { _ = emptied.push(()) }
        })
        try await files.seedRoster()
        func settleWriter() async throws { for _ in 0..<80 { _ = try await files.store.rows("SELECT 1") } }
        try await settleWriter()
        let reading = WorkQueue<Void>(waitingMax: 1)
        let done = WorkQueue<Void>(waitingMax: 1)
        async let reader: Void = files.store.read { transaction in
            // The snapshot begins with the first look.
            _ = try transaction.school(Office.school)
            _ = reading.push(())
            _ = done.takeOne()
        }
        _ = reading.takeOne()
        let corrections = ContactCorrections(try .test())
        let imogen = ContactID(unchecked: "c-imogen")
        try await files.store.write { try corrections.erase(imogen, of: Office.school, by: Office.actor, in: $0) }
        // It has tried in vain, and nothing else is left for it to do: only the timer brings it back.
        try await settleWriter()
        #expect(try !Self.found(files.path).isEmpty)
        #expect(emptied.takeWaiting().isEmpty)

        done.close()
        try await reader
        #expect(emptied.takeAll(atMost: .seconds(60))?.count == 1)
        #expect(try Self.found(files.path).isEmpty)
    }

    @Test("A queue's wait ends with its time, and no later than what it waits for")
    func waits() {
        let queue = WorkQueue<Int>(waitingMax: 2)
        #expect(queue.takeAll(atMost: .zero) == [])
        #expect(queue.takeAll(atMost: .milliseconds(1)) == [])
        _ = queue.push(1)
        #expect(queue.takeAll(atMost: .seconds(3600)) == [1])
        queue.nudge()
        #expect(queue.takeAll(atMost: .seconds(3600)) == [])
        queue.close()
        #expect(queue.takeAll(atMost: .seconds(3600)) == nil)
    }

    @Test("R39: who was never there is not found, and nobody of another id is touched")
    func unknown() async throws {
        let office = try await Office()
        let corrections = ContactCorrections(office.environment)
        let error = try await refusal {
            try await office.store.write {
                try corrections.erase(ContactID(unchecked: "c-nobody"), of: Office.school, by: Office.actor, in: $0)
            }
        }
        #expect(error.reason == .contactNotFound)
        #expect(try Self.found(office.files.path).contains("imogen@example.org"))
    }
}
