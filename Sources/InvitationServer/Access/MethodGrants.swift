internal import RPC

/// Which roles may call which method: one table, deny by default (R1, R26).
enum MethodGrants {
    /// Who may call a method, and whether an administrator must be named.
    struct Grant: Sendable {
        var roles: Set<Role>
        /// Whether a portal says for whom it calls. Methods that tell nothing of any school need nobody.
        var isAdministrators: Bool
    }

    /// nil for a method the table does not know: it is nobody's.
    static func grant(for method: MethodDescriptor) -> Grant? { table[Name(service: method.service, method: method.method)] }

    private struct Name: Hashable {
        var service: String
        var method: String
    }

    private static let table: [Name: Grant] = {
        var table: [Name: Grant] = [:]
        func grant(_ service: String, _ methods: [String], to roles: Set<Role>, isAdministrators: Bool = true) {
            for method in methods {
                table[Name(service: service, method: method)] = Grant(roles: roles, isAdministrators: isAdministrators)
            }
        }
        grant("invitation.v1.InvitationService", ["Redeem", "Decline"], to: [.registration])
        grant(
            "invitation.v1.InvitationService",
            [
                "ListContacts", "SendInvitations", "Reinvite", "RevokeAccess", "GetContact", "ListContactEvents", "ListSchoolEvents",
                "CheckAccess",
            ], to: [.portal])
        grant("invitation.v1.SchoolService", ["GetPolicy"], to: [.portal, .operator])
        grant(
            "invitation.v1.SchoolService", ["SetPolicy", "Pause", "PreviewEmail", "ClearBounce", "LiftCourtOrder", "EraseContact"],
            to: [.portal])
        grant("invitation.v1.RosterService", ["ImportRoster"], to: [.roster])
        grant("invitation.v1.OutboxService", ["ReportBounce"], to: [.bounces, .operator])
        grant("invitation.v1.OutboxService", ["Release", "ListMail", "GetMail", "Retry", "Hold"], to: [.operator])
        let everyone = Set(Role.allCases)
        grant("grpc.health.v1.Health", ["Check", "List", "Watch"], to: everyone, isAdministrators: false)
        grant("grpc.reflection.v1.ServerReflection", ["ServerReflectionInfo"], to: everyone, isAdministrators: false)
        return table
    }()
}
