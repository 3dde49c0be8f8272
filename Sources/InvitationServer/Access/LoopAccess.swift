internal import Cryptography
internal import Invitations
internal import RPC

/// The rules as one loop has them, and the tokens it has verified by them.
struct LoopAccess: Sendable {
    private let rules: AccessRules
    private var verified: VerifiedTokens

    init(_ rules: AccessRules, tokensMax: Int) {
        self.rules = rules
        verified = VerifiedTokens(countMax: tokensMax)
    }

    /// Certificate, then method, then token: who is nobody is not told what a method wants.
    mutating func admit(_ context: ServerContext, clock: WallClock) throws -> Caller {
        let caller: Caller
        switch rules.roleMap.find(context.peer) {
        case .known(let known): caller = known
        case .unknown: throw AccessReason.certificateUnknown.error()
        case .ambiguous: throw AccessReason.certificateAmbiguous.error()
        }
        guard let grant = MethodGrants.grant(for: context.method), grant.roles.contains(caller.role) else {
            throw AccessReason.roleNotPermitted.error(
                "The role \(caller.role.rawValue) may not call \(context.method.method).",
                metadata: ["role": caller.role.rawValue, "method": context.method.method])
        }
        guard let header = try Self.authorization(context.metadata) else {
            if caller.role == .portal, grant.isAdministrators, rules.administrators != nil { throw AccessReason.tokenRequired.error() }
            return caller
        }
        // Refused rather than passed over: whoever sends a token believes that it counts.
        guard caller.role == .portal, let administrators = rules.administrators else { throw AccessReason.tokenNotAccepted.error() }
        do {
            return try administrator(header, of: caller, context.peer, administrators, now: clock.now())
        } catch let problem {
            throw problem.error
        }
    }

    private mutating func administrator(
        _ header: String, of portal: Caller, _ peer: PeerIdentity, _ administrators: AdministratorTokens, now: Instant
    ) throws(TokenProblem) -> Caller {
        let key = Digest256(bytes: peer.certificateFingerprint).map { VerifiedTokens.Key(header: Digest256(of: header), certificate: $0) }
        if let key, let caller = verified.caller(key, now: now) { return caller }
        let claims = try administrators.verify(try Self.token(in: header), now: now)
        let caller = Caller(
            role: .portal, principal: "\(portal.principal)/\(claims.subject)", schools: portal.schools.intersection(claims.schools))
        if let key { verified.insert(caller, for: key, now: now, acceptedUntil: claims.acceptedUntil) }
        return caller
    }

    /// nil: there is none. Two would leave it open which one counts.
    private static func authorization(_ metadata: Metadata) throws -> String? {
        var found: String?
        for pair in metadata.pairs where pair.key == "authorization" {
            guard found == nil else { throw TokenProblem.header.error }
            found = pair.value
        }
        return found
    }

    /// `Bearer`, one space, the token (RFC 6750 section 2.1); the scheme's case does not matter (RFC 9110 section 11.1).
    private static func token(in header: String) throws(TokenProblem) -> Substring.UTF8View {
        let scheme = header.prefix(7)
        guard scheme.utf8.count == 7, scheme.lowercased() == "bearer " else { throw .header }
        return header.dropFirst(7).utf8
    }
}
