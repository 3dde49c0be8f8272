import Foundation
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// R41: a copy made while somebody writes, and what a daemon started on it does.
@Suite struct BackupTests {
    @Test("R41: a copy made while writing is whole, and its mail waits until an operator releases it")
    func restored() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        // One that was fixed and put off: its letter is a row of its own, and its frame another.
        let letter = SampleLetters.rendering("words", of: SampleLetters.page(), at: office.clock.now)
        try await office.store.write { transaction in
            let mail = try #require(try transaction.leaseMail(limit: 1, for: .seconds(60)).first)
            try transaction.fix(letter, for: mail.id, fence: mail.fence)
            _ = try transaction.settle(mail.id, fence: mail.fence, .deferred(until: transaction.now, detail: "", mayHaveLeft: true))
        }
        let copy = office.files.directory + "/copy.db"
        defer { for suffix in ["", "-wal", "-shm", ".lock"] { unlink(copy + suffix) } }
        let path = office.files.path
        let now = office.clock.now
        async let writing = office.send("c-otto")
        let summary = try await Task.detached { try DatabaseBackup.run(from: path, to: copy, at: now) }.value
        _ = try await writing
        #expect((1...2).contains(summary.heldMails))

        let restored = try SQLiteStore.open(
            StoreConfiguration(path: copy), clock: office.clock.clock, random: SeededRandom(seed: 3).source,
            encodeListRow: TemporaryStore.encode)
        defer { restored.close() }
        #expect(try await restored.integrityFlaws().isEmpty)
        #expect(try await restored.write { try $0.leaseDueMail(limit: 9, for: .seconds(60)) }.isEmpty)
        let imogen = try await restored.read { try ShowContact().run(ContactID(unchecked: "c-imogen"), of: Office.school, in: $0) }
        #expect(imogen.listing.delivery == .held && imogen.listing.deliveryDetail.hasPrefix("restored from a backup of 2026-"))

        let request = ReleaseMail.Request(school: Office.school, withoutImport: true, actor: Office.actor)
        let released = try await restored.write { try ReleaseMail().run(request, in: $0) }
        #expect(released == ReleaseMail.Answer(mails: summary.heldMails, linksEnded: 0))
        let mails = try await restored.write { try $0.leaseMail(limit: 9, for: .seconds(60)) }
        #expect(mails.count == released.mails && mails.compactMap(\.fixed?.bytes) == [letter.bytes])
        // The original goes on as it was.
        #expect(try await office.store.write { try $0.leaseDueMail(limit: 9, for: .seconds(60)) }.count == 2)
    }

    @Test("R41: a copy overwrites nothing, and of what is no database nothing is left")
    func refused() async throws {
        let office = try await Office()
        let copy = office.files.directory + "/copy.db"
        defer { unlink(copy) }
        try Data("mine".utf8).write(to: URL(filePath: copy))
        #expect(throws: StoreOpenError.file(path: copy, errno: EEXIST)) {
            try DatabaseBackup.run(from: office.files.path, to: copy, at: office.clock.now)
        }
        #expect(try Data(contentsOf: URL(filePath: copy)) == Data("mine".utf8))
        let other = office.files.directory + "/other.db"
        #expect(throws: StoreOpenError.self) { try DatabaseBackup.run(from: copy, to: other, at: office.clock.now) }
        let left = try FileManager.default.contentsOfDirectory(atPath: office.files.directory)
        #expect(!left.contains { $0.hasPrefix("other.db") || $0.hasSuffix(".partial") })
    }
}
