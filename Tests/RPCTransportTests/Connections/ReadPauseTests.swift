import Logging
import NIOCore
import NIOEmbedded
import RPC
import Testing

@testable import RPCTransport

/// ttrpc issue #229, on the server's handler: reading stops while a stream is over its credit, and goes on when it failed.
@Suite struct ReadPauseTests {
    @Test("A stream that nobody takes stops the reading, until it fails")
    func pause() async throws {
        let limits = Limits { $0.unreadStreamBytesMax = 1000 }
        let channel = NIOAsyncTestingChannel()
        let service = KindsService()
        let services = ServerServices(
            services: [service], limits: limits, group: channel.testingEventLoop,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, admission: nil, makeCorrelationID: { "" })
        let finished = try await channel.testingEventLoop.executeInContext {
            let handler = RPCServerConnectionHandler(services: services, eventLoop: channel.eventLoop, address: "")
            try channel.pipeline.syncOperations.addHandler(handler)
            return handler.finished.futureResult
        }
        try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1)).get()

        var bytes = Frame.request(1, KindsService.ignoreAll, flags: .remoteOpen).bytes
        bytes.writeDataFrame(ByteBuffer(repeating: 1, count: 900), streamID: 1)
        try await channel.writeInbound(bytes)
        #expect(try await reads(channel) == 1)

        bytes.clear()
        bytes.writeDataFrame(ByteBuffer(repeating: 1, count: 900), streamID: 1)
        try await channel.writeInbound(bytes)
        #expect(try await reads(channel) == 0)

        let counter = try await addCounter(channel)
        await channel.testingEventLoop.advanceTime(by: .seconds(5))
        #expect(try await channel.testingEventLoop.executeInContext { counter.value.count } == 1)
        let answer = try await channel.waitForOutboundWrite(as: ByteBuffer.self)
        let data = try #require(answer.getSlice(at: FrameHeader.byteCount, length: answer.readableBytes - FrameHeader.byteCount))
        guard case .failure(let error) = try ResponseEnvelope(decoding: data) else { throw CancellationError() }
        #expect(error.reason == "STREAM_NOT_READ")

        service.release.fire()
        try await channel.close().get()
        try await finished.get()
    }

    /// How many of one wish to read reach the socket.
    private func reads(_ channel: NIOAsyncTestingChannel) async throws -> Int {
        let counter = try await addCounter(channel)
        return try await channel.testingEventLoop.executeInContext {
            channel.pipeline.read()
            return counter.value.count
        }
    }

    private func addCounter(_ channel: NIOAsyncTestingChannel) async throws -> NIOLoopBound<ReadCounter> {
        try await channel.testingEventLoop.executeInContext {
            let counter = ReadCounter()
            try channel.pipeline.syncOperations.addHandler(counter, position: .first)
            return NIOLoopBound(counter, eventLoop: channel.eventLoop)
        }
    }
}
