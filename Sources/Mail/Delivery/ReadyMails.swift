internal import InvitationStore
internal import Synchronization

/// A mail that was just seen to be free to leave, and is under way.
struct LeavingMail: Sendable {
    var ready: ReadyMail
    var departure: MailDepartures.Departure
}

/// What the worker has claimed and not begun, in order.
final class ReadyMails: Sendable {
    private let mails = Mutex<ArraySlice<ReadyMail>>([])

    var count: Int { mails.withLock { $0.count } }

    func add(_ more: [ReadyMail]) { mails.withLock { $0 += more } }

    func next() -> ReadyMail? { mails.withLock { $0.popFirst() } }

    func takeAll() -> [ReadyMail] {
        mails.withLock { mails in
            defer { mails = [] }
            return Array(mails)
        }
    }
}
