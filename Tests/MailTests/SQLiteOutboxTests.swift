import Foundation
import InvitationStore
import Invitations
import Logging
import SQLiteStore
import Synchronization
import Testing

@testable import Mail

/// A SQLite store in a folder of its own with one school, whose feed says what the test wants.
final class SchoolOnDisk: Sendable {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mail-sqlite-\(UUID().uuidString)")
    let time = Mutex(sampleNow)
    let bell = OutboxBell()
    let imports: ImportRoster
    let store: SQLiteStore

    var clock: WallClock { WallClock { [weak self] in self?.time.withLock { $0 } ?? sampleNow } }

    init() throws {
        final class Late: Sendable { let clock = Mutex<WallClock?>(nil) }
        let late = Late()
        var configuration = StoreConfiguration(path: folder.appendingPathComponent("store.sqlite").path)
        configuration.afterMailQueued = { [bell] in bell.ring() }
        store = try SQLiteStore.open(
            configuration, clock: WallClock { late.clock.withLock { $0?.now() } ?? sampleNow },
            random: RandomSource { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }, encodeListRow: { _ in [0] })
        imports = ImportRoster(
            store: store, digest: { message in ToyAuthentication().code(message) }, departures: MailDepartures(),
            knowsTimeZone: { _ in true })
        late.clock.withLock { $0 = clock }
    }

