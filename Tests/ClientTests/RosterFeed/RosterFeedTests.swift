import InvitationAPI
import RosterFeed
import Testing

@Suite("The feed's records")
struct RosterFeedTests {
    /// A page without pagination, and one with a pagination that says nothing.
    private static let bare = #"{"data":[]}"#
    private static let silent = #"{"data":[],"meta":{"pagination":{}}}"#

    @Test("R32: a feed is the school, its pupils in the pages' order, and an end that counts them")
    func order() async throws {
        let feed = MemoryFeed(texts: [
            page([student("A1"), student("A2")], more: true, number: 1), page([student("A3")], more: false, number: 2),
        ])
        let records = try await records(of: feed)
        #expect(
            records.first?.record == .school(RosterSchool(schoolID: "S1", name: "A School", misLinked: true, timeZone: "Europe/London")))
        #expect(pupils(records).map { $0.pupil?.id } == ["A1", "A2", "A3"])
        #expect(records.last?.record == .end(RosterEnd(pupils: 3)))
    }

    @Test("R32: an empty page at the end is no mistake")
    func emptyLastPage() async throws {
        let feed = MemoryFeed(texts: [page([student("A1")], more: true, number: 1), page([], more: false, number: 2)])
        #expect(try await records(of: feed).last?.record == .end(RosterEnd(pupils: 1)))
    }

    @Test(
        "R32: pages that break what they promise of each other never yield an end",
        arguments: [
            ([page([], more: true, number: 1)], "the page promises more, but is the last one there is"),
            (
                [page([], more: true, number: 1, next: "null"), page([], more: false, number: 2)],
                "the page promises more, but does not say where"
            ),
            (
                [page([], more: false, number: 1), page([], more: false, number: 2)],
                "page1 says that it is the last page, but this one follows it"
            ),
            ([page([], more: true, number: 1), page([], more: false, number: 3)], "this is page 3, but page 2 is due"),
            ([page([], more: false, number: 2)], "this is page 2, but page 1 is due"),
            ([], "the feed has no page"),
            ([page([], more: true, number: 1), bare], "must be there, since other pages have it"),
            ([bare, page([], more: false, number: 1)], "must be there, since other pages have it"),
            ([silent], "the page does not say whether it is the last"),
            ([page([], more: true, number: 1), silent], "the page does not say whether it is the last"),
        ] as [([String], String)])
    func brokenPagination(pages: [String], problem: String) async throws {
        let error = await #expect(throws: FeedError.self) { try await records(of: MemoryFeed(texts: pages)) }
        #expect(error?.problem == problem)
    }

    @Test("R32: a page without pagination ends the feed when no other follows")
    func withoutPagination() async throws {
        #expect(try await records(of: MemoryFeed(texts: [Self.bare])).last?.record == .end(RosterEnd(pupils: 0)))
    }

    @Test("R32: a pupil without the key of contacts is refused: the feed was fetched without them")
    func contactsNotFetched() async throws {
        let feed = MemoryFeed(texts: [page([student("A0"), #"{"id":"A1","forename":"F"}"#], more: false, number: 1)])
        let error = await #expect(throws: FeedError.self) { try await records(of: feed) }
        #expect(
            error
                == FeedError(
                    file: "page1", record: "A1", field: "contacts",
                    problem: "must be there: fetch the feed with include=contacts.contact_details"))
    }

    @Test(
        "A pupil whose contacts are null or empty has none",
        arguments: ["null", #"{"data":null}"#, #"{"data":[]}"#, "{}"])
    func noContacts(json: String) async throws {
        #expect(try await pupil(#"{"id":"A1","contacts":\#(json)}"#).contacts.isEmpty)
    }

    @Test(
        "A field of a wrong type is refused by file, record and field",
        arguments: [
            (
                student("A1", contacts: #"{"id":"C1","relationship":{"court_order":"no"}}"#), "A1",
                "contacts.data[0].relationship.court_order", "must be true or false"
            ),
            (student("A1", contacts: #"{"id":"C1"},{"id":17}"#), "A1", "contacts.data[1].id", "must be text"),
            (student("A1", contacts: #"{"forename":"Ann"}"#), "A1", "contacts.data[0].id", "must be there"),
            (#"{"id":"A1","forename":["x"]}"#, "A1", "forename", "must be text"),
            (#"{"id":null}"#, "number 2 of the page", "id", "must be text, but is null"),
            (#"{"id":"A1","contacts":{"data":{}}}"#, "A1", "contacts.data", "must be a list"),
            (#"[]"#, "number 2 of the page", nil, "must be an object"),
        ] as [(String, String, String?, String)])
    func wrongType(record: String, id: String, field: String?, problem: String) async throws {
        let feed = MemoryFeed(texts: [page([student("A0"), record], more: false, number: 1)])
        let error = await #expect(throws: FeedError.self) { try await records(of: feed) }
        #expect(error == FeedError(file: "page1", record: id, field: field, problem: problem))
    }

    @Test("What is not JSON is refused by file", arguments: ["", "{", "nonsense", "{\"data\":[]} x"])
    func notJSON(text: String) async throws {
        let error = await #expect(throws: FeedError.self) { try await records(of: MemoryFeed(texts: [text])) }
        #expect(error?.file == "page1")
    }

    @Test("What we do not know is passed over, and what is missing is empty")
    func tolerance() async throws {
        let bare = #"{"id":"A1","surname":null,"phones":{"x":[1,2]},"contacts":{"data":[{"id":"C1","title":null,"extra":true}]}}"#
        let pupil = try await pupil(bare)
        #expect(pupil == RosterPupil(pupil: Pupil(id: "A1"), contacts: [RosterContact(id: "C1")]))
    }

    @Test(
        "R33: missing is absent, never false",
        arguments: [
            ("true", TriState.true), ("false", .false), ("null", .absent),
        ])
    func triState(json: String, value: TriState) async throws {
        let contact = try await contact(#"{"id":"C1","relationship":{"court_order":\#(json),"parental_responsibility":\#(json)}}"#)
        #expect(contact.courtOrder == value)
        #expect(contact.parentalResponsibility == value)
    }

    @Test("R33: the key of the court order is configuration")
    func courtOrderKey() async throws {
        var options = FeedOptions()
        options.courtOrderKey = "legal_restriction"
        let json = #"{"id":"C1","relationship":{"court_order":false,"legal_restriction":true}}"#
        #expect(try await contact(json, options).courtOrder == .true)
        #expect(try await contact(json).courtOrder == .false)
    }

    @Test(
        "The year and the registration group come from their includes",
        arguments: [
            (#""year":{"data":{"name":"Year 7","code":"7"}},"group":{"data":{"name":"7A"}}"#, "Year 7", "7A"),
            (#""year":{"data":{"name":null,"code":"7"}},"group":{"data":null}"#, "7", ""),
            (#""education_details":{"data":{"current_nc_year":"9"}}"#, "Year 9", ""),
        ])
    func groups(json: String, year: String, group: String) async throws {
        let pupil = try await pupil(#"{"id":"A1","contacts":null,\#(json)}"#)
        #expect(pupil.pupil?.yearGroup == year)
        #expect(pupil.pupil?.registrationGroup == group)
    }
}
