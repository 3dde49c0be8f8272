import InvitationStore
import Invitations
import Testing

/// What an office decides: its policy, the pause, mail that waits for a person, a bounce that is cleared.
extension StoreConformance {
    static var anotherPolicy: SchoolPolicy {
        var policy = SchoolPolicy()
        policy.validityDays = 31
        policy.requiresParentalResponsibility = true
        policy.acknowledgesMissingCourtOrderData = true
        policy.reinviteCooldown = .seconds(1920)
        policy.dailyCap = 33
        policy.removalGuardPercent = 34
        policy.liftGuardPercent = 35
        policy.leaverRetentionDays = 36
        policy.eventRetentionDays = 37
        return policy
    }

    func aPolicyIsReplacedWhole(beside other: School) async throws {
        let school = school
        #expect(school.policy == SchoolPolicy())
        #expect(try await rows().rows.allSatisfy { $0.contains("policyVersion: \(school.policy.version)") })
        var policy = Self.anotherPolicy
        // The store counts the versions, whatever the caller has in its hands.
        policy.version = 700
        let wanted = policy
        let changed = try await store.write { try $0.setPolicy(wanted, of: school) }
        policy.version = school.policy.version + 1
        #expect(changed.policy == policy)
        #expect(try await currentSchool() == changed)
        var expected = school
        expected.policy = policy
        #expect(changed == expected)

        let again = try await store.write { try $0.setPolicy(SchoolPolicy(), of: changed) }
        policy = SchoolPolicy()
        policy.version = school.policy.version + 2
        #expect(again.policy == policy)
        #expect(try await currentSchool(other) == other)
        // Rows that were derived under an earlier version are not shown as they are.
        #expect(try await rows().ids == Self.everyone)
        #expect(try await rows().rows.allSatisfy { $0.contains("policyVersion: \(policy.version)") })
    }

    func aPauseHoldsAndReleasesItsOwn(beside other: School) async throws {
        let neighbour = beside(other)
        for kit in [self, neighbour] { try await kit.invite("c-imogen") }
        for id in ["c-otto", "c-omar"] { try await invite(id) }
        let later = clock.now.advanced(by: .seconds(7200))
        for mail in try await lease(for: .seconds(600)) {
            let result: MailResult =
                switch mail.contact.id.text {
                case "c-imogen": .held(because: .paused, detail: "paused", mayHaveLeft: false)
                case "c-otto": .held(because: .restored, detail: "restored", mayHaveLeft: false)
                default: .deferred(until: later, detail: "4.2.1", mayHaveLeft: false)
                }
            #expect(try await settle(mail, result))
        }
        // Lena, whom nobody invited yet.
        #expect(try await rows().rows.contains { $0.contains("isInvitable: true") })
        let school = school
        let paused = try await store.write { try $0.setPaused(true, of: school) }
        #expect(paused.isPaused)
        #expect(paused.policy.version == school.policy.version + 1)
        #expect(try await currentSchool() == paused)
        #expect(try await currentSchool(other) == other)
        #expect(try await rows().rows.allSatisfy { !$0.contains("isInvitable: true") })
        // Nothing goes by itself, however long it lasts.
        clock.advance(by: .seconds(3600))
        #expect(try await lease().isEmpty)
        #expect(try await store.write { try $0.nextMailDue() } == later)

        let resumed = try await store.write { try $0.setPaused(false, of: paused) }
        #expect(!resumed.isPaused)
        #expect(resumed.policy.version == school.policy.version + 2)
        #expect(try await store.write { try $0.nextMailDue() } == clock.now)
        let released = try await lease()
        #expect(released.map(\.contact.id.text) == ["c-imogen"])
        #expect(released.map(\.school.id) == [school.id])
        #expect(try await rows().rows.contains { $0.contains("isInvitable: true") })
        // It is as undelivered as before, and once it has gone it has gone.
        #expect(try await state("c-imogen").invitation?.delivery == .held)
        #expect(try await settle(released[0], .sent))
        let again = try await store.write { try $0.setPaused(false, of: resumed) }
        #expect(!again.isPaused)
        #expect(try await lease().isEmpty)
    }

