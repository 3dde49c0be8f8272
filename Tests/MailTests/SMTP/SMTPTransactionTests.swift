import Testing

@testable import Mail

private let letter = OutgoingMessage(
    envelopeSender: "a@example.org", recipient: "b@example.net", messageID: "<1@example.org>",
    bytes: Array("Subject: x\r\n\r\n.\r\nhello\r\n".utf8))

private let stuffed = "Subject: x\r\n\r\n..\r\nhello\r\n.\r\n"
private let commands = "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n"
private let pipelining = SMTPOffers(pipelining: true)

/// One line of a transcript.
private enum Line {
    /// It sends exactly this now.
    case sends(String)
    /// It waits, and hears this.
    case hears(String)
}

/// Plays it, in pieces of so many bytes; answers what it comes to then.
@discardableResult
private func play(_ transaction: inout SMTPTransaction, _ lines: [Line], pieces: Int = .max) -> SMTPTransaction.Action {
    for line in lines {
        switch line {
        case .sends(let text): #expect(transaction.next() == .send(Array(text.utf8)))
        case .hears(let text):
            #expect(transaction.next() == .receive)
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                transaction.received(rest.prefix(pieces))
                rest = rest.dropFirst(pieces)
            }
        }
    }
    return transaction.next()
}

@Suite("SMTP transaction")
struct SMTPTransactionTests {
    @Test("R20: a message goes in two writes where the relay lets us; any cut of the replies comes to the same")
    func pipelined() {
        let rest: [Line] = [.sends(stuffed), .hears("250 2.0.0 queued\r\n")]
        for pieces in [1, 2, 7, .max] {
            var later = SMTPTransaction(letter, SMTPOffers(pipelining: true, size: true), after: .message)
            let together: [Line] = [
                .sends(commands.replacing("org>", with: "org> SIZE=24")), .hears("250-ok\r\n250 ok\r\n250 ok\r\n354 go on\r\n"),
            ]
            #expect(play(&later, together + rest, pieces: pieces) == .end(.completed))
            #expect(later.becomes == .message && later.standing.reply?.text == "250 2.0.0 queued")
            #expect(SMTPOutcome(later.standing, .completed).answer.kind == .accepted)
        }
    }

    @Test("Where PIPELINING is not offered, and for a connection's first message, each command waits for the reply to the one before")
    func oneAtATime() {
        let lines: [Line] = [
            .sends("MAIL FROM:<a@example.org>\r\n"), .hears("250 ok\r\n"), .sends("RCPT TO:<b@example.net>\r\n"), .hears("250 ok\r\n"),
            .sends("DATA\r\n"), .hears("354 go on\r\n"), .sends(stuffed), .hears("250 queued\r\n"),
        ]
        var without = SMTPTransaction(letter, SMTPOffers(), after: .refusal)
        #expect(play(&without, [.sends("RSET\r\n"), .hears("250 ok\r\n")] + lines) == .end(.completed))
        var first = SMTPTransaction(letter, pipelining, after: .nothing)
        #expect(play(&first, lines) == .end(.completed))
    }