    func close() {
        store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    func advance(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }

    /// Contacts by surname, each of a child Zoë; the addresses are theirs.
    func importRoster(
        _ surnames: [String], timeZone: String = "Europe/London", courtOrders: Set<String> = [], school: String = "A1"
    ) async throws {
        let school = RosterSchool(id: SchoolID(unchecked: school), name: "Wexcombe Primary School", isMISLinked: true, timeZone: timeZone)
        let pupils = surnames.map { surname in
            RosterPupil(
                pupil: Pupil(
                    id: PupilID(unchecked: "p-\(surname)"), forename: "Zoë", surname: surname, yearGroup: "7", registrationGroup: "7A"),
                email: nil,
                contacts: [
                    RosterContact(
                        id: ContactID(unchecked: surname), name: PersonName(title: "Ms", forename: "A", surname: surname),
                        email: "\(surname.lowercased())@example.net", relationship: "Mother",
                        courtOrder: courtOrders.contains(surname) ? .yes : .no, parentalResponsibility: .yes)
                ])
        }
        let records = [.school(school)] + pupils.map(RosterRecord.pupil) + [.end(pupils: Int64(pupils.count))]
        _ = try await imports.run(
            AsyncStream { feed in
                for record in records { feed.yield(record) }
                feed.finish()
            })
    }

    func invite(_ surnames: [String], school: String = "A1") async throws {
        let ids = surnames.map { ContactID(unchecked: $0) }
        let isIssued = try await store.write { transaction in
            let school = try #require(try transaction.school(SchoolID(unchecked: school)))
            let contacts = try transaction.contacts(ids, of: school)
            let invitations = contacts.compactMap { contact in
                contact.map {
                    NewInvitation(
                        contact: $0.key, expectedGeneration: $0.invitation?.generation ?? 0,
                        nonce: InvitationNonce(bytes: (0..<16).map { _ in UInt8.random(in: 0...255) }), tokenKeyID: 1,
                        address: $0.email ?? "")
                }
            }
            return try transaction.issue(invitations, of: school)
        }
        #expect(isIssued == ids.map { _ in true })
    }

    func invitations(_ surnames: [String], school: String = "A1") async throws -> [Invitation?] {
        let ids = surnames.map { ContactID(unchecked: $0) }
        return try await store.read { transaction in
            let school = try #require(try transaction.school(SchoolID(unchecked: school)))
            return try transaction.contacts(ids, of: school).map { $0?.invitation }
        }
    }

    func worker(
        _ adapter: any MailAdapter, waiting: any Clock<Duration> = ContinuousClock(), store: (any TransactionalStore)? = nil,
        letters: LetterRenderer? = nil
    ) throws -> OutboxDelivery {
        OutboxDelivery(
            store: store ?? self.store, adapter: adapter, letters: try letters ?? sampleRenderer(), tokens: sampleTokens,
            returnPath: ReturnPath(try sampleSettings(), authority: sampleReturnPaths), clock: clock,
            random: RandomSource { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }, bell: bell, waiting: waiting,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Whether any file of the database holds these bytes.
    func holds(_ text: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).contains { file in
            try Data(contentsOf: file).range(of: Data(text.utf8)) != nil
        }
    }
}

@Suite("Delivery from SQLite")
struct SQLiteOutboxTests {
    @Test(
        "R17, R20: what was issued arrives in the Maildir; the deadline printed is the one enforced; R31: no database file holds the token")
    func storyOnDisk() async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        try await disk.importRoster(["Oakes", "Elm"])
        try await disk.invite(["Oakes", "Elm"])
        #expect(try await disk.invitations(["Oakes"]).first??.expiresAt == nil)

        let maildir = disk.folder.path + "-mail"
        defer { try? FileManager.default.removeItem(atPath: maildir) }
        let worker = try disk.worker(MaildirAdapter(folder: maildir))
        let claim = try await worker.claim()
        #expect(claim.ready.count == 2)
        let invitations = try await disk.invitations(["Oakes", "Elm"]).compactMap { $0 }
        let tokens = invitations.compactMap { sampleTokens.token(for: $0.nonce, keyID: $0.tokenKeyID)?.reveal() }
        #expect(tokens.count == 2)
        for token in tokens { #expect(try disk.holds(token) == false) }
        #expect(
            invitations.allSatisfy {
                $0.expiresAt == sampleNow.advanced(by: .seconds(14 * 86_400)).roundedUpToMinute && $0.mailedAt == sampleNow
            })

        for mail in claim.ready { await worker.handOver(mail) }
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(maildir)/new")
        let messages = try ParsedMessage.parse(files.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(maildir)/new/\($0)"))) })
        #expect(Set(messages.map(\.toAddress)) == ["oakes@example.net", "elm@example.net"])
        #expect(Set(messages.flatMap(\.links)) == Set(tokens.map { "https://parents.example.org/join#\($0)" }))
        #expect(messages.allSatisfy { words($0.text).contains("It works until Monday 7 December 2026 at 10:43 GMT.") })
        #expect(try await disk.invitations(["Oakes", "Elm"]).map { $0?.delivery } == [.sent, .sent])
        for token in tokens { #expect(try disk.holds(token) == false) }
        #expect(try await worker.deliverOnce() == false)
    }

    @Test("R7: a court order that arrives in a feed while the mail waits keeps it in, also between two attempts")
    func courtOrder() async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        try await disk.importRoster(["Oakes", "Elm"])
        try await disk.invite(["Oakes", "Elm"])
        try await disk.importRoster(["Oakes", "Elm"], courtOrders: ["Oakes"])
        let adapter = ScriptedAdapter([DeliveryAnswer(.temporary, "451 later", reachedData: false)])
        let worker = try disk.worker(adapter)
        #expect(try await worker.deliverOnce())
        #expect(adapter.handed.map(\.recipient) == ["elm@example.net"])
        #expect(try await disk.invitations(["Oakes", "Elm"]).map { $0?.delivery } == [.cancelled, .deferred])
        try await disk.importRoster(["Oakes", "Elm"], courtOrders: ["Oakes", "Elm"])
        disk.advance(by: .seconds(3600))
        _ = try await worker.deliverOnce()
        #expect(adapter.handed.count == 1)
        #expect(try await disk.invitations(["Elm"]).map { $0?.delivery } == [.cancelled])
    }

    @Test("R20, R23: the store remembers what may have left: same bytes after a lost record, a new revision after a day of no route")
    func remembers() async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        try await disk.importRoster(["Oakes", "Elm"])
        try await disk.invite(["Oakes"])
        let adapter = ScriptedAdapter([DeliveryAnswer(.temporary, "no route", reachedData: false)])
        let worker = try disk.worker(adapter)
        // Never recorded.
        let lost = try await worker.claim()
        #expect(lost.ready.count == 1)
        try await disk.invite(["Elm"])
        #expect(try await worker.deliverOnce())
        disk.advance(by: .seconds(86_401))
        // One that nobody finished is leased alone.
        for _ in 0..<2 { #expect(try await worker.deliverOnce()) }

        let byRecipient = Dictionary(grouping: adapter.handed, by: \.recipient)
        let oakes = try #require(byRecipient["oakes@example.net"])
        #expect(oakes.map(\.messageID) == [lost.ready[0].fixed.messageID])
        let elm = try #require(byRecipient["elm@example.net"])
        #expect(elm.count == 2 && elm[0].messageID != elm[1].messageID)
        let deadlines = try await disk.invitations(["Oakes", "Elm"]).map { $0?.expiresAt }
        #expect(
            deadlines == [
                sampleNow.advanced(by: .seconds(14 * 86_400)).roundedUpToMinute,
                sampleNow.advanced(by: .seconds(15 * 86_400 + 1)).roundedUpToMinute,
            ])
        // The first claim's fence is stale by now: it records nothing.
        #expect(
            try await disk.store.write { try $0.settle(lost.ready[0].mail.id, fence: lost.ready[0].mail.fence, .failed(detail: "")) }
                == false)
    }

