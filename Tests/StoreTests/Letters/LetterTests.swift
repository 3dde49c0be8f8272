import GRDBSQLite
import Glibc
import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// How letters lie in the file, and when they go.
@Suite struct LetterTests {
    private let temporary: TemporaryStore
    private let kit: StoreConformance
    private let page = SampleLetters.page()
    private struct Refused: Error {}

    init() async throws {
        temporary = try TemporaryStore()
        kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
    }

    private func leased(_ contacts: String...) async throws -> [LeasedMail] {
        for contact in contacts { try await kit.invite(contact) }
        return try await kit.lease()
    }

    private func fix(_ mail: LeasedMail, _ words: String, of page: [UInt8]? = nil) async throws {
        let rendering = SampleLetters.rendering(words, of: page ?? self.page, at: kit.clock.now)
        try await temporary.store.write { try $0.fix(rendering, for: mail.id, fence: mail.fence) }
    }

    /// What the next attempt would send.
    private func fixed(_ mail: LeasedMail) async throws -> [UInt8]? {
        try await temporary.store.read { try $0.leasedMail(mail.id, fence: mail.fence)?.fixed?.bytes }
    }

    private func count(_ table: String) async throws -> String { try await temporary.store.rows("SELECT count(*) FROM \(table)")[0] }

    @Test("R20: letters of the same templates share a frame, take a tenth of their bytes, and come back as they were")
    func shareAFrame() async throws {
        let mails = try await leased("c-imogen", "c-otto", "c-lena")
        for (mail, words) in zip(mails, ["one", "two", "three"]) { try await fix(mail, words) }
        #expect(try await count("letter_frame") == "1")
        #expect(try await temporary.store.rows("SELECT mail FROM letter WHERE frame = 1 AND length(bytes) < 100").count == 3)
        for (mail, words) in zip(mails, ["one", "two", "three"]) {
            #expect(try await fixed(mail) == SampleLetters.letter(words, of: page))
        }
        #expect(try await temporary.store.integrityFlaws().isEmpty)
    }

    @Test("R20: other templates are another frame; what nothing is in common with is kept whole; a revision replaces the one before")
    func otherFrames() async throws {
        let mail = try #require(try await leased("c-imogen").first)
        let strange = SeededRandom(seed: 9).bytes(2000)
        for (words, page) in [("one", page), ("two", SampleLetters.page(seed: 2)), ("", []), ("three", strange), ("four", page)] {
            let common = page == strange ? self.page : page
            let letter = page.isEmpty ? [1, 2, 3] : SampleLetters.letter(words, of: page + (page == strange ? page : []))
            let rendering = FixedMail(
                mailedAt: kit.clock.now, expiresAt: kit.clock.now, messageID: "<1@x>", recipient: "a@example.org", bytes: letter,
                common: common)
            try await temporary.store.write { try $0.fix(rendering, for: mail.id, fence: mail.fence) }
            #expect(try await fixed(mail) == letter)
            let frames = try await temporary.store.rows("SELECT coalesce(frame, 0) FROM letter")
            #expect(frames == [page == self.page ? "1" : page.isEmpty || page == strange ? "0" : "2"])
        }
        #expect(try await count("letter_frame") == "2")
        #expect(try await temporary.store.integrityFlaws().isEmpty)
    }

    @Test("R20: letters of several templates in one transaction have each their own frame")
    func severalFrames() async throws {
        let mails = try await leased("c-imogen", "c-otto", "c-lena")
        let renderings = [1, 2, 1].map { SampleLetters.rendering("words \($0)", of: SampleLetters.page(seed: $0), at: kit.clock.now) }
        try await temporary.store.write { transaction in
            for (mail, rendering) in zip(mails, renderings) { try transaction.fix(rendering, for: mail.id, fence: mail.fence) }
        }
        for (mail, rendering) in zip(mails, renderings) { #expect(try await fixed(mail) == rendering.bytes) }
        #expect(try await temporary.store.rows("SELECT frame FROM letter ORDER BY mail") == ["1", "2", "1"])
    }

    @Test("R20: a frame that was made in what was rolled back is made again: by a member that threw, and by a batch that was lost")
    func rolledBack() async throws {
        let mail = try #require(try await leased("c-imogen").first)
        let rendering = SampleLetters.rendering("words", of: page, at: kit.clock.now)
        await #expect(throws: Refused.self) {
            try await temporary.store.write { transaction in
                try transaction.fix(rendering, for: mail.id, fence: mail.fence)
                throw Refused()
            }
        }
        #expect(try await count("letter_frame") == "0")
        let gate = Gate()
        gate.close(temporary.store)
        let (refused, lost, kept) = (Answers<Void>(), Answers<Void>(), Answers<Void>())
        let store = temporary.store
        func fix(to answers: Answers<Void>, then error: (any Error)? = nil) {
            store.write(
                isStillWanted: { true },
                { transaction in
                    try transaction.fix(rendering, for: mail.id, fence: mail.fence)
                    if let error { throw error }
                }, completion: answers.take)
        }
        fix(to: refused, then: Refused())
        fix(to: kept)
        store.writeRaw(
            { transaction in
                try transaction.connection.execute("ROLLBACK")
                throw SQLiteError(code: SQLITE_FULL, message: "database or disk is full")
            }, completion: lost.take)
        gate.open()
        #expect(throws: Refused.self) { try refused.next()?.get() }
        #expect(throws: StoreError.unavailable) { try lost.next()?.get() }
        try kept.next()?.get()
        #expect(try await count("letter_frame") == "1")
        #expect(try await fixed(mail) == rendering.bytes)
        #expect(try await temporary.store.integrityFlaws().isEmpty)
    }

