import Foundation
import Invitations
import Logging
import Testing

@testable import Mail

/// The adapter against a relay that does what a script says.
@Suite("SMTP adapter")
struct SMTPAdapterTests {
    private static func message(_ number: Int = 1, to: String = "imogen@example.net") -> OutgoingMessage {
        let lines = "Message-ID: <\(number)@example.org>\r\nSubject: x\r\n\r\n.\r\n..two\r\nhello\r\n"
        return OutgoingMessage(
            envelopeSender: "a@example.org", recipient: to, messageID: "<\(number)@example.org>", bytes: Array(lines.utf8))
    }

    private static func adapter(
        _ port: Int, _ security: SMTPSettings.Security = .none, clock: WallClock = WallClock { sampleNow },
        _ change: (inout SMTPSettings) -> Void = { _ in }, credentials: SMTPSettings.Credentials? = nil
    ) throws -> SMTPAdapter {
        var settings = try SMTPSettings(
            host: "127.0.0.1", port: port, security: security, heloName: "school.example.org", credentials: credentials)
        settings.timeouts.connect = .seconds(4)
        (settings.timeouts.reply, settings.timeouts.finalReply) = (.seconds(1), .seconds(3))
        change(&settings)
        return SMTPAdapter(settings, clock: clock, log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test("Messages go over one connection with our EHLO name and SIZE, and arrive byte for byte")
    func plain() async throws {
        let relay = try ScriptedRelay(.init())
        let adapter = try Self.adapter(relay.port)
        for number in 1...3 {
            let answer = await adapter.deliver(Self.message(number))
            #expect(answer == DeliveryAnswer(.accepted, "250 2.0.0 queued as 4711", reachedData: true))
        }
        let seen = try relay.stop()
        #expect(seen.connections == 1)
        #expect(seen.messages == (1...3).map { Self.message($0).bytes })
        #expect(seen.commands.prefix(2) == ["EHLO school.example.org", "MAIL FROM:<a@example.org> SIZE=\(Self.message().bytes.count)"])
        #expect(seen.commands.contains("RCPT TO:<imogen@example.net>"))
        #expect(adapter.messagesInFlightMax == 4)
    }

    @Test(
        "R22: an address that would be a command, or needs SMTPUTF8, never reaches the relay, whatever that offers",
        arguments: ["b@example.net>\r\nRCPT TO:<c@example.net", "zoë@example.net", "zoe@bücher.example"])
    func refusedAddresses(_ address: String) async throws {
        let relay = try ScriptedRelay(.init(capabilities: ["SMTPUTF8", "8BITMIME"]))
        let adapter = try Self.adapter(relay.port)
        let answer = await adapter.deliver(Self.message(to: address))
        #expect(answer == DeliveryAnswer(.permanentPolicy, "the recipient is no address that may stand in a command", reachedData: false))
        #expect(try relay.stop().connections == 0)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var rule: ScriptedRelay.Rule
        var kind: DeliveryAnswer.Kind
        var reachedData = false
        var text = ""
        var testDescription: String { "\(rule.at): \(rule.do) \(rule.text)" }

        init(_ rule: ScriptedRelay.Rule, _ kind: DeliveryAnswer.Kind, reachedData: Bool = false, _ text: String = "") {
            (self.rule, self.kind, self.reachedData, self.text) = (rule, kind, reachedData, text)
        }
    }

    static let cases: [Case] =
        ["greeting", "EHLO", "MAIL"].map { Case(.reply("421 4.3.2 down", at: $0), .connectionFault, "421 4.3.2 down") }
        + ["RCPT", "DATA"].map { Case(.reply("421 4.3.2 down", at: $0), .temporary, "421 4.3.2 down") }
        + ["greeting", "EHLO", "MAIL"].map { Case(.drop(at: $0), .connectionFault, "lost") }
        + ["RCPT", "DATA"].map { Case(.drop(at: $0), .temporary, "lost") }
        + ["body", "final"].map { Case(.drop(at: $0), .unknown, reachedData: true, "lost") }
        + ["MAIL", "RCPT", "DATA"].flatMap {
            [
                Case(.reply("451 4.3.0 later", at: $0), .temporary, "451 4.3.0 later"),
                Case(.reply("450 later", at: $0), .temporary, "450 later"),
                Case(.reply("554 5.7.1 no", at: $0), .permanentPolicy, "554 5.7.1 no"),
                Case(.reply("550-no\n550 no", at: $0), $0 == "RCPT" ? .permanentAddress : .permanentPolicy, "550 no no"),
            ]
        } + [
            Case(.reply("550 5.1.1 no such user", at: "RCPT"), .permanentAddress, "5.1.1"),
            Case(.reply("554 go away", at: "greeting"), .connectionFault, "554 go away"),
            Case(.reply("421 4.3.2 down", at: "final"), .temporary, reachedData: true, "421"),
            Case(.reply("452 4.3.1 full", at: "final"), .temporary, reachedData: true, "452 4.3.1"),
            Case(.reply("550 5.7.1 content", at: "final"), .permanentPolicy, reachedData: true, "5.7.1"),
            Case(.hang(at: "greeting"), .connectionFault, "in time"), Case(.hang(at: "MAIL"), .connectionFault, "in time"),
            Case(.hang(at: "RCPT"), .temporary, "in time"), Case(.hang(at: "final"), .unknown, reachedData: true, "in time"),
            Case(.init(at: "RCPT", do: "trickle"), .temporary, "in time"),
            Case(.init(at: "greeting", do: "trickle"), .connectionFault, "in time"),
            Case(.hang(at: "QUIT"), .accepted, reachedData: true, "queued"),
        ]

    @Test("R23: every misbehaviour at every stage comes to what the reply says, within the time for it", arguments: cases)
    func misbehaviour(_ one: Case) async throws {
        let relay = try ScriptedRelay(.init(rules: [one.rule]))
        let adapter = try Self.adapter(relay.port) { $0.messagesPerConnectionMax = 1 }
        let began = ContinuousClock.now
        let answer = await adapter.deliver(Self.message())
        #expect(answer.kind == one.kind, "\(answer.text)")
        #expect(answer.reachedData == one.reachedData)
        #expect(answer.text.contains(one.text), "\(answer.text)")
        #expect(began.duration(to: .now) < .seconds(9))
        #expect(
            (adapter.rest(at: sampleNow) == nil)
                == (answer.text.hasPrefix("4") && !answer.text.hasPrefix("421") || answer.text.hasPrefix("5") && one.rule.at != "greeting"
                    || one.kind == .accepted))
        _ = try relay.stop()
    }

    @Test(
        "A connection that the relay closed while it was unused costs nothing: the message goes over a new one",
        arguments: ["reply", "drop"])
    func staleConnection(_ how: String) async throws {
        let relay = try ScriptedRelay(.init(rules: [.init(at: "idle", do: how, text: "421 4.4.2 idle too long", times: 1)]))
        let adapter = try Self.adapter(relay.port)
        for number in 1...3 { #expect(await adapter.deliver(Self.message(number)).kind == .accepted) }
        let seen = try relay.stop()
        #expect(seen.connections == 2 && seen.messages.count == 3)
        #expect(adapter.rest(at: sampleNow) == nil)
    }

    @Test("A reused connection that answers MAIL with 421, or not at all, is replaced too; a new one that does so is a fault")
    func staleAtMail() async throws {
        for rule in [
            ScriptedRelay.Rule.reply("421 4.4.2 bye", at: "MAIL", skip: 1, times: 1), .drop(at: "MAIL", skip: 1, times: 1),
            .hang(at: "MAIL", skip: 1, times: 1),
        ] {
            let relay = try ScriptedRelay(.init(rules: [rule]))
            let adapter = try Self.adapter(relay.port)
            for number in 1...2 { #expect(await adapter.deliver(Self.message(number)).kind == .accepted) }
            #expect(try relay.stop().connections == 2)
        }
        let relay = try ScriptedRelay(.init(rules: [.drop(at: "MAIL", skip: 1)]))
        let adapter = try Self.adapter(relay.port)
        #expect(await adapter.deliver(Self.message(1)).kind == .accepted)
        #expect(await adapter.deliver(Self.message(2)).kind == .connectionFault)
        #expect(adapter.rest(at: sampleNow) == .seconds(2))
        // While it rests nothing is tried, and the office sees why.
        let resting = await adapter.deliver(Self.message(3))
        #expect(resting.kind == .connectionFault && resting.text.contains("lost"))
        #expect(try relay.stop().connections == 2)
    }

    @Test("A connection ends with QUIT after its messages, and after its time a new one is made")
    func caps() async throws {
        let two = try ScriptedRelay(.init())
        let pair = try Self.adapter(two.port) { $0.messagesPerConnectionMax = 2 }
        for number in 1...2 { #expect(await pair.deliver(Self.message(number)).kind == .accepted) }
        #expect(try two.stop().commands.last == "QUIT")

        let relay = try ScriptedRelay(.init())
        let clock = ManualWallClock()
        let adapter = try Self.adapter(relay.port, clock: clock.clock) { $0.messagesPerConnectionMax = 2 }
        for number in 1...5 { #expect(await adapter.deliver(Self.message(number)).kind == .accepted) }
        clock.advance(by: .seconds(61))
        #expect(await adapter.deliver(Self.message(6)).kind == .accepted)
        let seen = try relay.stop()
        #expect(seen.connections == 4)
        #expect(seen.commands.count { $0 == "QUIT" } >= 2)
    }

    @Test("A relay that does not answer QUIT is not waited for as for the reply to a message", arguments: [nil, "RCPT", "final"])
    func silentQuit(_ refusal: String?) async throws {
        let refusing = refusal.map { [ScriptedRelay.Rule.reply("550 5.7.1 no", at: $0)] } ?? []
        let relay = try ScriptedRelay(.init(rules: refusing + [.hang(at: "QUIT")]))
        let adapter = try Self.adapter(relay.port) {
            $0.timeouts.finalReply = .seconds(60)
            $0.messagesPerConnectionMax = 1
        }
        let began = ContinuousClock.now
        #expect(await adapter.deliver(Self.message()).kind == (refusal == nil ? .accepted : .permanentPolicy))
        #expect(began.duration(to: .now) < .seconds(5))
        _ = try relay.stop()
    }

    @Test("While one relay's reply hangs, the others' messages go on")
    func othersGoOn() async throws {
        let relay = try ScriptedRelay(.init(rules: [.hang(at: "final", times: 1)]))
        let adapter = try Self.adapter(relay.port) { $0.connections = 2 }
        let began = ContinuousClock.now
        let answers = await withTaskGroup(of: (DeliveryAnswer.Kind, Duration).self) { group in
            for number in 1...20 {
                group.addTask { (await adapter.deliver(Self.message(number)).kind, began.duration(to: .now)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let accepted = answers.filter { $0.0 == .accepted }
        #expect(accepted.count == 19 && accepted.allSatisfy { $0.1 < .seconds(3) })
        #expect(answers.last?.0 == .unknown)
        _ = try relay.stop()
    }

    // MARK: TLS and AUTH

    private static let credentials = SMTPSettings.Credentials(username: "office", password: "geheim")

    private func secured(_ tls: String, certificate: String = "server", _ folder: RelayCertificates) -> ScriptedRelay.Script {
        ScriptedRelay.Script(
            tls: tls, certificate: folder.path("\(certificate).pem"), key: folder.path("\(certificate).key"), user: "office",
            password: "geheim")
    }

    @Test("AUTH over TLS, with PLAIN or LOGIN and nothing else", arguments: ["starttls", "implicit"], ["PLAIN LOGIN", "LOGIN"])
    func authenticated(_ tls: String, _ mechanisms: String) async throws {
        let folder = try RelayCertificates()
        var script = secured(tls, folder)
        script.mechanisms = "CRAM-MD5 \(mechanisms)"
        let relay = try ScriptedRelay(script)
        let adapter = try Self.adapter(
            relay.port, tls == "implicit" ? .implicit : .startTLS, { $0.authoritiesFile = folder.path("ca.pem") },
            credentials: Self.credentials)
        for number in 1...2 {
            let answer = await adapter.deliver(Self.message(number))
            #expect(answer.kind == .accepted, "\(answer.text)")
        }
        let seen = try relay.stop()
        #expect(seen.connections == 1 && seen.messages.count == 2)
        for event in seen where event.line?.hasPrefix("MAIL") == true { #expect(event.encrypted == true && event.user == "office") }
    }

    @Test(
        "A certificate of a stranger, of another host, or out of date: no message, no password, and all mail waits",
        arguments: ["starttls", "implicit"], ["stranger", "elsewhere", "expired"])
    func untrusted(_ tls: String, _ certificate: String) async throws {
        let folder = try RelayCertificates()
        let relay = try ScriptedRelay(secured(tls, certificate: certificate, folder))
        let adapter = try Self.adapter(
            relay.port, tls == "implicit" ? .implicit : .startTLS, { $0.authoritiesFile = folder.path("ca.pem") },
            credentials: Self.credentials)
        let answer = await adapter.deliver(Self.message())
        #expect(answer.kind == .connectionFault && answer.text.contains("certificate"), "\(answer.text)")
        #expect(adapter.rest(at: sampleNow) == .seconds(300))
        let seen = try relay.stop()
        #expect(seen.commands.allSatisfy { !$0.hasPrefix("AUTH") && !$0.hasPrefix("MAIL") })
    }

    @Test("A relay that lets in by certificate sees ours, and without one takes no message", arguments: ["starttls", "implicit"])
    func clientCertificate(_ tls: String) async throws {
        let folder = try RelayCertificates()
        var script = secured(tls, folder)
        (script.user, script.password) = (nil, nil)
        script.clientAuthorities = folder.path("ca.pem")
        func deliver(_ name: String?, key: String? = nil) async throws -> (DeliveryAnswer, SMTPAdapter, [ScriptedRelay.Event]) {
            let relay = try ScriptedRelay(script)
            let adapter = try Self.adapter(relay.port, tls == "implicit" ? .implicit : .startTLS) { settings in
                settings.authoritiesFile = folder.path("ca.pem")
                settings.clientCertificate = name.map {
                    .init(certificatePath: folder.path("\($0).pem"), keyPath: folder.path("\(key ?? $0).key"))
                }
            }
            return (await adapter.deliver(Self.message()), adapter, try relay.stop())
        }
        let (taken, _, seen) = try await deliver("client")
        #expect(taken.kind == .accepted && seen.clients == ["client"] && seen.messages.count == 1, "\(taken.text)")
        for name in [nil, "stranger"] {
            let (refused, adapter, seen) = try await deliver(name)
            #expect(refused.kind == .connectionFault && !refused.reachedData, "\(refused.text)")
            #expect(adapter.rest(at: sampleNow) != nil)
            #expect(seen.messages.isEmpty && seen.clients.isEmpty && seen.commands.allSatisfy { !$0.hasPrefix("MAIL") })
        }
        // A key of another certificate, or no file at all: a person has to mend that, and nothing is tried meanwhile.
        for (name, key) in [("client", "server"), ("nowhere", "nowhere")] {
            let (unusable, adapter, seen) = try await deliver(name, key: key)
            #expect(unusable.kind == .connectionFault && unusable.text.contains("clientCertificate"), "\(unusable.text)")
            #expect(adapter.rest(at: sampleNow) == .seconds(300) && seen.messages.isEmpty)
        }
    }

    @Test("STARTTLS that is not offered, or refused, is never done without")
    func stripped() async throws {
        let folder = try RelayCertificates()
        let plain = ScriptedRelay.Script(user: "office", password: "geheim", authInTheClear: true)
        var refusing = secured("starttls", folder)
        refusing.rules = [.reply("454 4.7.0 not now", at: "STARTTLS")]
        for (script, rest) in [(plain, Duration.seconds(300)), (refusing, .seconds(2))] {
            let relay = try ScriptedRelay(script)
            let adapter = try Self.adapter(
                relay.port, .startTLS, { $0.authoritiesFile = folder.path("ca.pem") }, credentials: Self.credentials)
            let answer = await adapter.deliver(Self.message())
            #expect(answer.kind == .connectionFault, "\(answer.text)")
            #expect(adapter.rest(at: sampleNow) == rest)
            #expect(try relay.stop().commands.allSatisfy { !$0.hasPrefix("AUTH") && !$0.hasPrefix("MAIL") })
        }
    }

    @Test("Credentials refused, or AUTH not offered: no attempt is used up, no byte of a message goes, and all mail waits")
    func notAuthenticated() async throws {
        let folder = try RelayCertificates()
        var without = secured("implicit", folder)
        (without.user, without.password) = (nil, nil)
        var foreign = secured("implicit", folder)
        foreign.mechanisms = "CRAM-MD5"
        for (script, word) in [(secured("implicit", folder), "535 5.7.8"), (without, "no AUTH"), (foreign, "no AUTH")] {
            let relay = try ScriptedRelay(script)
            let wrong = SMTPSettings.Credentials(username: "office", password: "wrong")
            let adapter = try Self.adapter(relay.port, .implicit, { $0.authoritiesFile = folder.path("ca.pem") }, credentials: wrong)
            let answer = await adapter.deliver(Self.message())
            #expect(answer.kind == .connectionFault && answer.text.contains(word), "\(answer.text)")
            #expect(adapter.rest(at: sampleNow) == .seconds(300))
            #expect(try relay.stop().messages.isEmpty)
        }
    }

    @Test("Plain text, and a password in it, are for no other machine and never: the settings refuse them")
    func refusedSettings() throws {
        #expect(throws: SMTPSettingsError.self) {
            try SMTPSettings(host: "relay.example.org", port: 25, security: .none, heloName: "a.example")
        }
        #expect(throws: SMTPSettingsError.self) {
            try SMTPSettings(host: "127.0.0.1", port: 25, security: .none, heloName: "a.example", credentials: Self.credentials)
        }
        for wrong in ["", "a b", "a/b", "a\r\nMAIL", "a@b", "ä"] {
            #expect(throws: SMTPSettingsError.self) { try SMTPSettings(host: wrong, port: 25, security: .startTLS, heloName: "a.example") }
            #expect(throws: SMTPSettingsError.self) { try SMTPSettings(host: "a.example", port: 25, security: .startTLS, heloName: wrong) }
        }
        #expect(!"\(Self.credentials) \(String(reflecting: Self.credentials))".contains("geheim"))
    }
}

/// A wall clock that a test moves.
final class ManualWallClock: @unchecked Sendable {  // moved while nobody asks
    private var now = sampleNow
    var clock: WallClock { WallClock { self.now } }
    func advance(by duration: Duration) { now = now.advanced(by: duration) }
}
