import NIOCore
import NIOEmbedded
import Testing

@testable import RPCTransport

@Suite("TLS connections end")
struct TLSCloseTests {
    @Test("Whoever closes first, both ends close and neither sees an error", arguments: [true, false])
    func closeNotify(clientFirst: Bool) throws {
        let pair = try BackToBack()
        try pair.shakeHands()
        let (first, second) = clientFirst ? (pair.client, pair.server) : (pair.server, pair.client)
        var closed = false
        first.close().assumeIsolated().whenSuccess { closed = true }
        #expect(first.isActive && !closed)
        try pair.exchange()
        #expect(!first.isActive && !second.isActive && closed)
        #expect(pair.serverLog.errors == [] && pair.clientLog.errors == [])
    }

    @Test("Both close at once")
    func closeBoth() throws {
        let pair = try BackToBack()
        try pair.shakeHands()
        pair.client.close(promise: nil)
        pair.server.close(promise: nil)
        try pair.exchange()
        #expect(!pair.client.isActive && !pair.server.isActive)
        #expect(pair.serverLog.events.last == .inactive && pair.serverLog.errors == [] && pair.clientLog.errors == [])
    }

    @Test("A peer that does not answer close_notify is left after the shutdown time")
    func shutdownTimeout() throws {
        let pair = try BackToBack()
        try pair.shakeHands()
        var closes = 0
        pair.server.close().assumeIsolated().whenSuccess { closes += 1 }
        pair.server.close().assumeIsolated().whenSuccess { closes += 1 }
        pair.loop.advanceTime(by: .seconds(1) - .nanoseconds(1))
        #expect(pair.server.isActive)
        pair.loop.advanceTime(by: .nanoseconds(1))
        #expect(!pair.server.isActive && closes == 2)
        #expect(pair.serverLog.errors == [])
    }

    @Test("An abort closes at once and still tells the peer", arguments: [true, false])
    func abort(isClosing: Bool) throws {
        let pair = try BackToBack()
        try pair.shakeHands()
        if isClosing { pair.server.close(promise: nil) }
        try pair.server.pipeline.triggerUserOutboundEvent(TLSAbort()).wait()
        #expect(!pair.server.isActive)
        try pair.exchange()
        #expect(!pair.client.isActive && pair.serverLog.errors == [] && pair.clientLog.errors == [])
    }

    @Test("What the peer sends after our close is thrown away without an error")
    func dataAfterClose() throws {
        let pair = try BackToBack()
        try pair.shakeHands()
        pair.server.close(promise: nil)
        try pair.client.writeOutbound(ByteBuffer(string: "already on its way"))
        try pair.handOver(from: pair.client, to: pair.server)
        #expect(pair.server.isActive)
        #expect(try pair.received(pair.server) == "")
        try pair.exchange()
        #expect(!pair.server.isActive && pair.serverLog.errors == [] && pair.clientLog.errors == [])
    }

    @Test("Data in front of close_notify is delivered, then the connection closes")
    func dataBeforeClose() throws {
        let pair = try BackToBack()
        try pair.shakeHands()
        pair.client.writeAndFlush(ByteBuffer(string: "last words"), promise: nil)
        pair.client.close(promise: nil)
        try pair.exchange()
        #expect(try pair.received(pair.server) == "last words")
        #expect(!pair.server.isActive && pair.serverLog.errors == [])
    }

    @Test("A stream that ends without close_notify is reported as truncated")
    func truncation() throws {
        let pair = try BackToBack()
        try pair.shakeHands()
        pair.server.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(pair.serverLog.events.suffix(2) == [.error(.truncated), .inactive])
        #expect(!pair.server.isActive)
        pair.client.pipeline.fireChannelInactive()
        #expect(pair.clientLog.errors == [.truncated])
    }

    @Test("A stream that ends inside the handshake is reported as that", arguments: [0, 1, 5, 100])
    func endInsideHandshake(bytesBeforeTheEnd: Int) throws {
        let pair = try BackToBack()
        try pair.connect()
        var hello = try #require(try pair.client.readOutbound(as: ByteBuffer.self))
        if let piece = hello.readSlice(length: bytesBeforeTheEnd), piece.readableBytes > 0 { pair.server.pipeline.fireChannelRead(piece) }
        var written: (any Error)?
        pair.server.writeAndFlush(ByteBuffer(string: "too early")).assumeIsolated().whenFailure { written = $0 }
        pair.server.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(pair.serverLog.events == [.error(.closedDuringHandshake), .inactive])
        #expect(written as? TLSError == .closedDuringHandshake)
    }

    @Test("close_notify instead of a handshake is reported as a close inside it")
    func closeNotifyInsideHandshake() throws {
        let pair = try BackToBack()
        try pair.connect()
        // An unencrypted alert record: warning, close_notify.
        pair.client.pipeline.fireChannelRead(ByteBuffer(bytes: [21, 3, 3, 0, 2, 1, 0]))
        #expect(pair.clientLog.errors == [.closedDuringHandshake])
        #expect(!pair.client.isActive)
    }

    @Test("Closing inside the handshake fails what waited and closes at once")
    func closeInsideHandshake() throws {
        let pair = try BackToBack()
        try pair.connect()
        var written: (any Error)?
        var closed = false
        pair.client.writeAndFlush(ByteBuffer(string: "early")).assumeIsolated().whenFailure { written = $0 }
        pair.client.close().assumeIsolated().whenSuccess { closed = true }
        #expect(written as? TLSError == .closed)
        #expect(closed && !pair.client.isActive)
        #expect(pair.clientLog.errors == [])
    }

    @Test("A write after close fails, and what was not flushed fails with the close")
    func writeAfterClose() throws {
        let pair = try BackToBack()
        try pair.shakeHands()
        var failures: [TLSError?] = []
        pair.client.write(ByteBuffer(string: "never flushed")).assumeIsolated().whenFailure { failures.append($0 as? TLSError) }
        pair.client.close(promise: nil)
        pair.client.writeAndFlush(ByteBuffer(string: "too late")).assumeIsolated().whenFailure { failures.append($0 as? TLSError) }
        #expect(failures == [.closed, .closed])
        try pair.exchange()
        #expect(try pair.received(pair.server) == "")
    }

    @Test("With half-closure a peer that said its last word still gets its answer")
    func halfClosure() throws {
        let pair = try BackToBack(allowsHalfClosure: true)
        try pair.shakeHands()
        pair.client.writeAndFlush(ByteBuffer(string: "question"), promise: nil)
        pair.client.close(mode: .output, promise: nil)
        var refused: (any Error)?
        pair.client.writeAndFlush(ByteBuffer(string: "one more")).assumeIsolated().whenFailure { refused = $0 }
        #expect(refused as? TLSError == .closed)
        try pair.exchange()
        #expect(try pair.received(pair.server) == "question")
        #expect(pair.serverLog.events.last == .inputClosed)
        #expect(pair.server.isActive && pair.client.isActive)

        // The TCP half-close that may follow says nothing new.
        pair.server.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(pair.server.isActive && pair.serverLog.errors == [])

        pair.server.writeAndFlush(ByteBuffer(string: "answer"), promise: nil)
        pair.server.close(promise: nil)
        try pair.exchange()
        #expect(try pair.received(pair.client) == "answer")
        #expect(!pair.server.isActive && !pair.client.isActive)
        #expect(pair.serverLog.errors == [] && pair.clientLog.errors == [])
    }
}
