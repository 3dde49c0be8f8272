import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import Observability

/// The endpoint, by whoever can reach it.
@Suite(.timeLimit(.minutes(1))) struct MetricsEndpointTests {
    private func withEndpoint(
        text: @escaping @Sendable () async -> String = { "a 1\n" }, _ body: (Int) async throws -> Void
    ) async throws {
        // One loop: connections are taken in the order in which they were made.
        let endpoint = MetricsEndpoint(group: MultiThreadedEventLoopGroup.singleton.next(), acceptHandler: { NothingToDo() }, text: text)
        let address = try await endpoint.start(host: "127.0.0.1", port: 0)
        try await body(address.port ?? 0)
        await endpoint.stop()
    }

    @Test("GET /metrics is answered as Prometheus wants it, and the connection closed")
    func answers() async throws {
        try await withEndpoint { port in
            let answer = try await exchange(port, "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("\r\n\r\na 1\n"))
            #expect(
                answer.contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n") && answer.contains("content-length: 4\r\n"))
        }
    }

    @Test(
        "Nothing else is",
        arguments: [
            ("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "404"), ("GET /metrics/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "404"),
            ("GET /metrics?a HTTP/1.1\r\nHost: localhost\r\n\r\n", "404"), ("POST /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", "405"),
            ("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", "405"), ("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", "404"),
            ("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421"), ("GET /metrics HTTP/1.1\r\n\r\n", "421"),
            ("GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", "413"), ("\u{16}\u{3}\u{1}\r\n\r\n", "400"),
            ("GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: LONG\r\n\r\n", "400"),
        ])
    func refuses(_ request: String, _ status: String) async throws {
        try await withEndpoint { port in
            let answer = try await exchange(port, request)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(40))")
            #expect(!answer.contains("a 1"))
        }
    }

    private static let request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"

    @Test("A few connections at a time; one that asks nothing makes room for the next, the oldest first")
    func idleConnections() async throws {
        try await withEndpoint { port in
            let idle = try (0..<MetricsEndpoint.connectionsMax).map { _ in try connected(port) }
            #expect(try await exchange(port, Self.request).hasPrefix("HTTP/1.1 200 OK"))
            // Which closed the first of them, and no other.
            #expect(try await NIOThreadPool.singleton.runIfActive { hasEnded(idle[0]) })
            #expect(!hasEnded(idle[1], waits: false))
            for socket in idle { close(socket) }
        }
    }

    @Test("Connections that are being answered make no room; the next is closed unanswered")
    func busyConnections() async throws {
        let (asked, asking) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        try await withEndpoint(text: {
            asking.yield()
            for await _ in released { break }
            return "a 1\n"
        }) { port in
            let busy = try (0..<MetricsEndpoint.connectionsMax).map { _ in try connected(port) }
            for socket in busy { ask(socket, Self.request) }
            var questions = asked.makeAsyncIterator()
            for _ in busy { await questions.next() }
            #expect(try await exchange(port, Self.request) == "")
            release.finish()
            for socket in busy {
                #expect(try await NIOThreadPool.singleton.runIfActive { answer(socket) }.hasPrefix("HTTP/1.1 200 OK"))
                close(socket)
            }
        }
    }

    @Test(
        "Loopback is what only this machine reaches",
        arguments: [
            ("127.0.0.1", true), ("127.255.0.9", true), ("::1", true), ("localhost", true), ("LOCALHOST", true), ("0.0.0.0", false),
            ("::", false), ("128.0.0.1", false), ("127.0.0.1.example", false), ("127.1", false), ("127.0.0.256", false),
            ("127.0.0.", false),
            ("127.0.0.-1", false), ("", false), ("10.0.0.1", false), ("localhost.example", false), ("127.0.0.+1", false),
        ])
    func loopback(_ host: String, _ isLoopback: Bool) { #expect(LoopbackAddress.contains(host) == isLoopback) }

    @Test(
        "A Host header names this machine, with a port or without",
        arguments: [
            ("localhost", true), ("localhost:9", true), ("[::1]", true), ("[::1]:65535", true), ("127.0.0.1:1", true),
            ("localhost:x", false),
            ("localhost:", false), ("[::1", false), ("[::1]x", false), ("a@localhost", false), ("evil.example:80", false), ("", false),
        ])
    func hosts(_ header: String, _ isOurs: Bool) { #expect(LoopbackAddress.isNamed(by: header) == isOurs) }

    /// Sends, and reads to the end. Off the cooperative pool.
    private func exchange(_ port: Int, _ request: String) async throws -> String {
        try await NIOThreadPool.singleton.runIfActive {
            let socket = try connected(port)
            defer { close(socket) }
            ask(socket, request)
            return answer(socket)
        }
    }
}

private func ask(_ socket: Int32, _ request: String) {
    var bytes = Array(request.replacing("LONG", with: String(repeating: "x", count: 200_000)).utf8)
    _ = send(socket, &bytes, bytes.count, Int32(MSG_NOSIGNAL))
}

/// What comes, to the end.
private func answer(_ socket: Int32) -> String {
    var answer: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while case let count = recv(socket, &piece, piece.count, 0), count > 0 { answer.append(contentsOf: piece[..<count]) }
    return String(decoding: answer, as: UTF8.self)
}

private struct NoConnection: Error {}

private func connected(_ port: Int) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let code = try SocketAddress(ipAddress: "127.0.0.1", port: port).withSockAddr { address, size in
        connect(descriptor, address, socklen_t(size))
    }
    guard code == 0 else { throw NoConnection() }
    return descriptor
}

/// Whether the other side has closed.
private func hasEnded(_ socket: Int32, waits: Bool = true) -> Bool {
    var byte: UInt8 = 0
    return recv(socket, &byte, 1, waits ? 0 : Int32(MSG_DONTWAIT)) == 0
}

/// Nothing goes wrong with accepting here.
private final class NothingToDo: ChannelInboundHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
}
