import InvitationStore
import Invitations
import Logging
import Synchronization
import Testing

@testable import Mail

@Suite("Delivery")
struct OutboxDeliveryTests {
    let store = MemoryOutbox()
    let bell = OutboxBell()
    let log = KeptLog.Lines()
    let sleep = ManualSleep()

    func worker(
        _ adapter: any MailAdapter, random: UInt8 = 7, batchMax: Int = 16, waiting: (any Clock<Duration>)? = nil,
        sleepMax: Duration = .seconds(30)
    ) throws
        -> OutboxDelivery
    {
        var limits = DeliveryLimits()
        limits.batchMax = batchMax
        limits.sleepMax = sleepMax
        limits.storeRetryMin = .microseconds(1)
        let counter = Mutex(random)
        let log = log
        return OutboxDelivery(
            store: store, adapter: adapter, letters: try sampleRenderer(), tokens: sampleTokens,
            returnPath: ReturnPath(try sampleSettings(), authority: sampleReturnPaths), clock: store.clock,
            random: RandomSource { count in
                Array(
                    repeating: counter.withLock {
                        $0 &+= 1; return $0
                    }, count: count)
            }, bell: bell,
            limits: limits, waiting: waiting ?? sleep, log: Logger(label: "test") { _ in KeptLog(lines: log) })
    }

    func token(_ index: Int) -> String {
        store.state.withLock { state in
            let invitation = state.entries[index].mail.contact.invitation
            return invitation.flatMap { sampleTokens.token(for: $0.nonce, keyID: $0.tokenKeyID)?.reveal() } ?? ""
        }
    }

    func fixed(_ index: Int) -> FixedMail? { store.state.withLock { $0.entries[index].mail.fixed } }

    @Test("R20, R31: the claim fixes deadline, Date, Message-ID and bytes without the token; the adapter gets the same bytes with it")
    func delivers() async throws {
        store.queue("Oakes")
        let adapter = ScriptedAdapter([DeliveryAnswer(.temporary, "451 later", reachedData: false)])
        let worker = try worker(adapter)
        #expect(try await worker.deliverOnce())

        let fixed = try #require(self.fixed(0))
        #expect(fixed.mailedAt == sampleNow)
        #expect(fixed.expiresAt == sampleNow.advanced(by: .seconds(14 * 86_400)).roundedUpToMinute)
        let token = self.token(0)
        #expect(token.utf8.count == InvitationToken.textByteCount)
        #expect(!String(decoding: fixed.bytes, as: UTF8.self).contains(token))

        let handed = try #require(adapter.handed.first)
        #expect(handed.bytes == samplePlaceholder.substitute(Array(token.utf8), in: fixed.bytes))
        #expect(handed.messageID == fixed.messageID)
        #expect(handed.recipient == "oakes@example.net")
        // R23: the envelope's sender names the mail, and only we can write it.
        #expect(handed.envelopeSender.hasPrefix("bounces+") && handed.envelopeSender.hasSuffix("@mail.example.org"))
        #expect(sampleReturnPaths.verify(handed.envelopeSender)?.isRevision(mailedAt: fixed.mailedAt) == true)
        #expect(!"\(handed)".contains(token))
        var dumped = ""
        dump(handed, to: &dumped)
        #expect(!dumped.contains("bytes:"))
    }

    @Test("R20: every retry sends the same bytes under the same Message-ID, and the deadline stays")
    func retries() async throws {
        store.queue("Oakes")
        let later = DeliveryAnswer(.temporary, "451 later", reachedData: true)
        let adapter = ScriptedAdapter([later, later, DeliveryAnswer(.unknown, "connection lost", reachedData: true)])
        let worker = try worker(adapter)
        for _ in 0..<4 {
            #expect(try await worker.deliverOnce())
            #expect(try await worker.deliverOnce() == false)
            store.advance(by: .seconds(1000))
        }
        #expect(adapter.handed.count == 4)
        #expect(Set(adapter.handed.map(\.bytes)).count == 1)
        #expect(Set(adapter.handed.map(\.messageID)).count == 1)
        #expect(store.results == [.sent])
        #expect(store.events.map(\.kind) == [.mailDeferred, .mailSent])
        #expect(store.events.allSatisfy { $0.actor == "outbox" && $0.contact == ContactKey(rowID: 1) })
    }

