import Cryptography
import Foundation
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// R31, R41: a store opened on a copy waits for an operator, for the copy knows nothing of what came after it.
@Suite struct RestoreTests {
    /// An office, and the store opened on a copy of its.
    private final class Restored {
        let office: Office
        let store: SQLiteStore
        private let path: String

        /// `ago`: how long before the copy somebody had looked at the clock.
        init(_ office: Office, ago: Duration = .zero) throws {
            self.office = office
            path = office.files.directory + "/copy.db"
            _ = try DatabaseBackup.run(from: office.files.path, to: path, at: office.clock.now.advanced(by: .zero - ago))
            store = try SQLiteStore.open(
                StoreConfiguration(path: path), clock: office.clock.clock, random: SeededRandom(seed: 3).source,
                encodeListRow: TemporaryStore.encode)
        }

        deinit {
            store.close()
            for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) }
        }

        func preview(_ link: String) async throws -> Redeem.Answer {
            let redeem = Redeem(office.environment)
            let token = try redeem.verify(link)
            return try await store.read { try redeem.preview(token, account: nil, in: $0) }
        }

        func redeem(_ link: String) async throws -> Redeem.Answer {
            let redeem = Redeem(office.environment)
            let token = try redeem.verify(link)
            return try await store.write { try redeem.redeem(token, account: AccountID(unchecked: "account-1"), in: $0) }
        }

        func decline(_ link: String) async throws {
            let decline = Decline(office.environment)
            let token = try decline.verify(link)
            try await store.write { try decline.decline(token, in: $0) }
        }

        func importFeed(_ pupils: [RosterPupil] = .sample) async throws -> ImportReport { try await RestoreTests.importFeed(pupils, store) }

        func release(withoutImport: Bool = false, endsLinks: Bool = false) async throws -> ReleaseMail.Answer {
            let request = ReleaseMail.Request(
                school: Office.school, withoutImport: withoutImport, endsLinks: endsLinks, actor: Office.actor)
            return try await store.write { try ReleaseMail().run(request, in: $0) }
        }

        func send(_ contact: String, id: String) async throws -> String {
            let invite = Invite(office.environment)
            let request = office.request(.contacts([ContactID(unchecked: contact)]), id: id)
            _ = try await store.write { try invite.perform(request, in: $0) }
            let issued = try await store.read { transaction -> Invitation? in
                guard let school = try transaction.school(Office.school) else { return nil }
                return try transaction.contacts([ContactID(unchecked: contact)], of: school)[0]?.invitation
            }
            let invitation = try #require(issued)
            return try #require(office.environment.tokens.token(for: invitation.nonce, keyID: invitation.tokenKeyID)).reveal()
        }

        func events() async throws -> [String] {
            try await store.rows("SELECT kind || ' ' || detail FROM event WHERE actor = '\(Office.actor.principal)' ORDER BY sequence")
        }
    }

    private static func importFeed(_ pupils: [RosterPupil], _ store: SQLiteStore) async throws -> ImportReport {
        let importer = ImportRoster(
            store: store, digest: { SHA256.digest($0) }, departures: MailDepartures(), knowsTimeZone: ImportedSchool.knowsTimeZone)
        return try await importer.run(feed(pupils))
    }

    private static let someID = "00000000-0000-4000-8000-00000000ffff"

    @Test("R31, R41: until its school is released a link of a restored store does nothing, and nothing of it is consumed")
    func linksWait() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen", "c-otto")
        try await office.deliver()
        let links = [try await office.link("c-imogen"), try await office.link("c-otto")]
        let restored = try Restored(office)
        for _ in 0..<2 {
            #expect(try await refusal { try await restored.preview(links[0]) }.reason == .restoredUnreleased)
            #expect(try await refusal { try await restored.redeem(links[0]) }.reason == .restoredUnreleased)
            #expect(try await refusal { try await restored.decline(links[1]) }.reason == .restoredUnreleased)
        }
        // An unknown link answers as ever (R28): one that was sent after the backup, too.
        _ = try await office.send("c-omar")
        let younger = try await office.link("c-omar")
        #expect(try await refusal { try await restored.preview(younger) }.reason == .invalidToken)

        _ = try await restored.importFeed()
        _ = try await restored.release()
        #expect(try await restored.preview(links[0]).registered == nil)
        #expect(try await restored.redeem(links[0]).registered?.contact.text == "c-imogen")
        try await restored.decline(links[1])
        // The original was never marked.
        #expect(try await office.redeem(links[0]).registered != nil)
    }

    @Test("R41: a release needs an applied import, also one that changes nothing; not for a school without a feed, or when overruled")
    func importFirst() async throws {
        let office = try await Office()
        _ = try await Self.importFeed(.sample, office.store)
        _ = try await office.send("c-imogen")
        let restored = try Restored(office)
        #expect(try await refusal { try await restored.release() }.reason == .importRequired)
        #expect(try await refusal { try await restored.release(endsLinks: true) }.reason == .importRequired)
        #expect(try await restored.store.read { try $0.school(Office.school) }?.restoration?.hasImported == false)

        // Withheld, it is not applied (R35).
        let withheld = try await restored.importFeed(Array([RosterPupil].sample.prefix(2)))
        #expect(!withheld.withheldDigest.isEmpty)
        #expect(try await refusal { try await restored.release() }.reason == .importRequired)

        #expect(try await restored.importFeed().isUnchanged)
        #expect(try await restored.release() == ReleaseMail.Answer(mails: 1, linksEnded: 0))
        #expect(try await restored.store.read { try $0.school(Office.school) }?.restoration == nil)
        #expect(try await restored.release() == ReleaseMail.Answer(mails: 0, linksEnded: 0))
        #expect(try await restored.events().last == "MAIL_RELEASED mails 1, RESTORED")
    }

    @Test("R41: an operator may release without an import, and the history says so; a school without a feed has none to wait for")
    func withoutImport() async throws {
        let overruled = try Restored(try await Office())
        _ = try await overruled.release(withoutImport: true)
        #expect(try await overruled.events().last == "MAIL_RELEASED mails 0, RESTORED, WITHOUT_IMPORT")

        let office = try await Office()
        try await office.change("UPDATE school SET mis_linked = 0")
        let unlinked = try Restored(office)
        _ = try await unlinked.release()
        #expect(try await unlinked.store.read { try $0.school(Office.school) }?.restoration == nil)
    }

    @Test("R41: a copy of a released copy is marked anew")
    func again() async throws {
        let first = try Restored(try await Office())
        _ = try await first.importFeed()
        _ = try await first.release()
        let path = first.office.files.directory + "/second.db"
        defer { for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) } }
        _ = try DatabaseBackup.run(from: first.office.files.directory + "/copy.db", to: path, at: first.office.clock.now)
        let second = try SQLiteStore.open(
            StoreConfiguration(path: path), clock: first.office.clock.clock, random: SeededRandom(seed: 4).source,
            encodeListRow: TemporaryStore.encode)
        defer { second.close() }
        let expected = Restoration(copiedAt: first.office.clock.now, hasImported: false)
        #expect(try await second.read { try $0.school(Office.school) }?.restoration == expected)
    }

    @Test("R31, R41: who was invited while the copy was made is of before it")
    func meanwhile() async throws {
        let office = try await Office()
        _ = try await office.send("c-imogen")
        let restored = try Restored(office, ago: .seconds(2))
        #expect(try await restored.release(withoutImport: true, endsLinks: true) == ReleaseMail.Answer(mails: 0, linksEnded: 1))
    }

    @Test("R7, R41: no mail of a restored school leaves before its release, also what is asked for on it")
    func mailWaits() async throws {
        let restored = try Restored(try await Office())
        _ = try await restored.send("c-imogen", id: Self.someID)
        let mail = try #require(try await restored.store.write { try $0.leaseMail(limit: 9, for: .seconds(60)) }.first)
        #expect(mail.school.mailHold == .restored)
        #expect(mail.contact.mailDeparture(ofGeneration: 1, at: restored.office.clock.now, hold: mail.school.mailHold) == .hold(.restored))
    }

    @Test("R31, R41: an operator ends what works of before the backup: not what was sent since, nor what ended by itself")
    func endLinks() async throws {
        let office = try await Office()
        _ = try await office.send("c-omar")
        try await office.deliver()
        // Past its days.
        office.clock.advance(by: .seconds(15 * 86_400))
        _ = try await office.send("c-imogen", "c-lena")
        try await office.deliver()
        _ = try await office.redeem(try await office.link("c-lena"))
        let old = try await office.link("c-imogen")
        let expired = try await office.link("c-omar")
        let restored = try Restored(office)
        office.clock.advance(by: .milliseconds(1))
        let young = try await restored.send("c-otto", id: Self.someID)
        _ = try await restored.importFeed()

        #expect(try await restored.release(endsLinks: true).linksEnded == 1)
        let error = try await refusal { try await restored.preview(old) }
        #expect(error.reason == .revoked && error.metadata.isEmpty)
        #expect(try await refusal { try await restored.preview(expired) }.reason == .expired)
        #expect(try await restored.preview(young).registered == nil)
        #expect(
            try await restored.events().suffix(2) == ["REVOKED RESTORED", "MAIL_RELEASED mails 0, RESTORED, links ended 1"])
        // Who had registered keeps the account.
        let lena = try await restored.store.read { try ShowContact().run(ContactID(unchecked: "c-lena"), of: Office.school, in: $0) }
        #expect(lena.listing.status == .registered)
        // Of a school that is not restored there is nothing to end.
        #expect(try await restored.release(endsLinks: true).linksEnded == 0)
        #expect(try await restored.preview(young).registered == nil)
        try await restored.store.expectDerivedRowsTrue()
    }
}
