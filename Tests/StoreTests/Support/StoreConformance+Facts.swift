import InvitationStore
import Invitations
import Testing

/// A school's numbers, and a leased mail looked at again (R7, R42).
extension StoreConformance {
    func aSchoolIsCounted(beside other: School) async throws {
        let facts = try await facts()
        #expect(facts.pupils == Int64(Self.everyone.count))
        #expect(facts.contacts == 8)
        #expect(facts.courtOrders == 1)
        #expect(facts.imports == 1)
        #expect(facts.invitedWithinDay == 0)
        #expect(facts.firstEvent == 1 && facts.lastEvent == 0)
        #expect(try await self.facts(of: other).pupils == 1)
    }

    /// The clock's minute is the one that the store began with: a whole hour.
    func invitationsOfADayAreCounted(beside other: School) async throws {
        func counted() async throws -> Int { try await facts().invitedWithinDay }
        #expect(try await counted() == 0)
        for id in ["c-imogen", "c-otto"] { try await invite(id) }
        #expect(try await counted() == 2)
        // Of two for one generation the one that is issued counts.
        let omar = try await state("c-omar")
        let twice = [newInvitation(omar), newInvitation(omar)]
        let school = school
        #expect(try await store.write { try $0.issue(twice, of: school) } == [true, false])
        #expect(try await counted() == 3)
        #expect(try await facts(of: other).invitedWithinDay == 0)

        clock.advance(by: .seconds(12 * 3600))
        // Again is one more; revoking takes none back.
        try await invite("c-imogen")
        #expect(try await counted() == 4)
        _ = try await store.write { try $0.revoke([omar.key], because: .byAdministrator, of: school) }
        #expect(try await counted() == 4)
        clock.advance(by: .seconds(11 * 3600))
        #expect(try await counted() == 4)
        // Counted in whole hours: after 25 nothing of the first is left.
        clock.advance(by: .seconds(2 * 3600))
        #expect(try await counted() == 1)
        // What makes room also forgets, and only what is too old.
        try await invite("c-lena")
        #expect(try await counted() == 2)
        clock.advance(by: .seconds(10 * 3600))
        #expect(try await counted() == 2)
        clock.advance(by: .seconds(2 * 3600))
        #expect(try await counted() == 1)
        clock.advance(by: .seconds(14 * 3600))
        #expect(try await counted() == 0)
        clock.advance(by: .seconds(365 * 86_400))
        #expect(try await counted() == 0)
    }

    // MARK: A leased mail looked at again

    private func lookAgain(_ mail: LeasedMail, fence: Int64? = nil) async throws -> LeasedMail? {
        try await store.read { transaction in
            var asked = mail
            asked.fence = fence ?? mail.fence
            let seen = try transaction.leasedMail(asked.id, fence: asked.fence)
            let facts = try transaction.departureFacts(of: asked)
            #expect(facts?.contact == seen?.contact && facts?.school == seen?.school)
            return seen
        }
    }

    private func expectSame(_ one: LeasedMail?, _ other: LeasedMail, mayHaveLeft: Bool? = nil, _ comment: Comment) {
        #expect(one?.id == other.id, comment)
        #expect(one?.fence == other.fence, comment)
        #expect(one?.attempts == other.attempts, comment)
        #expect(one?.fixed == other.fixed, comment)
        #expect(one?.mayHaveLeft == (mayHaveLeft ?? other.mayHaveLeft), comment)
        #expect(one?.school == other.school, comment)
        #expect(one?.contact == other.contact, comment)
        #expect(one?.generation == other.generation, comment)
        #expect(one?.childForenames == other.childForenames, comment)
    }

