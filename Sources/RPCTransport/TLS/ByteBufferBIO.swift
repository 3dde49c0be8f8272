internal import COpenSSL
internal import NIOCore

/// What OpenSSL believes to be the socket: it reads ciphertext from one `ByteBuffer` and writes ciphertext to another.
///
/// Reading finds bytes or says "try again"; it never reports an end, for the handler knows better than OpenSSL what an end means.
/// Writing always succeeds: how much may wait is decided above, by what is given to `SSL_write`.
///
/// The `BIO` belongs to the `SSL` it is set on, which frees it; this object belongs to the ``TLSSession``, which outlives its `SSL`.
/// Everything happens on the connection's event loop.
final class ByteBufferBIO {
    /// Ciphertext from the peer that OpenSSL has not read yet.
    private(set) var incoming = ByteBuffer()
    /// Ciphertext for the peer that nobody has taken yet.
    private var outgoing = ByteBuffer()

    /// A `BIO` on this object, to be given to exactly one `SSL`; nil when out of memory.
    func makeBIO() -> OpaquePointer? {
        guard let method = Self.method, let bio = BIO_new(method) else { return nil }
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(bio, 1)
        return bio
    }

    /// Hands over what came from the peer. OpenSSL reads until nothing is left, so this is a move, not a copy.
    func receive(_ ciphertext: ByteBuffer) {
        if incoming.readableBytes == 0 {
            incoming = ciphertext
        } else {
            incoming.writeImmutableBuffer(ciphertext)
        }
    }

    /// Makes room for `byteCount` bytes in one piece, before OpenSSL writes them in several.
    func reserve(_ byteCount: Int, _ allocator: ByteBufferAllocator) {
        if outgoing.readableBytes == 0 { outgoing = allocator.buffer(capacity: byteCount) }
    }

    /// What must go to the peer, if anything. Nothing of it is kept: an idle connection holds no buffer.
    func takeOutgoing() -> ByteBuffer? {
        guard outgoing.readableBytes > 0 else { return nil }
        defer { outgoing = ByteBuffer() }
        return outgoing
    }

    private func read(into start: UnsafeMutableRawPointer, _ byteCount: Int) -> Int {
        let count = min(byteCount, incoming.readableBytes)
        incoming.readWithUnsafeReadableBytes { bytes in
            start.copyMemory(from: bytes.baseAddress ?? UnsafeRawPointer(start), byteCount: count)
            return count
        }
        if incoming.readableBytes == 0 { incoming = ByteBuffer() }
        return count
    }

    private func write(_ bytes: UnsafeRawBufferPointer) {
        outgoing.writeBytes(bytes)
    }

    // Made once, then only read.
    nonisolated(unsafe) private static let method: OpaquePointer? = {
        guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "ByteBuffer") else { return nil }
        BIO_meth_set_read(method, readThunk)
        BIO_meth_set_write(method, writeThunk)
        BIO_meth_set_ctrl(method, controlThunk)
        return method
    }()

    private static func owner(of bio: OpaquePointer?) -> ByteBufferBIO? {
        BIO_get_data(bio).map { Unmanaged<ByteBufferBIO>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let readThunk: @convention(c) (OpaquePointer?, UnsafeMutablePointer<CChar>?, Int32) -> Int32 = { bio, start, count in
        BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY)
        guard let owner = owner(of: bio), let start, count > 0 else { return 0 }
        if owner.incoming.readableBytes > 0 { return Int32(owner.read(into: start, Int(count))) }
        BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
        return -1
    }

    private static let writeThunk: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int32) -> Int32 = { bio, start, count in
        BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY)
        guard let owner = owner(of: bio), let start, count > 0 else { return 0 }
        owner.write(UnsafeRawBufferPointer(start: start, count: Int(count)))
        return count
    }

    private static let controlThunk: @convention(c) (OpaquePointer?, Int32, Int, UnsafeMutableRawPointer?) -> Int = { _, command, _, _ in
        // OpenSSL flushes after each flight; there is nothing below to flush. Every other wish is answered "no".
        command == BIO_CTRL_FLUSH ? 1 : 0
    }
}
