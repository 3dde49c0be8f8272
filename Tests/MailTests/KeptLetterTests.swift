import Foundation
import InvitationStore
import Invitations
import SQLiteStore
import Testing

@testable import Mail

/// A letter that goes again, from what the file kept of it.
@Suite struct KeptLetterTests {
    @Test("R20: kept as a difference, a letter goes again to the byte after a restart, whatever the templates are by then")
    func keptAsDifference() async throws {
        let (disk, templates) = (try SchoolOnDisk(), try TemplatesOnDisk())
        defer {
            disk.close()
            templates.remove()
        }
        try await disk.importRoster(["Oakes", "Elm"])
        try await disk.invite(["Oakes"])
        let first = ScriptedAdapter([DeliveryAnswer(.temporary, "451 later", reachedData: true)])
        #expect(try await disk.worker(first).deliverOnce())
        let sent = try #require(first.handed.first)
        // Kept whole, its words would stand side by side.
        let words = "Ms Oakes,\r\n\r\nWexcombe Primary School invites"
        #expect(String(decoding: sent.bytes, as: UTF8.self).contains(words))
        #expect(try !disk.holds(words) && disk.holds("Wexcombe Primary School"))

        let store = try disk.reopened()
        defer { store.close() }
        try templates.writeParts("", "Other words, of which the first letter knew nothing.")
        let second = ScriptedAdapter()
        let worker = try disk.worker(second, store: store, letters: sampleRenderer(templates.shelf()))
        // Another's letter makes the frame of the new templates first.
        try await store.write { transaction in
            let school = try #require(try transaction.school(SchoolID(unchecked: "A1")))
            let elm = try #require(try transaction.contacts([ContactID(unchecked: "Elm")], of: school).first ?? nil)
            let nonce = InvitationNonce(bytes: Array(repeating: 7, count: 16))
            _ = try transaction.issue(
                [NewInvitation(contact: elm.key, expectedGeneration: 0, nonce: nonce, tokenKeyID: 1, address: "elm@example.net")],
                of: school)
        }
        #expect(try await worker.deliverOnce())
        #expect(second.handed.map(\.recipient) == ["elm@example.net"])
        disk.advance(by: .seconds(3600))
        #expect(try await worker.deliverOnce())
        #expect(second.handed.count == 2 && second.handed.last?.bytes == sent.bytes && second.handed.last?.messageID == sent.messageID)
        #expect(try await store.integrityFlaws().isEmpty)
    }
}

extension SchoolOnDisk {
    /// The same file, as a daemon has it that was started again.
    func reopened() throws -> SQLiteStore {
        store.close()
        return try SQLiteStore.open(
            StoreConfiguration(path: folder.appendingPathComponent("store.sqlite").path), clock: clock,
            random: RandomSource { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }, encodeListRow: { _ in [0] })
    }
}
