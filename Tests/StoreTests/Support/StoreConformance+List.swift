import InvitationStore
import Invitations
import Testing

extension StoreConformance {
    static let everyone = ["p-bea", "p-sami", "p-ada", "p-zoe", "p-cai", "p-dua"]

    func theListIsInOrder() async throws {
        for size in [1, 2, 3, 5, 6, 7] { #expect(try await list(pageSize: size) == Self.everyone) }
        #expect(try await page(after: nil, pupilsMax: 6).next == nil)
        #expect(try await page(after: nil, pupilsMax: 5).next != nil)
    }

    func aFullPageEndsBeforeTheRow() async throws {
        let query = ListQuery(school: school, filter: ContactFilter(), after: nil, pupilsMax: 10)
        let next = try await store.read { transaction in
            var visited = 0
            return try transaction.visitListRows(query) { _ in
                visited += 1
                return visited == 3 ? .full : .taken
            }
        }
        #expect(try await page(after: next, pupilsMax: 1).ids == ["p-ada"])
    }

    func searchFindsWords() async throws {
        func pupils(_ text: String) async throws -> [String] {
            var filter = ContactFilter()
            filter.pupilSearch = text
            return try await list(filter)
        }
        #expect(try await pupils("zoe") == ["p-zoe"])
        #expect(try await pupils("ZOË this") == ["p-zoe"])
        #expect(try await pupils("thistle") == ["p-ada", "p-zoe"])
        #expect(try await pupils("hakan") == ["p-sami"])
        #expect(try await pupils("oe").isEmpty)
        #expect(try await pupils("zoe zimmer").isEmpty)
        #expect(try await pupils("  ") == Self.everyone)
        #expect(try await pupils("?").isEmpty)
        #expect(try await pupils("%").isEmpty)
        #expect(try await pupils("x\u{10FFFF}").isEmpty)

        func contacts(_ text: String) async throws -> [String] {
            var filter = ContactFilter()
            filter.contactSearch = text
            return try await list(filter)
        }
        #expect(try await contacts("imog") == ["p-ada", "p-zoe"])
        #expect(try await contacts("obrien") == ["p-sami"])
        #expect(try await contacts("O'Brien lena") == ["p-sami"])
        #expect(try await contacts("FAMILY@exam") == ["p-sami"])
        #expect(try await contacts("otto@example.org") == ["p-ada"])
        #expect(try await contacts("imogen otto").isEmpty)
    }

    func filtersCombine() async throws {
        try await inviteAndMail("c-imogen", validFor: .seconds(100))
        try await invite("c-omar")
        func list(_ change: (inout ContactFilter) -> Void) async throws -> [String] {
            var filter = ContactFilter()
            change(&filter)
            return try await self.list(filter)
        }
        #expect(try await list { $0.statuses = [.invited] } == ["p-sami", "p-ada", "p-zoe"])
        #expect(try await list { $0.statuses = [.invitationExpired] }.isEmpty)
        #expect(try await list { $0.deliveries = [.sent] } == ["p-ada", "p-zoe"])
        #expect(try await list { $0.deliveries = [.queued] } == ["p-sami"])
        #expect(try await list { $0.yearGroups = ["7"] } == ["p-sami", "p-ada"])
        #expect(try await list { $0.registrationGroups = ["8A", "10C"] } == ["p-bea", "p-cai", "p-dua"])
        #expect(try await list { ($0.yearGroups, $0.statuses) = (["7"], [.invited]) } == ["p-sami", "p-ada"])
        // One contact must match all of it, not one each.
        #expect(try await list { ($0.contactSearch, $0.statuses) = ("otto", [.invited]) }.isEmpty)
        #expect(try await list { ($0.contactSearch, $0.statuses) = ("otto", [.notRegistered]) } == ["p-ada"])

        clock.advance(by: .milliseconds(99_999))
        #expect(try await list { $0.statuses = [.invited] } == ["p-sami", "p-ada", "p-zoe"])
        clock.advance(by: .milliseconds(1))
        #expect(try await list { $0.statuses = [.invited] } == ["p-sami"])
        #expect(try await list { $0.statuses = [.invitationExpired] } == ["p-ada", "p-zoe"])
    }

    func matchingContactsComeOnceInListOrder() async throws {
        let school = school
        func matching(_ change: (inout ContactFilter) -> Void, limit: Int = 100) async throws -> [String] {
            var filter = ContactFilter()
            change(&filter)
            let wanted = filter
            return try await store.read { try $0.contacts(matching: wanted, of: school, limit: limit) }.map(\.id.text)
        }
        let all = ["c-barred", "c-nomail", "c-omar", "c-lena", "c-imogen", "c-otto", "c-badmail", "c-pupilmail"]
        #expect(try await matching { _ in } == all)
        #expect(try await matching({ _ in }, limit: 3) == Array(all.prefix(3)))
        #expect(try await matching { $0.contactSearch = "imogen" } == ["c-imogen"])
        #expect(try await matching { $0.yearGroups = ["9"] } == ["c-imogen"])
    }

    func countsAreOfContacts() async throws {
        try await inviteAndMail("c-imogen", validFor: .seconds(100))
        try await invite("c-omar")
        let otto = try await invite("c-otto")
        let school = school
        let key = try await state("c-otto").key
        #expect(try await store.write { try $0.redeem(key, generation: otto.generation, account: AccountID(unchecked: "a"), of: school) })
        clock.advance(by: .seconds(100))
        let counts = try await store.read { try $0.statusCounts(matching: ContactFilter(), of: school) }
        #expect(counts == [.notRegistered: 5, .invited: 1, .invitationExpired: 1, .registered: 1])
        var filter = ContactFilter()
        filter.pupilSearch = "thistlewood"
        let wanted = filter
        #expect(try await store.read { try $0.statusCounts(matching: wanted, of: school) } == [.invitationExpired: 1, .registered: 1])
    }
}
