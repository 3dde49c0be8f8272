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

    /// A contact with its pairs and pupils; nil: the school has none of that id (R4).
    func contactFacts(_ id: ContactID, of school: School) throws -> ContactFacts?

    /// Everything the account was ever bound to (R38), in the order of schools and contacts.
    func bindings(of account: AccountID) throws -> [AccountBinding]

    /// A contact's events, the newest first, from before a number on; nil: from the newest.
    func events(of contact: ContactKey, before sequence: Int64?, limit: Int) throws -> [RecordedEvent]

    /// A school's events in their order, from after a number on.
    func events(of school: School, after sequence: Int64, limit: Int) throws -> [RecordedEvent]

    /// What is known of a school besides itself.
    func facts(of school: School) throws -> SchoolFacts

    /// An entry as it is now, for the worker that leased it; nil: it has ended, or another worker has it.
    func leasedMail(_ mail: MailID, fence: Int64) throws -> LeasedMail?

    /// What decides whether it may leave (R7), as that is now; nil: it has ended, or another worker has it.
    func departureFacts(of mail: LeasedMail) throws -> DepartureFacts?

    /// When `leaseDueMail` has something to lease next: the earliest instant at which an entry is due and its lease over; may
    /// be past. nil: the outbox holds nothing that waits.
    func nextMailDue() throws -> Instant?

    /// How much mail has not ended, by school, state and age: of one school, or nil: of all.
    func openMailCounts(of school: School?) throws -> [OpenMailCount]

    /// R23: the schools of which mail is held for that cause and not released.
    func schoolsHoldingMail(because cause: HoldCause) throws -> [School]

    /// What a contact's latest mail waits for; nil: it has none that has not ended.
    func openMail(of contact: ContactKey) throws -> OpenMail?

    /// A contact's key, whether it is in the roster or has left; nil: the school never had it.
    func contactKey(_ id: ContactID, of school: School) throws -> ContactKey?

    /// The contacts' ids, by position; also of those who have left.
    func contactIDs(_ keys: [ContactKey]) throws -> [ContactID]

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

/// One contact with all that is known of it (R11).
public struct ContactFacts: Sendable, Hashable {
    public var contact: ContactState
    /// Its pupils in list order, each with the pair's own flags.
    public var pairs: [Pair]

    /// The contact with respect to one pupil.
    public struct Pair: Sendable, Hashable {
        public var pupil: Pupil
        public var relationship: String
        /// Sticky (R8).
        public var courtOrder: Bool

        public init(pupil: Pupil, relationship: String, courtOrder: Bool) {
            self.pupil = pupil
            self.relationship = relationship
            self.courtOrder = courtOrder
        }
    }

    public init(contact: ContactState, pairs: [Pair]) {
        self.contact = contact
        self.pairs = pairs
    }
}

/// One contact that an account is or was bound to (R38).
public struct AccountBinding: Sendable, Hashable {
    public var school: School
    public var contact: ContactID
    /// It still is, the contact is in the roster, and nothing bars it.
    public var isGranted: Bool
    /// In list order; empty unless granted.
    public var pupils: [PupilID]

    public init(school: School, contact: ContactID, isGranted: Bool, pupils: [PupilID]) {
        self.school = school
        self.contact = contact
        self.isGranted = isGranted
        self.pupils = pupils
    }
}

/// Something that happened, as it is listed (R38).
public struct RecordedEvent: Sendable, Hashable {
    public var sequence: Int64
    public var at: Instant
    /// A kind's name; one that a newer version wrote is passed through.
    public var kind: String
    public var contact: ContactID?
    public var account: AccountID?
    public var actor: String
    public var detail: String

    public init(
        sequence: Int64, at: Instant, kind: String, contact: ContactID?, account: AccountID?, actor: String, detail: String
    ) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.contact = contact
        self.account = account
        self.actor = actor
        self.detail = detail
    }
}

/// Numbers of a school.
public struct SchoolFacts: Sendable, Hashable {
    public var pupils: Int64
    public var contacts: Int64
    /// Standing ones, sticky (R8).
    public var courtOrders: Int64
    /// Imports that changed its roster.
    public var imports: Int64
    /// R42: invitations asked for within the last 24 hours; by whole hours, so that some of the hour before may count too.
    public var invitedWithinDay: Int
    /// The oldest event that is kept; 1 more than the last when there is none.
    public var firstEvent: Int64
    public var lastEvent: Int64

    public init(
        pupils: Int64, contacts: Int64, courtOrders: Int64, imports: Int64, invitedWithinDay: Int, firstEvent: Int64, lastEvent: Int64
    ) {
        self.pupils = pupils
        self.contacts = contacts
        self.courtOrders = courtOrders
        self.imports = imports
        self.invitedWithinDay = invitedWithinDay
        self.firstEvent = firstEvent
        self.lastEvent = lastEvent
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
