/// Why a cryptographic operation gave no result. Says nothing of keys, texts or positions: what an attacker could learn from a
/// finer answer is exactly what the operation protects.
public enum CryptographyError: Error, Hashable, Sendable {
    /// A key has a length its algorithm does not take; both counts are bytes.
    case keyLength(is: Int, mustBe: Int)
    /// A sealed text is too short, was changed, was sealed under another key, or is bound to other associated data.
    case notAuthentic
    /// A public key has the wrong length, or is no point of its curve.
    case publicKeyInvalid
    /// A text that should hold PEM certificates holds one that cannot be read.
    case certificateUnreadable
    /// OpenSSL does not offer the algorithm: its configuration on this machine disables the default provider.
    case algorithmUnavailable(String)
    /// The operating system gave no random bytes.
    case noRandomness
}

extension CryptographyError: CustomStringConvertible {
    /// One sentence for a log or a start-up error.
    public var description: String {
        switch self {
        case .keyLength(let actual, let expected): "the key has \(actual) bytes and must have \(expected)"
        case .notAuthentic: "the sealed text is not authentic"
        case .publicKeyInvalid: "the public key is not a point of its curve"
        case .certificateUnreadable: "a certificate cannot be read"
        case .algorithmUnavailable(let name): "OpenSSL does not offer \(name); check its configuration (openssl list -providers)"
        case .noRandomness: "the operating system gives no random bytes"
        }
    }
}
