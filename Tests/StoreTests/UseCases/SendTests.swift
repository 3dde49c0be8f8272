import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("Sending invitations")
struct SendTests {
    @Test("R13: an id named twice is one invitation; results follow the request's order")
    func duplicates() async throws {
        let office = try await Office()
        let answer = try await office.send("c-otto", "c-imogen", "c-otto")
        #expect(answer.lines == ["c-otto queued", "c-imogen queued"])
        #expect(answer.countLines == ["queued 2"])
        #expect(try await office.deliver().count == 2)
    }

    @Test("R15: every contact has its own outcome; the ineligible never stop the others")
    func partial() async throws {
        let office = try await Office()
        _ = try await office.send("c-otto")
        let answer = try await office.send("c-nobody", "c-barred", "c-nomail", "c-badmail", "c-pupilmail", "c-otto", "c-imogen", "c-lena")
        #expect(
            answer.lines == [
                "c-nobody contactNotFound", "c-barred courtOrder", "c-nomail noEmail", "c-badmail invalidEmail",
                "c-pupilmail emailBelongsToPupil", "c-otto alreadyInvited", "c-imogen queued", "c-lena queued",
            ])
        #expect(answer.results[7].warnings == [.sharedEmail])
        #expect(answer.results[6].fullName == "Mrs Imogen Thistlewood")
        #expect(answer.results[6].email == "imogen@example.org")
        #expect(answer.results[0].fullName == "")
    }

    @Test("R13: select-all takes each matching contact once, results are those queued, and the rest is counted")
    func selectAll() async throws {
        let office = try await Office()
        _ = try await office.send("c-otto")
        let answer = try await office.perform(office.request(.matching(ContactFilter(), excluding: [ContactID(unchecked: "c-lena")])))
        #expect(answer.lines.sorted() == ["c-imogen queued", "c-omar queued"])
        #expect(answer.countLines == ["queued 2", "courtOrder 1", "noEmail 1", "invalidEmail 1", "emailBelongsToPupil 1"])
    }

    @Test("R7: select-all never queues a barred contact, and a crafted call is told COURT_ORDER")
    func barred() async throws {
        let office = try await Office()
        var filter = ContactFilter()
        filter.pupilSearch = "bea"
        let all = try await office.perform(office.request(.matching(filter, excluding: [])))
        #expect(all.results.isEmpty)
        #expect(try await office.send("c-barred").lines == ["c-barred courtOrder"])
        #expect(try await office.deliver().isEmpty)
    }

    @Test("R13: select-all takes the contacts that match by themselves, and none where the filter asks for another status")
    func selectAllFilters() async throws {
        let office = try await Office()
        var filter = ContactFilter()
        filter.contactSearch = "otto"
        #expect(try await office.review(office.request(.matching(filter, excluding: []))).lines == ["c-otto queued"])
        filter.statuses = [.invited]
        #expect(try await office.review(office.request(.matching(filter, excluding: []))).counts.isEmpty)
    }

    @Test("R13: one contact more than the limit is SELECTION_TOO_LARGE with the count, and the limit itself is not")
    func tooLarge() async throws {
        var limits = UseCaseLimits()
        limits.selectionContactsMax = 3
        let office = try await Office(limits: limits)
        #expect(try await office.send("c-imogen", "c-otto", "c-otto", "c-omar").counts.map(\.contacts) == [3])
        let explicit = try await refusal { try await office.send("a", "b", "c", "d") }
        #expect(explicit.reason == .selectionTooLarge)
        #expect(explicit.metadata == ["count": "4", "limit": "3"])
        let all = try await refusal { try await office.perform(office.request(.matching(ContactFilter(), excluding: []))) }
        #expect(all.reason == .selectionTooLarge)
        #expect(all.metadata["count"] == "5")
        let excluded = Set(["c-lena", "c-barred"].map(ContactID.init(unchecked:)))
        #expect(
            try await office.perform(office.request(.matching(ContactFilter(), excluding: excluded))).counts.map(\.contacts).reduce(0, +)
                == 3)
    }

    @Test("R13: nobody selected is SELECTION_MISSING")
    func missing() async throws {
        let office = try await Office()
        #expect(try await refusal { try await office.send() }.reason == .selectionMissing)
    }

    @Test("R4: an unknown school, and contacts of another school, answer as unknown ids do")
    func otherSchool() async throws {
        let office = try await Office()
        let elm = RosterSchool(id: SchoolID(unchecked: "elm"), name: "Elm", isMISLinked: true, timeZone: "Europe/London")
        try await office.files.seedRoster(
            elm, [.sample("p-elm", "Eve", "Elm", "7", "7A", contacts: [.sample("c-elm", "Mr", "Ed", "Elm", "ed@example.org")])])
        #expect(try await office.send("c-elm", "c-nobody").lines == ["c-elm contactNotFound", "c-nobody contactNotFound"])
        let unknown = office.request(.contacts([ContactID(unchecked: "c-elm")]), school: SchoolID(unchecked: "oak"))
        #expect(try await refusal { try await office.perform(unknown) }.reason == .schoolNotFound)
    }

    @Test("R2: nothing is sent for a school whose MIS is not linked; R8: nor while court orders are unknown")
    func gates() async throws {
        let office = try await Office()
        try await office.change("UPDATE school SET mis_linked = 0")
        #expect(try await refusal { try await office.send("c-imogen") }.reason == .misNotLinked)
        try await office.change("UPDATE school SET mis_linked = 1, court_order_data = 0")
        #expect(try await refusal { try await office.send("c-imogen") }.reason == .courtOrderDataUnavailable)
        #expect(
            try await refusal { try await office.review(office.request(.matching(ContactFilter(), excluding: []))) }.reason
                == .courtOrderDataUnavailable)
        try await office.change("UPDATE school SET acknowledges_missing_orders = 1")
        #expect(try await office.send("c-imogen").lines == ["c-imogen queued"])
    }

    @Test("R17: invitation, mail, event and record are one transaction: all of it, or nothing")
    func oneTransaction() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        #expect(
            try await office.history() == [
                "1 INVITED c-imogen - spiffe://portal/admin-1", "mail c-imogen 1 1", "answer Send spiffe://portal/admin-1",
            ])
        let request = office.request(.contacts([ContactID(unchecked: "c-otto")]))
        let before = try await office.history()
        let invite = Invite(office.environment)
        await #expect(throws: NotRefused.self) {
            try await office.store.write { transaction in
                _ = try invite.perform(request, in: transaction)
                throw NotRefused()
            }
        }
        #expect(try await office.history() == before)
        #expect(try await office.contact("c-otto").invitation == nil)
    }
}
