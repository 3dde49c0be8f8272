public import Invitations

/// Who is calling, as the role map knows its certificate.
public struct Caller: Sendable, Hashable {
    public let role: Role
    /// The name that idempotency records and events carry.
    public let principal: String
    public let schools: SchoolScope

    public init(role: Role, principal: String, schools: SchoolScope) {
        self.role = role
        self.principal = principal
        self.schools = schools
    }
}

/// Which schools a caller may speak of.
public enum SchoolScope: Sendable, Hashable {
    case all
    case only(Set<SchoolID>)

    public func contains(_ school: SchoolID) -> Bool {
        switch self {
        case .all: true
        case .only(let schools): schools.contains(school)
        }
    }
}