    @Test("R20: a day later, if nothing may have left, a new revision has its own Message-ID, Date and deadline; else the old one goes")
    func revisions() async throws {
        store.queue("Oakes")
        store.queue("Elm")
        let adapter = ScriptedAdapter([
            DeliveryAnswer(.temporary, "no route", reachedData: false), DeliveryAnswer(.temporary, "452 after DATA", reachedData: true),
        ])
        let worker = try worker(adapter)
        #expect(try await worker.deliverOnce())
        store.advance(by: .seconds(86_401))
        #expect(try await worker.deliverOnce())
        let handed = adapter.handed
        #expect(handed.count == 4)
        #expect(handed[2].messageID != handed[0].messageID)
        #expect(handed[2].bytes != handed[0].bytes)
        #expect(fixed(0)?.expiresAt == sampleNow.advanced(by: .seconds(15 * 86_400 + 1)).roundedUpToMinute)
        #expect(handed[3].bytes == handed[1].bytes)
        #expect(fixed(1)?.expiresAt == sampleNow.advanced(by: .seconds(14 * 86_400)).roundedUpToMinute)
    }

    @Test("A crash between hand-over and record: the next worker sends the same bytes with the same Message-ID once the lease is over")
    func crash() async throws {
        store.queue("Oakes")
        let first = ScriptedAdapter()
        let dying = try worker(first)
        let claim = try await dying.claim()
        #expect(claim.ready.count == 1)
        // The message leaves; the record of it never comes.
        store.failNextWrites(.max)
        first.hold()
        let handing = Task { _ = await dying.handOver(claim.ready[0]) }
        await first.waitForHanded(1)
        handing.cancel()
        first.release()
        await handing.value
        store.failNextWrites(0)

        let second = ScriptedAdapter()
        let heir = try worker(second, random: 99)
        #expect(try await heir.deliverOnce() == false)
        store.advance(by: .seconds(299))
        #expect(try await heir.deliverOnce() == false)
        // Even days later: it may have left, so it stays what it was.
        store.advance(by: .seconds(2 * 86_400))
        #expect(try await heir.deliverOnce())
        #expect(second.handed.map(\.bytes) == first.handed.map(\.bytes))
        #expect(second.handed.map(\.messageID) == first.handed.map(\.messageID))
        #expect(store.results == [.sent])
    }

    @Test("R23: a worker that overslept its lease neither begins an attempt nor records one")
    func fences() async throws {
        store.queue("Oakes")
        let adapter = ScriptedAdapter()
        let slow = try worker(adapter)
        let claim = try await slow.claim()
        store.advance(by: .seconds(150))
        await slow.handOver(claim.ready[0])
        #expect(adapter.handed.isEmpty)
        // It waited behind a slow relay: no attempt, and nothing to suspect it of.
        #expect(store.state.withLock { $0.entries[0].mail.attempts == 0 && $0.entries[0].mail.unsettledLeases == 0 })

        // One that began in time and came back after another had leased.
        store.advance(by: .seconds(150))
        let again = try await slow.claim()
        adapter.hold()
        let handing = Task { _ = await slow.handOver(again.ready[0]) }
        await adapter.waitForHanded(1)
        store.advance(by: .seconds(301))
        #expect(try await slow.claim().ready.count == 1)
        adapter.release()
        await handing.value
        #expect(store.results == [nil])
        #expect(store.events.isEmpty)
    }

    @Test("A record that the store could not take is tried again: the parent gets one copy", arguments: [false, true])
    func settlesAgain(afterCommit: Bool) async throws {
        store.queue("Oakes")
        let adapter = ScriptedAdapter()
        let worker = try worker(adapter, waiting: ContinuousClock())
        let claim = try await worker.claim()
        store.failNextWrites(2, afterCommit: afterCommit)
        await worker.handOver(claim.ready[0])
        #expect(store.results == [.sent])
        #expect(store.events.map(\.kind) == [.mailSent])
        #expect(adapter.handed.count == 1)
    }

