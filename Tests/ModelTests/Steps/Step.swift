import Invitations

/// One thing that somebody does. A value of its own: what it names is an index into what there is when its turn comes, modulo how
/// much that is, so that a history stays meaningful when earlier steps are dropped.
indirect enum Step: Sendable, Hashable {
    /// Somebody types into the MIS; nothing reaches us before the next feed.
    case mis(school: Int, MISChange)
    /// The nightly feed, with something done, or a crash, before one of its slices.
    case importFeed(school: Int, FeedDefect?, confirming: Int?, Interruption?)
    /// `validate_only`.
    case review(Inviting)
    case send(Inviting, request: Int)
    /// With the plan token of an earlier review.
    case sendPlanned(plan: Int, PlanMisuse?, request: Int)
    /// An earlier request id again.
    case retry(request: Int, RetryChange?)
    case redeem(link: Int, account: Int, Forgery?)
    case clock(ClockMove)
    /// A worker leases what is due and fixes it.
    case claim
    /// And gives one of what it claimed to the relay, with something done before that answers.
    case handOver(mail: Int, RelayAnswer, Interruption?)
    /// A mail system says what became of it later.
    case report(link: Int, ReportModel, Forgery?)
    /// The worker is gone with all that it had claimed.
    case dropWorker
    /// The worker is told to stop, and gives back what it had claimed.
    case stopWorker
    /// "Not me" (R43).
    case decline(link: Int, Forgery?)
    case revoke(Office, contact: Int, reason: Reason, request: Int)
    case setPolicy(Office, PolicyChange, isStale: Bool, request: Int)
    case pause(Office, Bool, request: Int)
    case clearBounce(Office, contact: Int)
    /// Of one pair, or of all.
    case liftOrders(Office, contact: Int, pupil: Int?, reason: Reason)
    case erase(Office, contact: Int)
    case releaseMail(Office, Releasing)
    /// Calls that meet in one group commit, in this order: sends, revocations, redeems and declines.
    case together([Step])
    /// Somebody reads on in a list (R12).
    case turnPage(school: Int, filter: Int)
    /// R41.
    case backUp
    case restore(backup: Int)
    /// The service stops and starts again on its file.
    case restart(isAbrupt: Bool)
}

/// Who does something, and where.
struct Office: Sendable, Hashable {
    var school: Int
    var admin: Int
}

/// How an operator releases a school (R41).
struct Releasing: Sendable, Hashable {
    var withoutImport = false
    var endsLinks = false
}

/// Why somebody does something: a word for the history (R39), or a sentence, which is refused.
enum Reason: String, Sendable, Hashable, CaseIterable {
    case none = ""
    case word = "PARENT_REQUEST"
    case sentence = "because Mrs Hartley called"
}

/// One thing that a policy says otherwise.
enum PolicyChange: Sendable, Hashable {
    case validityDays(Int)
    case cooldownMinutes(Int)
    case dailyCap(Int)
    case responsibility(Bool)
    case acknowledgement(Bool)
    case guards(removal: Int, lift: Int)

    func apply(to policy: inout SchoolPolicy) {
        switch self {
        case .validityDays(let days): policy.validityDays = days
        case .cooldownMinutes(let minutes): policy.reinviteCooldown = .seconds(minutes * 60)
        case .dailyCap(let cap): policy.dailyCap = cap
        case .responsibility(let isRequired): policy.requiresParentalResponsibility = isRequired
        case .acknowledgement(let isGiven): policy.acknowledgesMissingCourtOrderData = isGiven
        case .guards(let removal, let lift): (policy.removalGuardPercent, policy.liftGuardPercent) = (removal, lift)
        }
    }
}

/// What a Send or Reinvite is about.
struct Inviting: Sendable, Hashable {
    var school: Int
    var admin: Int
    var method: InvitingMethod
    var selection: Choice

    enum Choice: Sendable, Hashable {
        /// Contacts of the universe; one beyond it is unknown.
        case explicit([Int])
        case all(filter: Int, excluding: [Int])
    }
}

enum PlanMisuse: Sendable, Hashable { case otherAdmin, otherSelection, otherMethod, torn }
enum RetryChange: Sendable, Hashable { case otherBody, otherAdmin, otherMethod }
enum Forgery: Sendable, Hashable { case bitFlipped, garbage, neverIssued }

/// What the relay says (R23).
enum RelayAnswer: Sendable, Hashable, CaseIterable {
    case accepted, temporary, temporaryAfterData, unknown, noSuchAddress, refused
    /// It cannot be had at all, which says nothing of the mail.
    case unreachable
}

/// Where the clock goes; never back. Offsets in milliseconds hit a boundary, the instant before it and the one after.
enum ClockMove: Sendable, Hashable {
    case advance(milliseconds: Int64)
    case toDeadline(link: Int, offset: Int64)
    case toCooldownEnd(link: Int, offset: Int64)
    case toPlanEnd(plan: Int, offset: Int64)
    case toRecordEnd(request: Int, offset: Int64)
    case toMailDue(offset: Int64)
}

/// Done while somebody waits: an import before its nth slice, the worker for the relay's answer.
struct Interruption: Sendable, Hashable {
    var slice = 0
    var steps: [Step]
    /// What is on the disk then is all that is left.
    var isCrash = false
}

/// What is wrong with a feed (R32); each is refused whole.
enum FeedDefect: Sendable, Hashable, CaseIterable {
    case cutOff, wrongCount, pupilTwice, contactTwice, contradiction, outOfOrder, unknownTimeZone, nameTooLong

    var reason: InvitationError.Reason {
        switch self {
        case .cutOff, .wrongCount: .feedIncomplete
        case .pupilTwice: .feedDuplicatePupil
        case .contactTwice, .contradiction, .unknownTimeZone, .nameTooLong: .feedInvalidRecord
        case .outOfOrder: .feedOutOfOrder
        }
    }
}
