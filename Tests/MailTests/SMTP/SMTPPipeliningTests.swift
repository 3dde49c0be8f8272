import Invitations
import Logging
import Testing

@testable import Mail

/// Messages one after the other over one connection, to a scripted relay that offers PIPELINING and to one that does not.
///
/// The first message of a connection goes one command at a time; the second is the one that goes in two writes.
@Suite("SMTP pipelining")
struct SMTPPipeliningTests {
    private static let lines = "Message-ID: <1@example.org>\r\n\r\n.\r\n..two\r\n.x\r\na.b\r\n"

    private static func message(_ lines: String = lines) -> OutgoingMessage {
        OutgoingMessage(
            envelopeSender: "a@example.org", recipient: "b@example.net", messageID: "<1@example.org>", bytes: Array(lines.utf8))
    }

    private static func adapter(
        _ port: Int, _ security: SMTPSettings.Security = .none, credentials: SMTPSettings.Credentials? = nil,
        _ change: (inout SMTPSettings) -> Void = { _ in }
    ) throws -> SMTPAdapter {
        var settings = try SMTPSettings(
            host: "127.0.0.1", port: port, security: security, heloName: "school.example.org", credentials: credentials)
        (settings.timeouts.reply, settings.timeouts.finalReply) = (.seconds(2), .seconds(4))
        change(&settings)
        return SMTPAdapter(settings, clock: WallClock { sampleNow }, log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    private static func offers(_ pipelining: Bool) -> [String] { pipelining ? ["PIPELINING", "ENHANCEDSTATUSCODES"] : ["SIZE"] }

    struct Case: Sendable, CustomTestStringConvertible {
        /// Of the second message.
        var rule: ScriptedRelay.Rule
        var kind: DeliveryAnswer.Kind
        var reachedData = false
        /// What three messages need.
        var connections = 1
        /// How many of the three arrive.
        var messages = 2
        var testDescription: String { "\(rule.at): \(rule.do) \(rule.text)" }
    }

    private static func refused(_ text: String, at stage: String, _ kind: DeliveryAnswer.Kind) -> Case {
        Case(rule: .reply(text, at: stage, skip: 1, times: 1), kind: kind)
    }

    static let cases: [Case] = [
        // Refused: the connection goes on.
        refused("450 4.7.1 later", at: "MAIL", .temporary), refused("550 5.7.1 you", at: "MAIL", .permanentPolicy),
        refused("550 5.1.1 who", at: "RCPT", .permanentAddress), refused("450-4.2.1 busy\n450 4.2.1 later", at: "RCPT", .temporary),
        refused("554 5.7.1 no", at: "DATA", .permanentPolicy), refused("451 4.3.0 later", at: "DATA", .temporary),
        Case(rule: .reply("554 5.7.1 spam", at: "final", skip: 1, times: 1), kind: .permanentPolicy, reachedData: true, messages: 3),
        // Gone before it took anything: the message goes over a new connection.
        Case(rule: .drop(at: "MAIL", skip: 1, times: 1), kind: .accepted, reachedData: true, connections: 2, messages: 3),
        Case(rule: .reply("421 4.4.2 bye", at: "MAIL", skip: 1, times: 1), kind: .accepted, reachedData: true, connections: 2, messages: 3),
        Case(rule: .hang(at: "MAIL", skip: 1, times: 1), kind: .accepted, reachedData: true, connections: 2, messages: 3),
        // Gone in the middle: that counts.
        Case(rule: .drop(at: "RCPT", skip: 1, times: 1), kind: .temporary, connections: 2),
        Case(rule: .drop(at: "DATA", skip: 1, times: 1), kind: .temporary, connections: 2),
        Case(rule: .drop(at: "body", skip: 1, times: 1), kind: .unknown, reachedData: true, connections: 2),
        Case(rule: .drop(at: "final", skip: 1, times: 1), kind: .unknown, reachedData: true, connections: 2, messages: 3),
        Case(rule: .reply("421 4.3.2 down", at: "RCPT", skip: 1, times: 1), kind: .temporary, connections: 2),
        Case(rule: .reply("421 4.3.2 down", at: "DATA", skip: 1, times: 1), kind: .temporary, connections: 2),
        Case(rule: .hang(at: "RCPT", skip: 1, times: 1), kind: .temporary, connections: 2),
        Case(rule: .hang(at: "final", skip: 1, times: 1), kind: .unknown, reachedData: true, connections: 2, messages: 3),
        // It says too much, too early.
        Case(rule: .early("250 2.0.0 queued", at: "DATA", skip: 1, times: 1), kind: .temporary, connections: 2),
        Case(rule: .early("250 2.1.0 ok", at: "final", skip: 1, times: 1), kind: .accepted, reachedData: true, connections: 2, messages: 3),
    ]

    @Test("R20, R23: what becomes of a message in the middle of others, and of its connection", arguments: cases, [true, false])
    func among(_ one: Case, _ pipelining: Bool) async throws {
        let relay = try ScriptedRelay(.init(capabilities: Self.offers(pipelining), rules: [one.rule]))
        let adapter = try Self.adapter(relay.port)
        #expect(await adapter.deliver(Self.message()).kind == .accepted)
        let answer = await adapter.deliver(Self.message())
        #expect(answer.kind == one.kind && answer.reachedData == one.reachedData, "\(answer)")
        // A fault rests the relay: another adapter, as after it.
        let next = adapter.rest(at: sampleNow) == nil ? adapter : try Self.adapter(relay.port)
        let last = await next.deliver(Self.message())
        #expect(last.kind == .accepted, "\(last)")
        let seen = try relay.stop()
        #expect(seen.connections == one.connections && seen.messages.count == one.messages)
        #expect(seen.messages.allSatisfy { $0 == Self.message().bytes })
    }

    @Test("A relay that says too much too early, one command at a time: no command follows it", arguments: ["MAIL", "RCPT"])
    func earlyInTurn(_ stage: String) async throws {
        let relay = try ScriptedRelay(.init(capabilities: [], rules: [.early("250 2.1.5 ok", at: stage)]))
        let answer = await (try Self.adapter(relay.port)).deliver(Self.message())
        #expect(answer.kind == .temporary && answer.text.contains("answers nothing"), "\(answer.text)")
        #expect(try relay.stop().commands.last?.hasPrefix(stage) == true)
    }

    @Test("What came in one breath with the last reply that libcurl waited for is no answer to MAIL", arguments: [true, false])
    func earlyBeforeMail(_ pipelining: Bool) async throws {
        let rules = [ScriptedRelay.Rule.early("250 2.1.0 ok", at: "EHLO"), .reply("550 5.7.1 you", at: "MAIL")]
        let relay = try ScriptedRelay(.init(capabilities: Self.offers(pipelining), rules: rules))
        let answer = await (try Self.adapter(relay.port)).deliver(Self.message())
        #expect(answer.text == "550 5.7.1 you (MAIL)")
        _ = try relay.stop()
    }

    @Test("What a relay says between two messages answers neither: the next goes over a new connection", arguments: [true, false])
    func speaksBetween(_ pipelining: Bool) async throws {
        let rule = ScriptedRelay.Rule(at: "idle", do: "speak", text: "250 2.1.0 ok", times: 1)
        let relay = try ScriptedRelay(.init(capabilities: Self.offers(pipelining), rules: [rule]))
        let adapter = try Self.adapter(relay.port)
        #expect(await adapter.deliver(Self.message()).kind == .accepted)
        // Meanwhile it has spoken.
        #expect(await (try Self.adapter(relay.port)).deliver(Self.message()).kind == .accepted)
        let answer = await adapter.deliver(Self.message())
        #expect(answer.kind == .accepted, "\(answer)")
        let seen = try relay.stop()
        #expect(seen.connections == 3 && seen.messages.count == 3)
    }

    @Test("R20: no recipient was taken, and the relay asks for the message all the same: it gets an empty one, and the refusal stands")
    func asksAnyway() async throws {
        for rule in [
            ScriptedRelay.Rule.reply("550 5.1.1 who", at: "RCPT", skip: 1, times: 1),
            .reply("550 5.7.1 you", at: "MAIL", skip: 1, times: 1),
        ] {
            let relay = try ScriptedRelay(.init(asksAnyway: true, rules: [rule]))
            let adapter = try Self.adapter(relay.port)
            #expect(await adapter.deliver(Self.message()).kind == .accepted)
            let refused = await adapter.deliver(Self.message())
            #expect(refused.text.hasPrefix("550 5.") && !refused.reachedData, "\(refused)")
            #expect(await adapter.deliver(Self.message()).kind == .accepted)
            let seen = try relay.stop()
            #expect(seen.connections == 1 && seen.messages == [Self.message().bytes, [], Self.message().bytes])
        }
    }

    @Test("R23: once a message is refused, a relay that hangs is not waited for: the answer is known")
    func silentAfterRefusal() async throws {
        for stage in ["DATA", "final"] {
            let rules = [ScriptedRelay.Rule.reply("550 5.1.1 who", at: "RCPT", skip: 1), .hang(at: stage, skip: 1)]
            let relay = try ScriptedRelay(.init(asksAnyway: true, rules: rules))
            let adapter = try Self.adapter(relay.port) { $0.timeouts.reply = .seconds(60) }
            #expect(await adapter.deliver(Self.message()).kind == .accepted)
            let began = ContinuousClock.now
            #expect(await adapter.deliver(Self.message()).kind == .permanentAddress)
            #expect(began.duration(to: .now) < .seconds(20) && adapter.rest(at: sampleNow) == nil)
            _ = try relay.stop()
        }
    }

    @Test("Replies may come byte by byte", arguments: [true, false])
    func split(_ pipelining: Bool) async throws {
        let refusal = ScriptedRelay.Rule.reply("550-5.1.1 who\n550 5.1.1 is that", at: "RCPT", skip: 1, times: 1)
        let relay = try ScriptedRelay(.init(capabilities: Self.offers(pipelining), split: true, rules: [refusal]))
        let adapter = try Self.adapter(relay.port)
        var answers: [DeliveryAnswer] = []
        for _ in 1...3 { answers.append(await adapter.deliver(Self.message())) }
        #expect(answers.map(\.kind) == [.accepted, .permanentAddress, .accepted], "\(answers)")
        #expect(answers[1].text == "550 5.1.1 who 5.1.1 is that (RCPT)")
        #expect(try relay.stop().connections == 1)
    }

    @Test("RFC 5321 §4.5.2: on the wire are the message's own bytes, with dots stuffed and a dot at the end", arguments: [true, false])
    func wire(_ pipelining: Bool) async throws {
        let relay = try ScriptedRelay(.init(capabilities: Self.offers(pipelining)))
        let adapter = try Self.adapter(relay.port)
        for _ in 1...2 { #expect(await adapter.deliver(Self.message()).kind == .accepted) }
        let seen = try relay.stop()
        let wire = "Message-ID: <1@example.org>\r\n\r\n..\r\n...two\r\n..x\r\na.b\r\n.\r\n"
        #expect(seen.wires.map { String(decoding: $0, as: UTF8.self) } == [wire, wire])
        #expect(seen.messages == [Self.message().bytes, Self.message().bytes])
        let mail = seen.commands.filter { $0.hasPrefix("MAIL") }
        #expect(mail.allSatisfy { $0.hasSuffix("SIZE=\(Self.message().bytes.count)") != pipelining })
    }

    @Test("A message of megabytes goes in as many writes as it takes, plain and over TLS", arguments: ["none", "starttls", "implicit"])
    func large(_ tls: String) async throws {
        let folder = try RelayCertificates()
        let relay = try ScriptedRelay(
            .init(
                tls: tls, certificate: folder.path("server.pem"), key: folder.path("server.key"), user: tls == "none" ? nil : "office",
                password: tls == "none" ? nil : "geheim"))
        let adapter = try Self.adapter(
            relay.port, try #require(SMTPSettings.Security(rawValue: tls)),
            credentials: tls == "none" ? nil : .init(username: "office", password: "geheim")
        ) { $0.authoritiesFile = tls == "none" ? nil : folder.path("ca.pem") }
        let line = "." + String(repeating: "x", count: 900) + "\r\n"
        let large = Self.message(String(repeating: line, count: 8_000))
        for message in [Self.message(), large, Self.message()] {
            let answer = await adapter.deliver(message)
            #expect(answer.kind == .accepted, "\(answer)")
        }
        let seen = try relay.stop()
        try #require(seen.connections == 1 && seen.wires.count == 3)
        #expect(seen.compactMap(\.length)[1] == large.dotStuffed.count && seen.wires[1] == Array(".\r\n.\(line)".utf8))
    }
}
