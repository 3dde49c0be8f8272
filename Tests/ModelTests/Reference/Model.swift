import Invitations

/// The service as plain values: what docs and rules R1-R43 say, done the slow and obvious way.
///
/// It knows nothing of SQL, epochs, digests or leases' fences. Where the rules leave something open it does what the service does, and
/// says so with "as built".
struct Model: Sendable {
    var now: Int64 = 1_788_249_600_000
    var schools: [String: SchoolModel] = [:]
    /// Every link ever issued, in order.
    var links: [Link] = []
    /// Every plan token a review gave.
    var plans: [PlanModel] = []
    /// Every call that had a request id.
    var requests: [OfficeCall] = []
    /// Digests of withheld feeds, in somebody's hands (R35).
    var confirmations: [ConfirmationModel] = []
    /// What the last import gave, if it was withheld: in somebody's hands once it has answered.
    var given: ConfirmationModel?
    /// The outbox, in order.
    var mails: [MailModel] = []
    /// What the worker claimed and has not handed over: numbers of mails with what was fixed.
    var claimed: [ClaimedMail] = []
    var importing: Set<String> = []
    /// R41.
    var backups: [Model] = []
    /// By school.
    var pages: [String: PageModel] = [:]
    /// Those of them that have rows beside the roster, so that an office's corrections wait. When that begins and ends is no
    /// rule's, and told by the service.
    var staging: Set<String> = []
    /// Each school's contacts in the order in which the mails of one call leave. That is no rule's either, and told by the service.
    var leaving: [String: [String]] = [:]
    /// Something that this model is to get wrong; for the tests of the tests.
    var flaw: Flaw?

    func has(_ flaw: Flaw) -> Bool { self.flaw == flaw }
}

/// One link: which contact's which invitation.
struct Link: Sendable, Hashable {
    var school: String
    var contact: String
    /// Counts the contact's invitations from 0.
    var generation: Int
}

struct SchoolModel: Sendable {
    var id: String
    var name: String
    var isLinked: Bool
    var timeZone: String
    /// R8: some pair once said true or false.
    var hasOrderData = false
    /// Plain numbers, and a version that each change raises.
    var policy = SchoolPolicy()
    /// R42.
    var isPaused = false
    /// R41: it stands as a copy had it, and no operator has released it.
    var restored: RestorationModel?
    /// R42: invitations asked for, by the hour.
    var invited: [Int64: Int] = [:]
    /// The roster in list order.
    var pupils: [PupilModel] = []
    /// Everybody who ever was one.
    var contacts: [String: ContactModel] = [:]
    /// R8: pairs that once said true, until one says false.
    var orders: Set<PairKey> = []
    /// R8: pairs of which the last feed says true, taken or withheld: not the office's to lift.
    var said: Set<PairKey> = []
    /// R21: addresses at which a contact is barred though the roster does not show it there, by the contact's id: erased, or named by a withheld
    /// feed.
    var unseenAddresses: [String: Set<String>] = [:]
    /// R23: whose mail bounced, by the address in comparing form.
    var bounced: [String: String] = [:]
    /// R39: ids that the feed may go on naming.
    var erased: Set<String> = []
    /// R38: every account a contact was ever bound to.
    var bindings: Set<Binding> = []
    var records: [RecordKey: RecordModel] = [:]
    var events: [String] = []
    var imports = 0
    /// What the last feed said, whole: to see whether the next says anything new (R36).
    var roster: Roster
    /// Pupils whose record no longer says all that stands: the next feed's is news whatever it says (R35, R39).
    var outdated: Set<String> = []
    /// The model's.
    var flaw: Flaw?
}

struct RestorationModel: Sendable {
    var copiedAt: Int64
    var hasImported = false
}

struct Binding: Sendable, Hashable {
    var account: String
    var contact: String
}

struct PairKey: Sendable, Hashable {
    var pupil: String
    var contact: String
}

struct PupilModel: Sendable {
    var id: String
    var forename: String
    var surname: String
    var yearGroup: String
    var registrationGroup: String
    var email: String?
    var pairs: [PairModel]
}

struct PairModel: Sendable {
    var contact: String
    var relationship: String
    var isResponsible: Bool
}

struct ContactModel: Sendable {
    var id: String
    var isPresent = true
    var name: PersonName
    var email: String?
    var account: String?
    var registeredAt: Int64?
    /// All that were ever issued; only the last can be live (R18).
    var invitations: [InvitationModel] = []
    var emailChanged = false
    var declined = false

    var latest: InvitationModel? { invitations.last }
    /// The live invitation (R18).
    var live: InvitationModel? { invitations.last.flatMap { $0.standing == .live ? $0 : nil } }
    var hasPast: Bool { !invitations.isEmpty || account != nil }
}

struct InvitationModel: Sendable {
    var invitedAt: Int64
    var mailedAt: Int64?
    var expiresAt: Int64?
    var standing = Standing.live
    /// As it goes out, and as it is compared.
    var address: String
    var addressKey: String
    var delivery = DeliveryState.queued
    var detail = ""

    enum Standing: Sendable, Hashable {
        case live, redeemed
        case superseded(at: Int64)
        case revoked(RevocationReason)
    }
}

/// What the tests of the tests get wrong on purpose: each is a rule that a careless service would break.
enum Flaw: String, Sendable, CaseIterable {
    case absentLiftsOrders
    case vanishedPairLiftsOrders
    case orderBarsOnlyWhereItStands
    case linkWorksAtItsDeadline
    case oldLinksKeepWorking
    case secondAccountWins
    case changedEmailKeepsLink
    case leaverKeepsLink
    case pupilGetsTheMail
    case claimedMailIsNotLookedAtAgain
    case bouncesReachOtherSchools
    case sharerOfBarredIsInvited
    case cooldownEndsLate
    case planIgnoresNewFacts
    case requestIDsOfAdminsMeet
    case answersAreKeptForGood
    case refusedFeedLeavesOrders
    case crashLosesAQueuedMail
    case selectAllTakesTheExpired
    case retryRendersAnew
    case withheldOrdersWait
    case pauseLetsMailGo
    case erasedContactReturns
    case declineKeepsLink
    case restoredMailLeavesAtOnce
    case bounceIsErasedForSharers
    case erasingFreesTheAddress
    case withheldAddressIsForgotten
    case onlyTheRosterCountsForLifting
    case repeatedRevocationIsReadAnew
    case returnTellsOfNoAccount
    case restoredLinksWorkAtOnce
    case releaseNeedsNoImport
    case laterBounceIsForgotten
    case forgedReportCounts
    case reportReopensAnEnding
    case poisonIsTriedForEver
    case unreachableRelayUsesUpAttempts
    case formerLeasesLast
}
