internal import InvitationStore
internal import Synchronization

/// A mail that was just seen to be free to leave, and is under way.
struct LeavingMail: Sendable {
    var ready: ReadyMail
    var departure: MailDepartures.Departure
}

/// What the worker has claimed and not begun, in order.
final class ReadyMails: Sendable {
    private let state = Mutex(State())

    private struct State {
        var mails: ArraySlice<ReadyMail> = []
        var mayClaim = true

        func wantsClaim(_ connections: Int) -> Bool { mayClaim && mails.count < 2 * connections }
    }

    func add(_ more: [ReadyMail]) { state.withLock { $0.mails += more } }

    func next() -> ReadyMail? { state.withLock { $0.mails.popFirst() } }

    func takeAll() -> [ReadyMail] {
        state.withLock { state in
            defer { state.mails = [] }
            return Array(state.mails)
        }
    }

    // MARK: The next claim

    /// No claim is being made, and there may be something to claim.
    func allowClaim() { state.withLock { $0.mayClaim = true } }

    /// Whether it is time for the next, with so many connections to feed: each may take two more until the claim is there.
    func wantsClaim(connections: Int) -> Bool { state.withLock { $0.wantsClaim(connections) } }

    /// The same, for whoever makes it then.
    func beginClaim(connections: Int) -> Bool {
        state.withLock { state in
            guard state.wantsClaim(connections) else { return false }
            state.mayClaim = false
            return true
        }
    }
}
