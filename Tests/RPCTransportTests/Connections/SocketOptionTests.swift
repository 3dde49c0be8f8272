import Glibc
import NIOCore
import RPC
import Testing

@testable import RPCTransport

/// What the kernel was told of both ends' sockets, asked of the kernel.
extension SocketTests {
    /// This process's open TCP sockets with `port` at one end and a peer at the other.
    private func connectedSockets(port: Int) -> [CInt] {
        (3..<1024).filter { descriptor in
            [getsockname, getpeername].count { ask in
                var address = [UInt8](repeating: 0, count: 128)
                var size = socklen_t(address.count)
                let isThere = address.withUnsafeMutableBytes {
                    ask(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), &size) == 0
                }
                // A family, then the port, big-endian; the same for both of IP's.
                return isThere && Int(address[2]) << 8 | Int(address[3]) == port
            } == 1 && option(SOL_SOCKET, SO_ACCEPTCONN, of: descriptor) == 0
        }
    }

    private func option(_ level: CInt, _ name: CInt, of descriptor: CInt) -> CInt? {
        var value: CInt = -1
        var size = socklen_t(MemoryLayout<CInt>.size)
        return getsockopt(descriptor, level, name, &value, &size) == 0 ? value : nil
    }

    @Test("Both ends send at once, notice a peer that vanished, and ask for nothing that needs privileges")
    func socketOptions() async throws {
        try await withBench { bench in
            let client = try await bench.connect()
            _ = try await client.unary(KindsService.echo, ByteBuffer(string: "a"), options: CallOptions())
            let sockets = connectedSockets(port: bench.port)
            #expect(sockets.count == 2)
            for socket in sockets {
                #expect(option(CInt(IPPROTO_TCP), TCP_NODELAY, of: socket) == 1)
                #expect(option(SOL_SOCKET, SO_DEBUG, of: socket) == 0)
                #expect(option(SOL_SOCKET, SO_KEEPALIVE, of: socket) == 1)
                #expect(option(CInt(IPPROTO_TCP), TCP_KEEPIDLE, of: socket) == 60)
                #expect(option(CInt(IPPROTO_TCP), TCP_KEEPINTVL, of: socket) == 15)
                #expect(option(CInt(IPPROTO_TCP), TCP_KEEPCNT, of: socket) == 4)
                #expect(option(CInt(IPPROTO_TCP), TCP_USER_TIMEOUT, of: socket) == 60_000)
            }
            await client.close()
        }
    }
}
