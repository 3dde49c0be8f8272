public import Invitations

/// What operators see of mail on its way, and do with it. Ids only: what relays said may name people, and is for the school's office (R39).
public struct TendOutbox: Sendable {
    private let returnPaths: ReturnPathAuthority

    public init(_ environment: UseCaseEnvironment) { returnPaths = environment.returnPaths }

    /// A contact's latest mail, and the history of its mail.
    public struct Mail: Sendable, Hashable {
        public var state: DeliveryState
        public var queuedAt: Instant
        /// When its first attempt began; nil: not yet.
        public var mailedAt: Instant?
        /// nil: it has ended.
        public var open: OpenMail?
        /// What is after the `+` in the envelope's sender; nil before the first attempt, or without its key.
        public var returnPathWord: String?
        /// The newest first.
        public var events: [RecordedEvent]
    }

    public static let eventsMax = 50
    /// Mails that one call of Hold holds at most: each is a list row written anew.
    public static let heldMax = 1000

    /// How much waits, by school, state and age: of a school, or nil: of all within `schools`. Throws `SCHOOL_NOT_FOUND`.
    public func counts(
        of school: SchoolID?, within schools: (SchoolID) -> Bool, in transaction: any ReadTransaction
    ) throws -> [OpenMailCount] {
        try transaction.openMailCounts(of: try school.map { try transaction.requiredSchool($0) }).filter { schools($0.school) }
    }

    /// Throws `SCHOOL_NOT_FOUND`, `CONTACT_NOT_FOUND`, and `NO_MAIL_WAITING` for a contact who was never invited.
    public func mail(of contact: ContactID, _ school: SchoolID, in transaction: any ReadTransaction) throws -> Mail {
        let school = try transaction.requiredSchool(school)
        let state = try transaction.requiredContact(contact, of: school).contact
        guard let invitation = state.invitation else { throw InvitationError.noMailWaiting }
        let events = try transaction.events(of: state.key, before: nil, limit: Self.eventsSearched)
        return Mail(
            state: invitation.delivery, queuedAt: invitation.invitedAt, mailedAt: invitation.mailedAt,
            open: try transaction.openMail(of: state.key),
            returnPathWord: invitation.mailedAt.flatMap {
                returnPaths.word(for: invitation.nonce, keyID: invitation.tokenKeyID, mailedAt: $0)
            },
            events: Array(events.filter { Self.kinds.contains($0.kind) }.prefix(Self.eventsMax)))
    }

    /// Makes what waits for its next attempt due now; of a contact, or nil: of all. Answers how much.
    ///
    /// Throws `SCHOOL_NOT_FOUND`, `CONTACT_NOT_FOUND`, and `NO_MAIL_WAITING` for a contact of whom nothing waits.
    public func retry(_ contact: ContactID?, of school: SchoolID, in transaction: any WriteTransaction) throws -> Int {
        let school = try transaction.requiredSchool(school)
        let key = try key(contact, of: school, transaction)
        let mails = try transaction.retryMail(of: key, school: school)
        if key != nil, mails == 0 { throw InvitationError.noMailWaiting }
        return mails
    }

    /// Keeps mail from leaving until it is released: a contact's, or nil: the school's, at most ``heldMax`` a call. Answers how much.
    ///
    /// Throws `SCHOOL_NOT_FOUND`, `CONTACT_NOT_FOUND`, and `NO_MAIL_WAITING` for a contact of whom nothing waits.
    public func hold(_ contact: ContactID?, of school: SchoolID, by actor: Actor, in transaction: any WriteTransaction) throws -> Int {
        let school = try transaction.requiredSchool(school)
        let key = try key(contact, of: school, transaction)
        let held = try transaction.holdMail(of: key, school: school, limit: Self.heldMax)
        if key != nil, held.isEmpty { throw InvitationError.noMailWaiting }
        try transaction.append(held.map { NewEvent(.mailHeld, contact: $0, actor: actor.principal, detail: "OPERATOR") }, of: school)
        return held.count
    }

    private func key(_ contact: ContactID?, of school: School, _ transaction: any WriteTransaction) throws -> ContactKey? {
        try contact.map { try transaction.requiredContact($0, of: school).contact.key }
    }

    private static let eventsSearched = 200
    private static let kinds: Set<String> = Set(
        [
            EventKind.invited, .reinvited, .mailSent, .mailDeferred, .mailFailed, .mailHeld, .mailCancelled, .mailReleased, .bounceCleared,
        ].map(\.rawValue))
}

extension InvitationError {
    static let noMailWaiting = InvitationError(
        .noMailWaiting, "The contact has no mail that waits: it was never sent, has ended, or is leaving at this moment.")
}
