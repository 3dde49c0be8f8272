public import Invitations

/// What an operator decides about the emails: validated once, when the daemon starts.
public struct MailSettings: Sendable, Hashable {
    /// Whom the emails come from; the display name is the school's (R19).
    public let from: EmailAddress
    /// The mailbox of reports that come later: the envelope's sender is its address with the mail's word after a `+` (R23). nil: the sender is
    /// `from`, and no report can be read.
    public let bounceAddress: EmailAddress?
    /// Where a parent's answer goes, if not to `from`.
    public let replyTo: EmailAddress?
    /// The page behind the link; the token follows as its fragment (R31).
    public let linkBase: String
    /// The app's name, in the subject and the text.
    public let appName: String

    /// `linkBase` is `https://…`, or `http://` to the same machine; without a fragment, of printable ASCII.
    /// Throws `MailSettingsError` naming the value that cannot be used.
    public init(
        from: String, bounceAddress: String? = nil, replyTo: String? = nil, linkBase: String, appName: String
    ) throws(MailSettingsError) {
        self.from = try Self.address(from, "from")
        self.bounceAddress = try bounceAddress.map { text throws(MailSettingsError) in try Self.mailbox(text, "bounceAddress") }
        self.replyTo = try replyTo.map { text throws(MailSettingsError) in try Self.address(text, "replyTo") }
        guard Self.isLinkBase(linkBase) else {
            throw MailSettingsError(
                setting: "linkBase",
                problem: "must be an https:// address (http:// only for localhost) of at most \(Self.linkBaseBytesMax) printable ASCII "
                    + "characters, without #")
        }
        self.linkBase = linkBase
        let name = oneLine(appName)
        guard !name.isEmpty, name.unicodeScalars.count <= Self.appNameScalarsMax, name == appName else {
            throw MailSettingsError(
                setting: "appName", problem: "must be one line of 1 to \(Self.appNameScalarsMax) characters without spaces at its ends")
        }
        self.appName = name
    }

    public static let linkBaseBytesMax = 512
    public static let appNameScalarsMax = 60

    private static func address(_ text: String, _ setting: String) throws(MailSettingsError) -> EmailAddress {
        guard let address = EmailAddress(text), !address.needsSMTPUTF8 else {
            throw MailSettingsError(setting: setting, problem: "must be an email address with an ASCII local part")
        }
        return address
    }

    /// One whose local part leaves room for a word.
    private static func mailbox(_ text: String, _ setting: String) throws(MailSettingsError) -> EmailAddress {
        let address = try address(text, setting)
        let local = address.local.utf8
        guard local.count <= ReturnPathAuthority.mailboxBytesMax, !local.contains(UInt8(ascii: "+")) else {
            throw MailSettingsError(
                setting: setting,
                problem: "must have at most \(ReturnPathAuthority.mailboxBytesMax) characters before the @, none of them a +")
        }
        return address
    }

    private static func isLinkBase(_ text: String) -> Bool {
        guard text.utf8.count <= linkBaseBytesMax,
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !"#\"<>\\^`{|}".utf8.contains($0) })
        else { return false }
        if text.hasPrefix("https://") { return text.utf8.count > "https://".utf8.count && !text.hasPrefix("https:///") }
        return ["http://localhost", "http://127.0.0.1", "http://[::1]"].contains { own in
            text.hasPrefix(own) && (text.utf8.dropFirst(own.utf8.count).first.map { ":/?".utf8.contains($0) } ?? true)
        }
    }
}

/// A mail setting that cannot be used.
public struct MailSettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The parameter's name.
    public var setting: String
    public var problem: String

    public var description: String { "\(setting) \(problem)" }
}
