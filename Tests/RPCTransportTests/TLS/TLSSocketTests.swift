import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import RPCTransport

/// Real sockets, and the `openssl` program at the other end. The package openssl must be installed.
@Suite("TLS on sockets, against the openssl program", .serialized, .timeLimit(.minutes(1)))
struct TLSSocketTests {
    @Test("s_client is served: TLS 1.3, X25519, ALPN ttrpc, its names read, close_notify sent")
    func clientProgram() throws {
        let server = try EchoServer(TestContexts.server())
        defer { server.stop() }
        let shared = try ThrowAwayPKI.shared.get()
        let client = try server.sClient(["-alpn", "h2,ttrpc", "-state", "-ign_eof"], identity: shared.client)
        try client.send("hello\n")
        let output = client.outputToEnd()
        for phrase in [
            "New, TLSv1.3", "ALPN protocol: ttrpc", "Server Temp Key: X25519", "Verify return code: 0 (ok)", "hello",
            "warning:close notify",
        ] {
            #expect(output.contains(phrase), "\(phrase): \(output.suffix(600))")
        }
        #expect(!output.contains("New Session Ticket"))
        #expect(server.peers().first??.subjectAlternativeNames == ["URI:spiffe://school.example/portal", "DNS:portal.example"])
        #expect(server.errors() == [])
    }

    @Test("A client that offers no protocol is served; one that offers only others is told so")
    func applicationProtocols() throws {
        let server = try EchoServer(TestContexts.server())
        defer { server.stop() }
        let shared = try ThrowAwayPKI.shared.get()
        let silent = try server.sClient(["-ign_eof"], identity: shared.client)
        try silent.send("hello\n")
        let output = silent.outputToEnd()
        #expect(output.contains("No ALPN negotiated") && output.contains("hello"), "\(output.suffix(600))")

        let other = try server.sClient(["-alpn", "h2"], identity: shared.client)
        #expect(other.outputToEnd().contains("alert no application protocol"))
    }

    @Test("TLS 1.2 is refused by default and served when configured")
    func oldVersion() throws {
        let shared = try ThrowAwayPKI.shared.get()
        let server = try EchoServer(TestContexts.server())
        defer { server.stop() }
        let refused = try server.sClient(["-tls1_2"], identity: shared.client).outputToEnd()
        #expect(refused.contains("alert protocol version"), "\(refused)")

        let lenient = try EchoServer(TestContexts.server(minimumVersion: .tls12))
        defer { lenient.stop() }
        let old = try lenient.sClient(["-tls1_2", "-alpn", "ttrpc", "-ign_eof"], identity: shared.client)
        try old.send("hello\n")
        let served = old.outputToEnd()
        #expect(served.contains("Protocol  : TLSv1.2") && served.contains("hello"), "\(served)")
        let ancient = try lenient.sClient(["-tls1_1"], identity: shared.client).outputToEnd()
        #expect(!ancient.contains("Cipher is ECDHE"))
    }

    @Test("s_client without a certificate, and with one of another authority, reads the alert that says so")
    func refusedClients() throws {
        let server = try EchoServer(TestContexts.server())
        defer { server.stop() }
        // It sends before it reads: the alert must not be lost to a reset.
        let without = try server.sClient(["-ign_eof"], identity: nil)
        try? without.send("hello\n")
        let missing = without.outputToEnd()
        #expect(missing.contains("alert certificate required"), "\(missing.suffix(600))")

        let other = try ThrowAwayPKI()
        let stranger = try other.issue("client", subjectAlternativeNames: ["DNS:portal.example"])
        let strange = try server.sClient(["-ign_eof"], identity: stranger)
        try? strange.send("hello\n")
        let unknown = strange.outputToEnd()
        #expect(unknown.contains("alert unknown ca"), "\(unknown.suffix(600))")
        server.stop()
        #expect(server.errors().count == 2 && server.errors().first == .peerCertificateMissing, "\(server.errors())")
        #expect(server.peers().isEmpty)
    }

    @Test("KeyUpdates are answered; beyond the limit the connection ends")
    func keyUpdates() throws {
        let server = try EchoServer(TestContexts.server(), limits: TLSLimits(keyUpdatesPerMinuteMax: 3), closesAfterEcho: false)
        defer { server.stop() }
        let shared = try ThrowAwayPKI.shared.get()
        let client = try server.sClient([], identity: shared.client)
        for round in 1...3 {
            try client.send("K\n")
            // The program takes a command only at the start of what it reads at once.
            #expect(client.output(untilTimes: round, "KEYUPDATE") != nil)
            try client.send("still here \(round)\n")
            #expect(client.output(until: "still here \(round)") != nil)
        }
        try client.send("K\n")
        _ = client.outputToEnd()
        server.stop()
        #expect(server.errors() == [.tooManyKeyUpdates])
    }

    @Test("Our client speaks with s_server, and shows its certificate")
    func serverProgram() throws {
        let shared = try ThrowAwayPKI.shared.get()
        let server = try SServer(["-alpn", "ttrpc", "-Verify", "2", "-verify_return_error"], identity: shared.server)
        let outcome = try Client.ask("desserts\n", port: server.port, context: TestContexts.client())
        #expect(outcome.answer == "stressed\n")
        #expect(outcome.handshake?.applicationProtocol == "ttrpc" && outcome.error == nil)
    }

