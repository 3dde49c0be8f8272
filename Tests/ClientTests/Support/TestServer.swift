import InvitationAPI
import Logging
import NIOCore
import NIOPosix
import ProtobufRuntime
import RPC
import RPCTransport
import Synchronization

@testable import InvitationClient

/// A real server on loopback whose methods are closures.
struct TestServer {
    let server: RPCServer
    let port: Int

    init(_ handlers: [MethodHandler], port: Int = 0) async throws {
        let pki = try TestPKI.ours.get()
        let tls = try TLSServerContext(
            TLSServerConfiguration(
                certificate: TLSCertificate(chainFile: pki.certificate("server"), privateKeyFile: pki.key("server")),
                clientAuthoritiesFile: pki.authority))
        server = RPCServer(
            RPCServer.Configuration(host: "127.0.0.1", port: port, tls: tls), services: [Handlers(methodHandlers: handlers)],
            group: MultiThreadedEventLoopGroup.singleton, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        self.port = try await server.start().port ?? 0
    }

    /// Runs `body` beside a server, and stops it.
    static func with<Result>(_ handlers: [MethodHandler], port: Int = 0, _ body: (TestServer) async throws -> Result) async throws -> Result
    {
        let server = try await TestServer(handlers, port: port)
        do {
            let result = try await body(server)
            await server.server.drain(gracePeriod: .zero)
            return result
        } catch {
            await server.server.drain(gracePeriod: .zero)
            throw error
        }
    }

    /// How a portal with a proper certificate calls this server.
    func configuration(_ change: (inout ClientConfiguration) -> Void = { _ in }) throws -> ClientConfiguration {
        let pki = try TestPKI.ours.get()
        var configuration = ClientConfiguration(
            host: "127.0.0.1", port: port, trustRootsFile: pki.authority, certificateFile: pki.certificate("portal"),
            privateKeyFile: pki.key("portal"))
        change(&configuration)
        return configuration
    }
}

private struct Handlers: RPCService {
    let methodHandlers: [MethodHandler]
}

extension MethodHandler {
    /// A unary method as a closure on messages.
    static func answering<Request: ProtobufMessage, Response: ProtobufMessage>(
        _ method: MethodDescriptor, _ answer: @escaping @Sendable (Request, ServerContext) async throws -> Response
    ) -> MethodHandler {
        MethodHandler(method, .unary { request, context in try await answer(Request(decoding: request), context).encoded() })
    }
}

/// A count that many tasks raise.
final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    @discardableResult
    func increment() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}

/// Holds tasks until it is opened.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() { continuation.finish() }
    func pass() async { for await _ in stream {} }
}
