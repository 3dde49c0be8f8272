import NIOCore
import NIOEmbedded
import NIOPosix
import RPC
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

    /// Reads what a handshake needs, asks for a flood, and never reads again.
    private final class Deaf: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            guard event is TLSHandshakeCompleted else { return }
            try? context.channel.syncOptions?.setOption(.autoRead, value: false)
            var bytes = ByteBuffer()
            bytes.writeFrame(.request(1, KindsService.flood))
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        }
    }

    @Test("A drain's time is a hard one: a peer that reads nothing delays neither it nor the loops' end")
    func deafPeer() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let service = KindsService()
        var configuration = RPCServer.Configuration(host: "127.0.0.1", port: 0, tls: try TestContexts.server())
        configuration.tlsLimits.shutdownTimeout = .seconds(60)
        let server = RPCServer(configuration, services: [service], group: group, logger: LogLines().logger)
        let address = try await server.start()
        let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        TLSHandler(clientContext: TestContexts.client(), serverName: "localhost"), Deaf())
                }
            }
            .connect(to: address).get()
        await service.started.wait()
        let clock = ContinuousClock()
        let took = try await clock.measure {
            await server.drain(gracePeriod: .milliseconds(50))
            try await group.shutdownGracefully()
        }
        #expect(took < .seconds(20))
        try await client.close().get()
    }
}
