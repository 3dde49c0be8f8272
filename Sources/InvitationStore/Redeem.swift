public import Invitations

/// Turns the link of an email into a registration, or shows what it would register (R26-R30).
///
/// In two steps: ``verify(_:)`` needs no transaction and refuses forgeries; only a genuine token reaches the store (R28).
public struct Redeem: Sendable {
    /// All that the parent's page may show (R26).
    public struct Answer: Sendable, Hashable {
        public var schoolName: String
        public var name: PersonName
        /// In list order.
        public var childForenames: [String]
        /// nil: the email has not left yet.
        public var expiresAt: Instant?
        /// Of a redemption; nil of a preview.
        public var registered: Registered?
    }

    /// What the portal binds its account to.
    public struct Registered: Sendable, Hashable {
        public var school: SchoolID
        public var contact: ContactID
        public var pupils: [PupilID]
    }

    private let environment: UseCaseEnvironment

    public init(_ environment: UseCaseEnvironment) { self.environment = environment }

    /// Throws `INVALID_TOKEN` for what no key of ours made.
    public func verify(_ token: String) throws(InvitationError) -> GenuineToken {
        try environment.tokens.verify(token)
    }

    /// What the page needs; changes nothing, however often it is called (R26). `account` is nil for somebody not signed in.
    ///
    /// Throws `INVALID_TOKEN`, `RESTORED_UNRELEASED`, `NOT_PERMITTED`, `ALREADY_REDEEMED`, `REVOKED`, `SUPERSEDED`, `EXPIRED`.
    public func preview(
        _ token: GenuineToken, account: AccountID?, within schools: (SchoolID) -> Bool = { _ in true },
        in transaction: any ReadTransaction
    ) throws -> Answer {
        let named = try transaction.namedInvitation(token, within: schools)
        if case .refuse(let error) = named.contact.redeemDecision(for: named.invitation, account: account, at: transaction.now) {
            throw error
        }
        return Answer(named)
    }

    /// Binds the contact to the account, once; the same account again gets the same answer (R27). Throws as
    /// ``preview(_:account:in:)``.
    public func redeem(
        _ token: GenuineToken, account: AccountID, within schools: (SchoolID) -> Bool = { _ in true },
        in transaction: any WriteTransaction
    ) throws -> Answer {
        var named = try transaction.namedInvitation(token, within: schools)
        var roundsLeft = 3
        while true {
            switch named.contact.redeemDecision(for: named.invitation, account: account, at: transaction.now) {
            case .refuse(let error): throw error
            case .alreadyDone: return Answer(registered: named)
            case .redeem:
                let generation = named.invitation.generation
                if try transaction.redeem(named.contact.key, generation: generation, account: account, of: named.school) {
                    try transaction.append(
                        [NewEvent(.redeemed, contact: named.contact.key, account: account, actor: "parent")], of: named.school)
                    return Answer(registered: named)
                }
                // Somebody was quicker: what is true now decides.
                guard roundsLeft > 0 else { throw StoreError.unavailable }
                roundsLeft -= 1
                named = try transaction.namedInvitation(token, within: schools)
            }
        }
    }
}

extension Redeem.Answer {
    fileprivate init(_ named: NamedInvitation) {
        self.init(
            schoolName: named.school.name, name: named.contact.name, childForenames: named.pupils.map(\.forename),
            expiresAt: named.invitation.expiresAt)
    }

    fileprivate init(registered named: NamedInvitation) {
        self.init(named)
        registered = Redeem.Registered(school: named.school.id, contact: named.contact.id, pupils: named.pupils.map(\.id))
    }
}
