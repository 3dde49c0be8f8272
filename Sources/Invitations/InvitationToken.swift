/// What stands in an invitation's link, in the URL's fragment: whoever has it can redeem (R31).
///
/// version ‖ key id ‖ nonce ‖ HMAC-SHA-256, as base64url without padding; always ``textByteCount`` characters. It cannot be printed,
/// interpolated, dumped or compared: only ``reveal()`` gives the text, and only the mail's last step and tests call it.
public struct InvitationToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// 1 version, 1 key id, 16 nonce, 32 code.
    static let byteCount = 2 + InvitationNonce.byteCount + codeByteCount
    static let codeByteCount = 32
    static let version: UInt8 = 1

    /// The width of the text, the same for every token: a rendered mail holds a placeholder of this width (R20).
    public static let textByteCount = FixedWidthText.base64URL.characterCount(of: byteCount)

    /// The secret itself, ASCII.
    public func reveal() -> String { FixedWidthText.base64URL.encode(bytes) }

    public var description: String { "InvitationToken(redacted)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What a genuine token says. No secret: without the key it makes no token.
public struct GenuineToken: Sendable, Hashable {
    public let keyID: UInt8
    public let nonce: InvitationNonce

    /// As ``TokenAuthority/verify(_:)`` read it.
    init(keyID: UInt8, nonce: InvitationNonce) {
        self.keyID = keyID
        self.nonce = nonce
    }
}
