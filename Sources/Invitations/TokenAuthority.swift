/// HMAC-SHA-256 under one secret key. The domain has no cryptography of its own; the edge hands it in.
public protocol MessageAuthentication: Sendable {
    /// The code of `message`: 32 bytes.
    func code(_ message: [UInt8]) -> [UInt8]
    /// Whether `code` is that of `message`, compared in constant time.
    func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool
    /// Whether that of `message` begins with `beginning`, compared in constant time: where there is no room for 32 bytes.
    func isValid(beginning: [UInt8], for message: [UInt8]) -> Bool
}

/// Makes and verifies invitation tokens (R31).
///
/// The code covers a label, the deployment's id and all that stands before it in the token: a token of another deployment or of
/// another purpose under the same key is no token here. Keys live outside the database, so a copy of it makes no link.
public struct TokenAuthority: Sendable {
    /// The key that new generations are signed with.
    public let activeKeyID: UInt8
    private let keys: [UInt8: any MessageAuthentication]
    private let prefix: [UInt8]

    /// `keys` holds the active key and those that still verify, each under the id that its tokens carry.
    ///
    /// Precondition: the active key is among them; `deploymentID` has at most 255 bytes.
    public init(deploymentID: String, keys: [UInt8: any MessageAuthentication], activeKeyID: UInt8) {
        precondition(keys[activeKeyID] != nil, "the active token key is among the keys")
        precondition(deploymentID.utf8.count <= 255, "a deployment's id has at most 255 bytes")
        self.activeKeyID = activeKeyID
        self.keys = keys
        prefix = Array("invitation token\0".utf8) + [UInt8(deploymentID.utf8.count)] + Array(deploymentID.utf8)
    }

    /// Whether the tokens of generations with this key can be made.
    public func holdsKey(_ keyID: UInt8) -> Bool { keys[keyID] != nil }

    /// The token of a generation; nil when its key is no longer held: such a link can be neither mailed nor redeemed.
    public func token(for nonce: InvitationNonce, keyID: UInt8) -> InvitationToken? {
        guard let key = keys[keyID] else { return nil }
        let fields = [InvitationToken.version, keyID] + nonce.bytes
        return InvitationToken(bytes: fields + key.code(prefix + fields))
    }

    /// What a token says, if one of our keys made it. Touches no store: a forgery costs one code (R28).
    ///
    /// Throws ``InvitationError/unknownToken``, whatever is wrong with it.
    public func verify(_ text: String) throws(InvitationError) -> GenuineToken {
        guard let bytes = FixedWidthText.base64URL.decode(text, valueBytes: InvitationToken.byteCount), bytes[0] == InvitationToken.version,
            let key = keys[bytes[1]]
        else { throw .unknownToken }
        let fields = bytes.prefix(2 + InvitationNonce.byteCount)
        guard key.isValid(Array(bytes.dropFirst(fields.count)), for: prefix + fields) else { throw .unknownToken }
        return GenuineToken(keyID: bytes[1], nonce: InvitationNonce(bytes: Array(fields.dropFirst(2))))
    }
}

extension InvitationError {
    /// Malformed, forged, or genuine but unknown: one answer for all three (R28).
    public static let unknownToken = InvitationError(
        .invalidToken, "This link is not valid. Open it from the email exactly as it was sent, or ask the school to invite you again.")
}
