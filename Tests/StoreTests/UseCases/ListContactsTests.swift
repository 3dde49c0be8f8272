import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("Listing pupils with their contacts")
struct ListContactsTests {
    private func request(pageSize: Int32 = 0, token: String = "", counts: Bool = false, _ change: (inout ContactFilter) -> Void = { _ in })
        -> ListContacts.Request
    {
        var filter = ContactFilter()
        change(&filter)
        return ListContacts.Request(school: Office.school, filter: filter, pageSize: pageSize, pageToken: token, wantsCounts: counts)
    }

    /// Ids of the pupils in the order of the rows; `TemporaryStore.encode` writes a row's parts as text.
    private func pupils(_ rows: RowSink) -> [String] {
        rows.rows.map { row in
            let known = ["p-ada", "p-zoe", "p-sami", "p-bea", "p-cai", "p-dua", "p-abe", "p-zed"]
            return known.first { row.contains("\"\($0)\"") } ?? "?"
        }
    }

    @Test("R12: pupils come in the order of surname, forename and id, page by page, each once")
    func pages() async throws {
        let office = try await Office()
        let whole = ["p-bea", "p-sami", "p-ada", "p-zoe", "p-cai", "p-dua"]
        #expect(pupils(try await office.list(request()).rows) == whole)
        for size in Int32(1)...6 {
            var seen: [String] = []
            var token = ""
            repeat {
                let page = try await office.list(request(pageSize: size, token: token))
                #expect(page.rows.rows.count <= Int(size))
                seen += pupils(page.rows)
                token = page.answer.nextPageToken
            } while !token.isEmpty && seen.count < 100
            #expect(seen == whole)
        }
    }

    @Test("R12: who comes or goes between two pages makes nobody else appear twice or be skipped")
    func changesBetweenPages() async throws {
        let office = try await Office()
        let first = try await office.list(request(pageSize: 3))
        #expect(pupils(first.rows) == ["p-bea", "p-sami", "p-ada"])
        var roster = [RosterPupil].sample.filter { !["p-ada", "p-bea"].contains($0.pupil.id.text) }
        roster.append(.sample("p-abe", "Abe", "Aaron", "7", "7A", contacts: []))
        roster.append(.sample("p-zed", "Zed", "Zulu", "7", "7A", contacts: []))
        try await office.files.seedRoster(.oakfield, roster)
        let second = try await office.list(request(pageSize: 10, token: first.answer.nextPageToken))
        #expect(pupils(second.rows) == ["p-zoe", "p-cai", "p-dua", "p-zed"])
    }

    @Test("R12: a page token works for the school and the filter it was made for, with any page size, and nowhere else")
    func tokens() async throws {
        let office = try await Office()
        let elm = RosterSchool(id: SchoolID(unchecked: "elm"), name: "Elm", isMISLinked: true, timeZone: "Europe/London")
        try await office.files.seedRoster(elm, .sample)
        let token = try await office.list(request(pageSize: 1)).answer.nextPageToken
        #expect(!token.contains("Adeyemi"))
        _ = try await office.list(request(pageSize: 5, token: token))
        var foreign = request(token: token)
        foreign.school = elm.id
        let bad = [
            foreign, request(token: token) { $0.yearGroups = ["7"] }, request(token: token) { $0.pupilSearch = "a" },
            request(token: token) { $0.contactSearch = "a" }, request(token: token) { $0.statuses = [.invited] },
            request(token: token) { $0.registrationGroups = ["7"] }, request(token: token) { $0.deliveries = [.sent] },
            request(token: "A" + token), request(token: String(token.dropLast())), request(token: "?"),
        ]
        for request in bad { #expect(try await refusal { try await office.list(request) }.reason == .invalidPageToken) }
    }

    @Test("R12: page sizes: 0 is 50, more than 500 is 500, below 0 is refused")
    func pageSizes() async throws {
        let roster = (0..<510).map { RosterPupil.sample("p\($0)", "A", "B", "7", "7A", contacts: []) }
        let office = try await Office(roster)
        for (size, rows) in [(0, 50), (1, 1), (500, 500), (501, 500), (Int(Int32.max), 500)] {
            #expect(try await office.list(request(pageSize: Int32(size))).rows.rows.count == rows)
        }
        #expect(try await refusal { try await office.list(request(pageSize: -1)) }.reason == .invalidPageSize)
    }

    @Test("R12: a page ends before it outgrows its bytes; a row larger than that is a page of its own")
    func pageBytes() async throws {
        let whole = try await Office().list(ListContacts.Request(school: Office.school)).rows
        let sizes = whole.rows.map { $0.utf8.count + 1 }
        for bytesMax in [1, sizes[0] + sizes[1] - 1, sizes[0] + sizes[1], sizes[0] + sizes[1] + 1, whole.byteCount] {
            var limits = UseCaseLimits()
            limits.pageBytesMax = bytesMax
            let office = try await Office(limits: limits)
            var seen: [String] = []
            var token = ""
            var pages = 0
            repeat {
                let page = try await office.list(request(token: token))
                #expect(page.rows.byteCount <= bytesMax || page.rows.rows.count == 1)
                if pages == 0 {
                    #expect(page.rows.rows.count == (bytesMax >= whole.byteCount ? 6 : bytesMax >= sizes[0] + sizes[1] ? 2 : 1))
                }
                pages += 1
                seen += page.rows.rows
                token = page.answer.nextPageToken
            } while !token.isEmpty && pages < 10
            #expect(seen == whole.rows)
        }
    }

    @Test("R12: counts are given when asked for, each contact once")
    func counts() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen", "c-otto")
        try await office.deliver()
        _ = try await office.redeem(office.link("c-otto"))
        #expect(try await office.list(request()).answer.counts.isEmpty)
        let counts = try await office.list(request(pageSize: 1, counts: true)).answer.counts
        let lines = counts.map { "\($0.status) \($0.contacts)" }
        #expect(lines == ["notRegistered 6", "invited 1", "invitationExpired 0", "registered 1", "suspended 0"])
    }

