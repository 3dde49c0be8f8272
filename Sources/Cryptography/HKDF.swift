internal import COpenSSL

/// HKDF with SHA-256 (RFC 5869): many independent keys from one secret, so that a deployment keeps one.
public enum HKDF {
    /// The most bytes one derivation gives: 255 digests.
    public static let outputBytesMax = 255 * SHA256.byteCount

    /// A key for one purpose. Two purposes give keys that say nothing of each other or of `secret`.
    ///
    /// - Parameters:
    ///   - secret: has full entropy (32 random bytes); a password does not.
    ///   - purpose: the `info` of the RFC: a fixed label with a version, as `invitation token v1`.
    ///   - salt: random but not secret; none is allowed when `secret` is uniformly random.
    ///   - byteCount: 1 ... ``outputBytesMax``.
    public static func derive(
        from secret: SecretKey, purpose: String, salt: [UInt8] = [], byteCount: Int = 32
    ) throws(CryptographyError) -> SecretKey {
        try derive(from: secret, info: Array(purpose.utf8), salt: salt, byteCount: byteCount)
    }

    static func derive(from secret: SecretKey, info: [UInt8], salt: [UInt8], byteCount: Int) throws(CryptographyError) -> SecretKey {
        precondition((1...outputBytesMax).contains(byteCount), "HKDF gives 1 to \(outputBytesMax) bytes")
        guard let algorithm = EVP_KDF_fetch(nil, "HKDF", nil), let context = EVP_KDF_CTX_new(algorithm) else {
            ERR_clear_error()
            throw .algorithmUnavailable("HKDF")
        }
        defer {
            EVP_KDF_CTX_free(context)
            EVP_KDF_free(algorithm)
        }
        var output = [UInt8](repeating: 0, count: byteCount)
        defer { output.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
        let derived = secret.withUnsafeBytes { key in
            info.withUnsafeBytes { info in
                salt.withUnsafeBytes { salt in
                    var parameters = [COpenSSL_digest_parameter_sha256(), COpenSSL_kdf_parameter_key(key.baseAddress, key.count)]
                    // An absent value and an empty one are the same to the RFC; OpenSSL takes only absent ones.
                    if !info.isEmpty { parameters.append(COpenSSL_kdf_parameter_info(info.baseAddress, info.count)) }
                    if !salt.isEmpty { parameters.append(COpenSSL_kdf_parameter_salt(salt.baseAddress, salt.count)) }
                    parameters.append(OSSL_PARAM_construct_end())
                    return EVP_KDF_derive(context, &output, byteCount, &parameters)
                }
            }
        }
        guard derived == 1 else {
            ERR_clear_error()
            throw .algorithmUnavailable("HKDF with SHA-256")
        }
        return SecretKey(output)
    }
}
