public import Invitations

/// The roster half of a store: where an import's slices run (R32).
public protocol RosterStore: Sendable {
    /// Runs `body` as one member of a group commit, as `TransactionalStore.write` does.
    func writeRoster<Answer: Sendable>(_ body: @escaping @Sendable (any RosterTransaction) throws -> Answer) async throws -> Answer
}

/// What one slice of an import may do. Each method is bounded by its arguments, so that other writes get their turn between slices.
///
/// An import writes beside the roster that readers see and becomes visible in one step, `publish`; before it, `discard` leaves no trace.
/// As with every write, the store may run a slice again after rolling it back.
public protocol RosterTransaction: WriteTransaction {
    /// What an import left that this process does not run any more; to be discarded before the next begins.
    func leftoverImport(of school: SchoolID) throws -> RosterImport?

    /// Removes a part of what an ended import had set aside for itself; answers whether there may be more.
    func forgetStaged(of school: SchoolID, limits: ImportLimits) throws -> Bool

    /// Preconditions: the school has no unfinished import, and nothing is set aside.
    func beginImport(of school: RosterSchool) throws -> RosterImport

    /// Stages a feed's pupils from the first on; answers when what is new or changed fills a slice, at the latest. Throws
    /// `FEED_DUPLICATE_PUPIL`, and `FEED_INVALID_RECORD` if a contact is described differently than before in this feed.
    func stage(_ pupils: ArraySlice<StagedPupil>, of roster: RosterImport, limits: ImportLimits) throws -> StagedSlice

    /// Writes a part of what `stage` and `prepare` gathered, from the row at `index` on; answers where to go on, nil at the end.
    func writeGathered(_ rows: SortedRows, from index: Int, of roster: RosterImport, limits: ImportLimits) throws -> Int?

    /// Does the next part of what must be known before publishing: who left, whose flags change, which contacts a change reaches through
    /// an address they share. nil: begin at the beginning.
    func prepare(_ roster: RosterImport, from place: ImportPlace?, limits: ImportLimits) throws -> PreparedSlice

    // MARK: A withheld import (R35)

    /// Makes the orders that staging found new part of the roster that is seen, also those of contacts it does not have yet, in slices of
    /// whole contacts. The records of their pupils are looked at anew by the next feed. Keeps besides what the feed says of orders that stand, and
    /// bars the addresses that it gives to who is barred (R21). Answers whom that bars who was not barred before. `place`: where to go on;
    /// nil: begin at the beginning.
    func applyNewOrders(of roster: RosterImport, from place: ImportPlace?, limits: ImportLimits) throws -> AppliedOrders

    // MARK: The flip: all of these in one transaction

    /// The contacts whose invitation or registration the change may touch, as they are and as they will be.
    func affectedContacts(of roster: RosterImport) throws -> [AffectedContact]

    /// Makes the staged roster the one that is seen, with what it says of the school. A feed was applied then (R41).
    func publish(_ roster: RosterImport, _ tally: ImportTally) throws -> School

    /// R34.
    func markEmailChanged(_ contacts: [ContactKey], of school: School) throws

    /// Appends the events of contacts that `affectedContacts` left out.
    func appendStagedEvents(of roster: RosterImport, detail: String) throws

    // MARK: Afterwards

    /// Forgets an import that would change nothing: a feed was applied all the same (R41).
    func endUnchanged(_ roster: RosterImport) throws

    /// Removes a part of what nobody sees any more after `publish`, and encodes list rows that it made untrue. nil: done.
    func tidy(_ roster: RosterImport, from place: ImportPlace?, limits: ImportLimits) throws -> ImportPlace?

    /// Removes a part of what an unpublished import wrote. nil: no trace is left.
    func discard(_ roster: RosterImport, from place: ImportPlace?, limits: ImportLimits) throws -> ImportPlace?
}

/// An import under way.
public struct RosterImport: Sendable, Hashable {
    public var school: SchoolKey
    /// What the feed says of the school.
    public var record: RosterSchool
    /// Counts the school's imports; stands in their events (R38).
    public var number: Int64
    /// The roster that is seen meanwhile; 0: the school has none yet.
    public var epoch: Int64
    /// How many contacts that roster has.
    public var contacts: Int64
    /// The school's last event when the import began: what happened to its contacts since stands behind it.
    public var eventSequence: Int64
    /// R8: whether any pair of this feed said true or false; while it is staged, any so far.
    public var saysCourtOrders = false
    /// Whether pupils were staged before any pair said so.
    public var beganWithoutCourtOrders = false
    /// Whether gathered rows were written already, so that those to come are not all.
    public var hasWrittenRows = false
    /// R39: who was erased; nil: nobody.
    public var tombstones: Tombstones?

