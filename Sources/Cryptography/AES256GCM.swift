internal import COpenSSL

/// AES-256 in Galois/Counter mode (NIST SP 800-38D): text that nobody without the key can read or change.
///
/// A sealed text is nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). Nonces are random, so one key seals at most 2³² texts; derive
/// keys per purpose with ``HKDF``. Any thread may use it: each call has its own `EVP_CIPHER_CTX`, freed before it returns.
public struct AES256GCM: Sendable {
    /// How many bytes a sealed text is longer than its plain text.
    public static let overheadBytes = nonceBytes + tagBytes
    static let nonceBytes = 12
    static let tagBytes = 16

    private let key: SecretKey

    /// - Throws: ``CryptographyError/keyLength(is:mustBe:)`` unless the key has 32 bytes, `algorithmUnavailable`.
    public init(key: SecretKey) throws(CryptographyError) {
        guard key.byteCount == 32 else { throw .keyLength(is: key.byteCount, mustBe: 32) }
        guard Self.algorithm != nil else { throw .algorithmUnavailable("AES-256-GCM") }
        self.key = key
    }

    /// Seals `plaintext` under a fresh nonce from `random`. `associatedData` is bound to it and not part of it: whoever opens must
    /// name the same bytes.
    public func seal(_ plaintext: [UInt8], associatedData: [UInt8] = [], random: some RandomSource) -> [UInt8] {
        seal(plaintext, associatedData: associatedData, nonce: random.bytes(Self.nonceBytes))
    }

    /// The plain text of `sealed`.
    ///
    /// - Throws: ``CryptographyError/notAuthentic`` whatever is wrong: a finer answer would help only a forger.
    public func open(_ sealed: [UInt8], associatedData: [UInt8] = []) throws(CryptographyError) -> [UInt8] {
        guard sealed.count >= Self.overheadBytes else { throw .notAuthentic }
        let ciphertext = sealed[Self.nonceBytes..<(sealed.count - Self.tagBytes)]
        var tag = Array(sealed.suffix(Self.tagBytes))
        let context = Self.makeContext()
        defer { EVP_CIPHER_CTX_free(context) }
        start(context, nonce: sealed, encrypting: false)
        Self.absorb(associatedData[...], into: context)
        let plaintext = Self.transform(ciphertext, in: context)
        precondition(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagBytes), &tag) == 1, "AES-GCM refused a tag")
        var rest: UInt8 = 0
        var restCount: Int32 = 0
        guard EVP_CipherFinal_ex(context, &rest, &restCount) == 1 else {
            ERR_clear_error()
            throw .notAuthentic
        }
        return plaintext
    }

    /// With a nonce of the caller's; two texts under one key and nonce give the key's secrets away.
    func seal(_ plaintext: [UInt8], associatedData: [UInt8], nonce: [UInt8]) -> [UInt8] {
        precondition(nonce.count == Self.nonceBytes, "a nonce has \(Self.nonceBytes) bytes")
        let context = Self.makeContext()
        defer { EVP_CIPHER_CTX_free(context) }
        start(context, nonce: nonce, encrypting: true)
        Self.absorb(associatedData[...], into: context)
        let ciphertext = Self.transform(plaintext[...], in: context)
        var rest: UInt8 = 0
        var restCount: Int32 = 0
        var tag = [UInt8](repeating: 0, count: Self.tagBytes)
        let done =
            EVP_CipherFinal_ex(context, &rest, &restCount) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagBytes), &tag) == 1
        precondition(done, "AES-GCM refused to finish")
        return nonce + ciphertext + tag
    }

    private func start(_ context: OpaquePointer, nonce: [UInt8], encrypting: Bool) {
        let started = key.withUnsafeBytes { key in
            EVP_CipherInit_ex2(context, Self.algorithm, key.bindMemory(to: UInt8.self).baseAddress, nonce, encrypting ? 1 : 0, nil)
        }
        precondition(started == 1, "AES-GCM refused a key")
    }

    private static func makeContext() -> OpaquePointer {
        guard let context = EVP_CIPHER_CTX_new() else { preconditionFailure("out of memory") }
        return context
    }

    private static func absorb(_ data: ArraySlice<UInt8>, into context: OpaquePointer) {
        guard !data.isEmpty else { return }
        var count: Int32 = 0
        let absorbed = data.withUnsafeBufferPointer { EVP_CipherUpdate(context, nil, &count, $0.baseAddress, Int32($0.count)) }
        precondition(absorbed == 1, "AES-GCM refused associated data")
    }

    private static func transform(_ input: ArraySlice<UInt8>, in context: OpaquePointer) -> [UInt8] {
        guard !input.isEmpty else { return [] }
        return [UInt8](unsafeUninitializedCapacity: input.count) { buffer, filled in
            var count: Int32 = 0
            let done = input.withUnsafeBufferPointer {
                EVP_CipherUpdate(context, buffer.baseAddress, &count, $0.baseAddress, Int32($0.count))
            }
            precondition(done == 1 && Int(count) == input.count, "AES-GCM refused a text")
            filled = Int(count)
        }
    }

    // Fetched once, then only read.
    nonisolated(unsafe) private static let algorithm = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)
}
