import Invitations

/// One thing that somebody does. A value of its own: what it names is an index into what there is when its turn comes, modulo how
/// much that is, so that a history stays meaningful when earlier steps are dropped.
indirect enum Step: Sendable, Hashable {
    /// Somebody types into the MIS; nothing reaches us before the next feed.
    case mis(school: Int, MISChange)
    /// The nightly feed, with something done, or a crash, before one of its slices.
    case importFeed(school: Int, FeedDefect?, Interruption?)
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
    /// And gives one of what it claimed to the relay.
    case handOver(mail: Int, RelayAnswer, crash: Bool)
    /// The worker is gone with all that it had claimed.
    case dropWorker
    /// The worker is told to stop, and gives back what it had claimed.
    case stopWorker
    /// The service stops and starts again on its file.
    case restart(isAbrupt: Bool)
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

/// Done before the nth slice of an import, while it waits.
struct Interruption: Sendable, Hashable {
    var slice: Int
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
