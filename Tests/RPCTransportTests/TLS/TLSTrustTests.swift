import NIOCore
import NIOEmbedded
import Testing

@testable import RPCTransport

@Suite("TLS trusts whom it should")
struct TLSTrustTests {
    @Test("A client without a certificate is refused, and learns at its first read that its certificate is the reason")
    func clientWithoutCertificate() throws {
        let pair = try BackToBack(server: TestContexts.server(), client: TestContexts.client(withoutCertificate: true))
        try pair.shakeHands()
        #expect(pair.serverLog.handshakes.isEmpty)
        #expect(pair.serverLog.errors == [.peerCertificateMissing])
        #expect(pair.clientLog.handshakes.count == 1)
        #expect(pair.clientLog.errors == [.certificateRefused(TLSAlert(rawValue: 116))])
    }

    @Test("A client of another authority is refused and learns why")
    func clientOfAnotherAuthority() throws {
        let other = try ThrowAwayPKI()
        let identity = try other.issue("client", subjectAlternativeNames: ["DNS:portal.example"])
        let pair = try BackToBack(server: TestContexts.server(), client: TestContexts.client(identity: identity))
        try pair.shakeHands()
        #expect(pair.serverLog.handshakes.isEmpty)
        #expect(pair.serverLog.errors.count == 1)
        guard case .peerNotTrusted? = pair.serverLog.errors.first else {
            Issue.record("\(pair.serverLog.events)")
            return
        }
        #expect(pair.clientLog.errors == [.certificateRefused(TLSAlert(rawValue: 48))])
    }

    @Test("A client whose certificate expired is refused and learns why")
    func expiredClient() throws {
        let pki = try ThrowAwayPKI.shared.get().pki
        let identity = try pki.issue("expired-client", subjectAlternativeNames: ["DNS:portal.example"], days: -1)
        let pair = try BackToBack(server: TestContexts.server(), client: TestContexts.client(identity: identity))
        try pair.shakeHands()
        #expect(pair.serverLog.errors == [.peerNotTrusted("certificate has expired")])
        #expect(pair.clientLog.errors == [.certificateRefused(TLSAlert(rawValue: 45))])
    }

    @Test(
        "A client with a name that is no name is refused, whatever other names it has",
        arguments: [
            // A URI with a NUL; the same behind a good one; a DNS name with a NUL, an empty one, one with a line's end, one beyond ASCII.
            "30098607613A2F2F620063", "301182066F6B2E636F6D8607613A2F2F620063", "300782056100622E63", "30028200", "30048202610A",
            "30058203C3A961",
        ])
    func hostileNames(_ der: String) throws {
        let identity = try ThrowAwayPKI.shared.get().pki.issue("hostile", subjectAlternativeNames: ["DER:" + der])
        let pair = try BackToBack(server: TestContexts.server(), client: TestContexts.client(identity: identity))
        try pair.shakeHands()
        #expect(pair.serverLog.handshakes.isEmpty)
        #expect(pair.serverLog.errors == [.peerNotTrusted("a name in it is not printable ASCII")])
        #expect(try pair.received(pair.server) == "" && !pair.server.isActive)
    }

    @Test("After its alert the server waits for the client to read it, without reading what comes, and then closes")
    func alertIsLeftTimeToArrive() throws {
        let pair = try BackToBack(server: TestContexts.server(), client: TestContexts.client(withoutCertificate: true))
        try pair.connect()
        pair.client.writeAndFlush(ByteBuffer(string: "a request, optimistically"), promise: nil)
        try pair.handOver(from: pair.client, to: pair.server)
        try pair.handOver(from: pair.server, to: pair.client)
        try pair.handOver(from: pair.client, to: pair.server)
        #expect(pair.serverLog.errors == [.peerCertificateMissing])
        #expect(pair.server.isActive)
        var closed = false
        pair.server.close().assumeIsolated().whenSuccess { closed = true }
        pair.server.pipeline.fireChannelRead(ByteBuffer(string: "whatever"))
        #expect(pair.server.isActive && !closed)
        pair.loop.advanceTime(by: .seconds(1))
        #expect(!pair.server.isActive && closed)
        #expect(try pair.received(pair.server) == "")
        #expect(pair.serverLog.events == [.error(.peerCertificateMissing), .inactive])
    }

    @Test("A server that only asks for certificates serves a client without one, and still refuses a bad one")
    func requested() throws {
        let pair = try BackToBack(
            server: TestContexts.server(certificates: .requested), client: TestContexts.client(withoutCertificate: true))
        try pair.shakeHands()
        #expect(pair.serverLog.handshakes.map(\.peer) == [nil])
        #expect(pair.clientLog.errors == [])

        let other = try ThrowAwayPKI()
        let identity = try other.issue("client", subjectAlternativeNames: [])
        let bad = try BackToBack(server: TestContexts.server(certificates: .requested), client: TestContexts.client(identity: identity))
        try bad.shakeHands()
        #expect(bad.serverLog.handshakes.isEmpty && bad.serverLog.errors.count == 1)
    }

    @Test("A client refuses a server of another authority, one that expired, and one with another name")
    func serverNotTrusted() throws {
        let shared = try ThrowAwayPKI.shared.get()
        let stranger = try ThrowAwayPKI()
        let strangers = try BackToBack(server: TestContexts.server(), client: TestContexts.client(authorityFile: stranger.authorityFile))
        try strangers.shakeHands()
        #expect(strangers.clientLog.handshakes.isEmpty)
        guard case .peerNotTrusted? = strangers.clientLog.errors.first else {
            Issue.record("\(strangers.clientLog.events)")
            return
        }

        let expired = try shared.pki.issue("expired-server", subjectAlternativeNames: ["DNS:localhost"], days: -1)
        let late = try BackToBack(server: TestContexts.server(identity: expired), client: TestContexts.client())
        try late.shakeHands()
        #expect(late.clientLog.errors == [.peerNotTrusted("certificate has expired")])
        #expect(late.serverLog.errors == [.certificateRefused(TLSAlert(rawValue: 45))])

        for name in ["other.example", "127.0.0.2", "sub.localhost"] {
            let misnamed = try BackToBack(server: TestContexts.server(), client: TestContexts.client(), serverName: name)
            try misnamed.shakeHands()
            #expect(misnamed.clientLog.handshakes.isEmpty && misnamed.clientLog.errors.count == 1, "\(name)")
        }
    }

    @Test("A server is accepted by its name and by its address", arguments: ["localhost", "LOCALHOST", "127.0.0.1"])
    func serverNames(name: String) throws {
        let pair = try BackToBack(server: TestContexts.server(), client: TestContexts.client(), serverName: name)
        try pair.shakeHands()
        #expect(pair.clientLog.handshakes.count == 1 && pair.serverLog.handshakes.count == 1)
    }

    @Test("A server name that is none is a configuration error", arguments: ["", "a\0b"])
    func badServerName(name: String) throws {
        let context = try TestContexts.client()
        #expect(throws: TLSConfigurationError.serverName(name)) { try TLSHandler(clientContext: context, serverName: name) }
    }
}
