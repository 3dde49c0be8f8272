internal import InvitationStore
internal import Invitations
public import RPC

/// Who may call what: one table, deny by default (R1, R26).
///
/// Asked twice on a call's way: `admit` before the message is decoded (role × method), `Caller.school` once it is (school).
public struct AccessTable: Sendable {
    private let roleMap: RoleMap

    public init(roleMap: RoleMap) { self.roleMap = roleMap }

    /// The roles that may call a method; empty for a method the table does not know.
    static func roles(for method: MethodDescriptor) -> Set<Role> {
        switch (method.service, method.method) {
        case ("invitation.v1.InvitationService", "Redeem"), ("invitation.v1.InvitationService", "Decline"): [.registration]
        case ("invitation.v1.InvitationService", "ListContacts"), ("invitation.v1.InvitationService", "SendInvitations"),
            ("invitation.v1.InvitationService", "Reinvite"), ("invitation.v1.InvitationService", "RevokeAccess"),
            ("invitation.v1.InvitationService", "GetContact"), ("invitation.v1.InvitationService", "ListContactEvents"),
            ("invitation.v1.InvitationService", "ListSchoolEvents"), ("invitation.v1.InvitationService", "CheckAccess"):
            [.portal]
        case ("invitation.v1.SchoolService", "GetPolicy"): [.portal, .operator]
        case ("invitation.v1.SchoolService", "SetPolicy"), ("invitation.v1.SchoolService", "Pause"),
            ("invitation.v1.SchoolService", "PreviewEmail"), ("invitation.v1.SchoolService", "ClearBounce"),
            ("invitation.v1.SchoolService", "LiftCourtOrder"), ("invitation.v1.SchoolService", "EraseContact"):
            [.portal]
        case ("invitation.v1.RosterService", "ImportRoster"): [.roster]
        case ("invitation.v1.OutboxService", "Release"): [.operator]
        default: []
        }
    }

    /// Refuses a call whose certificate does not give it that method. Runs before anything is decoded.
    public func admit(_ context: ServerContext) throws {
        _ = try caller(of: context)
    }

    /// The operator's name for a peer, for the log; nil: it has none.
    public func principal(of peer: PeerIdentity) -> String? { roleMap.caller(of: peer)?.principal }

    /// The caller of an admitted call.
    func caller(of context: ServerContext) throws -> Caller {
        guard let caller = roleMap.caller(of: context.peer) else {
            throw RPCError(
                AccessReason.certificateUnknown.code, reason: AccessReason.certificateUnknown.rawValue,
                "The client certificate is not in the service's role map: ask its operator to add it.", domain: serviceDomain)
        }
        guard Self.roles(for: context.method).contains(caller.role) else {
            throw RPCError(
                AccessReason.roleNotPermitted.code, reason: AccessReason.roleNotPermitted.rawValue,
                "The role \(caller.role.rawValue) may not call \(context.method.method).", domain: serviceDomain,
                metadata: ["role": caller.role.rawValue, "method": context.method.method])
        }
        return caller
    }
}

/// The reasons for which a caller is turned away before its call is looked at.
enum AccessReason: String, Sendable, Hashable, CaseIterable {
    case certificateUnknown = "CERTIFICATE_UNKNOWN"
    case roleNotPermitted = "ROLE_NOT_PERMITTED"

    var code: StatusCode {
        switch self {
        case .certificateUnknown: .unauthenticated
        case .roleNotPermitted: .permissionDenied
        }
    }
}

extension Caller {
    /// The school a request names, if the caller may speak of it. Somebody else's school answers as an unknown one does (R4).
    func school(_ text: String) throws -> SchoolID {
        let school = try SchoolID(text, field: "school_id")
        guard schools.contains(school) else { throw InvitationError.schoolNotFound }
        return school
    }
}
