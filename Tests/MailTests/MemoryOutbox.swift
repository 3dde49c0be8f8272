import InvitationStore
import Invitations
import Synchronization

@testable import Mail

/// A store that has an outbox and nothing else, in memory, with the protocol's promises: atomic, fenced, leased.
final class MemoryOutbox: TransactionalStore {
    struct Entry {
        var mail: LeasedMail
        var due: Instant
        var leasedUntil: Instant?
        var result: MailResult?
    }

    struct State {
        var now = sampleNow
        var entries: [Entry] = []
        var events: [NewEvent] = []
        var writes = 0
        /// Fails so many writes from the next on: before they run, or after.
        var failing = 0
        var failsAfterCommit = false
        var settleWatchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var settledCount: Int { entries.count { $0.result != nil } }
    }

    let state = Mutex(State())

    var now: Instant { state.withLock { $0.now } }
    var clock: WallClock { WallClock { self.now } }
    var results: [MailResult?] { state.withLock { $0.entries.map(\.result) } }
    var attempts: [Int] { state.withLock { $0.entries.map(\.mail.attempts) } }
    var events: [NewEvent] { state.withLock { $0.events } }

    func advance(by duration: Duration) { state.withLock { $0.now = $0.now.advanced(by: duration) } }

    func failNextWrites(_ count: Int, afterCommit: Bool = false) {
        state.withLock {
            $0.failing = count
            $0.failsAfterCommit = afterCommit
        }
    }

    func change(_ index: Int, _ body: (inout Entry) -> Void) { state.withLock { body(&$0.entries[index]) } }

    /// Queues a first invitation for a contact; `name` goes into its surname and address.
    func queue(_ name: String, school: School = sampleSchool()) {
        state.withLock { state in
            let row = Int64(state.entries.count + 1)
            let invitation = Invitation(
                generation: 1, nonce: InvitationNonce(bytes: Array(repeating: UInt8(row), count: 16)), tokenKeyID: 1, invitedAt: state.now,
                mailedTo: "\(name.lowercased())@example.net")
            let contact = ContactState(
                key: ContactKey(rowID: row), id: ContactID(unchecked: name), name: PersonName(title: "Ms", forename: "A", surname: name),
                email: invitation.mailedTo, invitation: invitation)
            let mail = LeasedMail(
                id: MailID(rowID: row), fence: 0, attempts: 0, fixed: nil, school: school, contact: contact, generation: 1,
                childForenames: ["Zoë"])
            state.entries.append(Entry(mail: mail, due: state.now))
        }
    }

    /// Returns once so many entries have a result.
    func waitForSettled(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.settledCount < count { state.settleWatchers.append((count, continuation)) }
                return state.settledCount >= count
            }
            if isThere { continuation.resume() }
        }
    }

    func write<Answer: Sendable>(
        isStillWanted: @escaping @Sendable () -> Bool,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        var watchers: [CheckedContinuation<Void, Never>] = []
        let result = state.withLock { state -> Result<Answer, any Error> in
            state.writes += 1
            let fails = state.failing > 0
            if fails { state.failing -= 1 }
            if fails, !state.failsAfterCommit { return .failure(StoreError.unavailable) }
            let transaction = MemoryTransaction(state)
            do {
                // As the store may after a broken batch: what a first run did is not kept.
                _ = try body(MemoryTransaction(state))
                let answer = try body(transaction)
                state = transaction.state
                watchers = state.settleWatchers.filter { $0.count <= state.settledCount }.map(\.continuation)
                let settled = state.settledCount
                state.settleWatchers.removeAll { $0.count <= settled }
                return fails ? .failure(StoreError.outcomeUnknown) : .success(answer)
            } catch {
                return .failure(error)
            }
        }
        for watcher in watchers { watcher.resume() }
        completion(result)
    }

    func read<Answer: Sendable>(
        isStillWanted: @escaping @Sendable () -> Bool,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        let transaction = state.withLock { MemoryTransaction($0) }
        completion(Result { try body(transaction) })
    }

    func readOnLoop<Answer>(_ loopIndex: Int, _ body: (any ReadTransaction) throws -> Answer) throws -> Answer {
        throw StoreError.unavailable
    }
}

