/// Until when a relay may take for what it is to do next.
struct ReplyTimer {
    enum Patience: Hashable, Sendable {
        /// To take what is sent, or to answer a command.
        case reply
        /// To answer the message.
        case finalReply
        /// What it says tells nothing of the message any more.
        case moment
    }

    private let timeouts: SMTPSettings.Timeouts
    private let end: ContinuousClock.Instant
    private var lastSign: ContinuousClock.Instant

    /// - Parameter end: when the whole of it is over.
    init(_ timeouts: SMTPSettings.Timeouts, at now: ContinuousClock.Instant, end: ContinuousClock.Instant) {
        self.timeouts = timeouts
        self.end = end
        lastSign = now
    }

    /// Something was sent whole, or a reply came whole. Less is no sign: whoever trickles has no longer time.
    mutating func sign(at now: ContinuousClock.Instant) { lastSign = now }

    func end(of patience: Patience) -> ContinuousClock.Instant {
        let limit =
            switch patience {
            case .reply: timeouts.reply
            case .finalReply: timeouts.finalReply
            case .moment: min(timeouts.reply, .seconds(2))
            }
        return min(lastSign + limit, end)
    }
}
