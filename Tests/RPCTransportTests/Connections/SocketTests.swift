import Logging
import NIOCore
import NIOPosix
import RPC
import Synchronization
import Testing

@testable import RPCTransport

/// Client and server over real sockets, with OpenSSL between them.
@Suite struct SocketTests {
    /// A server, its service, and a way to connect.
    struct Bench: Sendable {
        let server: RPCServer
        let service: KindsService
        let group: MultiThreadedEventLoopGroup
        let port: Int
        let clientTLS: TLSClientContext

        func connect(limits: Limits = Limits()) async throws -> ClientConnection {
            var configuration = ClientConnection.Configuration(host: "localhost", port: port, tls: clientTLS)
            configuration.limits = limits
            return try await ClientConnection.connect(configuration, on: group.next())
        }
    }

    func withBench(limits: Limits = Limits(), _ body: (Bench) async throws -> Void) async throws {
        let shared = try ThrowAwayPKI.shared.get()
        func certificate(_ identity: ThrowAwayPKI.Identity) -> TLSCertificate {
            TLSCertificate(chainFile: identity.certificateFile, privateKeyFile: identity.keyFile)
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let service = KindsService()
        var configuration = RPCServer.Configuration(
            host: "127.0.0.1", port: 0,
            tls: try TLSServerContext(
                TLSServerConfiguration(certificate: certificate(shared.server), clientAuthoritiesFile: shared.pki.authorityFile)))
        configuration.limits = limits
        let server = RPCServer(
            configuration, services: [service], group: group, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let address = try await server.start()
        let clientTLS = try TLSClientContext(
            TLSClientConfiguration(serverAuthoritiesFile: shared.pki.authorityFile, certificate: certificate(shared.client)))
        let bench = Bench(server: server, service: service, group: group, port: address.port ?? 0, clientTLS: clientTLS)
        var failure: (any Error)?
        do { try await body(bench) } catch { failure = error }
        service.release.fire()
        await server.drain(gracePeriod: .milliseconds(100))
        try await server.run()
        try await group.shutdownGracefully()
        if let failure { throw failure }
    }

    func text(_ buffer: ByteBuffer) -> String { String(buffer: buffer) }

    @Test("Unary calls of every form, empty messages too")
    func unary() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            for method in [KindsService.echo, KindsService.echoOnLoop, KindsService.echoLater] {
                for message in ["", "a", String(repeating: "long", count: 20_000)] {
                    #expect(try await text(client.unary(method, ByteBuffer(string: message), options: CallOptions())) == message)
                }
            }
            await client.drain()
        }
    }

