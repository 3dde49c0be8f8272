import InvitationStore
import Invitations
import Testing

/// Forgetting a contact (R39).
extension StoreConformance {
    private static func pseudonym(_ id: String) -> ContactID { ContactID(unchecked: "erased-" + String(id.reversed())) }
    private static let tombstone: [UInt8] = Array(repeating: 9, count: 32)

    private func erase(_ id: String) async throws -> ContactKey {
        let key = try await state(id).key
        let school = school
        try await store.write { try $0.erase(key, pseudonym: Self.pseudonym(id), tombstone: Self.tombstone, of: school) }
        return key
    }

    func nothingOfAnErasedContactIsRead(beside other: School) async throws {
        let neighbour = beside(other)
        for kit in [self, neighbour] {
            let link = try await kit.invite("c-imogen")
            let key = try await kit.state("c-imogen").key
            let account = AccountID(unchecked: "account-1")
            let school = kit.school
            let isRegistered = try await store.write { transaction in
                try transaction.append([NewEvent(.redeemed, contact: key, account: account, actor: "parent")], of: school)
                return try transaction.redeem(key, generation: link.generation, account: account, of: school)
            }
            #expect(isRegistered)
        }
        let link = try #require(try await state("c-imogen").invitation)
        let untouched = try await neighbour.state("c-imogen")
        let before = try await facts()
        let school = school
        let key = try await erase("c-imogen")
        let pseudonym = Self.pseudonym("c-imogen")

        let id = ContactID(unchecked: "c-imogen")
        #expect(try await store.read { try $0.contacts([id], of: school) } == [nil])
        #expect(try await store.read { try $0.contactFacts(id, of: school) } == nil)
        #expect(try await store.read { try $0.contactKey(id, of: school) } == nil)
        #expect(try await store.read { try $0.contactIDs([key]) } == [pseudonym])
        #expect(try await store.read { try $0.contacts([pseudonym], of: school) } == [nil])
        let events = try await store.read { try $0.events(of: key, before: nil, limit: 10) }
        #expect(events.map(\.kind) == ["REDEEMED"])
        #expect(events.map(\.contact) == [pseudonym])
        #expect(events.map(\.account) == [nil])
        let named = try await store.read { try $0.invitation(link.nonce) }
        #expect(named.map { $0.contact.name == PersonName() && $0.contact.email == nil && $0.contact.registration == nil } != false)
        #expect(named.map { $0.contact.id == pseudonym && $0.pupils.isEmpty } != false)
        #expect(named.map { $0.invitation.mailedTo.isEmpty && $0.contact.invitation?.mailedTo != "imogen@example.org" } != false)

        let rows = try await rows()
        #expect(rows.live == 0)
        #expect(rows.ids == Self.everyone)
        #expect(rows.rows.allSatisfy { !$0.lowercased().contains("imogen") })
        var filter = ContactFilter()
        for text in ["imogen", "imogen@example.org", "erased"] {
            filter.contactSearch = text
            #expect(try await list(filter).isEmpty)
        }
        let after = try await facts()
        #expect(after.contacts == before.contacts - 1)
        #expect(after.pupils == before.pupils && after.courtOrders == before.courtOrders)

        // R4: who has the same id elsewhere is somebody else.
        #expect(try await neighbour.state("c-imogen") == untouched)
        let bindings = try await store.read { try $0.bindings(of: AccountID(unchecked: "account-1")) }
        #expect(bindings.map(\.school.id) == [other.id])
        #expect(bindings.map(\.isGranted) == [true])
    }

