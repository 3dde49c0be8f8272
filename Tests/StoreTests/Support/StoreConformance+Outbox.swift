import InvitationStore
import Invitations
import Testing

extension StoreConformance {
    func aLeaseIsOneWorkersUntilItEnds() async throws {
        #expect(try await store.write { try $0.nextMailDue() } == nil)
        try await invite("c-imogen")
        #expect(try await store.write { try $0.nextMailDue() } == clock.now)
        let first = try #require(try await lease(for: .seconds(60)).first)
        #expect(first.attempts == 0)
        #expect(first.fixed == nil)
        #expect(!first.mayHaveLeft)
        #expect(first.childForenames == ["Ada", "Zoë"])
        #expect(try await lease().isEmpty)
        #expect(try await store.write { try $0.nextMailDue() } == clock.now.advanced(by: .seconds(60)))
        clock.advance(by: .seconds(60))
        let second = try #require(try await lease().first)
        #expect(second.fence > first.fence)
        #expect(second.attempts == 1)
        // The one who overslept settles nothing, and cannot fix.
        #expect(try await settle(first, .sent) == false)
        await #expect(throws: (any Error).self) { try await fix(first) }
        #expect(try await settle(second, .sent))
        #expect(try await settle(second, .sent) == false)
        #expect(try await state("c-imogen").invitation?.delivery == .sent)
    }

    func whatIsFixedStays() async throws {
        try await invite("c-imogen")
        let first = try #require(try await lease().first)
        try await fix(first, validFor: .seconds(1000))
        let fixed = try #require(try await state("c-imogen").invitation)
        #expect(fixed.mailedAt == clock.now)
        #expect(fixed.expiresAt == clock.now.advanced(by: .seconds(1000)))
        #expect(try await settle(first, .deferred(until: clock.now.advanced(by: .seconds(300)), detail: "4.2.1 full", mayHaveLeft: false)))
        let deferred = try #require(try await state("c-imogen").invitation)
        #expect(deferred.delivery == .deferred)
        #expect(deferred.deliveryDetail == "4.2.1 full")
        #expect(try await lease().isEmpty)
        clock.advance(by: .seconds(300))
        let second = try #require(try await lease().first)
        #expect(second.fixed?.bytes == Array("Dear parent".utf8))
        #expect(second.fixed?.expiresAt == fixed.expiresAt)
        #expect(!second.mayHaveLeft)
        // Never settled: it may have left.
        clock.advance(by: .seconds(300))
        let third = try #require(try await lease().first)
        #expect(third.mayHaveLeft)
        #expect(try await settle(third, .failed(detail: "too old")))
        #expect(try await store.write { try $0.nextMailDue() } == nil)
    }

    /// A minute later each time: whatever of a mail ends its workers must not end them without rest.
    func endedLeasesAreDue() async throws {
        try await invite("c-imogen")
        let first = try #require(try await lease().first)
        try await fix(first, validFor: .seconds(1000))
        func end() async throws -> Int { try await store.write { try $0.endLeases(pause: .seconds(60)) } }
        #expect(try await lease().isEmpty)
        #expect(try await end() == 1)
        #expect(try await settle(first, .sent) == false)
        let second = try #require(try await lease().first)
        #expect(second.mayHaveLeft && second.unsettledLeases == 1 && second.fixed?.bytes == Array("Dear parent".utf8))
        #expect(try await end() == 1)
        #expect(try await lease().isEmpty)
        clock.advance(by: .seconds(59))
        // However often: it is not put off.
        #expect(try await end() == 1)
        #expect(try await lease().isEmpty)
        clock.advance(by: .seconds(1))
        let third = try #require(try await lease().first)
        #expect(third.unsettledLeases == 2)
        let later = clock.now.advanced(by: .seconds(300))
        #expect(try await settle(third, .deferred(until: later, detail: "4.2.1 full", mayHaveLeft: true)))
        // What waits for its next attempt is no lease.
        #expect(try await end() == 0)
        #expect(try await store.write { try $0.nextMailDue() } == later)
    }

    func heldMailWaits() async throws {
        try await invite("c-imogen")
        let mail = try #require(try await lease().first)
        #expect(try await settle(mail, .held(because: .letter, detail: "template", mayHaveLeft: false)))
        clock.advance(by: .seconds(86_400))
        #expect(try await lease().isEmpty)
        #expect(try await state("c-imogen").invitation?.delivery == .held)
        let contact = try await state("c-imogen").key
        let school = school
        #expect(try await store.write { try $0.revoke([contact], because: .courtOrder, of: school) }.mails == 1)
    }

    func aBounceBelongsToTheAddress() async throws {
        try await invite("c-omar")
        let mail = try #require(try await lease().first)
        #expect(try await settle(mail, .bounced(detail: "5.1.1 user unknown")))
        #expect(try await state("c-omar").address == AddressFacts(isShared: true, hasBounced: true))
        #expect(try await state("c-lena").address == AddressFacts(isShared: true, hasBounced: true))
        #expect(try await state("c-omar").invitation?.delivery == .bounced)
        let rows = try await page(after: nil, pupilsMax: 50)
        #expect(rows.live == 0)
        #expect(rows.rows.contains { $0.contains("c-lena") && $0.contains("emailBounced") })
    }

    func aLimitIsKeptAndTheOldestGoesFirst() async throws {
        try await invite("c-otto")
        clock.advance(by: .seconds(1))
        try await invite("c-imogen")
        #expect(try await lease(limit: 1).map(\.contact.id.text) == ["c-otto"])
        #expect(try await lease(limit: 5).map(\.contact.id.text) == ["c-imogen"])
    }
}
