import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite struct DerivedRowsTests {
    @Test("R12: Every derived row is what a fresh encoding gives, after any history", arguments: 1...8)
    func holdAfterAnyHistory(seed: UInt64) async throws {
        let temporary = try TemporaryStore(seed: seed)
        let kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
        let random = SeededRandom(seed: seed &* 977)
        for step in 0..<60 {
            try await act(kit, random, temporary)
            if step % 6 == 5 { try await temporary.store.expectDerivedRowsTrue() }
        }
        #expect(try await temporary.store.integrityFlaws().isEmpty)
    }

    @Test("A row that is not true is noticed") func noticesALie() async throws {
        let temporary = try TemporaryStore()
        try await temporary.seedRoster()
        try await temporary.store.writeRaw { try $0.connection.execute("UPDATE contact SET declined = 1 WHERE id = 'c-imogen'") }
        #expect(try await temporary.store.derivedFlaws().count == 2)
    }

    @Test("R12, R42: Rows of a feed for a paused school are written as they are true, and need not be encoded anew")
    func ofAPausedSchool() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("P1", contact("C1"))])
        let open = try await school.school()
        let paused = try await school.store.write { try $0.setPaused(true, of: open) }
        try await school.importFeed([pupil("P1", contact("C1")), pupil("P2", contact("C2"))])
        let stamps = try school.rows("SELECT stamp FROM list_row l CROSS JOIN pupil p ON p.key = l.pupil WHERE p.id = 'P2'")
        #expect(stamps == ["\(ListStamp.of(paused))"])
    }

    private func act(_ kit: StoreConformance, _ random: SeededRandom, _ temporary: TemporaryStore) async throws {
        let bytes = random.bytes(3)
        let ids = ["c-imogen", "c-otto", "c-omar", "c-lena", "c-pupilmail"]
        let id = ids[Int(bytes[0]) % ids.count]
        let school = kit.school
        let contact = try await kit.state(id)
        switch bytes[1] % 8 {
        case 0, 1: if contact.registration == nil { try await kit.invite(id) }
        case 2: for mail in try await kit.lease(limit: 2) { try await kit.fix(mail, validFor: .seconds(1000 + Int(bytes[2]) * 10)) }
        case 3, 4:
            for mail in try await kit.lease() {
                let results: [MailResult] = [
                    .sent, .bounced(detail: "5.1.1"), .failed(detail: "old"), .held(because: .letter, detail: "by hand", mayHaveLeft: true),
                    .cancelled(detail: "late"),
                    .deferred(until: temporary.clock.now.advanced(by: .seconds(60)), detail: "4.2.0", mayHaveLeft: true),
                ]
                _ = try await kit.settle(mail, results[Int(bytes[2]) % results.count])
            }
        case 5:
            let account = AccountID(unchecked: "account-\(bytes[2])")
            if let generation = contact.invitation?.generation {
                _ = try await kit.store.write { try $0.redeem(contact.key, generation: generation, account: account, of: school) }
            }
        case 6:
            let reason = RevocationReason.allCases[Int(bytes[2]) % RevocationReason.allCases.count]
            _ = try await kit.store.write { try $0.revoke([contact.key], because: reason, of: school) }
        default: temporary.clock.advance(by: .seconds(Int(bytes[2]) * 5))
        }
    }
}
