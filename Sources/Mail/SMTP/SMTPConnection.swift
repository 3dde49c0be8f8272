internal import Invitations

/// The one connection to the relay that a thread keeps for its messages: made when it is needed, and made anew when it is used up.
///
/// @unchecked Sendable: one thread at a time has it, the one that took it out of the adapter's pool.
final class SMTPConnection: @unchecked Sendable {
    private let settings: SMTPSettings
    private let limits: ConnectionUse.Limits
    /// nil: no connection, or none that may be used again.
    private var kept: Kept?

    private struct Kept {
        let session: SMTPSession
        var use: ConnectionUse
        var past = SMTPTransaction.Past.nothing
    }

    init(_ settings: SMTPSettings) {
        self.settings = settings
        var limits = ConnectionUse.Limits()
        limits.messagesMax = settings.messagesPerConnectionMax
        limits.age = settings.connectionAgeMax
        self.limits = limits
    }

    deinit { hangUp() }

    /// Blocks until the relay has answered, or cannot be expected to. A connection that turns out to be dead before the relay took anything
    /// says only that it was unused for too long: the message goes over a new one.
    func deliver(_ message: OutgoingMessage, clock: WallClock) -> SMTPOutcome {
        if let use = kept?.use, !use.mayCarry(at: clock.now(), limits) { hangUp() }
        let isReused = kept != nil
        let (outcome, isBegun) = attempt(message, clock: clock)
        return isReused && outcome.relay == .fault && !isBegun ? attempt(message, clock: clock).outcome : outcome
    }

    private func attempt(_ message: OutgoingMessage, clock: WallClock) -> (outcome: SMTPOutcome, isBegun: Bool) {
        let end = ContinuousClock.now + settings.timeouts.total
        var line: Kept
        do throws(SMTPSession.NotOpened) {
            line = try taken(at: clock.now())
        } catch {
            return (error.outcome, false)
        }
        var transaction = SMTPTransaction(message, line.session.offers, after: line.past)
        let ending = line.session.carry(&transaction, settings.timeouts, until: end)
        let outcome = SMTPOutcome(transaction.standing, ending)
        if ending == .completed, outcome.relay == .answers {
            line.use.carried(at: clock.now())
            line.past = transaction.becomes
            kept = line
            if line.use.messages >= limits.messagesMax { hangUp() }
        }
        return (outcome, transaction.standing.isBegun)
    }

    /// The connection that is kept, which nobody keeps any more, or a new one.
    private func taken(at now: Instant) throws(SMTPSession.NotOpened) -> Kept {
        defer { kept = nil }
        if let kept { return kept }
        return Kept(session: try SMTPSession(settings), use: ConnectionUse(openedAt: now))
    }

    private func hangUp() {
        kept?.session.quit()
        kept = nil
    }
}