    func onlyTheCausesGivenAreReleased(beside other: School) async throws {
        let causes: [String: HoldCause] = ["c-imogen": .paused, "c-otto": .restored, "c-omar": .letter, "c-lena": .tokenKey]
        func holding(_ cause: HoldCause) async throws -> Set<SchoolID> {
            let schools = try await store.read { try $0.schoolsHoldingMail(because: cause) }
            #expect(Set(schools.map(\.key)).count == schools.count)
            return Set(schools.map(\.id))
        }
        #expect(try await holding(.letter).isEmpty)
        let neighbour = beside(other)
        for kit in [self, neighbour] { for id in causes.keys.sorted() { try await kit.invite(id) } }
        for mail in try await lease() {
            let cause = try #require(causes[mail.contact.id.text])
            #expect(try await settle(mail, .held(because: cause, detail: "\(cause)", mayHaveLeft: false)))
        }
        func release(_ causes: Set<HoldCause>) async throws -> Int {
            let school = school
            return try await store.write { try $0.releaseHeldMail(of: school, because: causes) }
        }
        #expect(try await release([]) == 0)
        for cause in causes.values { #expect(try await holding(cause) == [school.id, other.id]) }
        #expect(try await holding(.template).isEmpty)
        #expect(try await lease().isEmpty)
        #expect(try await release([.restored, .tokenKey]) == 2)
        #expect(try await holding(.restored) == [other.id])
        #expect(try await holding(.letter) == [school.id, other.id])
        // Due already: not released once more.
        #expect(try await release([.restored, .tokenKey]) == 0)
        let first = try await lease()
        #expect(Set(first.map(\.contact.id.text)) == ["c-otto", "c-lena"])
        #expect(first.allSatisfy { $0.school.id == school.id })
        #expect(try await release([.restored, .tokenKey]) == 0)
        // Held again for another cause, it waits for that one.
        let otto = try #require(first.first { $0.contact.id.text == "c-otto" })
        #expect(try await settle(otto, .held(because: .letter, detail: "no such template", mayHaveLeft: false)))
        #expect(try await release([.restored]) == 0)
        #expect(try await release(HoldCause.releasedByOperator) == 2)
        #expect(Set(try await lease().map(\.contact.id.text)) == ["c-omar", "c-otto"])
        #expect(try await release(HoldCause.releasedByOperator) == 0)
        #expect(try await release([.paused]) == 1)
        #expect(try await lease().map(\.contact.id.text) == ["c-imogen"])
    }

    /// With a roster in which `c-ines`, under another pupil, has the address of `c-omar` and `c-lena`.
    func aBounceIsClearedForAllWhoShareTheAddress(beside other: School) async throws {
        let neighbour = beside(other)
        for kit in [self, neighbour] {
            try await kit.invite("c-omar")
            let mail = try #require(try await lease().first)
            #expect(try await settle(mail, .bounced(detail: "5.1.1 user unknown")))
            #expect(try await kit.state("c-lena").address.hasBounced)
        }
        func clear(_ id: String) async throws -> Bool {
            let contact = try await state(id).key
            let school = school
            return try await store.write { try $0.clearBounce(of: contact, school: school) }
        }
        // Of those who have another address, or none, there is nothing to clear.
        for id in ["c-imogen", "c-nomail", "c-badmail"] { #expect(try await clear(id) == false) }
        #expect(try await state("c-omar").address.hasBounced)
        #expect(try await rows().rows.filter { $0.contains("emailBounced") }.count == 2)
        // By another one of the three, who was never mailed.
        #expect(try await clear("c-lena"))
        for id in ["c-omar", "c-lena", "c-ines"] { #expect(try await state(id).address == AddressFacts(isShared: true)) }
        #expect(try await clear("c-lena") == false)
        #expect(try await clear("c-omar") == false)
        let rows = try await rows()
        #expect(rows.live == 0)
        #expect(rows.rows.allSatisfy { !$0.contains("emailBounced") })
        // What became of the mail stays what it was.
        #expect(try await state("c-omar").invitation?.delivery == .bounced)
        #expect(try await neighbour.state("c-omar").address.hasBounced)
        // It may bounce again.
        try await invite("c-lena")
        let mail = try #require(try await lease().first)
        #expect(try await settle(mail, .bounced(detail: "5.1.1 user unknown")))
        #expect(try await state("c-omar").address.hasBounced)
        #expect(try await clear("c-omar"))
    }
}
