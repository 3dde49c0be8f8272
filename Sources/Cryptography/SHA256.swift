internal import COpenSSL

/// SHA-256 (FIPS 180-4), in one call or piece by piece.
///
/// A value that cannot be copied: it owns an `EVP_MD_CTX`, freed when the value ends, and belongs to whoever holds it. The fetched
/// algorithm is one per process, never freed and never changed.
public struct SHA256: ~Copyable {
    /// The length of a digest, in bytes.
    public static let byteCount = 32

    private let context: OpaquePointer

    /// Begins an empty message.
    public init() {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
        self.context = context
        precondition(EVP_DigestInit_ex2(context, Self.algorithm, nil) == 1, "OpenSSL offers no SHA-256: check its configuration")
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds a piece of the message.
    public mutating func update(_ piece: [UInt8]) {
        piece.withUnsafeBytes { update($0) }
    }

    /// Adds a piece of the message.
    public mutating func update(_ piece: UnsafeRawBufferPointer) {
        precondition(EVP_DigestUpdate(context, piece.baseAddress, piece.count) == 1, "SHA-256 refused a piece")
    }

    /// Adds the UTF-8 form of `text`, without copying it where it is contiguous.
    public mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// Ends the message: 32 bytes.
    public consuming func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, filled in
            precondition(EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1, "SHA-256 refused to finish")
            filled = Self.byteCount
        }
    }

    /// The digest of one whole message: 32 bytes.
    public static func digest(_ message: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(message)
        return hash.finish()
    }

    /// The digest of one whole message: 32 bytes.
    public static func digest(_ message: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.update(message)
        return hash.finish()
    }

    /// The digest of one whole message into 32 bytes of the caller's.
    static func digest(_ message: UnsafeRawBufferPointer, into digest: UnsafeMutableRawBufferPointer) {
        precondition(digest.count == byteCount, "a SHA-256 digest has 32 bytes")
        let bytes = digest.bindMemory(to: UInt8.self)
        precondition(
            EVP_Digest(message.baseAddress, message.count, bytes.baseAddress, nil, algorithm, nil) == 1, "SHA-256 refused a message")
    }

    // Fetched once, then only read; OpenSSL counts its references atomically.
    nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(nil, "SHA256", nil)
}
