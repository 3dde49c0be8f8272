internal import COpenSSL

/// A SHA-256 digest as a fixed-size value: to look things up by, without an array for each.
public struct Digest256: Hashable, Sendable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    /// The digest of a text's UTF-8 form.
    public init(of text: String) {
        var text = text
        self = text.withUTF8 { message in
            withUnsafeTemporaryAllocation(byteCount: SHA256.byteCount, alignment: 8) { digest in
                SHA256.digest(UnsafeRawBufferPointer(message), into: digest)
                return Digest256(loading: UnsafeRawBufferPointer(digest))
            }
        }
    }

    /// A digest made elsewhere; nil unless it has 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == SHA256.byteCount else { return nil }
        self = bytes.withUnsafeBytes(Digest256.init(loading:))
    }

    private init(loading bytes: UnsafeRawBufferPointer) {
        first = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        second = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        third = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        fourth = bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    }
}
