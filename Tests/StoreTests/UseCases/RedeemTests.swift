import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("Redeeming a link")
struct RedeemTests {
    private func invited(_ ids: String...) async throws -> (Office, link: String) {
        let office = try await Office()
        for id in ids { _ = try await office.send(id) }
        try await office.deliver()
        return (office, try await office.link(ids[0]))
    }

    @Test("R26: a preview shows what the page needs, and changes nothing however often it is called")
    func preview() async throws {
        let (office, link) = try await invited("c-imogen")
        let before = try await office.history()
        let state = try await office.contact("c-imogen")
        for _ in 0..<50 {
            let answer = try await office.preview(link)
            #expect(answer.schoolName == "Oakfield Academy")
            #expect(answer.name.full == "Mrs Imogen Thistlewood")
            #expect(answer.childForenames == ["Ada", "Zoë"])
            #expect(answer.expiresAt == office.clock.now.advanced(by: .seconds(14 * 86_400)))
            #expect(answer.registered == nil)
        }
        #expect(try await office.history() == before)
        #expect(try await office.contact("c-imogen") == state)
    }

    @Test("R27: redeeming binds the contact to the account; the same account again is the same answer, also after the deadline")
    func again() async throws {
        let (office, link) = try await invited("c-imogen")
        let first = try await office.redeem(link, account: "a-1")
        #expect(first.registered?.contact.text == "c-imogen")
        #expect(first.registered?.school == Office.school)
        #expect(first.registered?.pupils.map(\.text) == ["p-ada", "p-zoe"])
        #expect(try await office.contact("c-imogen").registration?.account.text == "a-1")
        // Recorded answers are kept 7 days only.
        let history = try await office.history().filter { !$0.hasPrefix("answer") }
        #expect(history.contains("2 REDEEMED c-imogen a-1 parent"))
        #expect(try await office.redeem(link, account: "a-1") == first)
        office.clock.advance(by: .seconds(60 * 86_400))
        #expect(try await office.redeem(link, account: "a-1") == first)
        #expect(try await office.history().filter { !$0.hasPrefix("answer") } == history)
        #expect(try await refusal { try await office.redeem(link, account: "a-2") }.reason == .alreadyRedeemed)
        #expect(try await refusal { try await office.preview(link) }.reason == .alreadyRedeemed)
        #expect(try await office.preview(link, account: "a-1").registered == nil)
    }

    @Test("R27: of 64 accounts at once exactly one wins")
    func race() async throws {
        let (office, link) = try await invited("c-imogen")
        let answers = await withTaskGroup(of: Result<Redeem.Answer, any Error>.self) { group in
            for number in 0..<64 {
                group.addTask {
                    do { return .success(try await office.redeem(link, account: "a-\(number)")) } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let refusals = answers.compactMap { answer -> InvitationError.Reason? in
            if case .failure(let error as InvitationError) = answer { error.reason } else { nil }
        }
        #expect(answers.count - refusals.count == 1)
        #expect(refusals == Array(repeating: .alreadyRedeemed, count: 63))
        #expect(try await office.history().filter { $0.contains("REDEEMED") }.count == 1)
    }

    @Test("R27: of 64 calls with one account all get the same answer, and it happened once")
    func sameAccountAtOnce() async throws {
        let (office, link) = try await invited("c-imogen")
        let answers = try await withThrowingTaskGroup(of: Redeem.Answer.self) { group in
            for _ in 0..<64 { group.addTask { try await office.redeem(link) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0 == answers[0] })
        #expect(try await office.history().filter { $0.contains("REDEEMED") }.count == 1)
    }

    @Test("R28: a genuine token that is unknown answers exactly as a forged and as a malformed one")
    func unknown() async throws {
        let (office, link) = try await invited("c-imogen")
        let stranger = try #require(office.environment.tokens.token(for: InvitationNonce(bytes: Array(repeating: 9, count: 16)), keyID: 1))
        let forged = (link.hasPrefix("B") ? "C" : "B") + link.dropFirst()
        let errors = try await [stranger.reveal(), forged, "x", ""].mapAsync { text in
            try await refusal { try await office.redeem(text) }
        }
        #expect(errors == Array(repeating: .unknownToken, count: 4))
    }

    @Test("R4: where the caller serves certain schools only, a link of another school is unknown")
    func otherSchools() async throws {
        let (office, link) = try await invited("c-imogen")
        let redeem = Redeem(office.environment)
        let token = try redeem.verify(link)
        let error = try await refusal {
            try await office.store.write {
                try redeem.redeem(token, account: AccountID(unchecked: "a"), within: { $0.text == "elm" }, in: $0)
            }
        }
        #expect(error == .unknownToken)
        let previewed = try await refusal {
            try await office.store.read { try redeem.preview(token, account: nil, within: { $0.text == "elm" }, in: $0) }
        }
        #expect(previewed == .unknownToken)
        #expect(try await office.redeem(link).registered != nil)
    }

    @Test("R29: a link works one millisecond before its deadline, and not at it")
    func boundary() async throws {
        let (office, link) = try await invited("c-imogen")
        office.clock.advance(by: .seconds(14 * 86_400))
        #expect(try await refusal { try await office.redeem(link) }.reason == .expired)
        #expect(try await refusal { try await office.preview(link) }.reason == .expired)
        office.clock.advance(by: .milliseconds(-1))
        #expect(try await office.redeem(link).registered != nil)
    }

    @Test("R7: a court order that came after the email stops the link, and does not say why")
    func barred() async throws {
        let (office, link) = try await invited("c-imogen")
        try await office.change("UPDATE contact_version SET barred = 1 WHERE contact = (SELECT key FROM contact WHERE id = 'c-imogen')")
        let error = try await refusal { try await office.redeem(link) }
        #expect(error.reason == .notPermitted)
        #expect(error.metadata.isEmpty)
        #expect(try await office.contact("c-imogen").registration == nil)
    }

    @Test("R28: a link taken back says so; for a court order it does not")
    func revoked() async throws {
        let (office, link) = try await invited("c-imogen", "c-otto")
        let other = try await office.link("c-otto")
        let imogen = try await office.contact("c-imogen").key
        let otto = try await office.contact("c-otto").key
        try await office.store.write { transaction in
            guard let school = try transaction.school(Office.school) else { return }
            _ = try transaction.revoke([imogen], because: .addressChanged, of: school)
            _ = try transaction.revoke([otto], because: .courtOrder, of: school)
        }
        let changed = try await refusal { try await office.redeem(link) }
        #expect(changed.reason == .revoked)
        #expect(changed.metadata == ["why": "ADDRESS_CHANGED"])
        #expect(try await refusal { try await office.redeem(other) }.reason == .notPermitted)
    }

    @Test("R30: contacts are keyed by id: two who share an address have links of their own, and any account may redeem")
    func sharedAddress() async throws {
        let (office, link) = try await invited("c-omar", "c-lena")
        #expect(try await office.redeem(link, account: "a-1").registered?.contact.text == "c-omar")
        #expect(try await office.contact("c-lena").registration == nil)
        #expect(try await office.redeem(office.link("c-lena"), account: "a-1").registered?.contact.text == "c-lena")
    }
}

extension Sequence {
    /// One after the other.
    fileprivate func mapAsync<Mapped>(_ transform: (Element) async throws -> Mapped) async rethrows -> [Mapped] {
        var mapped: [Mapped] = []
        for element in self { mapped.append(try await transform(element)) }
        return mapped
    }
}