    @Test("R7: what may not leave is cancelled in the claim, with the reason in the history, and never reaches the adapter")
    func cancels() async throws {
        store.queue("Oakes")
        store.queue("Elm")
        store.change(0) { $0.mail.contact.isBarred = true }
        let adapter = ScriptedAdapter()
        #expect(try await worker(adapter).deliverOnce())
        #expect(adapter.handed.map(\.recipient) == ["elm@example.net"])
        #expect(store.results == [.cancelled(detail: "COURT_ORDER"), .sent])
        #expect(store.events.map(\.kind) == [.mailCancelled, .mailSent])
        #expect(store.events.map(\.detail) == ["COURT_ORDER", ""])
    }

    @Test("R7: who is barred while the mail before is leaving gets none, though the claim said it may leave", .timeLimit(.minutes(1)))
    func looksAgain() async throws {
        for name in ["Oakes", "Elm", "Ash"] { store.queue(name) }
        let adapter = ScriptedAdapter()
        adapter.hold()
        let worker = try worker(adapter)
        let running = Task { await worker.run() }
        await adapter.waitForHanded(1)
        #expect(fixed(1) != nil, "it was claimed")
        store.change(1) { $0.mail.contact.isBarred = true }
        adapter.release()
        await store.waitForSettled(3)
        running.cancel()
        await running.value
        #expect(adapter.handed.map(\.recipient) == ["oakes@example.net", "ash@example.net"])
        #expect(store.results == [.sent, .cancelled(detail: "COURT_ORDER"), .sent])
    }

