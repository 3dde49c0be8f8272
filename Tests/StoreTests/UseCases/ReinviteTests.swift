import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("Inviting again")
struct ReinviteTests {
    private let cooldown = Duration.seconds(600)

    @Test("R24: it is for who was invited, in time or too late; who never was gets NEVER_INVITED")
    func statuses() async throws {
        let office = try await Office()
        #expect(try await office.reinvite("c-imogen").lines == ["c-imogen neverInvited"])
        _ = try await office.send("c-imogen")
        #expect(try await office.reinvite("c-imogen").lines == ["c-imogen tooSoon"])
        office.clock.advance(by: cooldown)
        #expect(try await office.reinvite("c-imogen").lines == ["c-imogen queued"])
        try await office.deliver()
        office.clock.advance(by: .seconds(14 * 86_400))
        #expect(try await office.send("c-imogen").lines == ["c-imogen expiredUseReinvite"])
        #expect(try await office.reinvite("c-imogen").lines == ["c-imogen queued"])
        #expect(try await office.history().filter { $0.contains(" REINVITED c-imogen") }.count == 2)
    }

    @Test("R24: a new token and a new clock; every earlier link is dead, and R25: says when the newer email went out")
    func earlierLinks() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        try await office.deliver()
        let first = try await office.link("c-imogen")
        office.clock.advance(by: .seconds(86_400))
        _ = try await office.reinvite("c-imogen")
        let waiting = try await refusal { try await office.preview(first) }
        #expect(waiting.reason == .superseded)
        #expect(waiting.metadata == ["newer_email_at": office.clock.now.rfc3339])
        office.clock.advance(by: .seconds(30))
        try await office.deliver()
        let second = try await office.link("c-imogen")
        #expect(second != first)
        let mailed = try await refusal { try await office.redeem(first) }
        #expect(mailed.reason == .superseded)
        #expect(mailed.metadata == ["newer_email_at": office.clock.now.rfc3339])
        office.clock.advance(by: .seconds(14 * 86_400 - 1))
        #expect(try await office.redeem(second).registered?.contact.text == "c-imogen")
    }

    @Test("R24: queued mail of the earlier invitation does not go out any more")
    func queuedMailIsCancelled() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        office.clock.advance(by: cooldown)
        _ = try await office.reinvite("c-imogen")
        #expect(try await office.deliver().map(\.generation) == [2])
        #expect(try await office.history().contains("mail c-imogen 1 7"))
    }

    @Test("R24: it goes to the address that the MIS has now")
    func currentAddress() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        try await office.deliver()
        var pupils = [RosterPupil].sample
        for index in pupils.indices {
            for place in pupils[index].contacts.indices where pupils[index].contacts[place].id.text == "c-imogen" {
                pupils[index].contacts[place].email = "imogen@BÜCHER.example"
            }
        }
        try await office.files.seedRoster(.oakfield, pupils)
        office.clock.advance(by: cooldown)
        _ = try await office.reinvite("c-imogen")
        #expect(try await office.contact("c-imogen").invitation?.mailedTo == "imogen@xn--bcher-kva.example")
    }

    @Test("R13: select-all of Reinvite takes those whose link expired, and not those still invited")
    func selectAll() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        try await office.deliver()
        office.clock.advance(by: .seconds(86_400))
        _ = try await office.send("c-otto")
        try await office.deliver()
        office.clock.advance(by: .seconds(13 * 86_400))
        let all = try await office.perform(office.request(.matching(ContactFilter(), excluding: []), method: .reinvite))
        #expect(all.lines == ["c-imogen queued"])
        #expect(all.countLines == ["queued 1"])
    }
}
