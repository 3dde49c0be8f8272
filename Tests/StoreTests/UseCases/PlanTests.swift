import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("Reviewing before sending")
struct PlanTests {
    private let three = Selection.contacts(["c-imogen", "c-otto", "c-barred"].map(ContactID.init(unchecked:)))

    @Test("R14: a review says exactly what Send then does, and changes nothing")
    func reviewThenSend() async throws {
        let office = try await Office()
        let review = try await office.review(office.request(three))
        #expect(try await office.history().isEmpty)
        #expect(!review.planToken.isEmpty)
        var sent = try await office.perform(office.request(three, plan: review.planToken))
        #expect(sent.planToken.isEmpty)
        sent.planToken = review.planToken
        #expect(sent == review)
    }

    @Test("R14: a plan is held to school, administrator, method and selection")
    func binding() async throws {
        let office = try await Office()
        let plan = try await office.review(office.request(three)).planToken
        let elm = RosterSchool(id: SchoolID(unchecked: "elm"), name: "Elm", isMISLinked: true, timeZone: "Europe/London")
        try await office.files.seedRoster(elm, .sample)
        let others = [
            office.request(three, school: elm.id, plan: plan),
            office.request(three, plan: plan, actor: Actor(principal: "somebody else")),
            office.request(three, method: .reinvite, plan: plan),
            office.request(.contacts(["c-imogen", "c-otto"].map(ContactID.init(unchecked:))), plan: plan),
            office.request(.matching(ContactFilter(), excluding: []), plan: plan),
            office.request(three, plan: "A" + plan), office.request(three, plan: "nonsense"),
        ]
        for other in others {
            #expect(try await refusal { try await office.perform(other) }.reason == .invalidPlanToken)
        }
        #expect(try await office.history().isEmpty)
        let reordered = Selection.contacts(["c-barred", "c-otto", "c-imogen"].map(ContactID.init(unchecked:)))
        #expect(try await office.perform(office.request(reordered, plan: plan)).countLines == ["queued 2", "courtOrder 1"])
    }

    @Test("R14: a plan lives one hour, to the millisecond")
    func lifetime() async throws {
        let office = try await Office()
        let plan = try await office.review(office.request(three)).planToken
        office.clock.advance(by: .seconds(3600))
        #expect(try await refusal { try await office.perform(office.request(three, plan: plan)) }.reason == .planTokenExpired)
        office.clock.advance(by: .milliseconds(-1))
        #expect(try await office.perform(office.request(three, plan: plan)).counts.first?.contacts == 2)
    }

    @Test(
        "R14: whatever the administrator saw and has changed is PLAN_CHANGED, naming the contact; nothing is done",
        arguments: [
            "UPDATE contact_version SET email = 'new@example.org', address = 'new@example.org'",
            "UPDATE contact_version SET surname = 'Thorn'",
            "UPDATE contact_version SET title = 'Dr'", "UPDATE contact_version SET barred = 1",
            "UPDATE contact SET email_changed = 1",
        ])
    func changed(sql: String) async throws {
        let office = try await Office()
        let plan = try await office.review(office.request(three)).planToken
        let otto = "(SELECT key FROM contact WHERE id = 'c-otto')"
        if sql.contains("contact_version SET") {
            try await office.change("\(sql) WHERE contact = \(otto)")
        } else {
            try await office.change("\(sql) WHERE key = \(otto)")
        }
        let before = try await office.history()
        let error = try await refusal { try await office.perform(office.request(three, plan: plan)) }
        #expect(error.reason == .planChanged)
        #expect(error.metadata == ["changed": "1", "contact_ids": "c-otto"])
        #expect(try await office.history() == before)
    }

    @Test("R14: another policy version is another plan, even where no outcome differs")
    func policy() async throws {
        let office = try await Office()
        let plan = try await office.review(office.request(three)).planToken
        try await office.change("UPDATE school SET policy_version = 2, validity_days = 7")
        let error = try await refusal { try await office.perform(office.request(three, plan: plan)) }
        #expect(error.reason == .planChanged)
        #expect(error.metadata == ["changed": "0", "contact_ids": ""])
    }

    @Test("R14: of a select-all, who came and who went is named")
    func selectAllChanged() async throws {
        let office = try await Office()
        let all = Selection.matching(ContactFilter(), excluding: [])
        let plan = try await office.review(office.request(all)).planToken
        _ = try await office.send("c-omar")
        let gone = try await refusal { try await office.perform(office.request(all, plan: plan)) }
        #expect(gone.metadata == ["changed": "1", "contact_ids": "c-omar"])

        let plan2 = try await office.review(office.request(all)).planToken
        var pupils = [RosterPupil].sample
        pupils.append(.sample("p-new", "Nia", "New", "7", "7A", contacts: [.sample("c-new", "Mr", "Ned", "New", "ned@example.org")]))
        try await office.files.seedRoster(.oakfield, pupils)
        let come = try await refusal { try await office.perform(office.request(all, plan: plan2)) }
        #expect(come.metadata == ["changed": "1", "contact_ids": "c-new"])
    }

    @Test("R14: of a select-all, one whom the filter no longer finds at all is named too")
    func movedAway() async throws {
        let office = try await Office()
        var filter = ContactFilter()
        filter.yearGroups = ["7"]
        let year7 = Selection.matching(filter, excluding: [])
        let plan = try await office.review(office.request(year7)).planToken
        var pupils = [RosterPupil].sample
        pupils[2].pupil.yearGroup = "8"
        try await office.files.seedRoster(.oakfield, pupils)
        let error = try await refusal { try await office.perform(office.request(year7, plan: plan)) }
        #expect(error.metadata == ["changed": "2", "contact_ids": "c-omar\nc-lena"])
    }

    @Test("R14: of a select-all, one who left the school is counted, though nobody knows the name any more")
    func left() async throws {
        let office = try await Office()
        let all = Selection.matching(ContactFilter(), excluding: [])
        let plan = try await office.review(office.request(all)).planToken
        var pupils = [RosterPupil].sample
        pupils[0].contacts.removeLast()
        try await office.files.seedRoster(.oakfield, pupils)
        let error = try await refusal { try await office.perform(office.request(all, plan: plan)) }
        #expect(error.reason == .planChanged)
        #expect(error.metadata == ["changed": "1", "contact_ids": ""])
    }

    @Test("R14: at most so many changed contacts are named; all are counted")
    func namesAreLimited() async throws {
        var limits = UseCaseLimits()
        limits.changedContactsNamedMax = 2
        let office = try await Office(limits: limits)
        let plan = try await office.review(office.request(three)).planToken
        try await office.change("UPDATE contact_version SET title = 'Dame'")
        let error = try await refusal { try await office.perform(office.request(three, plan: plan)) }
        #expect(error.metadata == ["changed": "3", "contact_ids": "c-imogen\nc-otto"])
    }

    @Test("R14: a plan whose contact somebody else invited meanwhile changes nothing for the others either")
    func twoAdministrators() async throws {
        let office = try await Office()
        let plan = try await office.review(office.request(three)).planToken
        _ = try await office.send("c-imogen")
        #expect(try await refusal { try await office.perform(office.request(three, plan: plan)) }.reason == .planChanged)
        #expect(try await office.contact("c-otto").invitation == nil)
    }
}
