import NIOCore
import NIOEmbedded
import Testing

@testable import RPCTransport

/// Two ends back to back; where time matters it is the embedded loop's.
@Suite("TLS, two ends back to back")
struct TLSHandlerTests {
    @Test("The handshake completes and data goes both ways, whatever the pieces are cut to", arguments: [nil, 1, 2, 7, 1000])
    func bothWays(pieceBytes: Int?) throws {
        let pair = try BackToBack()
        pair.pieceBytes = pieceBytes
        try pair.shakeHands()
        #expect(pair.serverLog.events.count == 1 && pair.clientLog.events.count == 1)
        #expect(pair.serverLog.handshakes.first?.version == "TLSv1.3")
        #expect(pair.serverLog.handshakes.first?.applicationProtocol == "ttrpc")
        #expect(pair.clientLog.handshakes.first?.applicationProtocol == "ttrpc")

        let long = String(repeating: "a long answer ", count: 3000)
        try pair.client.writeOutbound(ByteBuffer(string: "question"))
        try pair.server.writeOutbound(ByteBuffer(string: long))
        try pair.exchange()
        #expect(try pair.received(pair.server) == "question")
        #expect(try pair.received(pair.client) == long)
    }

    @Test("The server learns the names, the fingerprint and the expiry of the client's certificate")
    func peer() throws {
        let shared = try ThrowAwayPKI.shared.get()
        let pair = try BackToBack()
        try pair.shakeHands()
        let peer = try #require(pair.serverLog.handshakes.first?.peer)
        #expect(peer.subjectAlternativeNames == ["URI:spiffe://school.example/portal", "DNS:portal.example"])
        let file = shared.client.certificateFile
        let fingerprint = try shared.pki.openssl(["x509", "-in", file, "-noout", "-fingerprint", "-sha256"])
        let ours = peer.certificateFingerprint.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(separator: ":")
        #expect(fingerprint.uppercased().contains(ours.uppercased()))
        let now = shared.pki.now()
        #expect((now + 86_400...now + 2 * 86_400).contains(peer.notAfterUnixSeconds))
        #expect(pair.clientLog.handshakes.first?.peer?.subjectAlternativeNames == ["DNS:localhost"])
    }

    @Test("Many small writes and one flush become one record")
    func coalescing() throws {
        let pair = try BackToBack()
        try pair.shakeHands()
        var done = 0
        for _ in 0..<100 {
            pair.server.write(ByteBuffer(string: "0123456789")).assumeIsolated().whenSuccess { done += 1 }
        }
        pair.server.write(ByteBuffer(), promise: nil)
        #expect(try pair.server.readOutbound(as: ByteBuffer.self) == nil)
        pair.server.flush()
        let ciphertext = try #require(try pair.server.readOutbound(as: ByteBuffer.self))
        #expect(ciphertext.readableBytes == 1000 + 22)
        #expect(try pair.server.readOutbound(as: ByteBuffer.self) == nil)
        #expect(done == 100)
        pair.client.pipeline.fireChannelRead(ciphertext)
        #expect(try pair.received(pair.client).utf8.count == 1000)
    }

    @Test("What is flushed before the handshake waits for it; a write without flush waits for its flush")
    func earlyWrites() throws {
        let pair = try BackToBack()
        try pair.connect()
        var written = false
        pair.client.writeAndFlush(ByteBuffer(string: "early")).assumeIsolated().whenSuccess { written = true }
        #expect(!written)
        try pair.exchange()
        #expect(written)
        #expect(try pair.received(pair.server) == "early")
        pair.client.write(ByteBuffer(string: "late"), promise: nil)
        try pair.exchange()
        #expect(try pair.received(pair.server) == "")
        pair.client.flush()
        try pair.exchange()
        #expect(try pair.received(pair.server) == "late")
    }

    @Test("Before the handshake the limit may be written, and one byte more ends the connection", arguments: [99, 100, 101])
    func earlyWriteLimit(byteCount: Int) throws {
        let pair = try BackToBack(limits: TLSLimits(bytesBeforeHandshakeMax: 100))
        try pair.connect()
        pair.client.write(ByteBuffer(repeating: 1, count: 60), promise: nil)
        var failure: (any Error)?
        pair.client.writeAndFlush(ByteBuffer(repeating: 2, count: byteCount - 60)).assumeIsolated().whenFailure { failure = $0 }
        try pair.exchange()
        if byteCount <= 100 {
            #expect(failure == nil && pair.client.isActive)
            #expect(try pair.received(pair.server).utf8.count == byteCount)
        } else {
            #expect(failure as? TLSError == .tooMuchBeforeHandshake(bytesMax: 100))
            #expect(pair.clientLog.errors == [.tooMuchBeforeHandshake(bytesMax: 100)])
            #expect(!pair.client.isActive)
        }
    }

    @Test("A handshake that takes longer than its time ends the connection; one nanosecond less does not")
    func handshakeTimeout() throws {
        let pair = try BackToBack()
        try pair.connect()
        pair.loop.advanceTime(by: .seconds(10) - .nanoseconds(1))
        #expect(pair.server.isActive && pair.serverLog.events.isEmpty)
        pair.loop.advanceTime(by: .nanoseconds(1))
        #expect(!pair.server.isActive && !pair.client.isActive)
        #expect(pair.serverLog.events == [.error(.handshakeTimeout), .inactive])
    }

    @Test("The handshake's timer ends with the handshake")
    func timerDisarmed() throws {
        let pair = try BackToBack()
        try pair.shakeHands()
        pair.loop.advanceTime(by: .hours(1))
        #expect(pair.server.isActive && pair.client.isActive)
    }

    @Test(
        "What is not TLS is refused with an alert, and the connection ends within the shutdown time",
        arguments: ["GET / HTTP/1.1\r\nHost: school.example\r\n\r\n", "\0\0\0\u{10}\0\0\0\u{1}\u{1}\0 a ttrpc frame in the clear"])
    func garbage(text: String) throws {
        let pair = try BackToBack()
        try pair.connect()
        pair.server.pipeline.fireChannelRead(ByteBuffer(string: text))
        guard case .protocolFailure = try #require(pair.serverLog.errors.first) else {
            Issue.record("\(pair.serverLog.events)")
            return
        }
        #expect(pair.serverLog.errors.count == 1)
        pair.server.pipeline.fireChannelRead(ByteBuffer(string: "and more"))
        pair.loop.advanceTime(by: .seconds(1))
        #expect(!pair.server.isActive)
        #expect(pair.serverLog.errors.count == 1)
    }

    @Test("A changed byte in a record ends the connection, and nothing of the record is delivered")
    func tampering() throws {
        let pair = try BackToBack()
        try pair.shakeHands()
        try pair.client.writeOutbound(ByteBuffer(string: "transfer 100"))
        var ciphertext = try #require(try pair.client.readOutbound(as: ByteBuffer.self))
        ciphertext.setInteger(ciphertext.getInteger(at: 10, as: UInt8.self)! ^ 1, at: 10)
        pair.server.pipeline.fireChannelRead(ciphertext)
        #expect(try pair.received(pair.server) == "")
        #expect(pair.serverLog.errors.count == 1)
        try pair.exchange()
        #expect(pair.clientLog.errors == [.alert(TLSAlert(rawValue: 20))])
    }
}
