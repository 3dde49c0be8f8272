import Invitations

/// A Send or Reinvite with everything named: what a step means when its turn has come.
struct SendCall: Sendable, Hashable {
    var school: String
    var admin: String
    var method: InvitingMethod
    var selection: SelectionModel
    var requestID = ""
    var plan: PlanUse?

    /// What makes two requests the same but for their id (R16).
    var body: String { "\(method) \(selection) \(plan.map { "\($0)" } ?? "-")" }

    struct PlanUse: Sendable, Hashable {
        var index: Int
        /// The token's text was damaged on its way.
        var isTorn = false
    }
}

enum SelectionModel: Sendable, Hashable, CustomStringConvertible {
    case contacts([String])
    case matching(Filter, excluding: [String])

    /// The order of ids is no part of a plan (R14).
    var asSet: SelectionModel {
        switch self {
        case .contacts(let ids): .contacts(Set(ids).sorted())
        case .matching(let filter, let excluded): .matching(filter, excluding: Set(excluded).sorted())
        }
    }

    var description: String {
        switch self {
        case .contacts(let ids): ids.joined(separator: ",")
        case .matching(let filter, let excluded):
            "all\(filter == Filter() ? "" : " of \(filter)")" + (excluded.isEmpty ? "" : " but \(excluded.joined(separator: ","))")
        }
    }
}

/// A token in somebody's hands: of a link, or what a forger made of one.
struct Presented: Sendable, Hashable {
    /// nil: nothing was issued yet.
    var link: Int?
    var forgery: Forgery?
    /// nil: not signed in, which only a preview may be.
    var account: String?
}

struct PlanModel: Sendable {
    var call: SendCall
    var reviewedAt: Int64
    var policyVersion: Int
    /// All that the administrator saw, by contact.
    var seen: [String: String]
}

struct RecordKey: Sendable, Hashable {
    var admin: String
    var method: InvitingMethod
    var requestID: String
}

struct RecordModel: Sendable {
    var body: String
    var results: [ResultModel]
    var counts: [String]
    var at: Int64
}

struct ResultModel: Sendable, Hashable {
    var contact: String
    var outcome: Outcome
    var warnings: [Warning]
    var retryAt: Int64?
}

struct MailModel: Sendable {
    var link: Link
    /// When a worker may take it: the lease's end while one holds it; nil when none may.
    var due: Int64?
    var attempts = 0
    /// Whether an attempt may have got as far as DATA (R20).
    var mayHaveLeft = false
    /// Counts claims and ends: a worker that overslept settles nothing (R23).
    var fence = 0
    var fixed: Fixed?
    /// Renderings so far.
    var revisions = 0
    /// `HELD` mail is open without being due.
    var isOpen = true

    struct Fixed: Sendable, Hashable {
        var mailedAt: Int64
        var expiresAt: Int64
        var revision: Int
    }
}

struct ClaimedMail: Sendable {
    var mail: Int
    var fence: Int
    var attempts: Int
    var mayHaveLeft: Bool
    var revision: Int
    var leasedUntil: Int64
}