    @Test("After a refused message RSET goes first, in the same write; a relay that refuses it is left, and has taken nothing")
    func reset() {
        var transaction = SMTPTransaction(letter, pipelining, after: .refusal)
        let begun: [Line] = [.sends("RSET\r\n" + commands)]
        #expect(play(&transaction, begun + [.hears("250 ok\r\n250 ok\r\n250 ok\r\n354 ok\r\n"), .sends(stuffed)]) == .receive)
        for (reply, ending) in [("502 what", SMTPOutcome.Ending.outOfTurn), ("421 bye", .lost), ("354 go on", .outOfTurn)] {
            var refused = SMTPTransaction(letter, pipelining, after: .refusal)
            #expect(play(&refused, begun + [.hears("\(reply)\r\n")]) == .end(ending))
            #expect(!refused.standing.isBegun && SMTPOutcome(refused.standing, ending).relay == .fault)
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        /// To MAIL, RCPT and DATA.
        var replies: [String]
        var kind: DeliveryAnswer.Kind
        var stage: String
        /// What goes then; nil: nothing.
        var sends: String?
        var ending = SMTPOutcome.Ending.completed
        var testDescription: String { replies.joined(separator: ", ") }
    }

    static let refusals: [Refusal] = [
        Refusal(replies: ["550 5.1.1 you", "503 first", "503 first"], kind: .permanentPolicy, stage: "MAIL"),
        Refusal(replies: ["450 later", "503 first", "503 first"], kind: .temporary, stage: "MAIL"),
        Refusal(replies: ["550 you", "250 ok", "354 go on"], kind: .permanentPolicy, stage: "MAIL", sends: ".\r\n"),
        Refusal(replies: ["250 ok", "550 5.1.1 who", "554 nobody"], kind: .permanentAddress, stage: "RCPT"),
        Refusal(replies: ["250 ok", "450 later", "503 first"], kind: .temporary, stage: "RCPT"),
        Refusal(replies: ["250 ok", "550 5.1.1 who", "451 hm"], kind: .permanentAddress, stage: "RCPT"),
        Refusal(replies: ["250 ok", "550 5.1.1 who", "354 go on"], kind: .permanentAddress, stage: "RCPT", sends: ".\r\n"),
        Refusal(replies: ["250 ok", "250 ok", "554 no"], kind: .permanentPolicy, stage: "DATA"),
        Refusal(replies: ["250 ok", "250 ok", "451 later"], kind: .temporary, stage: "DATA"),
        // Out of step: the connection is of no more use, whatever the message came to.
        Refusal(replies: ["250 ok", "550 5.1.1 who", "250 ok"], kind: .permanentAddress, stage: "RCPT", ending: .outOfTurn),
        Refusal(replies: ["250 ok", "550 5.1.1 who", "421 bye"], kind: .permanentAddress, stage: "RCPT", ending: .lost),
        Refusal(replies: ["250 ok", "250 ok", "250 ok"], kind: .temporary, stage: "DATA", ending: .outOfTurn),
        Refusal(replies: ["250 ok", "354 go on"], kind: .temporary, stage: "RCPT", ending: .outOfTurn),
        Refusal(replies: ["354 go on"], kind: .connectionFault, stage: "MAIL", ending: .outOfTurn),
        Refusal(replies: ["421 bye"], kind: .connectionFault, stage: "MAIL", ending: .lost),
        Refusal(replies: ["250 ok", "421 bye"], kind: .temporary, stage: "RCPT", ending: .lost),
        Refusal(replies: ["250 ok", "250 ok", "421 bye"], kind: .temporary, stage: "DATA", ending: .lost),
    ]

    @Test(
        "R23: refused in the middle of what was sent together, the first refusal decides, and the connection is ready for another",
        arguments: refusals)
    func refused(_ one: Refusal) {
        var transaction = SMTPTransaction(letter, pipelining, after: .message)
        var lines: [Line] = [.sends(commands), .hears(one.replies.map { "\($0)\r\n" }.joined())]
        if let sends = one.sends { lines += [.sends(sends), .hears("554 5.5.1 no valid recipients\r\n")] }
        #expect(play(&transaction, lines) == .end(one.ending))
        let answer = SMTPOutcome(transaction.standing, one.ending).answer
        #expect(answer.kind == one.kind && answer.text.hasSuffix("(\(one.stage))") && !answer.reachedData, "\(answer)")
        guard one.ending == .completed else { return }
        #expect(transaction.becomes == (one.sends == nil ? .refusal : .message) && transaction.patience == .moment)
    }

    @Test("R20: of all replies that there are to MAIL, RCPT and DATA, 2xx, 2xx and 354 alone let a byte of the message go")
    func messageGoes() {
        let codes = [150, 220, 250, 251, 334, 354, 421, 450, 503, 530, 550, 554, 650]
        for offers in [pipelining, SMTPOffers()] {
            for past in [SMTPTransaction.Past.nothing, .message, .refusal] {
                for mail in codes {
                    for rcpt in codes {
                        for data in codes {
                            var transaction = SMTPTransaction(letter, offers, after: past)
                            var replies = (past == .refusal ? [250] : []) + [mail, rcpt, data, 250]
                            var sent = ""
                            while true {
                                let action = transaction.next()
                                if case .send(let bytes) = action { sent += String(decoding: bytes, as: UTF8.self) }
                                if case .receive = action { transaction.received("\(replies.removeFirst()) x\r\n".utf8) }
                                if case .end = action { break }
                            }
                            let isWanted = (200..<300).contains(mail) && (200..<300).contains(rcpt) && data == 354
                            #expect(sent.contains("Subject") == isWanted && transaction.standing.reachedData == isWanted)
                        }
                    }
                }
            }
        }
    }

    @Test("R20: a reply that is there before its command was sent answers nothing: nothing more is sent, and the message has not left")
    func early() {
        let nothing = Array("250 ok\r\n".utf8)
        for past in [SMTPTransaction.Past.nothing, .message] {
            for bytes in [nothing, Array("2".utf8), Array("\n".utf8), [0]] {
                var before = SMTPTransaction(letter, pipelining, after: past)
                before.received(bytes)
                #expect(before.next() == .end(.outOfTurn) && !before.standing.isBegun)
            }
        }
        for early in ["250 queued\r\n", "2", "\0"] {
            var body = SMTPTransaction(letter, pipelining, after: .message)
            #expect(play(&body, [.sends(commands), .hears("250 ok\r\n250 ok\r\n354 go on\r\n\(early)")]) == .end(.outOfTurn))
            #expect(body.standing.isBegun && !body.standing.reachedData)
            #expect(SMTPOutcome(body.standing, .outOfTurn).answer.kind == .temporary)

            var mail = SMTPTransaction(letter, SMTPOffers(), after: .message)
            #expect(play(&mail, [.sends("MAIL FROM:<a@example.org>\r\n"), .hears("250 ok\r\n\(early)")]) == .end(.outOfTurn))
        }
        // It came in time for this message, and the next must not have it.
        var final = SMTPTransaction(letter, pipelining, after: .message)
        let lines: [Line] = [
            .sends(commands), .hears("250 ok\r\n250 ok\r\n354 go on\r\n"), .sends(stuffed), .hears("250 queued\r\n250 ok\r\n"),
        ]
        #expect(play(&final, lines) == .end(.outOfTurn))
        #expect(SMTPOutcome(final.standing, .outOfTurn).answer.kind == .accepted)
    }

    @Test("R20: the message may have left from when its first byte is to be written, not when the relay asks for it")
    func mayHaveLeft() {
        var transaction = SMTPTransaction(letter, pipelining, after: .message)
        _ = transaction.next()
        transaction.received("250 ok\r\n250 ok\r\n354 go on\r\n".utf8)
        #expect(!transaction.standing.reachedData && transaction.standing.stage == .final)
        #expect(SMTPOutcome(transaction.standing, .lost).answer.kind == .temporary)
        _ = transaction.next()
        #expect(transaction.standing.reachedData && transaction.patience == .finalReply)
        #expect(SMTPOutcome(transaction.standing, .lost).answer.kind == .unknown)
    }

    @Test(
        "What is no reply ends the connection; LF alone ends a line, and NUL in a text hurts nobody",
        arguments: ["hello", "", " ", "25", "2x0 ok", "250x", "150 ok", "650 ok", "\0\0\0\0", "-250 ok", "250\0"])
    func noReply(_ line: String) {
        for end in ["\r\n", "\n"] {
            for before in ["", "250-ok\(end)"] {
                var transaction = SMTPTransaction(letter, pipelining, after: .message)
                #expect(play(&transaction, [.sends(commands), .hears("\(before)\(line)\(end)")]) == .end(.outOfTurn))
            }
        }
        var transaction = SMTPTransaction(letter, pipelining, after: .message)
        #expect(play(&transaction, [.sends(commands), .hears("250\n250-o\0k\n250\n550 5.1.1 w\0ho\n")]) == .end(.completed))
        #expect(SMTPOutcome(transaction.standing, .completed).answer.kind == .permanentAddress)
    }

    @Test("A reply without end is given up; of a long line as much is kept as anybody reads")
    func endless() throws {
        for line in ["250-x\r\n", "x"] {
            var reader = SMTPReply.Reader()
            let endless = String(repeating: line, count: SMTPReply.Reader.replyBytesMax / line.utf8.count + 1)
            #expect(throws: SMTPReply.Malformed.self) { for byte in endless.utf8 { _ = try reader.add(byte) } }
        }
        var reader = SMTPReply.Reader()
        let longest = "550 5.1.1 " + String(repeating: "x", count: SMTPReply.Reader.replyBytesMax - 12) + "\r\n"
        var replies: [SMTPReply] = []
        for _ in 1...3 { for byte in longest.utf8 { if let reply = try reader.add(byte) { replies.append(reply) } } }
        #expect(replies.count == 3 && replies.allSatisfy { $0.code == 550 && $0.text.utf8.count < 1_200 })
    }

    @Test(
        "RFC 5321 §4.5.2: a line that begins with a dot gets another, and a dot alone ends the message",
        arguments: [
            ("", ".\r\n"), ("\r\n", "\r\n.\r\n"), (".\r\n", "..\r\n.\r\n"), ("..\r\n", "...\r\n.\r\n"), ("a.b\r\n", "a.b\r\n.\r\n"),
            (".a\r\nb.\r\n.c.\r\n", "..a\r\nb.\r\n..c.\r\n.\r\n"), ("a\r\n.\r\n.\r\nb\r\n", "a\r\n..\r\n..\r\nb\r\n.\r\n"),
        ])
    func dots(_ bytes: String, _ wire: String) {
        let message = OutgoingMessage(envelopeSender: "a@b.c", recipient: "a@b.c", messageID: "", bytes: Array(bytes.utf8))
        #expect(String(decoding: message.dotStuffed, as: UTF8.self) == wire)
    }
}
