/// How one transaction with a relay ended, as it counts: for the message (R23), and for the relay.
struct SMTPOutcome: Hashable, Sendable {
    var answer: DeliveryAnswer
    var relay: Relay

    /// What it says of the relay.
    enum Relay: Hashable, Sendable {
        /// It answers: messages may go on.
        case answers
        /// The connection could not be made, or broke.
        case fault
        /// Nothing will go until a person has mended something; the word is for the log.
        case misconfigured(Misconfiguration)
    }

    enum Misconfiguration: String, Hashable, Sendable {
        case credentialsRefused = "the relay refuses our credentials"
        case authenticationNotOffered = "the relay offers no AUTH that we may use"
        case authenticationWanted = "the relay wants AUTH, and none is configured"
        case startTLSNotOffered = "the relay offers no STARTTLS"
        case certificateNotTrusted = "the relay's certificate is not of a trusted authority, not of this host, or out of date"
        case ownFiles = "mail.smtp.ca, clientCertificate or clientKey cannot be used"
    }

    /// Why a transfer ended, in words of our own, where no reply says it.
    enum Ending: Error, Hashable, Sendable, CaseIterable {
        case completed
        case nameNotFound
        case notConnected
        /// It broke, or was closed.
        case lost
        /// What came was no SMTP, or answered nothing that was asked.
        case outOfTurn
        case timedOut
        case startTLSNotOffered
        case handshakeFailed
        case certificateNotTrusted
        case ownFilesUnusable
        case loginDenied
        case authenticationNotOffered
        case other
    }

    init(_ standing: SMTPStanding, _ ending: Ending) {
        let (answer, relay) = Self.judge(standing, ending)
        self.answer = answer
        self.relay = relay
    }

    private typealias Verdict = (DeliveryAnswer, Relay)

    /// By stage, reply code and enhanced code (RFC 5321, RFC 3463); how the transfer ended counts only where no reply came.
    private static func judge(_ standing: SMTPStanding, _ ending: Ending) -> Verdict {
        if ending == .authenticationNotOffered { return misconfigured(.authenticationNotOffered, standing) }
        guard let reply = standing.reply, !reply.isPositive || standing.stage == .final else { return unanswered(standing, ending) }
        func answer(_ kind: DeliveryAnswer.Kind) -> DeliveryAnswer {
            DeliveryAnswer(kind, "\(reply.text) (\(standing.stage.rawValue))", reachedData: standing.reachedData)
        }
        if standing.stage == .final, reply.isPositive { return (DeliveryAnswer(.accepted, reply.text, reachedData: true), .answers) }
        if reply.code == 421 { return (answer(standing.isBegun ? .temporary : .connectionFault), .fault) }
        switch standing.stage {
        case .connect, .greeting, .ehlo, .startTLS:
            guard reply.isTemporary || reply.isPermanent else { return unanswered(standing, ending) }
            return (answer(.connectionFault), .fault)
        case .auth:
            return reply.isPermanent
                ? (answer(.connectionFault), .misconfigured(.credentialsRefused)) : (answer(.connectionFault), .fault)
        case .mail, .rcpt, .data, .final:
            if reply.code == 530 { return (answer(.connectionFault), .misconfigured(.authenticationWanted)) }
            if reply.isTemporary { return (answer(.temporary), .answers) }
            guard reply.isPermanent else { return unanswered(standing, ending) }
            return (answer(isOfAddress(reply, standing.stage) ? .permanentAddress : .permanentPolicy), .answers)
        }
    }

    /// R23: 5.1.x, or 550 or 553 at RCPT without a code. 5.1.7 and 5.1.8 are about the sender's address, and so about us; relays give
    /// them at RCPT too. Whatever is said at MAIL is about the sender.
    private static func isOfAddress(_ reply: SMTPReply, _ stage: SMTPStanding.Stage) -> Bool {
        guard stage > .mail else { return false }
        guard let enhanced = reply.enhanced else { return stage == .rcpt && [550, 553].contains(reply.code) }
        return enhanced.subject == 1 && ![7, 8].contains(enhanced.detail)
    }

    /// No reply decides. Before the relay took MAIL the message was no part of it; after DATA nobody can know.
    private static func unanswered(_ standing: SMTPStanding, _ ending: Ending) -> Verdict {
        switch ending {
        case .startTLSNotOffered: return misconfigured(.startTLSNotOffered, standing)
        case .certificateNotTrusted: return misconfigured(.certificateNotTrusted, standing)
        case .ownFilesUnusable: return misconfigured(.ownFiles, standing)
        case .loginDenied:
            return misconfigured(standing.stage == .auth ? .credentialsRefused : .authenticationNotOffered, standing)
        default: break
        }
        let kind: DeliveryAnswer.Kind = standing.reachedData ? .unknown : standing.isBegun ? .temporary : .connectionFault
        let text = "\(words(ending)) (\(standing.stage.rawValue))"
        return (DeliveryAnswer(kind, text, reachedData: standing.reachedData), .fault)
    }

    private static func misconfigured(_ what: Misconfiguration, _ standing: SMTPStanding) -> Verdict {
        (DeliveryAnswer(.connectionFault, what.rawValue, reachedData: standing.reachedData), .misconfigured(what))
    }

    private static func words(_ ending: Ending) -> String {
        switch ending {
        case .nameNotFound: "the relay's name has no address"
        case .notConnected: "no connection to the relay"
        case .timedOut: "the relay did not answer in time"
        case .handshakeFailed: "the TLS handshake with the relay failed"
        case .lost: "the connection to the relay was lost"
        case .outOfTurn: "the relay said what answers nothing"
        case .completed, .other, .startTLSNotOffered, .certificateNotTrusted, .ownFilesUnusable, .loginDenied, .authenticationNotOffered:
            "the transfer failed"
        }
    }
}
