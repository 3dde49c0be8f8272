public import Invitations

/// One consistent view of the store. Synchronous and set-based: arrays in, arrays out, positions match.
///
/// A use case is written once over this and `WriteTransaction`; a store implements only these and passes the conformance kit.
/// Valid only inside the closure it was handed to, on the thread that calls it.
public protocol ReadTransaction {
    /// The instant of this transaction, from the store's injected clock; the same however often it is asked.
    var now: Instant { get }

    /// nil: unknown. A school exists once a feed named it.
    func school(_ id: SchoolID) throws -> School?

    /// The contacts in the order asked; nil where the school has none of that id (R4).
    func contacts(_ ids: [ContactID], of school: School) throws -> [ContactState?]

    /// The contacts that match the filter themselves, through a pupil that matches it (R13), in list order of their first
    /// such pupil, each once. At most `limit`.
    func contacts(matching filter: ContactFilter, of school: School, limit: Int) throws -> [ContactState]

    /// How many contacts, each once, match; by status at `now` (R12).
    func statusCounts(matching filter: ContactFilter, of school: School) throws -> [RegistrationStatus: Int]

    /// Visits the pupils of a page in list order (R10, R12) and answers where the next page starts; nil when none is left.
    func visitListRows(_ query: ListQuery, _ visit: (ListRow) throws -> ListStep) throws -> ListCursor?

    /// The generation that a token's nonce names, with all that redeeming it depends on; nil: unknown.
    func invitation(_ nonce: InvitationNonce) throws -> NamedInvitation?

    /// The answer recorded for an idempotency key, if it was kept (R16).
    func recordedAnswer(_ key: IdempotencyKey) throws -> RecordedAnswer?
}

/// A page of the list.
public struct ListQuery: Sendable {
    public var school: School
    public var filter: ContactFilter
    /// Start behind this pupil; nil: at the beginning.
    public var after: ListCursor?
    /// Pupils at most.
    public var pupilsMax: Int

    public init(school: School, filter: ContactFilter, after: ListCursor?, pupilsMax: Int) {
        self.school = school
        self.filter = filter
        self.after = after
        self.pupilsMax = pupilsMax
    }
}

/// A pupil's place in the stable order (surname, forename, id); the store's own bytes.
public struct ListCursor: Sendable, Hashable {
    public let bytes: [UInt8]
    public init(bytes: [UInt8]) { self.bytes = bytes }
}

/// One pupil of the list.
public enum ListRow {
    /// Encoded when something last changed, and still true at `now`. Valid only during the visit.
    case encoded(UnsafeRawBufferPointer)
    /// To be encoded live: what was derived is no longer true.
    case facts(PupilFacts)
}

/// What a visitor did with a row.
public enum ListStep {
    /// It is on the page; go on.
    case taken
    /// It did not fit: the page ends before it.
    case full
}

/// An invitation found by its nonce.
public struct NamedInvitation: Sendable {
    public var school: School
    public var contact: ContactState
    /// The generation that was asked for; `contact.invitation` is the latest.
    public var invitation: Invitation
    /// The children this contact is linked to, in list order.
    public var pupils: [Pupil]

    public init(school: School, contact: ContactState, invitation: Invitation, pupils: [Pupil]) {
        self.school = school
        self.contact = contact
        self.invitation = invitation
        self.pupils = pupils
    }
}

/// R16: what makes two calls the same call.
public struct IdempotencyKey: Sendable, Hashable {
    public var school: SchoolKey
    public var principal: String
    /// Short and stable: `Send`, `Reinvite`.
    public var method: String
    /// The UUID, 16 bytes.
    public var requestID: [UInt8]

    public init(school: SchoolKey, principal: String, method: String, requestID: [UInt8]) {
        self.school = school
        self.principal = principal
        self.method = method
        self.requestID = requestID
    }
}

/// What an idempotency key answered the first time. Holds ids, no personal values (R39).
public struct RecordedAnswer: Sendable, Hashable {
    /// SHA-256 over the canonical re-encoding of the request without its id; 32 bytes.
    public var bodyDigest: [UInt8]
    /// The use case's own compact form.
    public var answer: [UInt8]

    public init(bodyDigest: [UInt8], answer: [UInt8]) {
        self.bodyDigest = bodyDigest
        self.answer = answer
    }
}
