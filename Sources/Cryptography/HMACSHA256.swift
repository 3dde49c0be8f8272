internal import COpenSSL

/// HMAC with SHA-256 (RFC 2104, FIPS 198-1) under one key.
///
/// Make it once per key and keep it: the key is absorbed at `init`, so a code over some 60 bytes costs under a microsecond.
/// It may be shared by all threads: its own context is only ever read; each call duplicates it, and the duplicate lives and dies
/// on the calling thread.
public struct HMACSHA256: Sendable {
    /// The length of a code, in bytes.
    public static let byteCount = 32

    private let keyed: KeyedContext

    /// Absorbs `key`, of any length; RFC 2104 advises 32 bytes. The key itself need not be kept.
    public init(key: SecretKey) throws(CryptographyError) {
        keyed = try KeyedContext(key)
    }

    /// The code of `message`: 32 bytes.
    public func code(_ message: [UInt8]) -> [UInt8] {
        message.withUnsafeBytes { code($0) }
    }

    /// The code of `message`: 32 bytes.
    public func code(_ message: UnsafeRawBufferPointer) -> [UInt8] {
        keyed.code(message)
    }

    /// Whether `code` is that of `message`, compared in constant time. A code of another length is not.
    public func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool {
        constantTimeEquals(code, self.code(message))
    }

    /// The fewest bytes that ``isValid(beginning:for:)`` takes: RFC 2104 section 5 advises no fewer than 80 bits.
    public static let beginningBytesMin = 10

    /// Whether the code of `message` begins with `beginning`, compared in constant time. Fewer than ``beginningBytesMin`` bytes are not.
    public func isValid(beginning: [UInt8], for message: [UInt8]) -> Bool {
        beginning.count >= Self.beginningBytesMin && constantTimeEquals(beginning, Array(code(message).prefix(beginning.count)))
    }
}

/// Owns an `EVP_MAC_CTX` that has absorbed its key; freed (and wiped by OpenSSL) with the last copy, on any thread.
// Sendable: after `init` the context is only read, by EVP_MAC_CTX_dup, which OpenSSL allows from many threads.
private final class KeyedContext: @unchecked Sendable {
    private let context: OpaquePointer

    // Fetched once, then only read.
    nonisolated(unsafe) private static let algorithm = EVP_MAC_fetch(nil, "HMAC", nil)

    init(_ key: SecretKey) throws(CryptographyError) {
        guard let algorithm = Self.algorithm, let context = EVP_MAC_CTX_new(algorithm) else {
            ERR_clear_error()
            throw .algorithmUnavailable("HMAC")
        }
        self.context = context
        var parameters = [COpenSSL_digest_parameter_sha256(), OSSL_PARAM_construct_end()]
        // An empty key must still be a pointer: NULL would mean "keep the key you have".
        let accepted = key.withUnsafeBytes { bytes in
            withUnsafePointer(to: 0 as UInt8) { none in
                EVP_MAC_init(context, bytes.bindMemory(to: UInt8.self).baseAddress ?? none, bytes.count, &parameters)
            }
        }
        guard accepted == 1 else {
            ERR_clear_error()
            throw .algorithmUnavailable("HMAC with SHA-256")
        }
    }

    deinit { EVP_MAC_CTX_free(context) }

    func code(_ message: UnsafeRawBufferPointer) -> [UInt8] {
        guard let own = EVP_MAC_CTX_dup(context) else { preconditionFailure("out of memory") }
        defer { EVP_MAC_CTX_free(own) }
        return [UInt8](unsafeUninitializedCapacity: HMACSHA256.byteCount) { buffer, filled in
            let bytes = message.bindMemory(to: UInt8.self)
            let done =
                EVP_MAC_update(own, bytes.baseAddress, bytes.count) == 1
                && EVP_MAC_final(own, buffer.baseAddress, &filled, HMACSHA256.byteCount) == 1
            precondition(done, "HMAC refused a message")
        }
    }
}