    func aLeasedMailIsLookedAtAgain() async throws {
        try await invite("c-imogen")
        let first = try #require(try await lease(for: .seconds(60)).first)
        #expect(first.childForenames == ["Ada", "Zoë"])
        expectSame(try await lookAgain(first), first, "just leased")
        expectSame(try await lookAgain(first), first, "looking changes nothing")
        #expect(try await lookAgain(first, fence: first.fence - 1) == nil)
        #expect(try await lookAgain(first, fence: first.fence + 1) == nil)
        let unknown = MailID(rowID: first.id.rowID + 1000)
        #expect(try await store.read { try $0.leasedMail(unknown, fence: first.fence) } == nil)

        try await fix(first, validFor: .seconds(100_000))
        var fixed = try #require(try await lookAgain(first))
        #expect(fixed.fixed?.bytes == Array("Dear parent".utf8))
        #expect(fixed.contact.invitation?.expiresAt == clock.now.advanced(by: .seconds(100_000)))
        // From here on it may have left, until the attempt is settled.
        #expect(fixed.mayHaveLeft && fixed.fence == first.fence && fixed.attempts == 0)

        #expect(try await settle(first, .deferred(until: clock.now.advanced(by: .seconds(300)), detail: "4.2.1", mayHaveLeft: false)))
        #expect(try await lookAgain(first) == nil)
        clock.advance(by: .seconds(300))
        let second = try #require(try await lease(for: .seconds(60)).first)
        #expect(try await lookAgain(first) == nil)
        expectSame(try await lookAgain(second), second, mayHaveLeft: true, "leased again")
        #expect(second.attempts == 1 && !second.mayHaveLeft)

        // What changes meanwhile is seen.
        let school = school
        let paused = try await store.write { try $0.setPaused(true, of: school) }
        fixed = try #require(try await lookAgain(second))
        #expect(fixed.school == paused)

        clock.advance(by: .seconds(60))
        let third = try #require(try await lease().first)
        #expect(try await lookAgain(second) == nil)
        #expect(try await settle(third, .sent))
        #expect(try await lookAgain(third) == nil)
    }

    func whatAMailChangedIsSeenInItsTransaction() async throws {
        try await invite("c-imogen")
        let mail = try #require(try await lease().first)
        let rendering = FixedMail(
            mailedAt: clock.now, expiresAt: clock.now.advanced(by: .seconds(100_000)), messageID: "<1@oakfield>",
            recipient: "imogen@example.org", bytes: Array("Dear parent".utf8))
        let school = school
        let (holds, page) = try await store.write { transaction in
            let free = try transaction.departureFacts(of: mail)?.school.mailHold
            let paused = try transaction.setPaused(true, of: school)
            let held = try transaction.departureFacts(of: mail)?.school.mailHold
            try transaction.fix(rendering, for: mail.id, fence: mail.fence)
            _ = try transaction.settle(mail.id, fence: mail.fence, .sent)
            let query = ListQuery(school: paused, filter: ContactFilter(), after: nil, pupilsMax: 1000)
            return ([free, held], try Self.page(query, in: transaction))
        }
        #expect(holds == [nil, .paused])
        let state = try await state("c-imogen")
        #expect(state.invitation?.expiresAt == rendering.expiresAt && state.invitation?.delivery == .sent)
        #expect(try await rows().rows == page.rows)
    }

    func aMailTakenBackIsNoLongerLeased() async throws {
        for id in ["c-imogen", "c-otto", "c-omar", "c-lena"] { try await invite(id) }
        let mails = try await lease()
        func mail(_ id: String) throws -> LeasedMail { try #require(mails.first { $0.contact.id.text == id }) }
        let school = school
        let (imogen, otto, omar) = (try mail("c-imogen"), try mail("c-otto"), try mail("c-omar"))
        _ = try await store.write { try $0.revoke([imogen.contact.key], because: .courtOrder, of: school) }
        #expect(try await lookAgain(imogen) == nil)
        try await invite("c-otto")
        #expect(try await lookAgain(otto) == nil)
        let link = otto.generation
        #expect(try await store.write { try $0.redeem(omar.contact.key, generation: link, account: AccountID(unchecked: "a"), of: school) })
        #expect(try await lookAgain(omar) == nil)
        let lena = try mail("c-lena")
        expectSame(try await lookAgain(lena), lena, "nobody took this one back")
        #expect(try await settle(lena, .held(because: .letter, detail: "", mayHaveLeft: false)))
        #expect(try await lookAgain(lena) == nil)
    }
}