    @Test("A mail that cannot be written is held with the reason, and stops no other")
    func poison() async throws {
        store.queue("Oakes", school: sampleSchool(timeZone: "Europe/Atlantis"))
        store.queue("Ash")
        store.change(1) { $0.mail.contact.invitation?.tokenKeyID = 200 }
        store.queue("Elm")
        let adapter = ScriptedAdapter()
        #expect(try await worker(adapter).deliverOnce())
        #expect(
            store.results == [
                .held(because: .letter, detail: "the school's time zone is unknown", mayHaveLeft: false),
                .held(because: .tokenKey, detail: "the key of its link is not at hand", mayHaveLeft: false), .sent,
            ])
        #expect(store.events.map(\.kind) == [.mailHeld, .mailHeld, .mailSent])
        #expect(adapter.handed.count == 1)
    }

    @Test("While the adapter rests nothing is claimed, and no mail loses an attempt", arguments: [10, 300])
    func rests(seconds: Int) async throws {
        store.queue("Oakes")
        let adapter = RestingAdapter(seconds: seconds)
        let worker = try worker(adapter)
        let running = Task { await worker.run() }
        var sleeps = sleep.sleeps.makeAsyncIterator()
        #expect(await sleeps.next() == min(.seconds(seconds), worker.limits.sleepMax))
        #expect(fixed(0) == nil && store.results == [nil])
        running.cancel()
        await running.value
        #expect(fixed(0) == nil && store.results == [nil])
    }

    private struct RestingAdapter: MailAdapter {
        let seconds: Int
        let messagesInFlightMax = 1
        func rest(at now: Invitations.Instant) -> Duration? { .seconds(seconds) }
        func deliver(_ message: OutgoingMessage) async -> DeliveryAnswer { DeliveryAnswer(.connectionFault, "resting", reachedData: false) }
    }

    @Test("Two mails of one batch have two Message-IDs")
    func messageIDs() async throws {
        for name in ["A", "B", "C"] { store.queue(name) }
        let adapter = ScriptedAdapter()
        #expect(try await worker(adapter).deliverOnce())
        #expect(Set(adapter.handed.map(\.messageID)).count == 3)
    }

    @Test("R31: no log line holds a token, an address or a name")
    func silence() async throws {
        for name in ["Oakes", "Elm", "Ash"] { store.queue(name) }
        let adapter = ScriptedAdapter([
            DeliveryAnswer(.permanentAddress, "550 5.1.1 <oakes@example.net> unknown", reachedData: false),
            DeliveryAnswer(.temporary, "451 elm@example.net", reachedData: false),
        ])
        #expect(try await worker(adapter).deliverOnce())
        let lines = log.all.withLock { $0 }
        #expect(lines.count >= 3)
        for line in lines {
            for (index, name) in ["Oakes", "Elm", "Ash"].enumerated() {
                #expect(!line.contains(token(index)))
                #expect(!line.lowercased().contains(name.lowercased()))
            }
        }
    }

    @Test(
        "The worker sleeps until something is due, no longer than its limit; a ring wakes it, and a deferral rings by itself",
        .timeLimit(.minutes(1)))
    func sleepsAndWakes() async throws {
        let adapter = ScriptedAdapter([DeliveryAnswer(.temporary, "451 later", reachedData: false)])
        let worker = try worker(adapter, sleepMax: .seconds(3600))
        let running = Task { await worker.run() }
        var sleeps = sleep.sleeps.makeAsyncIterator()
        #expect(await sleeps.next() == .seconds(3600))
        store.queue("Oakes")
        bell.ring()
        // Until the lease ends, perhaps; then, the attempt being recorded, until the retry.
        while let next = await sleeps.next(), next > .seconds(60) {}
        #expect(store.results.first.map { if case .deferred = $0 { true } else { false } } == true)
        store.advance(by: .seconds(60))
        bell.ring()
        await adapter.waitForHanded(2)
        running.cancel()
        await running.value
        #expect(store.results == [.sent])
    }

    @Test("R20: told to stop, the worker records what is on its way and gives the rest back: due at once, gone no more than before")
    func stops() async throws {
        // The connection was lost once: these may have left.
        for name in ["Oakes", "Elm"] { store.queue(name) }
        let lost = DeliveryAnswer(.unknown, "connection lost", reachedData: true)
        #expect(try await worker(ScriptedAdapter([lost, lost])).deliverOnce())
        store.advance(by: .seconds(300))
        for name in ["Ash", "Fir"] { store.queue(name) }

        let adapter = ScriptedAdapter()
        adapter.hold()
        let worker = try worker(adapter, random: 50)
        let running = Task { await worker.run() }
        await adapter.waitForHanded(1)
        running.cancel()
        adapter.release()
        await running.value
        #expect(adapter.handed.map(\.recipient) == ["oakes@example.net"])
        // R23: what was not tried has no result, and is no attempt.
        #expect(store.results == [.sent, nil, nil, nil])
        #expect(store.attempts == [2, 1, 0, 0])
        #expect(store.events.map(\.kind) == [.mailDeferred, .mailDeferred, .mailSent])

        // The next worker has them at once, as they were.
        let before = (1...3).compactMap { fixed($0) }
        #expect(!before.isEmpty, "more was claimed than begun")
        let heir = try self.worker(ScriptedAdapter(), random: 99)
        let claim = try await heir.claim()
        #expect(claim.ready.map(\.mail.mayHaveLeft) == [true, false, false])
        #expect(claim.ready.map(\.fixed).starts(with: before))

        // Only what may have left still is the same a day later: the others get their whole validity.
        await heir.giveBack(claim.ready.map(\.lease))
        store.advance(by: .seconds(86_401))
        let late = try await heir.claim().ready.map(\.fixed)
        #expect(late.first == before.first)
        #expect(late.dropFirst().allSatisfy { $0.mailedAt == store.now })
        #expect(late.count == 3)
    }

    @Test("If the store does not take back what a stopped worker had claimed, the lease brings it round")
    func stopsWithoutStore() async throws {
        store.queue("Oakes")
        let dying = try worker(ScriptedAdapter())
        let claim = try await dying.claim()
        store.failNextWrites(1)
        await dying.giveBack(claim.ready.map(\.lease))
        #expect(try await dying.claim().ready.isEmpty)
        store.advance(by: .seconds(300))
        #expect(try await dying.claim().ready.map(\.fixed) == claim.ready.map(\.fixed))
    }

    @Test("While the store fails, the worker waits longer and longer, and goes on when it is back")
    func storeFails() async throws {
        store.queue("Oakes")
        store.failNextWrites(3)
        let adapter = ScriptedAdapter()
        let worker = try worker(adapter, waiting: ContinuousClock())
        let running = Task { await worker.run() }
        await store.waitForSettled(1)
        running.cancel()
        await running.value
        #expect(store.results == [.sent])
    }
}
