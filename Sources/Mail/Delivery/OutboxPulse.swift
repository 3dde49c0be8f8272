public import Invitations
internal import Synchronization

/// Signs of life of the delivery worker, from which health is told.
///
/// The worker notes what it does; whoever asks compares that with what is due. Neither waits for the other.
public final class OutboxPulse: Sendable {
    /// What makes the outbox stand still.
    public struct Limits: Sendable, Hashable {
        /// Mail is due for this long, and the worker does nothing.
        public var stallMax = Duration.seconds(600)
        /// Every attempt for this long was put off.
        public var deferringMax = Duration.seconds(900)

        /// The documented defaults.
        public init() {}
    }

    private struct State {
        var lastDeed: Instant
        /// When the first of the attempts was put off since which none has ended otherwise.
        var deferringSince: Instant?
    }

    private let state: Mutex<State>

    /// - Parameter now: the worker begins now; what is due already has waited for it since then.
    public init(at now: Instant) { state = Mutex(State(lastDeed: now)) }

    /// The worker leased mail.
    func leased(at now: Instant) { state.withLock { $0.lastDeed = now } }

    /// An attempt ended. One that was answered for good, well or badly, shows that mail moves.
    func attempted(_ answer: DeliveryAnswer.Kind, at now: Instant) {
        state.withLock { state in
            state.lastDeed = now
            switch answer {
            case .accepted, .permanentAddress, .permanentPolicy: state.deferringSince = nil
            case .temporary, .unknown, .connectionFault: state.deferringSince = state.deferringSince ?? now
            }
        }
    }

    /// What is wrong with the outbox, for the log; nil: mail moves, or none is due.
    ///
    /// - Parameter nextDue: when the earliest mail is, or was, due; nil: none waits.
    public func ailment(nextDue: Instant?, at now: Instant, limits: Limits = Limits()) -> String? {
        let (lastDeed, deferringSince) = state.withLock { ($0.lastDeed, $0.deferringSince) }
        guard let nextDue else { return nil }
        if nextDue.advanced(by: limits.stallMax) <= now, lastDeed.advanced(by: limits.stallMax) <= now {
            return "mail is due, and the worker does nothing"
        }
        if let deferringSince, deferringSince.advanced(by: limits.deferringMax) <= now {
            return "mail waits, and every attempt is put off"
        }
        return nil
    }
}
