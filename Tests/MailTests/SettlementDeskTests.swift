import InvitationStore
import Invitations
import Synchronization
import Testing

@testable import Mail

@Suite("Recording how attempts ended")
struct SettlementDeskTests {
    /// Keeps writes until it is told to run them.
    private final class BusyStore: TransactionalStore {
        let base = MemoryOutbox()
        private let kept = Mutex<[@Sendable () -> Void]>([])

        var keptCount: Int { kept.withLock { $0.count } }

        func runKept() {
            let all = kept.withLock { kept in
                defer { kept = [] }
                return kept
            }
            for write in all { write() }
        }

        func write<Answer: Sendable>(
            isStillWanted: @escaping @Sendable () -> Bool,
            _ body: @escaping @Sendable (any WriteTransaction) throws -> Answer,
            completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
        ) {
            kept.withLock { $0.append { self.base.write(isStillWanted: isStillWanted, body, completion: completion) } }
        }

        func read<Answer: Sendable>(
            isStillWanted: @escaping @Sendable () -> Bool,
            _ body: @escaping @Sendable (any ReadTransaction) throws -> Answer,
            completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
        ) {
            base.read(isStillWanted: isStillWanted, body, completion: completion)
        }

        func readOnLoop<Answer>(_ loopIndex: Int, _ body: (any ReadTransaction) throws -> Answer) throws -> Answer {
            throw StoreError.unavailable
        }
    }

    private final class Answers: Sendable {
        let all = Mutex<[String]>([])

        func note(_ name: String) -> @Sendable (Result<SettlementDesk.Answer, any Error>) -> Void {
            { result in
                let word =
                    switch result {
                    case .success(let answer): "\(answer.isOurs ? "ours" : "not ours"), next \(answer.seen?.contact.id.text ?? "none")"
                    case .failure(let error): "\(error)"
                    }
                self.all.withLock { $0.append("\(name): \(word)") }
            }
        }

        var texts: [String] { all.withLock { $0 } }
    }

    private let store = BusyStore()
    private let answers = Answers()

    /// Leased mails, ready to leave.
    private func ready(_ names: [String]) async throws -> [ReadyMail] {
        for name in names { store.base.queue(name) }
        return try await store.base.write { transaction in
            try transaction.leaseDueMail(limit: names.count, for: .seconds(300)).compactMap { lease in
                let fixed = FixedMail(
                    mailedAt: transaction.now, expiresAt: transaction.now, messageID: "<1@a.example>", recipient: "a@a.example", bytes: [1])
                return try transaction.leasedMail(lease.id, fence: lease.fence).map {
                    ReadyMail(mail: $0, fixed: fixed, leasedUntil: transaction.now.advanced(by: .seconds(300)))
                }
            }
        }
    }

    private func sent(_ mail: ReadyMail, next: ReadyMail? = nil) -> AttemptEnd {
        AttemptEnd(mail: mail, settlement: Settlement(.sent, DeliveryEvent(.mailSent)), next: next)
    }

    @Test("R23: ends that come while the store is busy are one transaction; each hears of its own mail and of the next, as it is then (R7)")
    func together() async throws {
        let mails = try await ready(["Oakes", "Elm", "Ash", "Fir"])
        let desk = SettlementDesk(store: store)
        desk.record(sent(mails[0], next: mails[3]), completion: answers.note("Oakes"))
        desk.record(sent(mails[1]), completion: answers.note("Elm"))
        let overslept = ReadyMail(mail: mails[2].mail, fixed: mails[2].fixed, leasedUntil: mails[2].leasedUntil)
        store.base.change(2) { $0.mail.fence += 1 }
        desk.record(sent(overslept), completion: answers.note("Ash"))
        #expect(store.keptCount == 1 && answers.texts.isEmpty)
        let writes = store.base.state.withLock { $0.writes }
        store.runKept()
        #expect(store.base.state.withLock { $0.writes } == writes + 1)
        #expect(answers.texts == ["Oakes: ours, next Fir", "Elm: ours, next none", "Ash: not ours, next none"])
        #expect(store.base.results == [.sent, .sent, nil, nil])
        #expect(store.base.events.map(\.contact?.rowID) == [1, 2])

        desk.record(sent(mails[3]), completion: answers.note("Fir"))
        #expect(store.keptCount == 1)
        store.runKept()
        #expect(answers.texts.last == "Fir: ours, next none")
    }

    @Test("What the store could not take together is recorded one by one: one that cannot be does not keep the others from it")
    func oneByOne() async throws {
        let mails = try await ready(["Oakes", "Elm"])
        let desk = SettlementDesk(store: store)
        store.base.failNextWrites(1)
        for mail in mails { desk.record(sent(mail), completion: answers.note(mail.mail.contact.id.text)) }
        store.runKept()
        #expect(answers.texts.isEmpty && store.keptCount == 2)
        store.base.failNextWrites(1)
        store.runKept()
        #expect(answers.texts == ["Oakes: unavailable", "Elm: ours, next none"])
        #expect(store.base.results == [nil, .sent])
        desk.record(sent(mails[0]), completion: answers.note("Oakes"))
        store.runKept()
        #expect(answers.texts.last == "Oakes: ours, next none")
    }

    @Test("I3: what the store may have taken is told to be unknown, and not recorded again from here")
    func unknown() async throws {
        let mails = try await ready(["Oakes", "Elm"])
        let desk = SettlementDesk(store: store)
        store.base.failNextWrites(1, afterCommit: true)
        for mail in mails { desk.record(sent(mail), completion: answers.note(mail.mail.contact.id.text)) }
        store.runKept()
        #expect(answers.texts == ["Oakes: outcomeUnknown", "Elm: outcomeUnknown"])
        #expect(store.keptCount == 0)
    }
}

@Suite("How many mails a claim takes")
struct ClaimSizeTests {
    @Test("Twice what can leave at once; twice as many as the last where that was gone within a second; never more than a batch")
    func sizes() {
        var size = ClaimSize()
        func next(_ after: Duration, connections: Int = 4) -> Int {
            now = now.advanced(by: after)
            return size.next(connections: connections, max: 64, at: now)
        }
        var now = sampleNow
        #expect(next(.zero) == 8)
        #expect(next(.milliseconds(999)) == 16)
        #expect(next(.milliseconds(1)) == 32)
        #expect(next(.zero) == 64)
        #expect(next(.zero) == 64)
        #expect(next(.seconds(1)) == 64)
        #expect(next(.milliseconds(4999)) == 64)
        #expect(next(.seconds(5)) == 8)
        #expect(next(.seconds(1)) == 8)
        #expect(next(.seconds(1), connections: 16) == 32)
        #expect(next(.seconds(1), connections: 64) == 64)
    }
}
