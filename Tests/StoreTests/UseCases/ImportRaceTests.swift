import Cryptography
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// R7: whatever lies between two steps of an invitation, a court order that a feed brings there stops the second. The steps of its mail stand in
/// MailTests.
@Suite("R7: an import between two steps of an invitation")
struct ImportRaceTests {
    /// A feed that goes in, and one that is withheld for all that it leaves out: new orders count at once in both (R35).
    enum Feed: CaseIterable {
        case applied, withheld
    }

    /// The feed of the night says that there is a court order about `c-imogen`.
    private func importOrder(_ kind: Feed, _ office: Office) async throws {
        var pupils = [RosterPupil].sample
        for index in pupils[0].contacts.indices where pupils[0].contacts[index].id.text == "c-imogen" {
            pupils[0].contacts[index].courtOrder = .yes
        }
        if kind == .withheld { pupils = Array(pupils.prefix(2)) }
        let importer = ImportRoster(
            store: office.store, digest: { SHA256.digest($0) }, departures: MailDepartures(),
            knowsTimeZone: ImportedSchool.knowsTimeZone)
        let report = try await importer.run(feed(pupils))
        #expect(report.withheldDigest.isEmpty == (kind == .applied) && report.courtOrdersAdded == 1)
    }

    private static let imogen = Selection.contacts([ContactID(unchecked: "c-imogen")])

    @Test("R7: an import between the list and the preview: who was listed as invitable is refused", arguments: Feed.allCases)
    func listedThenPreviewed(_ kind: Feed) async throws {
        let office = try await Office()
        var request = ListContacts.Request(school: Office.school, filter: ContactFilter())
        request.filter.contactSearch = "imogen"
        let listed = try await office.list(request).rows.rows
        #expect(listed.count == 2 && listed.allSatisfy { $0.contains("isInvitable: true") })
        try await importOrder(kind, office)
        #expect(try await office.review(office.request(Self.imogen)).lines == ["c-imogen courtOrder"])
        #expect(try await office.list(request).rows.rows.allSatisfy { $0.contains("Outcome.courtOrder") })
    }

    @Test("R7, R14: an import between the preview and Send: the plan has changed, and who is named", arguments: Feed.allCases)
    func previewedThenSent(_ kind: Feed) async throws {
        let office = try await Office()
        let selection = Selection.contacts(["c-imogen", "c-otto"].map(ContactID.init(unchecked:)))
        let plan = try await office.review(office.request(selection)).planToken
        try await importOrder(kind, office)
        let error = try await refusal { try await office.perform(office.request(selection, plan: plan)) }
        #expect(error.reason == .planChanged && error.metadata == ["changed": "1", "contact_ids": "c-imogen"])
        #expect(try await office.history().allSatisfy { !$0.hasPrefix("mail ") })
        // Without a plan the others are sent (R15).
        #expect(try await office.send("c-imogen", "c-otto").lines == ["c-imogen courtOrder", "c-otto queued"])
    }

    @Test("R7, R28: an import between the email and the redemption: the link is not permitted, and says no more", arguments: Feed.allCases)
    func mailedThenRedeemed(_ kind: Feed) async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        try await office.deliver()
        let link = try await office.link("c-imogen")
        #expect(try await office.preview(link).registered == nil)
        try await importOrder(kind, office)
        for attempt in [{ try await office.preview(link) }, { try await office.redeem(link) }] as [() async throws -> Redeem.Answer] {
            let error = try await refusal(attempt)
            #expect(error.reason == .notPermitted && error.metadata.isEmpty)
        }
        #expect(try await office.contact("c-imogen").registration == nil)
    }

    @Test("R7, R38: an import between the redemption and the next CheckAccess: access is suspended", arguments: Feed.allCases)
    func redeemedThenChecked(_ kind: Feed) async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        try await office.deliver()
        let link = try await office.link("c-imogen")
        _ = try await office.redeem(link)
        func granted() async throws -> [Bool] {
            try await office.store.read {
                try CheckAccess().run(AccountID(unchecked: "account-1"), within: { _ in true }, in: $0).map(\.isGranted)
            }
        }
        #expect(try await granted() == [true])
        try await importOrder(kind, office)
        #expect(try await granted() == [false])
        #expect(try await office.contact("c-imogen").status(at: office.clock.now) == .suspended)
        #expect(try await office.history().contains { $0.contains(" SUSPENDED c-imogen account-1") })
        // The same link and account again are no way back in (R27).
        #expect(try await refusal { try await office.redeem(link) }.reason == .notPermitted)
    }
}
