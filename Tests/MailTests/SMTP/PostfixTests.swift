import Foundation
import InvitationStore
import Invitations
import Logging
import Testing

@testable import Mail

/// Debian's Postfix in a folder of its own. A machine without it, or a user who may not run it, fails the test, which says why: nothing is
/// skipped.
private final class Postfix: @unchecked Sendable {  // a test drives it from one task
    struct Ready: Decodable {
        var port: Int
        var maildir: String
    }

    let ready: Ready
    private let peer: PeerProcess
    private let folder: URL

    init(_ certificates: RelayCertificates, _ options: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "postfix-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        peer = try PeerProcess(
            "postfix_relay.py",
            [folder.path, certificates.path("server.pem"), certificates.path("server.key"), "office", "geheim"] + options)
        ready = try peer.first(Ready.self)
    }

    /// Every email that Postfix delivered.
    func emails() throws -> [[UInt8]] {
        let new = URL(filePath: ready.maildir).appending(path: "new")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: new.path)) ?? []
        return try names.map { [UInt8](try Data(contentsOf: new.appending(path: $0))) }
    }

    /// Ends it; with what it said of it all.
    func stop() throws -> String {
        _ = try peer.stop()
        return (try? String(contentsOf: folder.appending(path: "postfix.log"), encoding: .utf8)) ?? ""
    }

    deinit {
        _ = try? peer.stop()
        try? FileManager.default.removeItem(at: folder)
    }
}

