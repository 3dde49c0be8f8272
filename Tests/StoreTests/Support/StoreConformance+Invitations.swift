import InvitationStore
import Invitations
import Testing

extension StoreConformance {
    func contactsKeepTheirPlaces() async throws {
        let school = school
        let ids = ["c-otto", "nobody", "c-imogen", "c-otto"].map { ContactID(unchecked: $0) }
        let states = try await store.read { try $0.contacts(ids, of: school) }
        #expect(states.map { $0?.id.text } == ["c-otto", nil, "c-imogen", "c-otto"])
    }

    func addressesTellWhoElseHasThem() async throws {
        #expect(try await state("c-omar").address == AddressFacts(isShared: true))
        #expect(try await state("c-lena").address == AddressFacts(isShared: true))
        #expect(try await state("c-pupilmail").address == AddressFacts(belongsToPupil: true))
        #expect(try await state("c-imogen").address == AddressFacts())
        #expect(try await state("c-barred").isBarred)
        #expect(try await state("c-nomail").email == nil)
    }

    func anotherGenerationIsRefused() async throws {
        let before = try await state("c-imogen")
        let first = newInvitation(before)
        let second = newInvitation(before)
        let school = school
        #expect(try await store.write { try $0.issue([first, second], of: school) } == [true, false])
        #expect(try await store.write { try $0.issue([second], of: school) } == [false])
        let after = try await state("c-imogen")
        #expect(after.invitation?.nonce == first.nonce)
        #expect(after.invitation?.generation == 1)
        #expect(after.invitation?.standing == .live)
        #expect(after.invitation?.mailedTo == "imogen@example.org")
        #expect(after.status(at: clock.now) == .invited)
        #expect(try await lease().count == 1)
    }

    func anEarlierLinkIsSuperseded() async throws {
        let first = try await invite("c-imogen")
        clock.advance(by: .seconds(3600))
        let second = try await invite("c-imogen")
        #expect(second.generation == 2)
        let named = try #require(try await store.read { try $0.invitation(first.nonce) })
        #expect(named.invitation.standing == .superseded(at: clock.now))
        #expect(named.invitation.delivery == .cancelled)
        #expect(named.contact.invitation == second)
        #expect(named.pupils.map(\.forename) == ["Ada", "Zoë"])
        #expect(try await lease().map(\.generation) == [2])
        #expect(try await store.read { try $0.invitation(InvitationNonce(bytes: Array(repeating: 9, count: 16))) } == nil)
    }

    func oneRedeemWins() async throws {
        try await invite("c-imogen")
        let invitation = try await inviteAndMail("c-imogen")
        let contact = try await state("c-imogen").key
        let school = school
        let store = store
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<64 {
                group.addTask {
                    try await store.write {
                        try $0.redeem(
                            contact, generation: invitation.generation, account: AccountID(unchecked: "account-\(index)"), of: school)
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
        let after = try await state("c-imogen")
        #expect(after.registration?.at == clock.now)
        #expect(after.invitation?.standing == .redeemed)
        #expect(after.status(at: clock.now) == .registered)
        #expect(
            try await store.write { try $0.redeem(contact, generation: 1, account: AccountID(unchecked: "other"), of: school) } == false)
    }

    func revokingEndsLinkAndMail() async throws {
        let invitation = try await invite("c-imogen")
        let contact = try await state("c-imogen").key
        let other = try await state("c-otto").key
        let school = school
        let (invitations, mails) = try await store.write { try $0.revoke([contact, other], because: .addressChanged, of: school) }
        #expect(invitations == 1)
        #expect(mails == 1)
        let after = try await state("c-imogen")
        #expect(after.invitation?.standing == .revoked(.addressChanged))
        #expect(after.invitation?.delivery == .cancelled)
        #expect(after.status(at: clock.now) == .notRegistered)
        #expect(try await lease().isEmpty)
        #expect(
            try await store.write {
                try $0.redeem(contact, generation: invitation.generation, account: AccountID(unchecked: "a"), of: school)
            } == false)
    }

    func eventsHaveNoGaps(_ sequences: () async throws -> [Int64]) async throws {
        let school = school
        let store = store
        let contact = try await state("c-imogen").key
        struct Refused: Error {}
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                group.addTask {
                    let events = [
                        NewEvent(.invited, contact: contact, actor: "head@oakfield"),
                        NewEvent(.mailSent, contact: contact, actor: "outbox"),
                    ]
                    _ = try? await store.write { transaction in
                        try transaction.append(events, of: school)
                        if index % 4 == 0 { throw Refused() }
                    }
                }
            }
        }
        #expect(try await sequences() == Array(1...60))
    }

    func answersAreKeptSevenDays() async throws {
        let key = IdempotencyKey(school: school.key, principal: "head", method: "Send", requestID: random.bytes(16))
        let answer = RecordedAnswer(bodyDigest: random.bytes(32), answer: [1, 2, 3])
        #expect(try await store.read { try $0.recordedAnswer(key) } == nil)
        try await store.write { try $0.record(answer, for: key) }
        #expect(try await store.read { try $0.recordedAnswer(key) } == answer)
        var other = key
        other.principal = "deputy"
        let others = other
        #expect(try await store.read { try $0.recordedAnswer(others) } == nil)
        clock.advance(by: .seconds(7 * 86_400 - 1))
        #expect(try await store.read { try $0.recordedAnswer(key) } == answer)
        clock.advance(by: .seconds(1))
        #expect(try await store.read { try $0.recordedAnswer(key) } == nil)
        try await store.write { try $0.record(RecordedAnswer(bodyDigest: [], answer: [4]), for: key) }
        #expect(try await store.read { try $0.recordedAnswer(key) }?.answer == [4])
    }
}
