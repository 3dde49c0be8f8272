import NIOCore

/// How much room a socket is read into: a quarter of a kilobyte until a connection has shown that it sends more than a handshake and small calls,
/// then two, doubled by each read that fills it and halved by four in a row that leave half of it.
///
/// A channel keeps the largest buffer that it read into for as long as it lives, and most connections of thousands do nothing. But what arrived
/// together must be read together once it is calls: they share a snapshot (docs/decisions/0018).
struct ReceiveBufferSize: RecvByteBufferAllocator {
    static let least = 256
    static let ofBusy = 2 << 10
    static let most = 64 << 10
    /// Reads that may fill the least: those of a handshake with a short chain of certificates, and one more.
    static let fullReadsMax = 4

    private var size = least
    private var fullReads = 0
    /// Reads in a row that left half of it.
    private var smallReads = 0

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer { allocator.buffer(capacity: size) }

    func nextBufferSize() -> Int? { size }

    mutating func record(actualReadBytes: Int) -> Bool {
        if actualReadBytes >= size {
            smallReads = 0
            if size > Self.least {
                size = min(size * 2, Self.most)
                return true
            }
            fullReads += 1
            guard fullReads > Self.fullReadsMax else { return false }
            size = Self.ofBusy
            return true
        }
        smallReads = actualReadBytes <= size / 2 ? smallReads + 1 : 0
        if smallReads == 4, size > Self.ofBusy {
            size /= 2
            smallReads = 0
        }
        return false
    }
}
