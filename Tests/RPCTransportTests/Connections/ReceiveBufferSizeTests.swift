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

    @Test("A handshake and a small call stay with a quarter of a kilobyte")
    func handshake() {
        #expect(sizes(after: [219, 256, 256, 256, 27, 24]).allSatisfy { $0 == 256 })
    }

    @Test("Four reads in a row that fill it make it eight times as large, up to 64 KiB")
    func grows() {
        let reads = [256, 2048, 16384, 65536, 65536].flatMap { [Int](repeating: $0, count: 4) }
        let expected = [2048, 16384, 65536, 65536, 65536]
        #expect(sizes(after: reads).enumerated().filter { $0.offset % 4 == 3 }.map(\.element) == expected)
        #expect(sizes(after: reads)[2] == 256)
    }

    @Test("Four in a row that leave half of it make it half as large, down to a quarter of a kilobyte")
    func shrinks() {
        let full = [Int](repeating: 256, count: 4)
        #expect(sizes(after: full + [1024, 100, 100, 100]).suffix(2) == [2048, 1024])
        #expect(sizes(after: full + [1024, 1024, 1024, 1500, 1024]).last == 2048)
        #expect(sizes(after: full + [Int](repeating: 1, count: 40)).last == 256)
    }

    @Test("It gives what it says")
    func buffers() {
        #expect(ReceiveBufferSize().buffer(allocator: ByteBufferAllocator()).capacity >= 256)
    }
}
