import NIOCore
import NIOEmbedded
import Testing

@testable import RPCTransport

@Suite("TLS and certificates that were taken back")
struct TLSRevocationTests {
    @Test("A client whose certificate is on its authority's list is refused, and learns why; its neighbour is not")
    func revoked() throws {
        let authority = try RevokingAuthority()
        let (bad, good) = (try authority.issueClient("bad"), try authority.issueClient("good"))
        try authority.revoke(bad)
        let pair = try BackToBack(server: authority.server(), client: authority.client(bad))
        try pair.shakeHands()
        #expect(pair.serverLog.handshakes.isEmpty)
        #expect(pair.serverLog.errors == [.peerNotTrusted("certificate revoked")])
        #expect(pair.clientLog.errors == [.certificateRefused(TLSAlert(rawValue: 44))])

        let other = try BackToBack(server: authority.server(), client: authority.client(good))
        try other.shakeHands()
        #expect(other.serverLog.handshakes.count == 1 && other.serverLog.errors == [])
    }

    @Test("Once certificates are read again, an open connection goes on only if its peer would be let in")
    func openConnections() throws {
        let authority = try RevokingAuthority()
        let (bad, good) = (try authority.issueClient("bad"), try authority.issueClient("good"))
        let before = try authority.server()
        let pairs = try [bad, good].map { try BackToBack(server: before, client: authority.client($0)) }
        for pair in pairs { try pair.shakeHands() }
        try authority.revoke(bad)
        let after = try authority.server()
        for pair in pairs { pair.server.triggerUserOutboundEvent(TLSTrustChanged(context: after), promise: nil) }
        #expect(pairs[0].serverLog.errors == [.trustWithdrawn])
        #expect(!pairs[0].server.isActive)
        #expect(pairs[1].serverLog.errors == [] && pairs[1].server.isActive)
        pairs[1].client.writeAndFlush(ByteBuffer(string: "still here"), promise: nil)
        try pairs[1].exchange()
        #expect(try pairs[1].received(pairs[1].server) == "still here")
    }

    @Test("A handshake that was under way ends by the newer certificates", arguments: [true, false])
    func underWay(isRevoked: Bool) throws {
        let authority = try RevokingAuthority()
        let (identity, other) = (try authority.issueClient("one"), try authority.issueClient("two"))
        let pair = try BackToBack(server: authority.server(), client: authority.client(identity))
        try pair.connect()
        try pair.handOver(from: pair.client, to: pair.server)
        try authority.revoke(isRevoked ? identity : other)
        pair.server.triggerUserOutboundEvent(TLSTrustChanged(context: try authority.server()), promise: nil)
        #expect(pair.server.isActive)
        try pair.exchange()
        #expect(pair.serverLog.handshakes.count == (isRevoked ? 0 : 1))
        #expect(pair.serverLog.errors == (isRevoked ? [.trustWithdrawn] : []))
    }

    @Test("A client whose authority was revoked is refused, though its own certificate was not")
    func revokedAuthority() throws {
        let root = try RevokingAuthority()
        let intermediate = try root.makeIntermediate()
        let client = try intermediate.issue("deep")
        let lists = try root.write(try root.read(root.listFile) + intermediate.list())
        let pair = try BackToBack(server: root.server(listsFile: lists), client: root.client(client))
        try pair.shakeHands()
        #expect(pair.serverLog.handshakes.count == 1 && pair.serverLog.errors == [])

        try root.revoke(intermediate.identity)
        let later = try root.write(try root.read(root.listFile) + intermediate.list())
        let refused = try BackToBack(server: root.server(listsFile: later), client: root.client(client))
        try refused.shakeHands()
        #expect(refused.serverLog.errors == [.peerNotTrusted("certificate revoked")])
        pair.server.triggerUserOutboundEvent(TLSTrustChanged(context: try root.server(listsFile: later)), promise: nil)
        #expect(pair.serverLog.errors == [.trustWithdrawn])
    }

    @Test("A client is refused whose own authority, below the trusted one, has no list")
    func intermediateWithoutList() throws {
        let root = try RevokingAuthority()
        let client = try root.makeIntermediate().issue("deep")
        let pair = try BackToBack(server: root.server(), client: root.client(client))
        try pair.shakeHands()
        #expect(pair.serverLog.errors == [.peerNotTrusted("unable to get certificate CRL")])
    }

    @Test("Lists that would shut everybody out make no context: another authority's, one in another's name, one from the future")
    func uselessLists() throws {
        let authority = try RevokingAuthority()
        for other in [try RevokingAuthority(name: "Another authority"), try RevokingAuthority()] {
            #expect(throws: TLSConfigurationError.revocationListMissing(file: other.listFile)) {
                try authority.server(listsFile: other.listFile)
            }
        }
        try authority.makeList(fromSeconds: 120)
        #expect(throws: TLSConfigurationError.revocationListFromFuture(file: authority.listFile)) { try authority.server() }
    }

    @Test("A file without lists, with a broken one, or with one past its time makes no context")
    func badFiles() throws {
        let authority = try RevokingAuthority()
        let list = try authority.read(authority.listFile)
        for text in ["", "not PEM at all", list.replacing("CRL-----\nMI", with: "CRL-----\nM!"), list + "-----BEGIN X509 CRL-----\nAAAA\n"]
        {
            let file = try authority.write(text)
            #expect(throws: TLSConfigurationError.revocationLists(file: file)) { try authority.server(listsFile: file) }
        }
        let missing = authority.pki.folder + "/missing.pem"
        #expect(throws: TLSConfigurationError.revocationLists(file: missing)) { try authority.server(listsFile: missing) }
        try authority.makeList(validSeconds: -1)
        #expect(throws: TLSConfigurationError.revocationListOutdated(file: authority.listFile)) { try authority.server() }
        let two = try authority.write(list + list)
        _ = try authority.server(listsFile: two)
    }

    @Test("A server knows when the first of its lists is past its time; without lists it knows none")
    func endOfLists() throws {
        let authority = try RevokingAuthority()
        let before = authority.pki.now()
        try authority.makeList(validSeconds: 1_000)
        let first = try authority.read(authority.listFile)
        try authority.makeList(validSeconds: 90_000)
        let both = try authority.write(try authority.read(authority.listFile) + first)
        let end = try #require(try authority.server(listsFile: both).revocationListsEndUnixSeconds)
        #expect((before + 1_000...authority.pki.now() + 1_000).contains(end))
        #expect(try TestContexts.server().revocationListsEndUnixSeconds == nil)
    }
}
