import Testing

@testable import Mail

private let message = OutgoingMessage(
    envelopeSender: "a@example.org", recipient: "b@example.net", messageID: "<1@example.org>", bytes: Array("hello\r\n".utf8))

/// How far it came when this was said: commands begin with `>`. One command at a time; the message goes where the relay asks for it.
private func standing(_ lines: [String]) -> SMTPStanding {
    var admission = SMTPAdmission()
    var transaction: SMTPTransaction?
    for line in lines {
        let bytes = Array("\(line)\r\n".utf8)
        if line.hasPrefix(">MAIL") { transaction = SMTPTransaction(message, SMTPOffers(), after: .nothing) }
        switch (line.hasPrefix(">"), transaction == nil) {
        case (true, true): admission.sent(bytes.dropFirst())
        case (true, false): #expect(transaction?.next() == .send(Array(bytes.dropFirst())))
        case (false, true): admission.received(bytes)
        case (false, false):
            if transaction?.isToSend == true, case .send(let bytes) = transaction?.next() { #expect(bytes == message.dotStuffed) }
            transaction?.received(bytes)
        }
    }
    if transaction?.isToSend == true { _ = transaction?.next() }
    return transaction?.standing ?? admission.standing
}

private let hello = ["220 relay.test ESMTP", ">EHLO me", "250-relay.test", "250-SIZE 1000", "250 AUTH PLAIN"]
private let mail = hello + [">MAIL FROM:<a@example.org>", "250 2.1.0 ok"]
private let rcpt = mail + [">RCPT TO:<b@example.net>", "250 2.1.5 ok"]
private let data = rcpt + [">DATA", "354 go on"]

@Suite("SMTP outcomes")
struct SMTPOutcomeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var said: [String]
        var ending = SMTPOutcome.Ending.lost
        var kind: DeliveryAnswer.Kind
        var relay = SMTPOutcome.Relay.answers
        var reachedData = false
        var testDescription: String { "\(said.last ?? "nothing"), \(ending)" }
    }

    private static let refusedAtRCPT: [(String, DeliveryAnswer.Kind)] = [
        ("450 4.2.1 busy", .temporary), ("451 try later", .temporary), ("452 4.2.2 full", .temporary), ("450 4.1.1 unverified", .temporary),
        ("550 5.1.1 unknown", .permanentAddress), ("550 5.1.10 null MX", .permanentAddress), ("553 5.1.3 syntax", .permanentAddress),
        ("550 unknown", .permanentAddress), ("553 not allowed", .permanentAddress), ("551 moved", .permanentPolicy),
        ("550 5.1.7 sender", .permanentPolicy), ("550 5.1.8 sender's domain", .permanentPolicy), ("550 5.7.1 blocked", .permanentPolicy),
        ("554 5.7.1 relay access denied", .permanentPolicy), ("552 5.2.2 full", .permanentPolicy), ("550 4.1.1 at odds", .permanentAddress),
        ("550 5.1 no code", .permanentAddress), ("500 what?", .permanentPolicy), ("554 no", .permanentPolicy),
    ]

    static let table: [Case] =
        refusedAtRCPT.map { Case(said: mail + [">RCPT TO:<b@example.net>", $0.0], kind: $0.1) } + [
            // What went through, whatever became of the connection after it.
            Case(said: data + ["250 2.0.0 queued"], ending: .completed, kind: .accepted, reachedData: true),
            Case(said: data + ["250 2.0.0 queued"], ending: .lost, kind: .accepted, reachedData: true),
            Case(said: data + ["250 queued", "421 4.4.2 bye"], ending: .outOfTurn, kind: .accepted, reachedData: true),
            // Before the relay takes MAIL it says nothing of the message.
            Case(said: [], ending: .notConnected, kind: .connectionFault, relay: .fault),
            Case(said: [], ending: .nameNotFound, kind: .connectionFault, relay: .fault),
            Case(said: [], ending: .handshakeFailed, kind: .connectionFault, relay: .fault),
            Case(said: ["554 5.7.1 go away"], kind: .connectionFault, relay: .fault),
            Case(said: ["421 4.3.2 busy"], kind: .connectionFault, relay: .fault),
            Case(said: ["220 hello"], kind: .connectionFault, relay: .fault),
            Case(said: ["220 hello", ">EHLO me", "502 5.5.1 no"], kind: .connectionFault, relay: .fault),
            Case(said: hello + [">STARTTLS", "454 4.7.0 later"], ending: .startTLSNotOffered, kind: .connectionFault, relay: .fault),
            Case(said: hello + [">MAIL FROM:<a@example.org>"], kind: .connectionFault, relay: .fault),
            Case(said: hello + [">MAIL FROM:<a@example.org>"], ending: .timedOut, kind: .connectionFault, relay: .fault),
            Case(said: hello + [">MAIL FROM:<a@example.org>", "421 4.3.2 down"], kind: .connectionFault, relay: .fault),
            // At MAIL it is about us.
            Case(said: hello + [">MAIL FROM:<a@example.org>", "450 4.7.1 slow down"], kind: .temporary),
            Case(said: hello + [">MAIL FROM:<a@example.org>", "550 5.1.1 sender"], kind: .permanentPolicy),
            Case(said: hello + [">MAIL FROM:<a@example.org>", "550 sender"], kind: .permanentPolicy),
            Case(said: hello + [">MAIL FROM:<a@example.org>", "552 5.3.4 too big"], kind: .permanentPolicy),
            // What breaks after MAIL may be this message's doing, and counts.
            Case(said: mail, kind: .temporary, relay: .fault),
            Case(said: mail + [">RCPT TO:<b@example.net>", "421 4.3.2 down"], kind: .temporary, relay: .fault),
            Case(said: rcpt + [">DATA"], kind: .temporary, relay: .fault),
            Case(said: rcpt + [">DATA", "451 4.3.0 later"], kind: .temporary),
            Case(said: rcpt + [">DATA", "554 5.5.1 no valid recipients"], kind: .permanentPolicy),
            Case(said: rcpt + [">DATA", "550 unknown"], kind: .permanentPolicy),
            // After DATA nobody can know, unless the relay says.
            Case(said: data, kind: .unknown, relay: .fault, reachedData: true),
            Case(said: data, ending: .timedOut, kind: .unknown, relay: .fault, reachedData: true),
            Case(said: data + ["250-half a reply"], kind: .unknown, relay: .fault, reachedData: true),
            Case(said: data + ["452 4.3.1 disk full"], kind: .temporary, reachedData: true),
            Case(said: data + ["421 4.3.2 down"], kind: .temporary, relay: .fault, reachedData: true),
            Case(said: data + ["554 5.7.1 content"], kind: .permanentPolicy, reachedData: true),
            Case(said: data + ["550 5.1.1 unknown after all"], kind: .permanentAddress, reachedData: true),
            Case(said: data + ["550 no"], kind: .permanentPolicy, reachedData: true),
            // Ours to mend.
            Case(
                said: hello + [">AUTH PLAIN", "535 5.7.8 no"], ending: .loginDenied, kind: .connectionFault,
                relay: .misconfigured(.credentialsRefused)),
            Case(said: hello + [">AUTH PLAIN", "454 4.7.0 later"], ending: .loginDenied, kind: .connectionFault, relay: .fault),
            Case(said: hello, ending: .loginDenied, kind: .connectionFault, relay: .misconfigured(.authenticationNotOffered)),
            Case(
                said: hello, ending: .authenticationNotOffered, kind: .connectionFault,
                relay: .misconfigured(.authenticationNotOffered)),
            Case(
                said: hello + [">MAIL FROM:<a@example.org>", "530 5.7.0 AUTH first"], kind: .connectionFault,
                relay: .misconfigured(.authenticationWanted)),
            Case(said: hello, ending: .startTLSNotOffered, kind: .connectionFault, relay: .misconfigured(.startTLSNotOffered)),
            Case(said: [], ending: .certificateNotTrusted, kind: .connectionFault, relay: .misconfigured(.certificateNotTrusted)),
            Case(said: [], ending: .ownFilesUnusable, kind: .connectionFault, relay: .misconfigured(.ownFiles)),
        ]

    @Test("R23: what an attempt came to is told by the stage, the reply's code and its enhanced code", arguments: table)
    func classified(_ one: Case) {
        let outcome = SMTPOutcome(standing(one.said), one.ending)
        #expect(outcome.answer.kind == one.kind)
        #expect(outcome.relay == one.relay)
        #expect(outcome.answer.reachedData == one.reachedData)
        #expect(!outcome.answer.text.isEmpty)
    }

    @Test("R23: how libcurl ended never outweighs a reply: any ending, the same answer", arguments: SMTPOutcome.Ending.allCases)
    func repliesDecide(_ ending: SMTPOutcome.Ending) {
        if ending == .authenticationNotOffered { return }
        for (line, kind) in Self.refusedAtRCPT {
            #expect(SMTPOutcome(standing(mail + [">RCPT TO:<b@example.net>", line]), ending).answer.kind == kind)
        }
        #expect(SMTPOutcome(standing(data + ["250 ok"]), ending).answer.kind == .accepted)
    }

    @Test("A reply of several lines is kept whole for the office; a long one is bounded")
    func texts() {
        let lines = ["550-5.1.1 The account", "550-5.1.1 does not exist", "550 5.1.1 see help"]
        let refused = SMTPOutcome(standing(mail + [">RCPT TO:<b@example.net>"] + lines), .lost).answer
        #expect(refused.text == "550 5.1.1 The account 5.1.1 does not exist 5.1.1 see help (RCPT)")
        let long = Array(repeating: "550-" + String(repeating: "x", count: 500), count: 100) + ["550 end"]
        let cut = SMTPOutcome(standing(mail + [">RCPT TO:<b@example.net>"] + long), .lost).answer
        #expect(cut.kind == .permanentAddress && cut.text.utf8.count < 1_200)
    }
}
