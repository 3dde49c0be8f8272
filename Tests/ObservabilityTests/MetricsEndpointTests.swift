import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import Observability

/// The endpoint, by whoever can reach it.
@Suite(.timeLimit(.minutes(1))) struct MetricsEndpointTests {
    private func withEndpoint(_ body: (Int) async throws -> Void) async throws {
        let endpoint = MetricsEndpoint(group: MultiThreadedEventLoopGroup.singleton, acceptHandler: { NothingToDo() }) { "a 1\n" }
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

    @Test("A few connections at a time; the next is closed unanswered, and one that ends makes room")
    func connections() async throws {
        try await withEndpoint { port in
            var idle: [Int32] = []
            for _ in 0..<MetricsEndpoint.connectionsMax { idle.append(try connected(port)) }
            let request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
            while try await exchange(port, request) != "" {}
            close(idle.removeLast())
            while try await exchange(port, request) == "" {}
            for socket in idle { close(socket) }
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
            var bytes = Array(request.replacing("LONG", with: String(repeating: "x", count: 200_000)).utf8)
            _ = send(socket, &bytes, bytes.count, Int32(MSG_NOSIGNAL))
            var answer: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 4096)
            while case let count = recv(socket, &piece, piece.count, 0), count > 0 { answer.append(contentsOf: piece[..<count]) }
            return String(decoding: answer, as: UTF8.self)
        }
    }
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

/// Nothing goes wrong with accepting here.
private final class NothingToDo: ChannelInboundHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
}