    @Test("R23: a relay that cannot be reached uses up no attempt: the mail is DEFERRED with the reason, and goes when the relay is back")
    func unreached() async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        try await disk.importRoster(["Oakes"])
        try await disk.invite(["Oakes"])
        let tries = 60
        let adapter = ScriptedAdapter(
            Array(repeating: DeliveryAnswer(.connectionFault, "no connection to the relay", reachedData: false), count: tries))
        let worker = try disk.worker(adapter)
        for _ in 0..<tries {
            #expect(try await worker.deliverOnce())
            #expect(try await disk.invitations(["Oakes"]).map { $0?.delivery } == [.deferred])
            disk.advance(by: .seconds(61))
        }
        let claim = try await worker.claim()
        #expect(claim.ready.map(\.mail.attempts) == [0] && claim.ready.allSatisfy { !$0.mail.mayHaveLeft })
        await worker.handOver(try #require(claim.ready.first))
        #expect(try await disk.invitations(["Oakes"]).map { $0?.delivery } == [.sent])
        #expect(Set(adapter.handed.map(\.messageID)).count == 1)
    }

    @Test("R20: what a stopped worker had claimed and not handed over is due at once, and has not left")
    func stops() async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        let surnames = ["Oakes", "Elm", "Ash"]
        try await disk.importRoster(surnames)
        try await disk.invite(surnames)
        let adapter = ScriptedAdapter()
        adapter.hold()
        let worker = try disk.worker(adapter)
        let running = Task { await worker.run() }
        await adapter.waitForHanded(1)
        running.cancel()
        adapter.release()
        await running.value
        #expect(adapter.handed.count == 1)

