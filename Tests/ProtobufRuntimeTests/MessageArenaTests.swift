import CProtobufC
import Testing

@testable import ProtobufRuntime

@Suite struct MessageArenaTests {
    @Test("The budget is spent to its last byte and not beyond", arguments: [(1023, true), (1024, true), (1025, false)])
    func budget(bytes: Int, isGranted: Bool) {
        let granted = MessageArena.withArena(budgetBytes: 1024) { $0.state.pointee.allocate(bytes) != nil }
        #expect(granted == isGranted)
    }

    @Test("Once the budget is exceeded nothing more is given, however little")
    func exhausted() {
        MessageArena.withArena(budgetBytes: 100) { arena in
            #expect(arena.state.pointee.allocate(101) == nil)
            #expect(arena.state.pointee.allocate(1) == nil)
            #expect(arena.state.pointee.isExhausted)
        }
    }

    @Test("Freeing refunds nothing")
    func neverRefunded() {
        MessageArena.withArena(budgetBytes: 64) { arena in
            let allocator = arena.cAllocator
            for _ in 0..<8 { allocator.free?(allocator.allocator_data, allocator.alloc?(allocator.allocator_data, 8)) }
            #expect(allocator.alloc?(allocator.allocator_data, 1) == nil)
        }
    }

    @Test("Pieces are aligned, apart from each other, and keep their content while chunks are added")
    func pieces() {
        MessageArena.withArena(budgetBytes: .max) { arena in
            let sizes = (0..<500).map { [1, 7, 8, 9, 100, 5_000, 70_000][$0 % 7] }
            let pieces = sizes.enumerated().compactMap { index, size -> UnsafeMutableRawBufferPointer? in
                guard let start = arena.state.pointee.allocate(size) else { return nil }
                let piece = UnsafeMutableRawBufferPointer(start: start, count: size)
                for offset in 0..<size { piece[offset] = UInt8(truncatingIfNeeded: index) }
                return piece
            }
            #expect(pieces.count == sizes.count)
            for (index, piece) in pieces.enumerated() {
                #expect(Int(bitPattern: piece.baseAddress) % MessageArena.alignment == 0)
                #expect(piece.allSatisfy { $0 == UInt8(truncatingIfNeeded: index) })
            }
        }
    }
}
