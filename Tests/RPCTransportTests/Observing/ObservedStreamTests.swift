import Logging
import NIOCore
import NIOPosix
import RPC
import Testing

@testable import RPCTransport

/// Streams over real sockets, observed.
@Suite(.timeLimit(.minutes(1))) struct ObservedStreamTests {
    @Test("A stream is told of once, when it ends, with the bytes of all its messages")
    func streams() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let log = ObserverLog()
        let services = ServerServices(
            services: [KindsService()], limits: Limits(), group: group, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            admission: nil, observer: log, makeCorrelationID: { "c0ffee" })
        let server = RPCServer(host: "127.0.0.1", port: 0, services: services, group: group) { _ in }
        let port = try await server.start().port ?? 0
        let client = try await ClientConnection.connect(host: "127.0.0.1", port: port, on: group.next(), security: nil)

        _ = try await client.withStream(KindsService.join, first: nil, options: CallOptions()) { stream in
            for message in ["a", "", "bc"] { try await stream.requests.send(ByteBuffer(string: message)) }
            try await stream.finishRequests()
            return try await stream.responses.texts()
        }
        _ = try await client.withStream(KindsService.split, first: ByteBuffer(string: "a,bc,"), options: CallOptions()) { stream in
            try await stream.responses.texts()
        }
        _ = try await client.withStream(KindsService.echoEach, first: nil, options: CallOptions()) { stream in
            for message in ["abc", "d"] { try await stream.requests.send(ByteBuffer(string: message)) }
            try await stream.finishRequests()
            return try await stream.responses.texts()
        }
        await #expect(throws: RPCError.self) {
            try await client.withStream(KindsService.refuse, first: ByteBuffer(string: "x"), options: CallOptions()) { stream in
                try await stream.responses.texts()
            }
        }
        await client.drain()
        await server.drain(gracePeriod: .zero)
        try await group.shutdownGracefully()
        #expect(
            log.lines.filter { $0.hasPrefix("ended") } == [
                "ended 1 Join OK 3/6", "ended 3 Split OK 5/3", "ended 5 EchoEach OK 4/4", "ended 7 Refuse NOT_NOW 1/1",
            ])
        #expect(log.lines.count { $0.hasPrefix("started") } == 4 && log.lines.last == "closed")
    }
}