    @Test(
        "A damaged letter, a lost frame and a lost letter are errors of the store",
        arguments: [
            "UPDATE letter SET bytes = x'0105'", "UPDATE letter SET bytes = substr(bytes, 1, length(bytes) - 1)",
            "UPDATE letter_frame SET bytes = substr(bytes, 1, 600)", "UPDATE letter_frame SET bytes = x''", "DELETE FROM letter_frame",
            "DELETE FROM letter",
        ])
    func damaged(_ damage: String) async throws {
        let mail = try #require(try await leased("c-imogen").first)
        try await fix(mail, "words")
        try await temporary.store.writeRaw { try $0.connection.execute(damage) }
        let error = await #expect(throws: SQLiteError.self) { try await fixed(mail) }
        #expect(error?.primaryCode == SQLITE_CORRUPT)
        // It goes with its mail all the same.
        #expect(try await kit.settle(mail, .sent))
        #expect(try await count("letter") == "0")
    }

    @Test(
        "R39: whatever ends a mail, its letter goes with it",
        arguments: [
            MailResult.sent, .bounced(detail: "5.1.1"), .failed(detail: "no"), .cancelled(detail: "BARRED"),
        ])
    func ends(_ result: MailResult) async throws {
        let mail = try #require(try await leased("c-imogen").first)
        try await fix(mail, "words")
        #expect(try await kit.settle(mail, result))
        #expect(try await count("letter") == "0")
    }

    @Test("R23: what may be sent again keeps its letter")
    func stays() async throws {
        let mail = try #require(try await leased("c-imogen").first)
        try await fix(mail, "words")
        let later = kit.clock.now.advanced(by: .seconds(60))
        #expect(try await kit.settle(mail, .deferred(until: later, detail: "4.2.1", mayHaveLeft: true)))
        kit.clock.move(to: later)
        let again = try #require(try await kit.lease().first)
        #expect(again.fixed?.bytes == SampleLetters.letter("words", of: page) && again.fixed?.recipient == "imogen@example.org")
        #expect(try await kit.settle(again, .held(because: .byOperator, detail: "", mayHaveLeft: true)))
        #expect(try await count("letter") == "1")
    }

    @Test("R34, R39: revoking, erasing, reinviting and a report of a bounce end a mail with its letter")
    func endedByOthers() async throws {
        let contact = try await kit.state("c-imogen").key
        let (school, clock) = (kit.school, kit.clock)
        let endings: [@Sendable (any WriteTransaction) throws -> Void] = [
            { _ = try $0.revoke([contact], because: .courtOrder, of: school) },
            { try $0.record(.bounced, detail: "5.1.1", of: contact, generation: 2, school: school) },
            { transaction in
                let next = NewInvitation(
                    contact: contact, expectedGeneration: 3, nonce: InvitationNonce(bytes: Array(repeating: 7, count: 16)), tokenKeyID: 1,
                    address: "imogen@example.org")
                _ = try transaction.issue([next], of: school)
            },
            { try $0.erase(contact, pseudonym: ContactID(unchecked: "erased-1"), tombstone: [1], of: school) },
        ]
        for (index, end) in endings.enumerated() {
            if index < 3 { try await kit.invite("c-imogen") }
            clock.advance(by: .seconds(1))
            let mail = try #require(try await kit.lease().first)
            try await fix(mail, "words")
            #expect(try await count("letter") == "1")
            try await temporary.store.write { try end($0) }
            #expect(try await count("letter") == "0", "\(index)")
        }
    }

    @Test("R39: a frame is forgotten within about an hour after its last letter, and not before")
    func forgetsFrames() async throws {
        let mails = try await leased("c-imogen", "c-otto")
        try await fix(mails[0], "one")
        try await fix(mails[1], "two", of: SampleLetters.page(seed: 2))
        let later = kit.clock.now.advanced(by: .seconds(60))
        for mail in mails { #expect(try await kit.settle(mail, .deferred(until: later, detail: "", mayHaveLeft: true))) }
        func anHour() async throws -> [String] {
            kit.clock.advance(by: .seconds(3601))
            for _ in 0..<80 { _ = try await temporary.store.rows("SELECT 1") }
            return try await temporary.store.rows("SELECT key FROM letter_frame ORDER BY key")
        }
        #expect(try await anHour() == ["1", "2"])
        let again = try await kit.lease()
        #expect(again.map(\.contact.id.text) == ["c-imogen", "c-otto"] && again[0].fixed?.bytes == SampleLetters.letter("one", of: page))
        #expect(try await kit.settle(again[0], .sent))
        #expect(try await anHour() == ["2"])
        let last = try #require(try await kit.lease().first)
        #expect(last.fixed?.bytes == SampleLetters.letter("two", of: SampleLetters.page(seed: 2)))
        #expect(try await kit.settle(last, .sent))
        #expect(try await anHour().isEmpty)
        // And made again when it is wanted: by a writer that remembers its index.
        let new = try #require(try await leased("c-lena").first)
        try await fix(new, "three")
        #expect(try await fixed(new) == SampleLetters.letter("three", of: page))
        #expect(try await temporary.store.integrityFlaws().isEmpty)
    }
}