    /// With a roster in which `c-ines`, under another pupil, has the address of `c-omar` and `c-lena`.
    func erasingEndsMailAndSharing() async throws {
        _ = try await erase("c-lena")
        #expect(try await rows().rows.filter { $0.contains("sharedEmail") }.count == 2)
        try await invite("c-omar")
        let leased = try #require(try await lease().first)
        #expect(try await state("c-ines").address == AddressFacts(isShared: true))
        let link = try #require(try await state("c-omar").invitation)
        _ = try await erase("c-omar")
        #expect(try await settle(leased, .sent) == false)
        #expect(try await store.read { try $0.leasedMail(leased.id, fence: leased.fence) } == nil)
        clock.advance(by: .seconds(3600))
        #expect(try await lease().isEmpty)
        #expect(try await store.write { try $0.nextMailDue() } == nil)
        #expect(try await store.read { try $0.invitation(link.nonce) }.map { $0.invitation.standing == .revoked(.erased) } != false)
        #expect(try await state("c-ines").address == AddressFacts())
        let rows = try await rows()
        #expect(rows.live == 0)
        #expect(rows.rows.allSatisfy { !$0.contains("sharedEmail") })
    }

    func erasingABarredContactForgetsItsOrders() async throws {
        let before = try await facts().courtOrders
        let key = try await state("c-barred").key
        let school = school
        #expect(try await store.write { try $0.courtOrders(of: key, school: school) }.count == 1)
        _ = try await erase("c-barred")
        #expect(try await store.write { try $0.courtOrders(of: key, school: school) }.isEmpty)
        #expect(try await facts().courtOrders == before - 1)
    }

    /// With a roster in which `c-nadia`, under another pupil, has the address of `c-barred`.
    func erasingABarredContactKeepsItsAddressBarred(beside other: School) async throws {
        let school = school
        let barred = try await state("c-barred").key
        let sharer = try await state("c-nadia").key
        func unseen() async throws -> [ContactKey] { try await store.write { try $0.barredUnseen(atAddressOf: sharer, school: school) } }
        // The roster shows who it is.
        #expect(try await unseen().isEmpty)
        #expect(try await state("c-nadia").address == AddressFacts(isShared: true, isSharedWithBarred: true))
        _ = try await erase("c-barred")
        #expect(try await unseen() == [barred])
        #expect(try await state("c-nadia").address == AddressFacts(isSharedWithBarred: true))
        #expect(try await rows().rows.filter { $0.contains("emailSharedWithBarredContact") }.count == 1)
        // Who has another address, or the same in another school, lifts nothing of it.
        for kit in [self, beside(other)] {
            let key = try await kit.state(kit.school == school ? "c-otto" : "c-nadia").key
            let school = kit.school
            try await store.write { try $0.liftBarredUnseen(atAddressOf: key, school: school) }
        }
        #expect(try await unseen() == [barred])
        try await store.write { try $0.liftBarredUnseen(atAddressOf: sharer, school: school) }
        #expect(try await unseen().isEmpty)
        #expect(try await state("c-nadia").address == AddressFacts())
        let rows = try await rows()
        #expect(rows.live == 0 && rows.rows.allSatisfy { !$0.contains("emailSharedWithBarredContact") })
        #expect(try await beside(other).state("c-nadia").address == AddressFacts(isShared: true, isSharedWithBarred: true))
    }

    func aBounceOfAnErasedContactStaysWithWhoSharesTheAddress() async throws {
        try await invite("c-omar")
        for mail in try await lease() { #expect(try await settle(mail, .bounced(detail: "5.1.1 user unknown"))) }
        _ = try await erase("c-omar")
        #expect(try await state("c-lena").address == AddressFacts(hasBounced: true))
    }

    func aTombstoneIsFoundInItsSchoolOnly(beside other: School) async throws {
        let school = school
        func has(_ tombstone: [UInt8], _ school: School) async throws -> Bool {
            try await store.write { try $0.hasTombstone(tombstone, of: school) }
        }
        #expect(try await has(Self.tombstone, school) == false)
        _ = try await erase("c-otto")
        #expect(try await has(Self.tombstone, school))
        #expect(try await has(Self.tombstone.dropLast() + [8], school) == false)
        #expect(try await has(Self.tombstone, other) == false)

        let random = random.source
        func salt(_ school: School) async throws -> [UInt8] {
            try await store.write { try $0.tombstoneSalt(of: school, random: random) }
        }
        let salts = (try await salt(school), try await salt(school), try await salt(other))
        #expect(salts.0 == salts.1)
        #expect(salts.0 != salts.2)
        #expect(salts.0.count >= 16)
    }
}
