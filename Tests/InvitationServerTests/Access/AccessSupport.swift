import Cryptography
import DevelopmentIdentity
import InvitationStore
import Invitations
import NIOCore
import NIOEmbedded
import RPC
import Synchronization
import Testing

@testable import InvitationServer

/// An issuer of tokens and the service that trusts it, at a moment that tests move.
struct Issuer {
    static let name = "https://identity.example.org"
    static let audience = "invitations"

    let p256: SigningKey
    let ed25519: SigningKey

    init() throws {
        p256 = try SigningKey(.es256)
        ed25519 = try SigningKey(.edDSA)
    }

    static func jwk(_ key: SigningKey, _ id: String) -> String {
        let parts = key.publicParts.map { Base64URL.encode($0) }
        return key.algorithm == .es256
            ? #"{"kty":"EC","crv":"P-256","kid":"\#(id)","x":"\#(parts[0])","y":"\#(parts[1])"}"#
            : #"{"kty":"OKP","crv":"Ed25519","kid":"\#(id)","x":"\#(parts[0])"}"#
    }

    var keySet: String { #"{"keys":[\#(Self.jwk(p256, "p")),\#(Self.jwk(ed25519, "e"))]}"# }

    var administrators: AdministratorTokens {
        get throws { AdministratorTokens(keys: try JSONWebKeySet(parsing: keySet), issuer: Self.name, audience: Self.audience) }
    }

    /// Header and claims as they are, signed.
    static func sign(_ header: String, _ claims: String, _ key: SigningKey) -> String {
        let signed = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
        return signed + "." + Base64URL.encode(key.signature(for: Array(signed.utf8)))
    }

    /// Claims that are right in everything, or with some replaced; nil leaves one out.
    static func claims(_ changed: [String: String?] = [:], expires: Int64 = 2_000_000_000) -> String {
        var claims: [String: String?] = [
            "iss": "\"\(name)\"", "aud": "\"\(audience)\"", "sub": "\"alice\"", "role": "\"administrator\"", "schools": "[\"*\"]",
            "exp": "\(expires)",
        ]
        claims.merge(changed) { $1 }
        return "{" + claims.compactMap { key, value in value.map { "\"\(key)\":\($0)" } }.sorted().joined(separator: ",") + "}"
    }

    func token(_ changed: [String: String?] = [:], expires: Int64 = 2_000_000_000) -> String {
        Self.sign(#"{"alg":"ES256","kid":"p"}"#, Self.claims(changed, expires: expires), p256)
    }
}

/// A clock that tests set.
final class SetClock: Sendable {
    private let seconds: Mutex<Int64>

    init(seconds: Int64) { self.seconds = Mutex(seconds) }

    var clock: WallClock { WallClock { Instant(milliseconds: self.seconds.withLock { $0 } * 1000) } }
    func set(seconds: Int64) { self.seconds.withLock { $0 = seconds } }
}

extension PeerIdentity {
    /// A certificate with these names; its fingerprint follows from them.
    static func named(_ names: String...) -> PeerIdentity { .named(names) }
    static func named(_ names: [String]) -> PeerIdentity {
        PeerIdentity(
            subjectAlternativeNames: names, certificateFingerprint: SHA256.digest(Array(names.joined(separator: " ").utf8)),
            address: "127.0.0.1:1")
    }
}

extension ServerContext {
    /// A call as a transport would report it.
    static func call(
        _ method: MethodDescriptor, _ peer: PeerIdentity, bearer: [String] = [], loop: Int = 0, admitted: Caller? = nil
    ) -> ServerContext {
        ServerContext(
            method: method, metadata: Metadata(bearer.map { Metadata.Pair(key: "authorization", value: "Bearer \($0)") }), peer: peer,
            deadline: .distantFuture, eventLoop: EmbeddedEventLoop(), loopIndex: loop, admitted: admitted)
    }
}

/// A store that does nothing any more: whoever gets as far as this has been let in.
struct ClosedStore: TransactionalStore {
    func write<Answer: Sendable>(
        isStillWanted: @escaping @Sendable () -> Bool, _ body: @escaping @Sendable (any WriteTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) { completion(.failure(StoreError.unavailable)) }

    func read<Answer: Sendable>(
        isStillWanted: @escaping @Sendable () -> Bool, _ body: @escaping @Sendable (any ReadTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) { completion(.failure(StoreError.unavailable)) }

    func readOnLoop<Answer>(_ loopIndex: Int, _ body: (any ReadTransaction) throws -> Answer) throws -> Answer {
        throw StoreError.unavailable
    }
}

extension UseCaseEnvironment {
    /// Without secrets: for what comes before a use case.
    static func empty(digest: @escaping @Sendable ([UInt8]) -> [UInt8] = { _ in [] }) -> UseCaseEnvironment {
        UseCaseEnvironment(
            tokens: TokenAuthority(deploymentID: "test", keys: [1: NoAuthentication()], activeKeyID: 1),
            returnPaths: ReturnPathAuthority(deploymentID: "test", keys: [:]), sealer: Sealer(seal: { _, _ in "" }, open: { _, _ in nil }),
            digest: digest,
            random: RandomSource { Array(repeating: 0, count: $0) })
    }
}

struct NoAuthentication: MessageAuthentication {
    func code(_ message: [UInt8]) -> [UInt8] { Array(repeating: 0, count: 32) }
    func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool { false }
    func isValid(beginning: [UInt8], for message: [UInt8]) -> Bool { false }
}
