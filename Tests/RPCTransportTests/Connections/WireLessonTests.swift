import NIOCore
import NIOEmbedded
import NIOPosix
import RPC
import Testing

@testable import RPCTransport

/// What others paid for, where no other test is the place for it: mostly what a client of ours sends.
@Suite struct WireLessonTests {
    private func envelope(_ frame: Frame) throws -> RequestEnvelope { try RequestEnvelope(decoding: frame.data, limits: Limits()) }

    @Test(
        "wire 5: a client opens each kind as a Go client does: a stream of requests open and without payload, a stream of answers closed",
        arguments: [
            (KindsService.echo, [], true), (KindsService.split, .remoteClosed, true), (KindsService.join, .remoteOpen, false),
            (KindsService.echoEach, .remoteOpen, false),
        ] as [(MethodDescriptor, FrameFlags, Bool)])
    func opening(method: MethodDescriptor, flags: FrameFlags, isInRequest: Bool) throws {
        var client = try ClientEnd()
        _ = client.open(method, "a")
        let frames = try client.frames()
        #expect(frames[0].type == .request)
        #expect(frames[0].flags == flags)
        #expect(try envelope(frames[0]).payload == (isInRequest ? ByteBuffer(string: "a") : nil))
        #expect(frames.dropFirst() == (isInRequest ? [] : [Frame(streamID: 1, type: .data, data: ByteBuffer(string: "a"))]))
    }

    @Test("wire 4: a client closes its side with an empty frame of its own, once")
    func closing() throws {
        var client = try ClientEnd()
        let (token, _) = client.open(KindsService.join, nil)
        _ = try client.frames()
        client.handler.closeRequests(on: token)
        client.handler.closeRequests(on: token)
        #expect(try client.frames() == [Frame(streamID: 1, type: .data, flags: [.remoteClosed, .noData])])
    }

    @Test("wire 10: an empty first message of a stream is a frame of its own")
    func emptyFirst() throws {
        var client = try ClientEnd()
        _ = client.open(KindsService.echoEach, "")
        #expect(try client.frames().dropFirst() == [Frame(streamID: 1, type: .data)])
    }

    @Test("wire 6: a call's timeout is what is left of it when it is sent")
    func timeout() throws {
        var client = try ClientEnd()
        _ = client.open(KindsService.echo, nil, timeout: .milliseconds(1500))
        #expect(try client.frames().map { try envelope($0).timeoutNanoseconds } == [1_500_000_000])
    }

    @Test("wire 7: giving up sends nothing")
    func givingUp() throws {
        var client = try ClientEnd()
        _ = client.open(KindsService.split, "a", timeout: .seconds(1))
        _ = try client.frames()
        client.handler.cancel(1)
        client.channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        #expect(try client.frames() == [])
        #expect(client.channel.isActive)
    }

    @Test("#236: a call is there before its handler starts: data right behind the Request, and its end, are not lost")
    func registeredFirst() async throws {
        let channel = NIOAsyncTestingChannel()
        let services = ServerServices(
            services: [KindsService()], limits: Limits(), group: channel.testingEventLoop, logger: LogLines().logger,
            makeCorrelationID: { "" })
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(
                RPCServerConnectionHandler(services: services, eventLoop: channel.eventLoop, address: ""))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1)).get()
        var bytes = Frame.request(1, KindsService.join, flags: .remoteOpen).bytes
        for text in ["a", "", "b"] { bytes.writeDataFrame(ByteBuffer(string: text), streamID: 1) }
        bytes.writeClosingFrame(streamID: 1)
        try await channel.writeInbound(bytes)
        var decoder = FrameDecoder(frameBytesMax: 1 << 20)
        decoder.append(try await channel.waitForOutboundWrite(as: ByteBuffer.self))
        guard case .frame(let frame) = decoder.next() else { return #expect(Bool(false), "a frame") }
        #expect(try ResponseEnvelope(decoding: frame.data) == .success(ByteBuffer(string: "a||b|")))
        try await channel.close()
    }

    @Test("#72, #174: a deadline covers the write: a server that does not read fails calls in time, and blocks nobody")
    func writingCovered() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let deaf = try await ServerBootstrap(group: group).childChannelOption(.autoRead, value: false).bind(host: "127.0.0.1", port: 0)
            .get()
        let client = try await ClientConnection.connect(
            host: "127.0.0.1", port: deaf.localAddress?.port ?? 0, on: group.next(), security: nil)
        let large = ByteBuffer(repeating: 1, count: 1 << 20)
        let options = CallOptions(timeout: .milliseconds(200))
        await withTaskGroup(of: Void.self) { tasks in
            for _ in 0..<12 {
                tasks.addTask {
                    let error = await #expect(throws: RPCError.self) { try await client.unary(KindsService.echo, large, options: options) }
                    #expect(error?.code == .deadlineExceeded)
                }
            }
            tasks.addTask {
                let error = await #expect(throws: RPCError.self) {
                    try await client.withStream(KindsService.join, first: nil, options: options) { stream in
                        while true { try await stream.requests.send(large) }
                    }
                }
                #expect(error?.code == .deadlineExceeded)
            }
        }
        await client.close()
        try await deaf.close().get()
        try await group.shutdownGracefully()
    }

    @Test("A client whose server takes nothing opens no call beyond its buffer, and the calls before it live", arguments: [1, 2, 3])
    func fullBuffer(count: Int) async throws {
        let client = try ClientEnd(limits: Limits { $0.outboundBytesMax = 1000 })
        client.channel.isWritable = false
        let queues = (0..<count).map { _ in client.open(KindsService.split, String(repeating: "x", count: 450)).1 }
        #expect(client.channel.isActive)
        #expect(queues.map { $0.failure?.reason } == Array([nil, nil, "TOO_MANY_STREAMS"].prefix(count)))
        #expect(queues.last?.failure?.wasNotExecuted == (count > 2 ? true : nil))
    }

    @Test("A caller that goes away withdraws what waits without a task, and only that")
    func presence() throws {
        let end = try ServerEnd()
        let caller = end.handler.caller
        try end.receive(.request(1, KindsService.echoLater, "a"))
        #expect(caller.isThere)
        _ = try? end.channel.close(mode: .all).wait()
        #expect(!caller.isThere)
    }
}
