import NIOCore
import RPC
import Testing

@testable import RPCTransport

/// Connections that end because of who is at the other end.
extension SocketTests {
    @Test("New certificates end the connections they would not let in, and leave the others; new connections are shown the new one")
    func newCertificates() async throws {
        let shared = try ThrowAwayPKI.shared.get()
        let strangers = try ThrowAwayPKI()
        func context(authorityFile: String) throws -> TLSServerContext {
            try TLSServerContext(
                TLSServerConfiguration(certificate: TLSCertificate(shared.server), clientAuthoritiesFile: authorityFile))
        }
        try await withBench { bench in
            let client = try await bench.connect()
            #expect(try await text(client.unary(KindsService.echo, ByteBuffer(string: "a"), options: CallOptions())) == "a")
            bench.server.use(try context(authorityFile: shared.pki.authorityFile))
            #expect(try await text(client.unary(KindsService.echo, ByteBuffer(string: "b"), options: CallOptions())) == "b")
            bench.server.use(try context(authorityFile: strangers.authorityFile))
            await client.closed()
            await #expect(throws: RPCError.self) {
                try await bench.connect().unary(KindsService.echo, ByteBuffer(string: "c"), options: CallOptions())
            }
        }
    }

    @Test("Connections are ended by who is at the other end")
    func closedByIdentity() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            #expect(try await text(client.unary(KindsService.echo, ByteBuffer(string: "a"), options: CallOptions())) == "a")
            bench.server.closeConnections { $0.subjectAlternativeNames.contains("DNS:elsewhere.example") }
            #expect(try await text(client.unary(KindsService.echo, ByteBuffer(string: "b"), options: CallOptions())) == "b")
            bench.server.closeConnections { $0.subjectAlternativeNames.contains("DNS:portal.example") }
            await client.closed()
        }
    }
}
