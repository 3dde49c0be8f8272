internal import InvitationStore
public import Invitations
public import RPC

/// Who is calling, as the role map knows the certificate and the bearer token names the administrator.
///
/// A class, so that a call carries it without an allocation; compared by what it holds.
public final class Caller: Sendable, Hashable, AdmittedIdentity {
    public let role: Role
    /// The name that idempotency records and events carry: the certificate's line's, and over a portal's certificate, after a slash, the
    /// administrator's: `portal-backend/alice`.
    public let principal: String
    public let schools: SchoolScope

    public init(role: Role, principal: String, schools: SchoolScope) {
        self.role = role
        self.principal = principal
        self.schools = schools
    }

    public static func == (one: Caller, other: Caller) -> Bool {
        one === other || (one.role == other.role && one.principal == other.principal && one.schools == other.schools)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(role)
        hasher.combine(principal)
        hasher.combine(schools)
    }

    /// The school a request names, if the caller may speak of it. Somebody else's school answers as an unknown one does (R4).
    func school(_ text: String) throws -> SchoolID {
        let school = try SchoolID(text, field: "school_id")
        guard schools.contains(school) else { throw InvitationError.schoolNotFound }
        return school
    }
}

/// Which schools a caller may speak of.
public enum SchoolScope: Sendable, Hashable {
    case all
    case only(Set<SchoolID>)

    /// Whether a caller may speak of `school`.
    public func contains(_ school: SchoolID) -> Bool {
        switch self {
        case .all: true
        case .only(let schools): schools.contains(school)
        }
    }

    /// What both may speak of.
    func intersection(_ other: SchoolScope) -> SchoolScope {
        switch (self, other) {
        case (.all, _): other
        case (_, .all): self
        case (.only(let schools), .only): .only(schools.filter(other.contains))
        }
    }
}

extension ServerContext {
    /// Whom the access table admitted. Without one nobody has been let in, and nobody is.
    func caller() throws -> Caller {
        guard let caller = admitted as? Caller else { throw AccessReason.certificateUnknown.error() }
        return caller
    }
}
