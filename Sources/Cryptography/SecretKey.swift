internal import COpenSSL

/// Key bytes that do not leak by accident: no description, mirror or interpolation shows them, and they are wiped when the last
/// copy is gone.
///
/// A value: copies share one buffer, which never changes after it is made, so keys may cross threads freely.
public struct SecretKey: Sendable {
    private let storage: Storage

    /// Copies `bytes`. The caller's own copy stays the caller's to wipe.
    public init(_ bytes: some Collection<UInt8>) {
        storage = Storage(byteCount: bytes.count) { buffer in buffer.copyBytes(from: bytes) }
    }

    /// A new key from `random`: 32 bytes fit every algorithm of this module.
    public init(random: some RandomSource, byteCount: Int = 32) {
        self.init(random.bytes(byteCount))
    }

    /// How long the key is, in bytes.
    public var byteCount: Int { storage.buffer.count }

    /// Lends the bytes to `body`, the one way to see them. They must not outlive the call.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeRawBufferPointer(storage.buffer))
    }

    /// Owns the buffer: allocated here, wiped and freed by `deinit` on whichever thread lets go of the last copy.
    // Sendable: written only inside `init`, before anyone else can see it.
    private final class Storage: @unchecked Sendable {
        let buffer: UnsafeMutableRawBufferPointer

        init(byteCount: Int, fill: (UnsafeMutableRawBufferPointer) -> Void) {
            buffer = .allocate(byteCount: byteCount, alignment: 1)
            fill(buffer)
        }

        deinit {
            OPENSSL_cleanse(buffer.baseAddress, buffer.count)
            buffer.deallocate()
        }
    }
}

extension SecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same words, whatever the key.
    public var description: String { "SecretKey(hidden)" }
    /// As `description`.
    public var debugDescription: String { description }
    /// Without children, so that `dump` and test failures show nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