        let claim = try await worker.claim()
        #expect(claim.ready.count == 2)
        #expect(claim.ready.allSatisfy { !$0.mail.mayHaveLeft })
    }

    @Test("R23: a bounced address takes no further mail; a held mail stops no other, and goes when the feed has mended what held it")
    func bounceAndHold() async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        try await disk.importRoster(["Oakes"], timeZone: "Europe/Atlantis")
        try await disk.invite(["Oakes"])
        let adapter = ScriptedAdapter([DeliveryAnswer(.permanentAddress, "550 5.1.1 unknown", reachedData: false)])
        let worker = try disk.worker(adapter)
        #expect(try await worker.deliverOnce())
        #expect(try await disk.invitations(["Oakes"]).map { $0?.delivery } == [.held])
        try await disk.importRoster(["Oakes", "Elm"], timeZone: "Europe/Atlantis")
        try await disk.importRoster(["Elm", "Oakes"])
        try await disk.invite(["Elm"])
        #expect(try await worker.deliverOnce())
        #expect(try await disk.invitations(["Oakes", "Elm"]).map { $0?.delivery } == [.bounced, .sent])
        #expect(try await disk.invitations(["Oakes"]).map { $0?.deliveryDetail } == ["550 5.1.1 unknown"])
        #expect(try await worker.deliverOnce() == false)
    }

    @Test("The store's commit rings the bell: the running worker delivers without being asked, and stops when told")
    func rings() async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        try await disk.importRoster(["Oakes", "Elm"])
        let adapter = ScriptedAdapter()
        let sleep = ManualSleep()
        let worker = try disk.worker(adapter, waiting: sleep)
        let running = Task { await worker.run() }
        var sleeps = sleep.sleeps.makeAsyncIterator()
        _ = await sleeps.next()
        try await disk.invite(["Oakes"])
        await adapter.waitForHanded(1)
        _ = await sleeps.next()
        try await disk.invite(["Elm"])
        await adapter.waitForHanded(2)
        running.cancel()
        await running.value
        #expect(try await disk.invitations(["Oakes", "Elm"]).map { $0?.delivery } == [.sent, .sent])
    }

    @Test("R17, R23: two workers on one store share its mail: each leaves once, and whoever overslept settles nothing")
    func twoWorkers() async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        let surnames = (0..<60).map { "Family\($0)" }
        try await disk.importRoster(surnames)
        try await disk.invite(surnames)
        let adapters = [ScriptedAdapter(messagesInFlightMax: 4), ScriptedAdapter(messagesInFlightMax: 4)]
        let workers = try adapters.map { try disk.worker($0) }
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { while (try? await worker.deliverOnce()) == true {} } }
        }
        let recipients = adapters.flatMap(\.handed).map(\.recipient)
        #expect(recipients.count == 60 && Set(recipients).count == 60)
        #expect(try await disk.invitations(surnames).allSatisfy { $0?.delivery == .sent })

        // One that sleeps through its lease, while the other has the mail.
        try await disk.importRoster(surnames + ["Oakes"])
        try await disk.invite(["Oakes"])
        let slept = try #require(try await workers[0].claim().ready.first)
        disk.advance(by: .seconds(301))
        let awake = try #require(try await workers[1].claim().ready.first)
        await workers[0].handOver(slept)
        #expect(adapters[0].handed.allSatisfy { $0.recipient != "oakes@example.net" })
        #expect(try await disk.store.write { try $0.settle(slept.mail.id, fence: slept.mail.fence, .failed(detail: "")) } == false)
        await workers[1].handOver(awake)
        #expect(try await disk.invitations(["Oakes"]).map { $0?.delivery } == [.sent])
        #expect(adapters[1].handed.last?.messageID == slept.fixed.messageID)
    }

    @Test("R17, R23: a mail that ends whoever has it is held after three times, delays no other, and goes when an operator releases it")
    func poison() async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        try await disk.importRoster(["Oakes", "Elm", "Ash"])
        try await disk.invite(["Oakes"])
        let adapter = ScriptedAdapter()
        let worker = try disk.worker(adapter)
        for round in 0..<3 {
            // Whoever claims it is never heard of again; what comes after it leaves at once.
            #expect(try await worker.claim().ready.count == 1, "\(round)")
            if round == 0 {
                try await disk.invite(["Elm", "Ash"])
                #expect(try await worker.deliverOnce())
                #expect(Set(adapter.handed.map(\.recipient)) == ["elm@example.net", "ash@example.net"])
            }
            disk.advance(by: .seconds(300))
        }
        let claim = try await worker.claim()
        #expect(claim.ready.isEmpty && claim.leasedCount == 1)
        let held = try #require(try await disk.invitations(["Oakes"]).first ?? nil)
        #expect(held.delivery == .held && held.deliveryDetail == "nobody who had it 3 times in a row finished it")
        disk.advance(by: .seconds(86_400))
        #expect(try await worker.deliverOnce() == false)
        let release = ReleaseMail.Request(school: SchoolID(unchecked: "A1"), actor: Actor(principal: "operator"))
        #expect(try await disk.store.write { try ReleaseMail().run(release, in: $0) }.mails == 1)
        #expect(try await worker.deliverOnce())
        #expect(adapter.handed.last?.recipient == "oakes@example.net")
    }

    @Test("R17: a crash while a letter is rendered leaves the lease behind, so that it counts")
    func crashWhileRendering() async throws {
        let disk = try SchoolOnDisk()
        defer { disk.close() }
        try await disk.importRoster(["Oakes"])
        try await disk.invite(["Oakes"])
        // The store forgets what the crash interrupted: the rendering's own transaction, and no other.
        let worker = try disk.worker(ScriptedAdapter(), store: FailingSecondWrite(disk.store))
        await #expect(throws: (any Error).self) { try await worker.claim() }
        disk.advance(by: .seconds(300))
        let again = try await disk.worker(ScriptedAdapter()).claim()
        #expect(again.ready.map(\.mail.unsettledLeases) == [1])
    }
}

/// The second write is lost, with whatever it did.
private final class FailingSecondWrite: TransactionalStore {
    private let store: SQLiteStore
    private let writes = Mutex(0)

    init(_ store: SQLiteStore) { self.store = store }

    func write<Answer: Sendable>(
        isStillWanted: @escaping @Sendable () -> Bool,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        let number = writes.withLock { count in
            count += 1
            return count
        }
        store.write(
            isStillWanted: isStillWanted,
            { transaction in
                let answer = try body(transaction)
                if number == 2 { throw StoreError.unavailable }
                return answer
            }, completion: completion)
    }

    func read<Answer: Sendable>(
        isStillWanted: @escaping @Sendable () -> Bool,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        store.read(isStillWanted: isStillWanted, body, completion: completion)
    }

    func readOnLoop<Answer>(_ loopIndex: Int, _ body: (any ReadTransaction) throws -> Answer) throws -> Answer {
        try store.readOnLoop(loopIndex, body)
    }
}
