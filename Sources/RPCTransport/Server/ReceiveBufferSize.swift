import NIOCore

/// How much room a socket is read into: little at first, eight times as much after four reads in a row that filled it, half as much after four
/// that left half of it empty.
///
/// A channel keeps the largest buffer that it read into for as long as it lives, and most connections of thousands do nothing. A handshake
/// and a small call are some five such pieces; NIO's own choice begins with two kilobytes.
struct ReceiveBufferSize: RecvByteBufferAllocator {
    static let least = 256
    static let most = 64 << 10

    private var size = least
    /// Reads in a row that filled it; below zero: that left half of it empty.
    private var streak = 0

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer { allocator.buffer(capacity: size) }

    func nextBufferSize() -> Int? { size }

    mutating func record(actualReadBytes: Int) -> Bool {
        if actualReadBytes >= size {
            streak = max(0, streak) + 1
        } else if actualReadBytes <= size / 2 {
            streak = min(0, streak) - 1
        } else {
            streak = 0
        }
        guard abs(streak) == 4 else { return false }
        let former = size
        size = streak > 0 ? min(size * 8, Self.most) : max(size / 2, Self.least)
        streak = 0
        return size > former
    }
}
