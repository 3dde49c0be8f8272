/// Makes and verifies the words by which a mail's envelope sender names the mail (R23), as in `bounces+WORD@mail.example.org`: a report of what
/// became of it comes back to that address. Anybody can write a report; only we can write the word.
///
/// key id ‖ nonce of the generation ‖ second of its rendering ‖ the first 80 bits of an HMAC-SHA-256, in base32 (``wordByteCount`` characters).
/// The code covers a label and the deployment's id too. A generation has one mail, and its nonce means nothing else in a database that was
/// restored, as a row's number would; the second names the revision (R20).
public struct ReturnPathAuthority: Sendable {
    private let keys: [UInt8: any MessageAuthentication]
    private let prefix: [UInt8]

    /// The width of the word.
    public static let wordByteCount = FixedWidthText.base32.characterCount(of: fieldsByteCount + codeByteCount)
    /// What a mailbox may be called whose addresses carry the word: a local part has 64 octets (RFC 5321 section 4.5.3.1.1).
    public static let mailboxBytesMax = 64 - 1 - wordByteCount

    private static let fieldsByteCount = 1 + InvitationNonce.byteCount + 4
    private static let codeByteCount = 10

    /// `keys`: under the ids that generations carry; others than those that sign links, derived for this purpose.
    ///
    /// Precondition: `deploymentID` has at most 255 bytes.
    public init(deploymentID: String, keys: [UInt8: any MessageAuthentication]) {
        precondition(deploymentID.utf8.count <= 255, "a deployment's id has at most 255 bytes")
        self.keys = keys
        prefix = Array("return path\0".utf8) + [UInt8(deploymentID.utf8.count)] + Array(deploymentID.utf8)
    }

    /// The word of a rendered mail; nil when the key of its generation is no longer held.
    public func word(for nonce: InvitationNonce, keyID: UInt8, mailedAt: Instant) -> String? {
        guard let key = keys[keyID] else { return nil }
        let second = Self.second(of: mailedAt)
        let fields = [keyID] + nonce.bytes + (0..<4).map { UInt8(truncatingIfNeeded: second >> (24 - 8 * $0)) }
        return FixedWidthText.base32.encode(fields + key.code(prefix + fields).prefix(Self.codeByteCount))
    }

    /// The mail that an address names, if one of our keys wrote its word. Touches no store: a forgery costs one code.
    public func verify(_ address: String) -> NamedMail? {
        guard let at = address.lastIndex(of: "@"), let plus = address[..<at].lastIndex(of: "+"),
            let bytes = FixedWidthText.base32.decode(
                address[address.index(after: plus)..<at], valueBytes: Self.fieldsByteCount + Self.codeByteCount),
            let key = keys[bytes[0]]
        else { return nil }
        let fields = Array(bytes.prefix(Self.fieldsByteCount))
        guard key.isValid(beginning: Array(bytes.dropFirst(Self.fieldsByteCount)), for: prefix + fields) else { return nil }
        return NamedMail(
            nonce: InvitationNonce(bytes: Array(fields[1...InvitationNonce.byteCount])),
            second: fields.suffix(4).reduce(0) { $0 << 8 | UInt32($1) })
    }

    fileprivate static func second(of instant: Instant) -> UInt32 { UInt32(truncatingIfNeeded: instant.milliseconds / 1000) }
}

/// A mail as a genuine return path names it.
public struct NamedMail: Sendable, Hashable {
    public let nonce: InvitationNonce
    private let second: UInt32

    init(nonce: InvitationNonce, second: UInt32) {
        self.nonce = nonce
        self.second = second
    }

    /// Whether it is the revision that was rendered then, or the first of it.
    public func isRevision(mailedAt: Instant?) -> Bool { mailedAt.map { ReturnPathAuthority.second(of: $0) == second } ?? false }
}
