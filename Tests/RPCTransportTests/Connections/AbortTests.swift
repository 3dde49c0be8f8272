import NIOCore
import NIOEmbedded
import Testing

@testable import RPCTransport

/// Connections that must end at once: their role is gone, or the drain's time is over.
@Suite struct AbortTests {
    /// As TLS does while it waits for the peer's end.
    private final class SlowEnd: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer

        var isOver = false

        func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
            if isOver { context.close(mode: mode, promise: promise) }
        }
    }

    @Test("A connection that is ended takes no call more and is finished, however long its peer takes to see it", arguments: [true, false])
    func slowPeer(isIdle: Bool) throws {
        var end = try ServerEnd()
        let slowEnd = SlowEnd()
        try end.channel.pipeline.syncOperations.addHandler(slowEnd, position: .first)
        if !isIdle { try end.receive(.request(1, KindsService.echoOnLoop, "a")) }
        _ = try end.answers()
        var isFinished = false
        end.handler.finished.futureResult.assumeIsolated().whenComplete { _ in isFinished = true }
        end.handler.abort()
        #expect(isFinished && end.channel.isActive)
        try end.receive(.request(3, KindsService.echoOnLoop, "b"))
        #expect(try end.answers() == [])
        slowEnd.isOver = true
        _ = try end.channel.finish()
    }
}
