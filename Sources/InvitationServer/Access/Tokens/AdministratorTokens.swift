internal import Cryptography
internal import Invitations

/// Whose tokens name administrators: the issuer's keys, its name, and ours.
public struct AdministratorTokens: Sendable {
    private let keys: JSONWebKeySet
    private let issuer: String
    private let audience: String

    /// - Parameters:
    ///   - issuer: what `iss` must be.
    ///   - audience: what `aud` must be, or name among others.
    public init(keys: JSONWebKeySet, issuer: String, audience: String) {
        self.keys = keys
        self.issuer = issuer
        self.audience = audience
    }

    /// Whether `invitationctl dev-token` could make such tokens: not for people's data.
    public var isForDevelopment: Bool {
        issuer == DevelopmentMark.name || keys.keyIDs.contains { $0.hasPrefix(DevelopmentMark.name) }
    }

    /// The claims of a token, once everything about it is right. Costs a signature check.
    func verify(_ token: some Collection<UInt8>, now: Instant) throws(TokenProblem) -> AdministratorClaims {
        let token = try JSONWebToken(token)
        let key = try keys.key(token.keyID, for: token.algorithm)
        guard key.isValid(token.signature, for: token.signed) else { throw .signature }
        return try AdministratorClaims(token.claims, issuer: issuer, audience: audience, now: now)
    }
}
