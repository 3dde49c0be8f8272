import NIOCore
import Testing

@testable import RPCTransport

@Suite struct ReceiveBufferSizeTests {
    private func sizes(after reads: [Int]) -> [Int] {
        var size = ReceiveBufferSize()
        return reads.map { read in
            _ = size.record(actualReadBytes: read)
            return size.nextBufferSize() ?? 0
        }
    }

    @Test("A handshake and small calls stay with a quarter of a kilobyte, however many")
    func handshake() {
        let calls = [Int](repeating: 200, count: 100)
        #expect(sizes(after: [219, 256, 256, 256, 27] + calls).allSatisfy { $0 == 256 })
    }

    @Test("After a handshake, what arrives together is soon read together")
    func grows() {
        #expect(sizes(after: [219, 256, 256, 256, 27, 256, 100, 256]) == [256, 256, 256, 256, 256, 256, 256, 2048])
        #expect(
            sizes(after: [Int](repeating: 256, count: 5) + [2048, 4096, 8192, 16384, 32768, 65536]).dropFirst(4)
                == [2048, 4096, 8192, 16384, 32768, 65536, 65536])
    }

    @Test("Four reads in a row that leave half of it make it half as large, down to two kilobytes")
    func shrinks() {
        let full = [Int](repeating: 256, count: 5) + [2048, 4096]
        #expect(sizes(after: full + [4096, 4096, 4096, 4096]).suffix(2) == [8192, 4096])
        #expect(sizes(after: full + [4096, 4096, 4096, 5000, 4096]).last == 8192)
        #expect(sizes(after: full + [Int](repeating: 1, count: 40)).last == 2048)
    }

    @Test("It gives what it says")
    func buffers() {
        #expect(ReceiveBufferSize().buffer(allocator: ByteBufferAllocator()).capacity >= 256)
    }
}
