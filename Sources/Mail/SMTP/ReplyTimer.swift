/// Whether a relay takes too long for a reply.
///
/// Until it has let us in, libcurl's connect timeout counts instead.
struct ReplyTimer {
    private let timeouts: SMTPSettings.Timeouts
    private var lastSign: ContinuousClock.Instant

    init(_ timeouts: SMTPSettings.Timeouts, at now: ContinuousClock.Instant) {
        self.timeouts = timeouts
        lastSign = now
    }

    /// Something went to the relay, or came from it.
    mutating func sign(at now: ContinuousClock.Instant) { lastSign = now }

    func isOver(at stage: SMTPTranscript.Stage, at now: ContinuousClock.Instant) -> Bool {
        guard stage >= .mail else { return false }
        return lastSign.duration(to: now) >= (stage == .final ? timeouts.finalReply : timeouts.reply)
    }
}
