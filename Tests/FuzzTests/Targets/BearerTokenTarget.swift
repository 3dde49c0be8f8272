import Invitations
import NIOCore
import NIOEmbedded
import ProtobufJSON
import RPC

@testable import InvitationServer

extension FuzzTarget {
    /// What a portal sends as `authorization`. An even first byte: the rest is the header. An odd one: it is a token's claims, signed as may
    /// be, so that they are read at all.
    static let bearerToken = FuzzTarget(name: "bearer-token") { input in
        guard let first = input.first else { return }
        let rest = Array(input.dropFirst())
        guard first % 2 == 1 else {
            let header = String(decoding: rest, as: UTF8.self)
            guard let caller = try admitted(header) else { return }
            try promise(
                String(header.dropFirst(7)) == Portal.token && caller.principal == "portal-backend/alice", "somebody else's token got in")
            // The second time it is remembered.
            try promise(try admitted(header) == caller, "a remembered token names another")
            return
        }
        guard let value = try? JSONValue(parsing: rest), case .object = value,
            let claims = try? AdministratorClaims(value, issuer: Portal.issuer, audience: Portal.audience, now: Portal.now)
        else { return }
        try promise(Portal.now < claims.acceptedUntil, "claims that have run out")
        try promise(
            (1...AdministratorClaims.subjectBytesMax).contains(claims.subject.utf8.count), "a subject of \(claims.subject.utf8.count) bytes"
        )
    }

    /// nil: turned away, with one of the reasons there are.
    private static func admitted(_ header: String) throws -> Caller? {
        let context = ServerContext(
            method: MethodDescriptor(service: "invitation.v1.InvitationService", method: "ListContacts", kind: .unary),
            metadata: Metadata([Metadata.Pair(key: "authorization", value: header)]), peer: Portal.peer, deadline: .distantFuture,
            eventLoop: EmbeddedEventLoop(), loopIndex: 0)
        do {
            return try Portal.table.admit(context)
        } catch let error as RPCError {
            try promise(error.reason.flatMap(AccessReason.init) != nil, "turned away with \(error)")
            return nil
        }
    }
}

/// A portal, and an issuer whose private key was thrown away: one token is all it ever signed.
private enum Portal {
    static let issuer = "https://identity.example.org"
    static let audience = "invitations"
    static let now = Instant(milliseconds: 1_900_000_000_000)
    static let peer = PeerIdentity(
        subjectAlternativeNames: ["URI:spiffe://example.org/portal"], certificateFingerprint: Array(repeating: 1, count: 32),
        address: "127.0.0.1:1")
    static let token =
        "eyJhbGciOiJFZERTQSIsImtpZCI6ImUifQ."
        + "eyJpc3MiOiJodHRwczovL2lkZW50aXR5LmV4YW1wbGUub3JnIiwiYXVkIjoiaW52aXRhdGlvbnMiLCJzdWIiOiJhbGljZSIsInJv"
        + "bGUiOiJhZG1pbmlzdHJhdG9yIiwic2Nob29scyI6WyIqIl0sImV4cCI6NDAwMDAwMDAwMH0."
        + "xxKwOtbE1fJg0Wda0obJZC4B0Xs4oXviifJWFFB21yuEUkvQiRiHt2GX847AO9si-_o9qcchFFHyMsQi-wsbCg"

    static let table: AccessTable = {
        let keySet = #"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"e","x":"g85v0XTYHZ_W9ynKOpnH70INzkTasCZHUJ7hAxwT8u0"}]}"#
        guard let map = try? RoleMap(parsing: "URI:spiffe://example.org/portal portal portal-backend *"),
            let keys = try? JSONWebKeySet(parsing: keySet)
        else { preconditionFailure("a role map and a key set") }
        let rules = AccessRules(
            roleMap: map, administrators: AdministratorTokens(keys: keys, issuer: issuer, audience: audience))
        return AccessTable(rules, clock: WallClock { now }, loopCount: 1)
    }()
}
