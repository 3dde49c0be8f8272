import InvitationStore
import Invitations
import Testing

/// One contact, what accounts are bound to, the history, and a school's numbers (R4, R11, R38, R42).
extension StoreConformance {
    func aContactIsShownWithItsPairs(beside other: School) async throws {
        let school = school
        func facts(_ id: String, _ school: School) async throws -> ContactFacts? {
            try await store.read { try $0.contactFacts(ContactID(unchecked: id), of: school) }
        }
        let imogen = try #require(try await facts("c-imogen", school))
        #expect(imogen.contact == (try await state("c-imogen")))
        // In list order, with the pupils as they are.
        #expect(imogen.pairs.map(\.pupil.id.text) == ["p-ada", "p-zoe"])
        #expect(imogen.pairs[1].pupil == RosterPupil.sample("p-zoe", "Zoë", "Thistlewood", "9", "9B", contacts: []).pupil)
        #expect(imogen.pairs.map(\.relationship) == ["Parent", "Parent"])
        #expect(imogen.pairs.map(\.courtOrder) == [false, false])
        #expect(try #require(try await facts("c-barred", school)).pairs.map(\.courtOrder) == [true])
        for id in ["nobody", "", "C-IMOGEN", "c-imogen "] { #expect(try await facts(id, school) == nil) }
        let theirs = try #require(try await facts("c-imogen", other))
        #expect(theirs.contact.key != imogen.contact.key)
    }

    /// `leave`: makes a feed come in which `c-otto` is no more.
    func aKeyOutlivesTheRoster(beside other: School, leave: () async throws -> School) async throws {
        func key(_ id: String, _ school: School) async throws -> ContactKey? {
            try await store.read { try $0.contactKey(ContactID(unchecked: id), of: school) }
        }
        let before = school
        let otto = try #require(try await key("c-otto", before))
        let theirs = try #require(try await key("c-otto", other))
        #expect(otto == (try await state("c-otto")).key)
        #expect(theirs != otto)
        #expect(try await key("nobody", before) == nil)
        let school = try await leave()
        #expect(try await store.read { try $0.contacts([ContactID(unchecked: "c-otto")], of: school) } == [nil])
        #expect(try await store.read { try $0.contactFacts(ContactID(unchecked: "c-otto"), of: school) } == nil)
        #expect(try await key("c-otto", school) == otto)
        let imogen = try #require(try await key("c-imogen", school))
        // In the places asked, twice if asked twice.
        let ids = try await store.read { try $0.contactIDs([otto, imogen, theirs, otto]) }
        #expect(ids.map(\.text) == ["c-otto", "c-imogen", "c-otto", "c-otto"])
        #expect(try await store.read { try $0.contactIDs([]) }.isEmpty)
    }

    /// `leave`: makes a feed come in which `c-otto` is no more.
    func anAccountIsBoundToWhatItRedeemed(beside other: School, leave: () async throws -> School) async throws {
        let account = AccountID(unchecked: "account-1")
        func bindings(_ account: AccountID) async throws -> [String] {
            try await store.read { try $0.bindings(of: account) }
                .map { "\($0.school.id.text) \($0.contact.text) \($0.isGranted) \($0.pupils.map(\.text))" }
        }
        func redeem(_ id: String, _ account: AccountID, _ kit: StoreConformance) async throws {
            let link = try await kit.invite(id)
            let key = try await kit.state(id).key
            let school = kit.school
            #expect(try await store.write { try $0.redeem(key, generation: link.generation, account: account, of: school) })
        }
        #expect(try await bindings(account).isEmpty)
        try await redeem("c-omar", account, beside(other))
        try await redeem("c-otto", account, self)
        try await redeem("c-imogen", account, self)
        try await redeem("c-lena", AccountID(unchecked: "account-2"), self)
        let (mine, theirs) = (school.id.text, other.id.text)
        #expect(
            try await bindings(account)
                == [
                    "\(mine) c-imogen true [\"p-ada\", \"p-zoe\"]", "\(mine) c-otto true [\"p-ada\"]", "\(theirs) c-omar true [\"p-sami\"]",
                ])
        #expect(try await bindings(AccountID(unchecked: "account-2")) == ["\(mine) c-lena true [\"p-sami\"]"])
        #expect(try await bindings(AccountID(unchecked: "ACCOUNT-1")).isEmpty)

        let imogen = try await state("c-imogen").key
        let school = school
        _ = try await store.write { try $0.revoke([imogen], because: .byAdministrator, of: school) }
        #expect(try await bindings(account)[0] == "\(mine) c-imogen false []")
        // Another account of the same contact does not give the first one its access back.
        try await redeem("c-imogen", AccountID(unchecked: "account-2"), self)
        #expect(try await bindings(account)[0] == "\(mine) c-imogen false []")
        #expect(try await bindings(AccountID(unchecked: "account-2")).first == "\(mine) c-imogen true [\"p-ada\", \"p-zoe\"]")

        _ = try await leave()
        #expect(
            try await bindings(account)
                == ["\(mine) c-imogen false []", "\(mine) c-otto false []", "\(theirs) c-omar true [\"p-sami\"]"])
    }

    func eventsArePaged(beside other: School) async throws {
        let school = school
        #expect(try await store.read { try $0.events(of: school, after: 0, limit: 10) }.isEmpty)
        let none = try await facts()
        #expect(none.firstEvent == none.lastEvent + 1)

        let (imogen, otto) = (try await state("c-imogen").key, try await state("c-otto").key)
        let began = clock.now
        for contact in [imogen, otto, imogen, nil, imogen] {
            clock.advance(by: .seconds(1))
            let event = NewEvent(
                .mailSent, contact: contact, account: contact.map { _ in AccountID(unchecked: "account-1") }, actor: "outbox",
                detail: "at \(clock.now.milliseconds)")
            try await store.write { try $0.append([event], of: school) }
        }
        try await store.write { try $0.append([NewEvent(.paused, contact: nil, actor: "head")], of: other) }

        func ofSchool(_ sequence: Int64, _ limit: Int) async throws -> [Int64] {
            try await store.read { try $0.events(of: school, after: sequence, limit: limit) }.map(\.sequence)
        }
        #expect(try await ofSchool(0, 2) == [1, 2])
        #expect(try await ofSchool(2, 2) == [3, 4])
        #expect(try await ofSchool(4, 2) == [5])
        #expect(try await ofSchool(5, 2).isEmpty)
        #expect(try await ofSchool(1_000_000, 2).isEmpty)
        #expect(try await ofSchool(0, 100) == [1, 2, 3, 4, 5])

        func ofContact(_ contact: ContactKey, _ before: Int64?, _ limit: Int) async throws -> [Int64] {
            try await store.read { try $0.events(of: contact, before: before, limit: limit) }.map(\.sequence)
        }
        #expect(try await ofContact(imogen, nil, 2) == [5, 3])
        #expect(try await ofContact(imogen, 3, 2) == [1])
        #expect(try await ofContact(imogen, 1, 2).isEmpty)
        #expect(try await ofContact(otto, nil, 100) == [2])

        let events = try await store.read { try $0.events(of: school, after: 0, limit: 100) }
        let (second, fourth) = (began.advanced(by: .seconds(2)), began.advanced(by: .seconds(4)))
        #expect(
            events[1]
                == RecordedEvent(
                    sequence: 2, at: second, kind: "MAIL_SENT", contact: ContactID(unchecked: "c-otto"),
                    account: AccountID(unchecked: "account-1"), actor: "outbox", detail: "at \(second.milliseconds)"))
        #expect(
            events[3]
                == RecordedEvent(
                    sequence: 4, at: fourth, kind: "MAIL_SENT", contact: nil, account: nil, actor: "outbox",
                    detail: "at \(fourth.milliseconds)"))
        #expect(try await facts().firstEvent == 1)
        #expect(try await facts().lastEvent == 5)
        #expect(try await facts(of: other).lastEvent == 1)
    }
}
