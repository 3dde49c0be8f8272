import InvitationStore
import Invitations
import Testing

@testable import Mail

/// R7: a court order that a feed brings between two steps of a mail's way out keeps it in. The steps of its invitation stand in StoreTests.
@Suite("R7: an import between two steps of a mail")
struct ImportRaceTests {
    /// Without the others the feed is withheld; its new order counts at once (R35).
    private static let feeds = [["Oakes", "Elm", "Ash"], ["Oakes"]]

    @Test("R7: an import between Send and the claim: the mail is cancelled and never handed over", arguments: feeds)
    func sentThenClaimed(_ feed: [String]) async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        try await disk.importRoster(["Oakes", "Elm", "Ash"])
        try await disk.invite(["Oakes", "Elm"])
        try await disk.importRoster(feed, courtOrders: ["Oakes"])
        let adapter = ScriptedAdapter()
        let worker = try disk.worker(adapter)
        let claim = try await worker.claim()
        #expect(claim.ready.map(\.mail.contact.id.text) == ["Elm"])
        for mail in claim.ready { await worker.handOver(mail) }
        #expect(adapter.handed.map(\.recipient) == ["elm@example.net"])
        #expect(try await disk.invitations(["Oakes", "Elm"]).map { $0?.delivery } == [.cancelled, .sent])
    }

    @Test("R7: an import between the claim and the hand-over: the mail is cancelled and never handed over", arguments: feeds)
    func claimedThenHandedOver(_ feed: [String]) async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        try await disk.importRoster(["Oakes", "Elm", "Ash"])
        try await disk.invite(["Oakes", "Elm"])
        let adapter = ScriptedAdapter()
        let worker = try disk.worker(adapter)
        let claim = try await worker.claim()
        #expect(claim.ready.count == 2)
        try await disk.importRoster(feed, courtOrders: ["Oakes"])
        for mail in claim.ready { await worker.handOver(mail) }
        #expect(adapter.handed.map(\.recipient) == ["elm@example.net"])
        #expect(try await disk.invitations(["Oakes", "Elm"]).map { $0?.delivery } == [.cancelled, .sent])
    }
}
