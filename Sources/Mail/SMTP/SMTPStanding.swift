/// How far a conversation with a relay came, and the reply that decides it.
struct SMTPStanding: Hashable, Sendable {
    /// The step whose reply is awaited, or was the last.
    enum Stage: String, Hashable, Sendable, CaseIterable, Comparable {
        /// TCP, and TLS where it comes first.
        case connect
        case greeting
        case ehlo = "EHLO"
        case startTLS = "STARTTLS"
        case auth = "AUTH"
        case mail = "MAIL"
        case rcpt = "RCPT"
        case data = "DATA"
        /// The message, and the reply to its last dot.
        case final = "the end of the message"

        static func < (left: Stage, right: Stage) -> Bool {
            guard let left = allCases.firstIndex(of: left), let right = allCases.firstIndex(of: right) else { return false }
            return left < right
        }
    }

    var stage: Stage
    /// The reply to this stage's command; nil: none came yet.
    var reply: SMTPReply?
    /// Whether the relay took anything of this message: MAIL.
    var isBegun = false
    /// Whether the relay asked for the message, and its first byte was handed to the socket: from then on it may have left (R20).
    var reachedData = false

    /// The next step: its reply is awaited.
    mutating func begin(_ next: Stage) { (stage, reply) = (next, nil) }
}
