public import Invitations
public import Logging
internal import Synchronization

/// Hands mail to a relay (RFC 5321), over TLS.
///
/// Threads that block, each on its own connection, so that a relay's late reply to one message stops no other. The most recently used
/// connection goes first, so that a quiet hour needs one.
///
/// How many at once, and when to leave the relay alone, is `RelayPace`'s decision; what an answer means is `SMTPOutcome`'s.
public final class SMTPAdapter: MailAdapter {
    /// What selects this adapter in the configuration.
    public static let configurationName = "smtp"

    private let settings: SMTPSettings
    private let clock: WallClock
    private let log: Logger
    private let threads: SenderThreads
    private let state: Mutex<State>

    private struct State {
        var pace: RelayPace
        /// Not in use; the last is the most recently used.
        var connections: [SMTPConnection] = []
        /// Why the relay rests.
        var fault = ""
    }

    /// - Parameter clock: what connections age by, and the relay's rests.
    public init(_ settings: SMTPSettings, clock: WallClock, log: Logger) {
        self.settings = settings
        self.clock = clock
        self.log = log
        threads = SenderThreads(count: settings.connections)
        state = Mutex(State(pace: RelayPace(concurrencyMax: settings.connections)))
    }

    public var messagesInFlightMax: Int { state.withLock { $0.pace.concurrency } }

    public func rest(at now: Instant) -> Duration? { state.withLock { $0.pace.rest(at: now) } }

    public var executor: (any TaskExecutor)? { threads.executor }

    public func deliver(_ message: OutgoingMessage) async -> DeliveryAnswer {
        if let problem = message.problem { return DeliveryAnswer(.permanentPolicy, problem, reachedData: false) }
        return await threads.run { deliverNow(message) }
    }

    private func deliverNow(_ message: OutgoingMessage) -> DeliveryAnswer {
        let (connection, start, fault) = state.withLock { state -> (SMTPConnection?, RelayPace.Start, String) in
            let start = state.pace.begin()
            if state.pace.rest(at: clock.now()) != nil { return (nil, start, state.fault) }
            return (state.connections.popLast() ?? SMTPConnection(settings), start, "")
        }
        guard let connection else { return DeliveryAnswer(.connectionFault, fault, reachedData: false) }
        let outcome = connection.deliver(message, clock: clock)
        let isNews = state.withLock { state in
            state.connections.append(connection)
            let isNews = state.pace.ended(outcome.relay, begun: start, at: clock.now())
            if isNews { state.fault = outcome.answer.text }
            return isNews
        }
        if isNews { report(outcome) }
        return outcome.answer
    }

    /// Without the relay's words, which may name a recipient (R39): those are in the outbox.
    private func report(_ outcome: SMTPOutcome) {
        switch outcome.relay {
        case .answers: break
        case .fault: log.warning("the mail relay cannot be used for the moment", metadata: ["relay": "\(settings.host)"])
        case .misconfigured(let what):
            log.error(
                "mail waits until the relay or the configuration is mended",
                metadata: ["relay": "\(settings.host)", "cause": "\(what.rawValue)"])
        }
    }
}
