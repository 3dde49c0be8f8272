internal import InvitationStore
internal import Invitations
internal import Synchronization

/// How an attempt ended, and which mail is to leave where it left.
struct AttemptEnd: Sendable {
    var mail: ReadyMail
    var settlement: Settlement
    var next: ReadyMail?
}

/// Records how attempts ended: all that end while the store's writer is busy in one transaction, of which each waits for the flush.
///
/// The next mails are looked at in it (R7), which costs no second way to the store.
final class SettlementDesk: Sendable {
    /// Whether the mail still was this worker's; and what was seen of the next, nil if there is none or it is not.
    typealias Answer = (isOurs: Bool, seen: DepartureFacts?)

    private let store: any TransactionalStore
    private let waiting = Mutex<[Waiting]>([])

    private struct Waiting: Sendable {
        var end: AttemptEnd
        var completion: @Sendable (Result<Answer, any Error>) -> Void
    }

    init(store: any TransactionalStore) { self.store = store }

    /// Throws what the store does: then it is unknown whether it was recorded.
    func record(_ end: AttemptEnd) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in record(end) { continuation.resume(with: $0) } }
    }

    func record(_ end: AttemptEnd, completion: @escaping @Sendable (Result<Answer, any Error>) -> Void) {
        let isFirst = waiting.withLock { waiting in
            waiting.append(Waiting(end: end, completion: completion))
            return waiting.count == 1
        }
        if isFirst { recordWaiting() }
    }

    private func recordWaiting() {
        // The store may run the closure again, for the same ones then.
        let taken = Mutex<[Waiting]?>(nil)
        let take: @Sendable () -> [Waiting] = { [self] in
            taken.withLock { taken in
                if let taken { return taken }
                let all = waiting.withLock { waiting in
                    defer { waiting = [] }
                    return waiting
                }
                taken = all
                return all
            }
        }
        store.write(isStillWanted: { true }) { transaction in
            try Self.record(take().map(\.end), in: transaction)
        } completion: { [self] result in
            let all = take()
            if case .failure(let error) = result, all.count > 1, error as? StoreError != .outcomeUnknown {
                // One that cannot be recorded is not to keep the others from it.
                for one in all { recordAlone(one) }
            } else {
                for (index, waiting) in all.enumerated() { waiting.completion(result.map { $0[index] }) }
            }
        }
    }

    private func recordAlone(_ one: Waiting) {
        store.write(isStillWanted: { true }) { transaction in
            try Self.record([one.end], in: transaction)
        } completion: { result in
            one.completion(result.map { $0[0] })
        }
    }

    private static func record(_ ends: [AttemptEnd], in transaction: any WriteTransaction) throws -> [Answer] {
        var history = History()
        let answers = try ends.map { end in
            let seen = try end.next.flatMap { try transaction.departureFacts(of: $0.mail) }
            let mail = end.mail.mail
            let isOurs = try transaction.settle(mail.id, fence: mail.fence, end.settlement.result)
            if isOurs {
                if let event = end.settlement.event { history.note(event.event(for: mail), of: mail.school) }
            } else if end.settlement.result == .sent, try isTakenBack(mail, in: transaction) {
                // Taken back while it was leaving: the office should know that it went all the same (R11).
                let event = NewEvent(.mailSent, contact: mail.contact.key, actor: "outbox", detail: "WHEN_TAKEN_BACK")
                history.note(event, of: mail.school)
            }
            return (isOurs, seen)
        }
        for (school, events) in history.events { try transaction.append(events, of: school) }
        return answers
    }

    private static func isTakenBack(_ mail: LeasedMail, in transaction: any ReadTransaction) throws -> Bool {
        guard let nonce = mail.contact.invitation?.nonce else { return false }
        return try transaction.invitation(nonce)?.invitation.delivery == .cancelled
    }

    /// Events by school, in their order.
    private struct History {
        private(set) var events: [(school: School, events: [NewEvent])] = []

        mutating func note(_ event: NewEvent, of school: School) {
            if let index = events.firstIndex(where: { $0.school.key == school.key }) {
                events[index].events.append(event)
            } else {
                events.append((school, [event]))
            }
        }
    }
}
