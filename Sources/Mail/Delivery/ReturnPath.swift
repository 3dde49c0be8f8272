public import Invitations

/// Whom relays are given as the sender of a mail: where reports come to of what became of it later (R23).
public struct ReturnPath: Sendable {
    private let from: EmailAddress
    private let bounceAddress: EmailAddress?
    private let authority: ReturnPathAuthority

    public init(_ settings: MailSettings, authority: ReturnPathAuthority) {
        from = settings.from
        bounceAddress = settings.bounceAddress
        self.authority = authority
    }

    /// The mailbox of reports with the word of this mail; `from` when there is no such mailbox. A retry has the same sender.
    func sender(of invitation: Invitation, mailedAt: Instant) -> String {
        guard let bounceAddress, let word = authority.word(for: invitation.nonce, keyID: invitation.tokenKeyID, mailedAt: mailedAt) else {
            return from.wire
        }
        return "\(bounceAddress.local)+\(word)@\(bounceAddress.domain)"
    }
}
