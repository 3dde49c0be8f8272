public import Invitations

/// What use cases need besides a transaction; made once at the edge, where the keys are.
public struct UseCaseEnvironment: Sendable {
    public var tokens: TokenAuthority
    public var returnPaths: ReturnPathAuthority
    public var sealer: Sealer
    /// SHA-256: 32 bytes.
    public var digest: @Sendable ([UInt8]) -> [UInt8]
    public var random: RandomSource
    public var limits: UseCaseLimits

    public init(
        tokens: TokenAuthority, returnPaths: ReturnPathAuthority, sealer: Sealer, digest: @escaping @Sendable ([UInt8]) -> [UInt8],
        random: RandomSource,
        limits: UseCaseLimits = UseCaseLimits()
    ) {
        self.tokens = tokens
        self.returnPaths = returnPaths
        self.sealer = sealer
        self.digest = digest
        self.random = random
        self.limits = limits
    }
}

/// Authenticated encryption of what a client keeps for us: page tokens and plan tokens.
public struct Sealer: Sendable {
    /// Encrypts, and writes the result as text without white space. `binding` is authenticated, not contained.
    public var seal: @Sendable (_ plaintext: [UInt8], _ binding: [UInt8]) -> String
    /// nil unless ``seal`` wrote exactly this text for exactly this binding.
    public var open: @Sendable (_ text: String, _ binding: [UInt8]) -> [UInt8]?

    public init(
        seal: @escaping @Sendable (_ plaintext: [UInt8], _ binding: [UInt8]) -> String,
        open: @escaping @Sendable (_ text: String, _ binding: [UInt8]) -> [UInt8]?
    ) {
        self.seal = seal
        self.open = open
    }
}

/// How much one call may ask for.
public struct UseCaseLimits: Sendable, Hashable {
    /// R12: pupils of a page when the caller does not say, and at most.
    public var pageSizeDefault = 50
    public var pageSizeMax = 500
    /// R12: a page ends before it would grow beyond this.
    public var pageBytesMax = 1 << 20
    /// R13.
    public var selectionContactsMax = 10_000
    /// R14.
    public var planLifetime: Duration = .seconds(3600)
    public var changedContactsNamedMax = 100
    /// R38: events of a page when the caller does not say, and at most.
    public var eventsPageDefault = 100
    public var eventsPageMax = 1000

    public init() {}
}

/// Who calls: what authorization made of a certificate or a bearer token.
public struct Actor: Sendable, Hashable {
    /// Stable; stands in events and idempotency keys.
    public var principal: String

    public init(principal: String) { self.principal = principal }
}