@Suite("SMTP adapter and Postfix")
struct PostfixTests {
    private static func adapter(
        _ postfix: Postfix, _ certificates: RelayCertificates, password: String = "geheim", host: String = "localhost"
    ) throws -> SMTPAdapter {
        var settings = try SMTPSettings(
            host: host, port: postfix.ready.port, security: .startTLS, heloName: "school.example.org",
            credentials: SMTPSettings.Credentials(username: "office", password: password))
        settings.authoritiesFile = certificates.path("ca.pem")
        return SMTPAdapter(settings, clock: WallClock { sampleNow }, log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    private static func letter(_ number: Int, to recipient: String? = nil) throws -> OutgoingMessage {
        let fixed = try sampleRenderer().render(
            sampleOccasion(school: sampleSchool(name: "Sankt-Änne \(number) Primary School")), placeholder: samplePlaceholder)
        let bytes = try #require(samplePlaceholder.substitute(sampleToken, in: fixed.bytes))
        return OutgoingMessage(
            envelopeSender: "invitations@example.org", recipient: recipient ?? fixed.recipient, messageID: fixed.messageID, bytes: bytes)
    }

    @Test("R19, R40: letters arrive through Postfix, over TLS and with AUTH, and Python reads in them what we wrote")
    func arrives() async throws {
        let certificates = try RelayCertificates()
        let postfix = try Postfix(certificates)
        let adapter = try Self.adapter(postfix, certificates)
        let letters = try (1...10).map { try Self.letter($0) }
        let answers = await withTaskGroup(of: DeliveryAnswer.self) { group in
            for letter in letters { group.addTask { await adapter.deliver(letter) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0.kind == .accepted && $0.text.hasPrefix("250 2.0.0 Ok: queued as") }, "\(answers.map(\.text))")
        let deadline = ContinuousClock.now + .seconds(30)
        while try postfix.emails().count < letters.count {
            try #require(ContinuousClock.now < deadline, "Postfix delivers within half a minute")
        }
        let arrived = try ParsedMessage.parse(try postfix.emails())
        #expect(Set(arrived.map(\.fromName)) == Set((1...10).map { "Sankt-Änne \($0) Primary School" }))
        for message in arrived {
            #expect(message.defects.isEmpty && message.toAddress == "imogen@example.net")
            #expect(message.types == ["multipart/alternative", "text/plain", "text/html"])
            #expect(message.text.contains("Zoë") && message.links.count == 1)
            #expect(message.headers["Return-Path"] == ["<invitations@example.org>"])
            #expect(
                message.headers["Received"]?.first?.contains("ESMTPSA") == true
                    && message.headers["Received"]?.first?.contains("school.example.org") == true)
        }
        // What Postfix was handed is what the outbox fixed: below its own headers, byte for byte.
        let sent = Set(letters.map { String(decoding: $0.bytes, as: UTF8.self).replacing("\r\n", with: "\n") })
        for email in try postfix.emails() {
            let text = String(decoding: email, as: UTF8.self)
            #expect(sent.contains { text.hasSuffix($0) })
        }
        let log = try postfix.stop()
        #expect(
            log.split(separator: "\n").count { $0.contains("connect from") && !$0.contains("disconnect") } <= 1 + 4, "connections are kept")
    }

    @Test("R23: what Postfix refuses is told apart: an address, for now, a wrong password, a wrong name")
    func refused() async throws {
        let certificates = try RelayCertificates()
        let postfix = try Postfix(certificates)
        let adapter = try Self.adapter(postfix, certificates)
        let denied = await adapter.deliver(try Self.letter(1, to: "nobody@example.org"))
        #expect(denied.kind == .permanentPolicy && denied.text.contains("5.7.1"), "\(denied.text)")
        let later = await adapter.deliver(try Self.letter(1, to: "later@example.org"))
        #expect(later.kind == .temporary && later.text.hasPrefix("450 4.7.1"), "\(later.text)")
        let unknown = await adapter.deliver(try Self.letter(1, to: "gone@example.org"))
        #expect(unknown.kind == .permanentAddress && unknown.text.contains("5.1.1"), "\(unknown.text)")
        #expect(await adapter.deliver(try Self.letter(1)).kind == .accepted)

        let wrong = await (try Self.adapter(postfix, certificates, password: "wrong")).deliver(try Self.letter(2))
        #expect(wrong.kind == .connectionFault && wrong.text.hasPrefix("535 5.7.8"), "\(wrong.text)")
        _ = try postfix.stop()
    }

    @Test("Postfix lets us in by our certificate, without a password, and nobody without one")
    func clientCertificate() async throws {
        let certificates = try RelayCertificates()
        let postfix = try Postfix(certificates, ["authorities=\(certificates.path("ca.pem"))"])
        var settings = try SMTPSettings(host: "localhost", port: postfix.ready.port, security: .startTLS, heloName: "school.example.org")
        settings.authoritiesFile = certificates.path("ca.pem")
        func deliver() async throws -> DeliveryAnswer {
            let log = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            return await SMTPAdapter(settings, clock: WallClock { sampleNow }, log: log).deliver(try Self.letter(1))
        }
        let without = try await deliver()
        #expect(without.kind == .connectionFault, "\(without.text)")
        settings.clientCertificate = .init(certificatePath: certificates.path("client.pem"), keyPath: certificates.path("client.key"))
        let with = try await deliver()
        #expect(with.kind == .accepted, "\(with.text)")
        _ = try postfix.stop()
    }

    @Test("R22: mail to an international domain goes out as A-labels, to a Postfix that offers SMTPUTF8 too", arguments: ["no", "yes"])
    func internationalDomain(_ offers: String) async throws {
        let certificates = try RelayCertificates()
        let postfix = try Postfix(certificates, ["smtputf8=\(offers)"])
        let recipient = try #require(EmailAddress("zoe@bücher.example"))
        let answer = await (try Self.adapter(postfix, certificates)).deliver(try Self.letter(1, to: recipient.wire))
        #expect(answer.kind == .accepted, "\(answer.text)")
        let deadline = ContinuousClock.now + .seconds(30)
        while try postfix.emails().isEmpty { try #require(ContinuousClock.now < deadline, "Postfix delivers within half a minute") }
        let email = String(decoding: try postfix.emails()[0], as: UTF8.self)
        #expect(email.contains("Delivered-To: zoe@xn--bcher-kva.example\n"), "\(email.prefix(400))")
        _ = try postfix.stop()
    }
}
