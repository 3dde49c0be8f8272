/// One message's mail transaction (RFC 5321 §3.3) over a connection whose relay has let us in.
///
/// A value without a socket or a clock: what came goes in, what to do comes out. Whoever drives it gives it all that waits to be read before
/// it asks for something to send: a reply that is there before its command was sent answers nothing, and ends the connection.
///
/// Where the relay offers it, MAIL, RCPT and DATA go in one write (RFC 2920), save for a connection's first message. The message goes only when all three were answered as they
/// must be; where a recipient was refused and the relay asks for the message all the same, an empty one goes instead.
struct SMTPTransaction {
    enum Action: Hashable, Sendable {
        case send([UInt8])
        /// Read something.
        case receive
        /// It is over: `.completed` leaves the connection ready for another, anything else leaves it useless.
        case end(SMTPOutcome.Ending)
    }

    /// What went over the connection before.
    enum Past: Hashable, Sendable {
        /// Nothing: each command waits for its reply, so that a message that makes a relay hang up is known from a relay that is gone.
        case nothing
        case message
        /// A message that was refused before its end: RSET goes first.
        case refusal
    }

    private enum Step: Int, Comparable {
        case reset, mail, rcpt, data, message, over

        static func < (left: Step, right: Step) -> Bool { left.rawValue < right.rawValue }
        var next: Step { Step(rawValue: rawValue + 1) ?? .over }
    }

    private(set) var standing = SMTPStanding(stage: .mail)
    private let message: OutgoingMessage
    private let offers: SMTPOffers
    private let past: Past
    private var reader = SMTPReply.Reader()
    /// The first that was not sent.
    private var unsent: Step
    /// The first that was not answered.
    private var unanswered: Step
    /// `standing.reply` refuses the message: what else the relay says is about what was sent already.
    private var isRefused = false
    private var ending: SMTPOutcome.Ending?

    /// - Parameter message: without a `problem`.
    init(_ message: OutgoingMessage, _ offers: SMTPOffers, after past: Past) {
        (self.message, self.offers, self.past) = (message, offers, past)
        unsent = past == .refusal ? .reset : .mail
        unanswered = unsent
    }

    /// Whether a reply is due.
    private var isAwaiting: Bool { unanswered < unsent }
    /// Whether something is to be sent, so that nothing may wait to be read.
    var isToSend: Bool { ending == nil && !isAwaiting }
    /// How long the relay may take for the reply that is due.
    var patience: ReplyTimer.Patience { isRefused ? .moment : standing.reachedData ? .finalReply : .reply }
    /// For whoever uses the connection next.
    var becomes: Past { isRefused && unsent < .over ? .refusal : .message }

    /// What to do now. What it says to send counts as sent.
    mutating func next() -> Action {
        if let ending { return .end(ending) }
        if isAwaiting { return .receive }
        guard unsent < .message else {
            unsent = .over
            if isRefused { return .send(Array(".\r\n".utf8)) }
            standing.reachedData = true
            return .send(message.dotStuffed)
        }
        let isAlone = !offers.pipelining || past == .nothing
        var bytes: [UInt8] = []
        repeat {
            bytes += command(unsent).utf8
            unsent = unsent.next
        } while unsent < .message && !isAlone
        return .send(bytes)
    }

    private func command(_ step: Step) -> String {
        switch step {
        case .reset: "RSET\r\n"
        case .mail: "MAIL FROM:<\(message.envelopeSender)>\(offers.size ? " SIZE=\(message.bytes.count)" : "")\r\n"
        case .rcpt: "RCPT TO:<\(message.recipient)>\r\n"
        case .data: "DATA\r\n"
        case .message, .over: ""
        }
    }

    /// Answers whether a reply that was due is complete now.
    @discardableResult
    mutating func received(_ bytes: some Sequence<UInt8>) -> Bool {
        var isAnswered = false
        for byte in bytes {
            if let ending, ending != .completed { break }
            guard isAwaiting else {
                ending = .outOfTurn
                break
            }
            do throws(SMTPReply.Malformed) {
                guard let reply = try reader.add(byte) else { continue }
                answered(reply)
                isAnswered = true
            } catch {
                ending = .outOfTurn
            }
        }
        return isAnswered
    }

    private mutating func answered(_ reply: SMTPReply) {
        let step = unanswered
        unanswered = step.next
        let isRefusal = reply.isTemporary || reply.isPermanent
        // Any command may be answered so, and nothing is answered after it (RFC 5321 §3.8).
        if reply.code == 421 {
            if !isRefused { standing.reply = reply }
            ending = .lost
            return
        }
        switch step {
        case .reset, .over: if !reply.isPositive { ending = .outOfTurn }
        case .mail, .rcpt, .data:
            let isGranted = step == .data ? reply.code == 354 : reply.isPositive
            guard isGranted || isRefusal else {
                ending = .outOfTurn
                return
            }
            if !isRefused { isGranted ? granted(step) : refused(reply) }
            // What was sent already is answered, and the relay waits for no message.
            if isRefused, !isAwaiting, step != .data || !isGranted { ending = .completed }
        case .message:
            if !isRefused { standing.reply = reply }
            ending = isRefusal || reply.isPositive ? .completed : .outOfTurn
        }
    }

    private mutating func granted(_ step: Step) {
        switch step {
        case .mail:
            standing.isBegun = true
            standing.begin(.rcpt)
        case .rcpt: standing.begin(.data)
        case .data: standing.begin(.final)
        case .reset, .message, .over: break
        }
    }

    private mutating func refused(_ reply: SMTPReply) {
        standing.reply = reply
        isRefused = true
    }
}

extension OutgoingMessage {
    /// As it goes after DATA: one more dot before each line that begins with one, and the dot that ends it (RFC 5321 §4.5.2).
    ///
    /// Its last line must end with CRLF, as `problem` demands: the end would not be seen.
    var dotStuffed: [UInt8] {
        let dot = UInt8(ascii: ".")
        return bytes.withUnsafeBufferPointer { bytes in
            var stuffed: [UInt8] = []
            stuffed.reserveCapacity(bytes.count + 16)
            var begin = 0
            for index in bytes.indices where bytes[index] == dot && (index == 0 || bytes[index - 1] == 0x0a) {
                stuffed += bytes[begin...index]
                begin = index
            }
            stuffed += bytes[begin...]
            stuffed += ".\r\n".utf8
            return stuffed
        }
    }
}
