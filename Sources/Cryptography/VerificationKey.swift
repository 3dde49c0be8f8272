internal import COpenSSL

/// A public key that verifies signatures of one kind and no other: the kind is the key's, never what a message says.
///
/// A value; copies share one OpenSSL key, which is only read after `init`, so it may be used on all threads.
public struct VerificationKey: Sendable {
    /// The kinds of signature, by their names in JOSE (RFC 7518, RFC 8037).
    public enum Algorithm: String, Sendable, Hashable, CaseIterable {
        /// ECDSA on P-256 with SHA-256; a signature is r ‖ s.
        case es256 = "ES256"
        /// Ed25519.
        case edDSA = "EdDSA"
    }

    /// A signature of either kind, in bytes.
    public static let signatureByteCount = 64
    /// An Ed25519 key, and a coordinate of a P-256 one, in bytes.
    public static let partByteCount = 32

    /// The one kind of signature this key verifies.
    public let algorithm: Algorithm
    private let key: PublicKey

    /// The point `x`, `y` of P-256, 32 bytes each (RFC 7518 section 6.2.1). Throws `publicKeyInvalid` when that is no point of the curve.
    public init(p256X x: [UInt8], y: [UInt8]) throws(CryptographyError) {
        guard x.count == Self.partByteCount, y.count == Self.partByteCount else { throw .publicKeyInvalid }
        algorithm = .es256
        key = try PublicKey(subjectPublicKeyInfo: Self.p256Prefix + x + y)
    }

    /// An Ed25519 key of 32 bytes (RFC 8032). Throws `publicKeyInvalid` for another length.
    public init(ed25519 bytes: [UInt8]) throws(CryptographyError) {
        guard bytes.count == Self.partByteCount else { throw .publicKeyInvalid }
        algorithm = .edDSA
        key = try PublicKey(subjectPublicKeyInfo: Self.ed25519Prefix + bytes)
    }

    /// Whether `signature` is this key's over `message`.
    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == Self.signatureByteCount else { return false }
        switch algorithm {
        case .es256:
            guard let encoded = Self.derSignature(r: signature.prefix(Self.partByteCount), s: signature.suffix(Self.partByteCount)) else {
                return false
            }
            return key.verifies(encoded, message, digest: EVP_sha256())
        case .edDSA:
            return key.verifies(signature, message, digest: nil)
        }
    }

    /// `SubjectPublicKeyInfo` (RFC 5480) up to the coordinates: id-ecPublicKey, prime256v1, an uncompressed point. Fixed bytes, so that no
    /// other curve and no other form of a point can come in.
    private static let p256Prefix: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01,
        0x07, 0x03, 0x42, 0x00, 0x04,
    ]
    /// The same for Ed25519 (RFC 8410).
    private static let ed25519Prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

    /// `Ecdsa-Sig-Value` (RFC 3279) as OpenSSL wants it.
    private static func derSignature(r: ArraySlice<UInt8>, s: ArraySlice<UInt8>) -> [UInt8]? {
        guard let value = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(value) }
        let r = Array(r)
        let s = Array(s)
        // Both belong to `value` once it has taken them.
        guard let first = BN_bin2bn(r, Int32(r.count), nil), let second = BN_bin2bn(s, Int32(s.count), nil),
            ECDSA_SIG_set0(value, first, second) == 1
        else { return nil }
        var encoded: UnsafeMutablePointer<UInt8>?
        let count = i2d_ECDSA_SIG(value, &encoded)
        guard count > 0, let encoded else { return nil }
        defer { CRYPTO_free(encoded, nil, 0) }
        return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
    }
}

/// Owns an `EVP_PKEY`; freed with the last copy, on any thread.
// Sendable: only read after `init`, by EVP_DigestVerifyInit, which OpenSSL allows from many threads.
private final class PublicKey: @unchecked Sendable {
    private let key: OpaquePointer

    /// Decoding checks that a point lies on its curve.
    init(subjectPublicKeyInfo bytes: [UInt8]) throws(CryptographyError) {
        let key = bytes.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            return d2i_PUBKEY(nil, &position, bytes.count)
        }
        guard let key else {
            ERR_clear_error()
            throw .publicKeyInvalid
        }
        self.key = key
    }

    deinit { EVP_PKEY_free(key) }

    func verifies(_ signature: [UInt8], _ message: [UInt8], digest: OpaquePointer?) -> Bool {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
        defer { EVP_MD_CTX_free(context) }
        let isValid =
            EVP_DigestVerifyInit(context, nil, digest, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        // A signature that is wrong leaves its reason in the thread's queue, for the next call to stumble over.
        if !isValid { ERR_clear_error() }
        return isValid
    }
}