    @Test("R10: \"zoe\" finds Zoë; a filter chooses pupils by one matching contact and shows all of their contacts")
    func filters() async throws {
        let office = try await Office()
        _ = try await office.send("c-otto")
        #expect(pupils(try await office.list(request { $0.pupilSearch = "zoe" }).rows) == ["p-zoe"])
        #expect(pupils(try await office.list(request { $0.pupilSearch = "HAKAN" }).rows) == ["p-sami"])
        #expect(pupils(try await office.list(request { $0.contactSearch = "obrien" }).rows) == ["p-sami"])
        #expect(pupils(try await office.list(request { $0.contactSearch = "kurt@example.org" }).rows) == ["p-bea"])
        #expect(pupils(try await office.list(request { $0.yearGroups = ["8"] }).rows) == ["p-bea", "p-cai"])
        #expect(pupils(try await office.list(request { $0.registrationGroups = ["7A", "10C"] }).rows) == ["p-ada", "p-dua"])
        let invited = try await office.list(request { $0.statuses = [.invited] }).rows
        #expect(pupils(invited) == ["p-ada"])
        #expect(invited.rows[0].contains("c-imogen") && invited.rows[0].contains("c-otto"))
        #expect(pupils(try await office.list(request { $0.deliveries = [.queued] }).rows) == ["p-ada"])
        #expect(try await refusal { try await office.list(request { $0.pupilSearch = "'-" }) }.reason == .invalidFilter)
    }

    @Test("R10: a contact of two siblings has the same status under both")
    func siblings() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        let rows = try await office.list(request { $0.statuses = [.invited] }).rows
        #expect(pupils(rows) == ["p-ada", "p-zoe"])
    }

    @Test("R5: rows kept encoded are those that would be made now, also when a deadline passes without any write")
    func derivedRowsAreTrue() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen", "c-omar")
        try await office.deliver()
        for step in [Duration.zero, .milliseconds(14 * 86_400_000 - 1), .milliseconds(1), .seconds(86_400)] {
            office.clock.advance(by: step)
            let listed = try await office.list(request()).rows.rows
            try await office.change("UPDATE list_row SET valid_until = 0")
            let made = try await office.list(request()).rows
            #expect(made.madeCount > 0)
            #expect(listed == made.rows)
        }
    }

    @Test("R2: the list of a school whose MIS is not linked is shown, with nobody invitable")
    func unlinked() async throws {
        let office = try await Office()
        #expect(try await office.list(request()).rows.rows.contains { $0.contains("isInvitable: true") })
        try await office.change("UPDATE school SET mis_linked = 0")
        #expect(try await !office.list(request()).rows.rows.contains { $0.contains("isInvitable: true") })
    }

    @Test("R4: an unknown school is SCHOOL_NOT_FOUND")
    func unknownSchool() async throws {
        let office = try await Office()
        var unknown = request()
        unknown.school = SchoolID(unchecked: "elm")
        #expect(try await refusal { try await office.list(unknown) }.reason == .schoolNotFound)
    }
}