    @Test("Our client, refused by s_server, reports its certificate as the reason")
    func refusedByServerProgram() throws {
        let shared = try ThrowAwayPKI.shared.get()
        let server = try SServer(["-Verify", "2", "-verify_return_error"], identity: shared.server)
        let outcome = try Client.ask("hello\n", port: server.port, context: TestContexts.client(withoutCertificate: true))
        #expect(outcome.error == .certificateRefused(TLSAlert(rawValue: 116)))
        #expect(outcome.handshake != nil && outcome.answer == "")
    }

    @Test("Our client refuses s_server with an expired certificate, and one that speaks only TLS 1.2")
    func refusedServers() throws {
        let shared = try ThrowAwayPKI.shared.get()
        let identity = try shared.pki.issue("expired-s-server", subjectAlternativeNames: ["DNS:localhost"], days: -1)
        let expired = try SServer([], identity: identity)
        let late = try Client.ask("hello\n", port: expired.port, context: TestContexts.client())
        #expect(late.error == .peerNotTrusted("certificate has expired") && late.handshake == nil)

        let old = try SServer(["-tls1_2"], identity: shared.server)
        let ancient = try Client.ask("hello\n", port: old.port, context: TestContexts.client())
        #expect(ancient.error == .alert(TLSAlert(rawValue: 70)) && ancient.handshake == nil)
    }
}

/// Echoes, and closes after the first echo unless told otherwise.
private final class EchoServer {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channel: any Channel
    private let log = NIOLockedValueBox<(errors: [TLSError], peers: [TLSPeer?])>(([], []))
    private var stopped = false

    init(_ context: TLSServerContext, limits: TLSLimits = TLSLimits(), closesAfterEcho: Bool = true) throws {
        let log = log
        channel = try ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        TLSHandler(serverContext: context, limits: limits), Echo(log: log, closes: closesAfterEcho),
                    ])
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
    }

    func errors() -> [TLSError] { log.withLockedValue { $0.errors } }
    func peers() -> [TLSPeer?] { log.withLockedValue { $0.peers } }

    func sClient(_ arguments: [String], identity: ThrowAwayPKI.Identity?) throws -> OpenSSLProgram {
        let shared = try ThrowAwayPKI.shared.get()
        var all = ["s_client", "-connect", "127.0.0.1:\(channel.localAddress!.port!)", "-servername", "localhost"]
        all += ["-CAfile", shared.pki.authorityFile, "-verify_return_error"]
        if let identity { all += ["-cert", identity.certificateFile, "-key", identity.keyFile] }
        return try OpenSSLProgram(all + arguments)
    }

    func stop() {
        guard !stopped else { return }
        stopped = true
        try? group.syncShutdownGracefully()
    }

    private final class Echo: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let log: NIOLockedValueBox<(errors: [TLSError], peers: [TLSPeer?])>
        private let closes: Bool

        init(log: NIOLockedValueBox<(errors: [TLSError], peers: [TLSPeer?])>, closes: Bool) {
            self.log = log
            self.closes = closes
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? TLSHandshakeCompleted { log.withLockedValue { $0.peers.append(event.peer) } }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.writeAndFlush(data, promise: nil)
            if closes { context.close(promise: nil) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if let error = error as? TLSError { log.withLockedValue { $0.errors.append(error) } }
        }
    }
}

/// `openssl s_server` on a free port, answering every line with the line reversed.
private final class SServer {
    let port: Int
    private let program: OpenSSLProgram

    init(_ arguments: [String], identity: ThrowAwayPKI.Identity) throws {
        let shared = try ThrowAwayPKI.shared.get()
        program = try OpenSSLProgram(
            ["s_server", "-accept", "127.0.0.1:0", "-rev", "-cert", identity.certificateFile, "-key", identity.keyFile]
                + ["-CAfile", shared.pki.authorityFile] + arguments)
        let output = try #require(program.output(until: "ACCEPT 127.0.0.1:"))
        let digits = try #require(output.split(separator: "ACCEPT 127.0.0.1:").last).prefix { $0.isNumber }
        port = try #require(Int(digits))
    }
}

/// One connection that says one thing and waits for an answer or the end.
private enum Client {
    struct Outcome: Sendable {
        var handshake: TLSHandshakeCompleted?
        var answer = ""
        var error: TLSError?
    }

    static func ask(_ question: String, port: Int, context: TLSClientContext) throws -> Outcome {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        let outcome = NIOLockedValueBox(Outcome())
        let channel = try ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        TLSHandler(clientContext: context, serverName: "localhost"), Asking(question, outcome),
                    ])
                }
            }
            .connect(host: "127.0.0.1", port: port).wait()
        try channel.closeFuture.wait()
        return outcome.withLockedValue { $0 }
    }

    private final class Asking: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let question: String
        private let outcome: NIOLockedValueBox<Outcome>

        init(_ question: String, _ outcome: NIOLockedValueBox<Outcome>) {
            self.question = question
            self.outcome = outcome
        }

        func channelActive(context: ChannelHandlerContext) {
            context.writeAndFlush(NIOAny(ByteBuffer(string: question)), promise: nil)
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? TLSHandshakeCompleted { outcome.withLockedValue { $0.handshake = event } }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: unwrapInboundIn(data))
            if outcome.withLockedValue({
                $0.answer += text; return $0.answer.hasSuffix("\n")
            }) {
                context.close(promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if let error = error as? TLSError { outcome.withLockedValue { $0.error = error } }
        }
    }
}