    public init(school: SchoolKey, record: RosterSchool, number: Int64, epoch: Int64, contacts: Int64, eventSequence: Int64) {
        self.school = school
        self.record = record
        self.number = number
        self.epoch = epoch
        self.contacts = contacts
        self.eventSequence = eventSequence
    }
}

/// The erased contacts of a school: salted digests of their ids (R39).
public struct Tombstones: Sendable, Hashable {
    public var salt: [UInt8]
    public var digests: Set<[UInt8]>

    public init(salt: [UInt8], digests: Set<[UInt8]>) {
        self.salt = salt
        self.digests = digests
    }
}

/// What a slice did of a withheld feed's new court orders.
public struct AppliedOrders: Sendable {
    /// Pairs.
    public var orders = 0
    /// Contacts that were not barred before, as they were; those who are not in the roster have left, or never were in it.
    public var barred: [ContactState] = []
    /// Others who have an address of one of them, or one that the feed gives to somebody barred, as they are now (R21).
    public var sharers: [ContactState] = []
    /// nil: all are applied.
    public var next: ImportPlace?

    public init() {}
}

/// A validated record with what the writer need not work out.
public struct StagedPupil: Sendable {
    public var record: RosterPupil
    /// Counts the feed's pupils from 1; errors name it.
    public var position: Int64
    /// Equal digests: equal records (16 bytes).
    public var digest: [UInt8]
    /// The pupil's own address in comparing form; "" if it has no usable one (R21).
    public var address: String
    /// The contacts', by position.
    public var contactAddresses: [String]

    public init(record: RosterPupil, position: Int64, digest: [UInt8], address: String, contactAddresses: [String]) {
        self.record = record
        self.position = position
        self.digest = digest
        self.address = address
        self.contactAddresses = contactAddresses
    }
}

/// Where sliced work goes on; the store's own meaning.
public struct ImportPlace: Sendable, Hashable {
    public var phase: Int
    public var number: Int64
    public var bytes: [UInt8]
    public var text: String

    public init(phase: Int, number: Int64 = .min, bytes: [UInt8] = [], text: String = "") {
        self.phase = phase
        self.number = number
        self.bytes = bytes
        self.text = text
    }
}

/// What slices have found so far.
public struct ImportTally: Sendable, Hashable {
    public var pupilsAdded: Int64 = 0
    public var pupilsChanged: Int64 = 0
    public var pupilsRemoved: Int64 = 0
    public var contactsAdded: Int64 = 0
    public var contactsChanged: Int64 = 0
    public var contactsRemoved: Int64 = 0
    public var courtOrdersAdded: Int64 = 0
    public var courtOrdersLifted: Int64 = 0

    public init() {}

    public static func += (sum: inout ImportTally, more: ImportTally) {
        sum.pupilsAdded += more.pupilsAdded
        sum.pupilsChanged += more.pupilsChanged
        sum.pupilsRemoved += more.pupilsRemoved
        sum.contactsAdded += more.contactsAdded
        sum.contactsChanged += more.contactsChanged
        sum.contactsRemoved += more.contactsRemoved
        sum.courtOrdersAdded += more.courtOrdersAdded
        sum.courtOrdersLifted += more.courtOrdersLifted
    }
}

/// What a slice of staging did.
public struct StagedSlice: Sendable {
    /// How many of the pupils handed over it dealt with.
    public var consumed: Int
    public var tally: ImportTally
    /// To be written later.
    public var gathered: GatheredRows

    public init(consumed: Int, tally: ImportTally, gathered: GatheredRows) {
        self.consumed = consumed
        self.tally = tally
        self.gathered = gathered
    }
}

/// What a slice of preparation did.
public struct PreparedSlice: Sendable {
    public var tally: ImportTally
    /// To be written later,
    public var gathered: GatheredRows
    /// or now, with all that was gathered before.
    public var awaitsGathered: Bool
    /// nil: everything is ready to be published.
    public var next: ImportPlace?

    public init(tally: ImportTally, gathered: GatheredRows, awaitsGathered: Bool, next: ImportPlace?) {
        self.tally = tally
        self.gathered = gathered
        self.awaitsGathered = awaitsGathered
        self.next = next
    }
}

/// A contact with a past, before and after the flip.
public struct AffectedContact: Sendable, Hashable {
    public var key: ContactKey
    /// nil: was not in the roster.
    public var before: ContactState?
    /// nil: will not be in it.
    public var after: FeedOutlook?
    /// Whose access the change may give or take (R38): also that of somebody who left with an account, and returns.
    public var account: AccountID?

    public init(key: ContactKey, before: ContactState?, after: FeedOutlook?, account: AccountID?) {
        self.key = key
        self.before = before
        self.after = after
        self.account = account
    }
}
