import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// R16 of RevokeAccess: the first answer, whatever has become of the contact since.
@Suite struct RevocationTests {
    private static let imogen = ContactID(unchecked: "c-imogen")
    private static let id = "0B5C8D1E-6f4a-4c2b-9d3e-7a1f2b3c4d5e"

    /// With an account, and an email that went.
    private func registered() async throws -> Office {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        try await office.deliver()
        _ = try await office.redeem(try await office.link("c-imogen"))
        return office
    }

    private func revoke(_ office: Office, in store: SQLiteStore? = nil, contact: ContactID = imogen) async throws -> ContactListing {
        let request = RevokeAccess.Request(
            school: Office.school, contact: contact, reason: "PARENT_REQUEST",
            call: IdempotentCall(requestID: Self.id, bodyDigest: [UInt8](repeating: 1, count: 32), actor: Office.actor))
        return try await (store ?? office.store).write { try RevokeAccess().perform(request, in: $0) }
    }

    private func erase(_ office: Office) async throws {
        let corrections = ContactCorrections(office.environment)
        try await office.store.write { try corrections.erase(Self.imogen, of: Office.school, by: Office.actor, in: $0) }
    }

    private func leave(_ office: Office) async throws {
        var pupils = [RosterPupil].sample
        for index in pupils.indices { pupils[index].contacts.removeAll { $0.id == Self.imogen } }
        try await office.files.seedRoster(.oakfield, pupils)
    }

    private func withoutPerson(_ listing: ContactListing) -> ContactListing {
        var listing = listing
        (listing.name, listing.email, listing.relationship, listing.deliveryDetail) = (PersonName(), "", "", "")
        return listing
    }

    @Test("R16: a revocation again is the first answer after the contact was invited anew, and nothing happens twice")
    func afterChange() async throws {
        let office = try await registered()
        let first = try await revoke(office)
        #expect(first.status == .notRegistered && first.notInvitableBecause == .tooSoon && first.delivery == .sent)
        #expect(first.name.full == "Mrs Imogen Thistlewood" && !first.email.isEmpty)
        office.clock.advance(by: .seconds(86_400))
        _ = try await office.send("c-imogen")
        let history = try await office.history()
        #expect(try await revoke(office) == first)
        #expect(try await office.history() == history)
        #expect(try await office.contact("c-imogen").status(at: office.clock.now) == .invited)
    }

    @Test("R16: a revocation again is the first answer after the contact left, but for what is personal")
    func afterLeaving() async throws {
        let office = try await registered()
        let first = try await revoke(office)
        try await leave(office)
        #expect(try await revoke(office) == withoutPerson(first))
    }

    @Test("R16, R39: a revocation again is the first answer after erasure, and its record brings no value back")
    func afterErasure() async throws {
        let office = try await registered()
        let first = try await revoke(office)
        try await erase(office)
        #expect(try await revoke(office) == withoutPerson(first))
        #expect(try ErasureTests.found(office.files.path).isEmpty)
    }

    @Test("R16, R39: what is personal is answered as it is now")
    func asNow() async throws {
        let office = try await registered()
        var expected = try await revoke(office)
        var pupils = [RosterPupil].sample
        for index in pupils.indices {
            for place in pupils[index].contacts.indices where pupils[index].contacts[place].id == Self.imogen {
                pupils[index].contacts[place].name.surname = "Thorn"
            }
        }
        try await office.files.seedRoster(.oakfield, pupils)
        expected.name.surname = "Thorn"
        #expect(try await revoke(office) == expected)
    }

    @Test("R16: a revocation again is the first answer after the store was opened anew")
    func afterReopening() async throws {
        let office = try await registered()
        let first = try await revoke(office)
        _ = try await office.send("c-imogen")
        office.store.close()
        let store = try office.files.reopened()
        defer { store.close() }
        #expect(try await revoke(office, in: store) == first)
    }

    @Test("R16: an email that fared otherwise since lends the first answer no words")
    func otherWords() async throws {
        let office = try await registered()
        let first = try await revoke(office)
        try await office.change("UPDATE invitation SET delivery = 4, delivery_detail = '5.1.1 no such user'")
        #expect(try await revoke(office) == first)
        #expect(first.delivery == .sent && first.deliveryDetail.isEmpty)
    }

    @Test("R16: a record of before, which held no answer, answers the contact as it is")
    func recordedBefore() async throws {
        let office = try await registered()
        _ = try await revoke(office)
        try await office.change("UPDATE recorded_answer SET answer = x'' WHERE method = 'Revoke'")
        office.clock.advance(by: .seconds(86_400))
        _ = try await office.send("c-imogen")
        #expect(try await revoke(office).status == .invited)
        try await leave(office)
        #expect(try await refusal { try await revoke(office) }.reason == .contactNotFound)
    }

    @Test("R16: a revocation of somebody unknown is not recorded")
    func refused() async throws {
        let office = try await registered()
        let nobody = ContactID(unchecked: "c-nobody")
        #expect(try await refusal { try await revoke(office, contact: nobody) }.reason == .contactNotFound)
        #expect(try await revoke(office).status == .notRegistered)
    }
}