    @Test("Client streaming: all messages, then one answer")
    func clientStreaming() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            for messages in [[], [""], ["a", "", "b", ""]] {
                let answer = try await client.withStream(KindsService.join, first: nil, options: CallOptions()) { stream in
                    for message in messages { try await stream.requests.send(ByteBuffer(string: message)) }
                    try await stream.finishRequests()
                    return try await stream.responses.texts()
                }
                #expect(answer == [messages.map { $0 + "|" }.joined()])
            }
            await client.close()
        }
    }

    @Test("Server streaming: one request, all answers, and the end")
    func serverStreaming() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            for message in ["a,,b,", "", "x"] {
                let answers = try await client.withStream(KindsService.split, first: ByteBuffer(string: message), options: CallOptions()) {
                    try await $0.responses.texts()
                }
                #expect(answers == message.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
            }
        }
    }

    @Test("Bidirectional: each message is answered before the next is sent")
    func bidirectional() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            try await client.withStream(KindsService.echoEach, first: ByteBuffer(string: "first"), options: CallOptions()) { stream in
                var answers = stream.responses.makeAsyncIterator()
                #expect(try await answers.next() == ByteBuffer(string: "first"))
                for message in ["", "a", ""] {
                    try await stream.requests.send(ByteBuffer(string: message))
                    #expect(try await answers.next() == ByteBuffer(string: message))
                }
                try await stream.finishRequests()
                #expect(try await answers.next() == nil)
            }
        }
    }

    @Test("Many calls of all kinds at once on one connection")
    func concurrent() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            try await withThrowingTaskGroup { group in
                for index in 0..<100 {
                    group.addTask {
                        let message = ByteBuffer(string: "message \(index)")
                        switch index % 3 {
                        case 0: #expect(try await client.unary(KindsService.echo, message, options: CallOptions()) == message)
                        case 1: #expect(try await client.unary(KindsService.echoOnLoop, message, options: CallOptions()) == message)
                        default:
                            let answers = try await client.withStream(KindsService.split, first: message, options: CallOptions()) {
                                try await $0.responses.texts()
                            }
                            #expect(answers == ["message \(index)"])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(client.acceptsCalls)
        }
    }

    @Test("Status, reason, metadata and retry delay arrive as they were thrown, behind the messages that were sent")
    func errors() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            let error = await #expect(throws: RPCError.self) {
                try await client.withStream(KindsService.refuse, first: ByteBuffer(string: "x"), options: CallOptions()) { stream in
                    var answers = stream.responses.makeAsyncIterator()
                    #expect(try await answers.next() == ByteBuffer(string: "x"))
                    _ = try await answers.next()
                }
            }
            #expect(
                error
                    == RPCError(
                        .failedPrecondition, reason: "NOT_NOW", "Come back later.", domain: "test", metadata: ["a": "b"],
                        retryAfter: .seconds(2)))
            let hidden = await #expect(throws: RPCError.self) {
                try await client.unary(KindsService.failSecretly, ByteBuffer(), options: CallOptions())
            }
            #expect(hidden?.code == .internal)
            #expect(hidden?.message.contains("hunter2") == false)
            let unknown = await #expect(throws: RPCError.self) {
                try await client.unary(KindsService.method("No"), ByteBuffer(), options: CallOptions())
            }
            #expect(unknown?.code == .unimplemented)
        }
    }

    @Test("The handler sees who calls, by certificate, and the metadata")
    func identity() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            var options = CallOptions()
            options.metadata.add("Who", "me")
            let answer = try await text(client.unary(KindsService.whoAmI, ByteBuffer(), options: options))
            #expect(answer.hasPrefix("URI:spiffe://school.example/portal DNS:portal.example 32 me "))
        }
    }

    @Test("A deadline ends the call on both sides and cancels the handler")
    func deadline() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            let error = await #expect(throws: RPCError.self) {
                try await client.unary(KindsService.hang, ByteBuffer(), options: CallOptions(timeout: .milliseconds(50)))
            }
            #expect(error?.code == .deadlineExceeded)
            await bench.service.cancelled.wait()
            #expect(try await text(client.unary(KindsService.echo, ByteBuffer(string: "a"), options: CallOptions())) == "a")
        }
    }

    @Test("A cancelled task gets CANCELLED at once, before or after the call was sent, and the connection lives")
    func cancellation() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            let call = Task { try await client.unary(KindsService.hang, ByteBuffer(), options: CallOptions()) }
            await bench.service.started.wait()
            call.cancel()
            let error = await #expect(throws: RPCError.self) { try await call.value }
            #expect(error?.code == .cancelled)

            let early = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await client.unary(KindsService.echo, ByteBuffer(), options: CallOptions())
            }
            let never = await #expect(throws: RPCError.self) { try await early.value }
            #expect(never?.code == .cancelled)
            #expect(never?.wasNotExecuted == true)
            #expect(try await text(client.unary(KindsService.echo, ByteBuffer(string: "a"), options: CallOptions())) == "a")
        }
    }

    @Test("A caller that goes away cancels its handlers")
    func disconnect() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            let call = Task { try await client.unary(KindsService.hang, ByteBuffer(), options: CallOptions()) }
            await bench.service.started.wait()
            await client.close()
            let error = await #expect(throws: RPCError.self) { try await call.value }
            #expect(error?.reason == "CONNECTION_LOST")
            #expect(error?.wasNotExecuted == false)
            await bench.service.cancelled.wait()
            let late = await #expect(throws: RPCError.self) {
                try await client.unary(KindsService.echo, ByteBuffer(), options: CallOptions())
            }
            #expect(late?.wasNotExecuted == true)
            #expect(!client.acceptsCalls)
        }
    }

    @Test("A stream left early is over for the caller, and its neighbours go on")
    func leaving() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            let first = try await client.withStream(KindsService.flood, first: ByteBuffer(), options: CallOptions(timeout: .seconds(1))) {
                stream in
                var answers = stream.responses.makeAsyncIterator()
                return try await answers.next()?.readableBytes
            }
            #expect(first == 100_000)
            #expect(try await text(client.unary(KindsService.echo, ByteBuffer(string: "a"), options: CallOptions())) == "a")
            // The server is told nothing; its own deadline for the call ends the flood.
            await bench.service.cancelled.wait()
        }
    }

    @Test("A stream whose answers the caller does not take fails, and its neighbours go on")
    func unreadDownload() async throws {
        try await withBench { bench in
            let client = try await bench.connect(limits: Limits { $0.clientUnreadStreamBytesMax = 1 << 20 })
            let error = await #expect(throws: RPCError.self) {
                try await client.withStream(KindsService.echoEach, first: nil, options: CallOptions()) { stream in
                    let message = ByteBuffer(repeating: 1, count: 100_000)
                    while true { try await stream.requests.send(message) }
                }
            }
            #expect(error?.reason == "STREAM_NOT_READ")
            #expect(try await text(client.unary(KindsService.echo, ByteBuffer(string: "a"), options: CallOptions())) == "a")
        }
    }

    @Test("A stream that the server's handler never takes fails, and its neighbours go on")
    func unreadUpload() async throws {
        let limits = Limits {
            $0.unreadTimeout = .milliseconds(100)
            $0.unreadStreamBytesMax = 100_000
        }
        try await withBench(limits: limits) { bench in
            let client = try await bench.connect()
            let hanging = Task { try await client.unary(KindsService.wait, ByteBuffer(string: "still here"), options: CallOptions()) }
            await bench.service.started.wait()
            let error = await #expect(throws: RPCError.self) {
                try await client.withStream(KindsService.ignoreAll, first: nil, options: CallOptions()) { stream in
                    let message = ByteBuffer(repeating: 1, count: 1 << 20)
                    while true { try await stream.requests.send(message) }
                }
            }
            #expect(error?.reason == "STREAM_NOT_READ")
            bench.service.release.fire()
            #expect(try await text(hanging.value) == "still here")
        }
    }

    @Test("Draining lets calls in flight end, refuses new ones unexecuted, and then closes")
    func draining() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            let call = Task { try await client.unary(KindsService.wait, ByteBuffer(string: "a"), options: CallOptions()) }
            await bench.service.started.wait()
            let drained = Task { await bench.server.drain(gracePeriod: .seconds(30)) }
            var refusal: RPCError?
            while refusal == nil {
                do {
                    _ = try await client.unary(KindsService.echo, ByteBuffer(), options: CallOptions())
                } catch {
                    refusal = error as? RPCError
                }
            }
            #expect(refusal?.reason == "DRAINING")
            #expect(refusal?.wasNotExecuted == true)
            #expect(!client.acceptsCalls)
            bench.service.release.fire()
            #expect(try await text(call.value) == "a")
            await drained.value
            await client.closed()
            #expect(bench.server.connectionCount == 0)
            let error = await #expect(throws: RPCError.self) { _ = try await bench.connect() }
            #expect(error?.code == .unavailable)
            #expect(error?.wasNotExecuted == true)
        }
    }

    @Test("A drain whose grace is over cancels what still runs")
    func graceIsOver() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            let call = Task { try await client.unary(KindsService.hang, ByteBuffer(), options: CallOptions()) }
            await bench.service.started.wait()
            await bench.server.drain(gracePeriod: .milliseconds(50))
            await bench.service.cancelled.wait()
            let error = await #expect(throws: RPCError.self) { try await call.value }
            #expect(error?.code == .unavailable)
            #expect(error?.wasNotExecuted == false)
        }
    }

    @Test("Draining before, while and after starting ends the server all the same")
    func interleavings() async throws {
        try await withBench { bench in
            let server = RPCServer(
                host: "127.0.0.1", port: 0,
                services: ServerServices(
                    services: [], limits: Limits(), group: bench.group, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                    admission: nil, makeCorrelationID: { "" }), group: bench.group, security: { _ in })
            async let drained: Void = server.drain(gracePeriod: .zero)
            _ = try? await server.start()
            await drained
            await server.drain(gracePeriod: .zero)
            try await server.run()
            await #expect(throws: CancellationError.self) { try await server.start() }
        }
    }

    @Test("Connections above the limit are closed at once, and make room when they go")
    func connectionsMax() async throws {
        try await withBench(limits: Limits { $0.connectionsMax = 1 }) { bench in
            let client = try await bench.connect()
            _ = try await client.unary(KindsService.echo, ByteBuffer(), options: CallOptions())
            let error = await #expect(throws: RPCError.self) { _ = try await bench.connect() }
            #expect(error?.wasNotExecuted == true)
            await client.drain()
            var next: ClientConnection?
            while next == nil { next = try? await bench.connect() }
            #expect(try await next?.unary(KindsService.echo, ByteBuffer(), options: CallOptions()) == ByteBuffer())
        }
    }

    @Test("A client without a certificate is refused as UNAUTHENTICATED, and nothing was executed")
    func withoutCertificate() async throws {
        try await withBench { bench in
            let shared = try ThrowAwayPKI.shared.get()
            let tls = try TLSClientContext(TLSClientConfiguration(serverAuthoritiesFile: shared.pki.authorityFile))
            let error = await #expect(throws: RPCError.self) {
                let client = try await ClientConnection.connect(
                    ClientConnection.Configuration(host: "localhost", port: bench.port, tls: tls), on: bench.group.next())
                _ = try await client.unary(KindsService.echo, ByteBuffer(), options: CallOptions())
            }
            #expect(error?.code == .unauthenticated)
            #expect(error?.wasNotExecuted == true)
        }
    }
}

extension IncomingMessages {
    /// All messages to the end, as text.
    func texts() async throws -> [String] {
        var texts: [String] = []
        for try await message in self { texts.append(String(buffer: message)) }
        return texts
    }
}
