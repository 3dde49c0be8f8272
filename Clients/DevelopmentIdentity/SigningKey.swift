internal import COpenSSL
public import Cryptography

/// A private key for throw-away certificates and tokens.
///
/// A value; copies share one OpenSSL key, which is only read after `init`.
public struct SigningKey: Sendable {
    /// The one kind of signature it makes.
    public let algorithm: VerificationKey.Algorithm
    let handle: Handle

    /// A fresh key.
    public init(_ algorithm: VerificationKey.Algorithm) throws(DevelopmentIdentityError) {
        self.algorithm = algorithm
        let context = EVP_PKEY_CTX_new_id(algorithm == .es256 ? EVP_PKEY_EC : EVP_PKEY_ED25519, nil)
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1,
            algorithm == .edDSA || EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1,
            EVP_PKEY_keygen(context, &key) == 1, let key
        else { throw DevelopmentIdentityError("a key cannot be made") }
        handle = Handle(key)
    }

    /// A key that ``pem`` wrote. Throws when it is none, or of another kind.
    public init(pem: String, _ algorithm: VerificationKey.Algorithm) throws(DevelopmentIdentityError) {
        self.algorithm = algorithm
        let key = withMemory(Array(pem.utf8)) { source in PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil) }
        ERR_clear_error()
        guard let key else { throw DevelopmentIdentityError("the signing key cannot be read") }
        handle = Handle(key)
        guard EVP_PKEY_get_base_id(key) == (algorithm == .es256 ? EVP_PKEY_EC : EVP_PKEY_ED25519) else {
            throw DevelopmentIdentityError("the signing key is not for \(algorithm.rawValue)")
        }
    }

    /// PKCS #8, not encrypted.
    public var pem: String {
        writing { PEM_write_bio_PKCS8PrivateKey($0, handle.key, nil, nil, 0, nil, nil) }
    }

    /// As JOSE writes signatures: 64 bytes (RFC 7518 section 3.4, RFC 8037 section 3.1).
    public func signature(for message: [UInt8]) -> [UInt8] {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var count = 128
        var signature = [UInt8](repeating: 0, count: count)
        let isSigned =
            EVP_DigestSignInit(context, nil, algorithm == .es256 ? EVP_sha256() : nil, nil, handle.key) == 1
            && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        precondition(isSigned, "a key that was made for signing does not sign")
        signature.removeLast(signature.count - count)
        return algorithm == .es256 ? Self.fixedWidth(signature) : signature
    }

    /// The public key's coordinates: x and y of P-256; x alone of Ed25519.
    public var publicParts: [[UInt8]] {
        if algorithm == .edDSA {
            var count = VerificationKey.partByteCount
            var bytes = [UInt8](repeating: 0, count: count)
            precondition(EVP_PKEY_get_raw_public_key(handle.key, &bytes, &count) == 1, "an Ed25519 key has a public half")
            return [bytes]
        }
        var start: UnsafeMutablePointer<UInt8>?
        let count = EVP_PKEY_get1_encoded_public_key(handle.key, &start)
        defer { CRYPTO_free(start, nil, 0) }
        let bytes = Array(UnsafeBufferPointer(start: start, count: count))
        return [Array(bytes[1..<33]), Array(bytes[33...])]
    }

    /// r ‖ s from `Ecdsa-Sig-Value`.
    private static func fixedWidth(_ der: [UInt8]) -> [UInt8] {
        der.withUnsafeBufferPointer { der in
            var position = der.baseAddress
            let value = d2i_ECDSA_SIG(nil, &position, der.count)
            defer { ECDSA_SIG_free(value) }
            return [ECDSA_SIG_get0_r(value), ECDSA_SIG_get0_s(value)].flatMap { number in
                var bytes = [UInt8](repeating: 0, count: VerificationKey.partByteCount)
                BN_bn2binpad(number, &bytes, Int32(bytes.count))
                return bytes
            }
        }
    }

    /// Owns an `EVP_PKEY`; freed with the last copy, on any thread.
    // Sendable: only read after `init`.
    final class Handle: @unchecked Sendable {
        let key: OpaquePointer

        init(_ key: OpaquePointer) { self.key = key }

        deinit { EVP_PKEY_free(key) }
    }
}

/// Lends OpenSSL a text to read.
func withMemory<Result>(_ bytes: [UInt8], _ body: (OpaquePointer?) -> Result) -> Result {
    let source = BIO_new_mem_buf(bytes, Int32(bytes.count))
    defer { BIO_free(source) }
    return body(source)
}

/// The text that OpenSSL writes.
func writing(_ body: (OpaquePointer?) -> Int32) -> String {
    let sink = BIO_new(BIO_s_mem())
    defer { BIO_free(sink) }
    precondition(body(sink) == 1, "OpenSSL cannot write what it has made")
    var bytes = [UInt8](repeating: 0, count: 16_384)
    let count = BIO_read(sink, &bytes, Int32(bytes.count))
    return String(decoding: bytes.prefix(Int(max(0, count))), as: UTF8.self)
}