private final class MemoryTransaction: PartialTransaction {
    var state: MemoryOutbox.State

    init(_ state: MemoryOutbox.State) { self.state = state }

    var now: Instant { state.now }

    private func isWaiting(_ entry: MemoryOutbox.Entry) -> Bool {
        if case .deferred = entry.result { return true }
        return entry.result == nil
    }

    func leaseDueMail(limit: Int, for lease: Duration) throws -> [MailLease] {
        var leased: [MailLease] = []
        for index in state.entries.indices where leased.count < limit {
            let entry = state.entries[index]
            guard isWaiting(entry), entry.due <= now, entry.leasedUntil.map({ $0 <= now }) ?? true else { continue }
            let isSuspect = entry.mail.unsettledLeases > 0
            if isSuspect, !leased.isEmpty { continue }
            state.entries[index].mail.fence += 1
            let mail = state.entries[index].mail
            leased.append(MailLease(id: mail.id, fence: mail.fence, mayHaveLeft: mail.mayHaveLeft))
            state.entries[index].leasedUntil = now.advanced(by: lease)
            state.entries[index].mail.attempts += 1
            state.entries[index].mail.unsettledLeases += 1
            if entry.mail.fixed != nil { state.entries[index].mail.mayHaveLeft = true }
            if isSuspect { break }
        }
        return leased
    }

    func fix(_ rendering: FixedMail, for mail: MailID, fence: Int64) throws {
        let index = Int(mail.rowID) - 1
        precondition(state.entries[index].mail.fence == fence, "fixed under the lease's own fence")
        state.entries[index].mail.fixed = rendering
        state.entries[index].mail.mayHaveLeft = true
        state.entries[index].mail.contact.invitation?.expiresAt = rendering.expiresAt
        state.entries[index].mail.contact.invitation?.mailedAt = rendering.mailedAt
    }

    func nextMailDue() throws -> Instant? {
        state.entries.filter(isWaiting).map { max($0.due, $0.leasedUntil ?? $0.due) }.min()
    }

    func settle(_ mail: MailID, fence: Int64, _ result: MailResult) throws -> Bool {
        let index = Int(mail.rowID) - 1
        guard state.entries[index].mail.fence == fence, state.entries[index].leasedUntil != nil else { return false }
        state.entries[index].result = result
        state.entries[index].leasedUntil = nil
        state.entries[index].mail.unsettledLeases = 0
        if case .notTried(let mayHaveLeft) = result {
            state.entries[index].result = nil
            state.entries[index].due = now
            state.entries[index].mail.mayHaveLeft = mayHaveLeft
            state.entries[index].mail.attempts -= 1
        } else if case .deferred(let until, _, let mayHaveLeft) = result {
            state.entries[index].due = until
            state.entries[index].mail.mayHaveLeft = mayHaveLeft
        } else if case .unreached(let until, _, let mayHaveLeft) = result {
            state.entries[index].due = until
            state.entries[index].mail.mayHaveLeft = mayHaveLeft
            state.entries[index].mail.attempts -= 1
        } else {
            state.entries[index].mail.fixed?.bytes = []
        }
        return true
    }

    func append(_ events: [NewEvent], of school: School) throws { state.events += events }

    func schoolsHoldingMail(because cause: HoldCause) throws -> [School] { [] }

    func invitation(_ nonce: InvitationNonce) throws -> NamedInvitation? { nil }

    func departureFacts(of mail: LeasedMail) throws -> DepartureFacts? {
        try leasedMail(mail.id, fence: mail.fence).map { DepartureFacts(school: $0.school, contact: $0.contact) }
    }

    func leasedMail(_ mail: MailID, fence: Int64) throws -> LeasedMail? {
        let entry = state.entries[Int(mail.rowID) - 1]
        guard entry.mail.fence == fence, entry.leasedUntil != nil else { return nil }
        var mail = entry.mail
        mail.attempts -= 1
        mail.unsettledLeases -= 1
        return mail
    }
}
