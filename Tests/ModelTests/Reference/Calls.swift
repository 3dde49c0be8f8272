import Invitations

/// A call with a request id (R16).
enum OfficeCall: Sendable, Hashable {
    case send(SendCall)
    case revoke(RevokeCall)
    case setPolicy(PolicyCall)
    case pause(PauseCall)

    var school: String {
        switch self {
        case .send(let call): call.school
        case .revoke(let call): call.school
        case .setPolicy(let call): call.school
        case .pause(let call): call.school
        }
    }
}

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

struct RevokeCall: Sendable, Hashable {
    var school: String
    var admin: String
    var contact: String
    var reason: String
    var requestID: String
    var body: String { "\(contact) \(reason)" }
}

struct PolicyCall: Sendable, Hashable {
    var school: String
    var admin: String
    var policy: SchoolPolicy
    /// The version that somebody read.
    var version: Int64
    var requestID: String
    var body: String { "\(policy) \(version)" }
}

struct PauseCall: Sendable, Hashable {
    var school: String
    var admin: String
    var isPaused: Bool
    var requestID: String
    var body: String { "\(isPaused)" }
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

    var isExplicit: Bool { if case .contacts = self { true } else { false } }

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
