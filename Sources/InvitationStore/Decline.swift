public import Invitations

/// "This was not meant for me": ends the invitation that a link belongs to, and tells the office (R43).
public struct Decline: Sendable {
    private let environment: UseCaseEnvironment

    public init(_ environment: UseCaseEnvironment) { self.environment = environment }

    /// Throws `INVALID_TOKEN` for what no key of ours made.
    public func verify(_ token: String) throws(InvitationError) -> GenuineToken { try environment.tokens.verify(token) }

    /// Revokes the link and flags the contact; a second time changes nothing more.
    ///
    /// Throws `INVALID_TOKEN`, `RESTORED_UNRELEASED`, `NOT_PERMITTED`, `ALREADY_REDEEMED`, `REVOKED`, `SUPERSEDED`.
    public func decline(
        _ token: GenuineToken, within schools: (SchoolID) -> Bool = { _ in true }, in transaction: any WriteTransaction
    ) throws {
        let named = try transaction.namedInvitation(token, within: schools)
        let contact = named.contact.key
        switch named.contact.declineDecision(for: named.invitation, at: transaction.now) {
        case .refuse(let error): throw error
        case .alreadyDone: return
        case .decline:
            _ = try transaction.revoke([contact], because: .declined, of: named.school)
            try transaction.flagDeclined(contact, of: named.school)
            try transaction.append([NewEvent(.declined, contact: contact, actor: "parent")], of: named.school)
        }
    }
}

extension ReadTransaction {
    /// A genuine token that is unknown answers exactly as a forged one (R28); so does one of a school that is not the caller's (R4). Throws
    /// `RESTORED_UNRELEASED` for one of a restored school, whatever became of it: the copy does not know (R41).
    func namedInvitation(_ token: GenuineToken, within schools: (SchoolID) -> Bool) throws -> NamedInvitation {
        guard let named = try invitation(token.nonce), named.invitation.tokenKeyID == token.keyID, schools(named.school.id)
        else { throw InvitationError.unknownToken }
        try named.school.requireReleased()
        return named
    }
}
