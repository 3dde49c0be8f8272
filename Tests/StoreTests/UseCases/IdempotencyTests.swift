import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("Request ids")
struct IdempotencyTests {
    private let id = "0B5C8D1E-6f4a-4c2b-9d3e-7a1f2b3c4d5e"
    private let mixed = Selection.contacts(["c-imogen", "c-barred", "c-lena", "c-nobody"].map(ContactID.init(unchecked:)))

    @Test("R16: the same id and body is the first answer again, and nothing happens twice")
    func again() async throws {
        let office = try await Office()
        let first = try await office.perform(office.request(mixed, id: id))
        let history = try await office.history()
        office.clock.advance(by: .seconds(86_400))
        #expect(try await office.perform(office.request(mixed, id: id)) == first)
        #expect(try await office.perform(office.request(mixed, id: id.lowercased())) == first)
        #expect(try await office.history() == history)
    }

    @Test("R16: another body under the same id is REQUEST_ID_REUSED")
    func reused() async throws {
        let office = try await Office()
        _ = try await office.perform(office.request(mixed, id: id, body: [1]))
        #expect(try await refusal { try await office.perform(office.request(mixed, id: id, body: [2])) }.reason == .requestIDReused)
    }

    @Test("R16: the key is school, principal, method and id: another of each is another call")
    func key() async throws {
        let office = try await Office()
        let elm = RosterSchool(id: SchoolID(unchecked: "elm"), name: "Elm", isMISLinked: true, timeZone: "Europe/London")
        try await office.files.seedRoster(elm, .sample)
        _ = try await office.perform(office.request(mixed, id: id, body: [1]))
        let others = [
            office.request(mixed, school: elm.id, id: id, body: [2]),
            office.request(mixed, id: id, body: [3], actor: Actor(principal: "somebody else")),
            office.request(mixed, method: .reinvite, id: id, body: [4]),
        ]
        for other in others { _ = try await office.perform(other) }
        #expect(try await office.history().filter { $0.hasPrefix("answer") }.count == 4)
    }

    @Test("R16: the recorded answer comes before the school's state and before the plan token")
    func order() async throws {
        let office = try await Office()
        let plan = try await office.review(office.request(mixed)).planToken
        let first = try await office.perform(office.request(mixed, id: id, plan: plan))
        try await office.change("UPDATE school SET mis_linked = 0")
        office.clock.advance(by: .seconds(7200))
        #expect(try await office.perform(office.request(mixed, id: id, plan: plan)) == first)
    }

    @Test("R16: validate_only neither reads nor writes records")
    func validateOnly() async throws {
        let office = try await Office()
        _ = try await office.perform(office.request(mixed, id: id))
        let review = try await office.review(office.request(mixed, id: id, body: [9]))
        #expect(review.lines.first == "c-imogen alreadyInvited")
        #expect(try await office.history().filter { $0.hasPrefix("answer") }.count == 1)
        #expect(try await office.review(office.request(mixed, id: "not a uuid")).results.count == 4)
    }

    @Test("R16: a refused call is not recorded: the same id may be used again")
    func refusedIsNotRecorded() async throws {
        let office = try await Office()
        try await office.change("UPDATE school SET mis_linked = 0")
        _ = try await refusal { try await office.perform(office.request(mixed, id: id)) }
        try await office.change("UPDATE school SET mis_linked = 1")
        #expect(try await office.perform(office.request(mixed, id: id, body: [2])).results.first?.outcome == .queued)
    }

    @Test("R39: a record holds no name and no email; both are filled in as they are now")
    func filledInAnew() async throws {
        let office = try await Office()
        _ = try await office.perform(office.request(mixed, id: id))
        var pupils = [RosterPupil].sample
        for index in pupils.indices {
            pupils[index].contacts.removeAll { $0.id.text == "c-lena" }
            for place in pupils[index].contacts.indices where pupils[index].contacts[place].id.text == "c-imogen" {
                pupils[index].contacts[place].name.surname = "Thorn"
                pupils[index].contacts[place].email = "thorn@example.org"
            }
        }
        try await office.files.seedRoster(.oakfield, pupils)
        let again = try await office.perform(office.request(mixed, id: id))
        #expect(again.lines == ["c-imogen queued", "c-barred courtOrder", "c-lena queued", "c-nobody contactNotFound"])
        #expect(again.results[0].fullName == "Mrs Imogen Thorn")
        #expect(again.results[0].email == "thorn@example.org")
        #expect(again.results[2].fullName == "" && again.results[2].email == "")
    }

    @Test("R16: an answer with TOO_SOON keeps its time")
    func tooSoonIsKept() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        let request = office.request(.contacts([ContactID(unchecked: "c-imogen")]), method: .reinvite, id: id)
        let first = try await office.perform(request)
        #expect(first.results[0].outcome == .tooSoon)
        #expect(first.results[0].retryAt == office.clock.now.advanced(by: .seconds(600)))
        office.clock.advance(by: .seconds(900))
        #expect(try await office.perform(request) == first)
    }

    @Test(
        "R16: what is not a UUID is INVALID_REQUEST_ID",
        arguments: [
            "", "x", "0b5c8d1e6f4a4c2b9d3e7a1f2b3c4d5e", "{0b5c8d1e-6f4a-4c2b-9d3e-7a1f2b3c4d5e}", "0b5c8d1e-6f4a-4c2b-9d3e-7a1f2b3c4d5",
            "0b5c8d1e-6f4a-4c2b-9d3e-7a1f2b3c4d5e0", "0b5c8d1e-6f4a-4c2b-9d3e-7a1f2b3c4d5g", "0b5c8d1e-6f4a-4c2b-9d3e-7a1f2b3c4dé",
            "0b5c8d1e-6f4a-4c2b-9d3e-7a1f2b3c4d5e-",
        ])
    func invalid(id: String) async throws {
        let office = try await Office()
        #expect(try await refusal { try await office.perform(office.request(mixed, id: id)) }.reason == .invalidRequestID)
        #expect(try await office.history().isEmpty)
    }

    @Test("R16: one id from 64 callers at once is one effect and one answer")
    func concurrent() async throws {
        let office = try await Office()
        let request = office.request(mixed, id: id)
        let answers = try await withThrowingTaskGroup(of: InviteAnswer.self) { group in
            for _ in 0..<64 { group.addTask { try await office.perform(request) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0 == answers[0] })
        #expect(try await office.history().filter { $0.contains("INVITED") }.count == 2)
    }
}
