public import RPC

/// What decides who is whom, replaced as a whole: the role map, and whose tokens name administrators.
public struct AccessRules: Sendable {
    let roleMap: RoleMap
    /// nil: the portal's certificate speaks for its administrators, none of whom is named.
    let administrators: AdministratorTokens?

    public init(roleMap: RoleMap, administrators: AdministratorTokens?) {
        self.roleMap = roleMap
        self.administrators = administrators
    }

    /// Whether portals speak for their administrators.
    public var namesNoAdministrators: Bool { administrators == nil }
}

/// What became different when rules were replaced.
public struct AccessChange: Sendable {
    let before: RoleMap
    let after: RoleMap

    /// Whether a certificate is somebody else now, may speak of other schools, or is nobody any more: its connections should be closed, so
    /// that nothing begun under the old rules goes on. Tokens are looked at with each call, and need no such thing.
    public func affects(_ peer: PeerIdentity) -> Bool { before.find(peer) != after.find(peer) }
}
