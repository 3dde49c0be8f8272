import Foundation
import Invitations
import RPC
import Testing

@testable import InvitationServer

/// Every method of the contract times every identity: the one table, written a second time.
@Suite struct AccessMatrixTests {
    /// A row is a method, a column an identity (see `identities`):
    ///
    /// - `+` let in;
    /// - `C` CERTIFICATE_UNKNOWN, `A` CERTIFICATE_AMBIGUOUS, `R` ROLE_NOT_PERMITTED;
    /// - `T` TOKEN_REQUIRED, `I` TOKEN_INVALID, `E` TOKEN_EXPIRED, `N` TOKEN_NOT_ACCEPTED.
    ///
    /// In `alone` and `alone·a` the daemon has no key set.
    static let table = """
                            nobody stranger both portal alice expired forged twice alone alone·a registr registr·a roster roster·a operator operator·a bounces bounces·a
        ListContacts             C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        SendInvitations          C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        Reinvite                 C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        Redeem                   C        C    A      R     R       R      R     R     R       R       +         N      R        R        R          R       R          R
        Decline                  C        C    A      R     R       R      R     R     R       R       +         N      R        R        R          R       R          R
        GetContact               C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        RevokeAccess             C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        CheckAccess              C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        ListContactEvents        C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        ListSchoolEvents         C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        GetPolicy                C        C    A      T     +       E      I     I     +       N       R         R      R        R        +          N       R          R
        SetPolicy                C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        Pause                    C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        PreviewEmail             C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        ClearBounce              C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        LiftCourtOrder           C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        EraseContact             C        C    A      T     +       E      I     I     +       N       R         R      R        R        R          R       R          R
        ImportRoster             C        C    A      R     R       R      R     R     R       R       R         R      +        N        R          R       R          R
        Release                  C        C    A      R     R       R      R     R     R       R       R         R      R        R        +          N       R          R
        ListMail                 C        C    A      R     R       R      R     R     R       R       R         R      R        R        +          N       R          R
        GetMail                  C        C    A      R     R       R      R     R     R       R       R         R      R        R        +          N       R          R
        Retry                    C        C    A      R     R       R      R     R     R       R       R         R      R        R        +          N       R          R
        Hold                     C        C    A      R     R       R      R     R     R       R       R         R      R        R        +          N       R          R
        ReportBounce             C        C    A      R     R       R      R     R     R       R       R         R      R        R        +          N       +          N
        Health/Check             C        C    A      +     +       E      I     I     +       N       +         N      +        N        +          N       +          N
        Health/List              C        C    A      +     +       E      I     I     +       N       +         N      +        N        +          N       +          N
        Health/Watch             C        C    A      +     +       E      I     I     +       N       +         N      +        N        +          N       +          N
        ServerReflection/ServerReflectionInfo C C  A  +     +       E      I     I     +       N       +         N      +        N        +          N       +          N
        """

    static let reasons: [Character: String] = [
        "C": "CERTIFICATE_UNKNOWN", "A": "CERTIFICATE_AMBIGUOUS", "R": "ROLE_NOT_PERMITTED", "T": "TOKEN_REQUIRED", "I": "TOKEN_INVALID",
        "E": "TOKEN_EXPIRED", "N": "TOKEN_NOT_ACCEPTED",
    ]

    static let roles = """
        URI:spiffe://example.org/portal        portal        backend  *
        URI:spiffe://example.org/registration  registration  page     *
        URI:spiffe://example.org/roster        roster        feed     *
        DNS:operator.example.org               operator      on-duty  *
        DNS:mx.example.org                     bounces       mx       *
        """

    /// What the columns' callers show.
    struct Identity {
        var names: [String]
        var bearer: [String] = []
        var hasKeySet = true
    }

    static func identities(_ issuer: Issuer) throws -> [String: Identity] {
        let (portal, registration) = ("URI:spiffe://example.org/portal", "URI:spiffe://example.org/registration")
        let (roster, duty) = ("URI:spiffe://example.org/roster", "DNS:operator.example.org")
        let alice = issuer.token()
        return [
            "nobody": Identity(names: []), "stranger": Identity(names: ["URI:spiffe://example.org/stranger"], bearer: [alice]),
            "both": Identity(names: [portal, registration], bearer: [alice]), "portal": Identity(names: [portal]),
            "alice": Identity(names: ["DNS:unlisted.example.org", portal], bearer: [alice]),
            "expired": Identity(names: [portal], bearer: [issuer.token(expires: 1_000)]),
            "forged": Identity(names: [portal], bearer: [try Issuer().token()]),
            "twice": Identity(names: [portal], bearer: [alice, alice]), "alone": Identity(names: [portal], hasKeySet: false),
            "alone·a": Identity(names: [portal], bearer: [alice], hasKeySet: false), "registr": Identity(names: [registration]),
            "registr·a": Identity(names: [registration], bearer: [alice]), "roster": Identity(names: [roster]),
            "roster·a": Identity(names: [roster], bearer: [alice]), "operator": Identity(names: [duty]),
            "operator·a": Identity(names: [duty], bearer: [alice]), "bounces": Identity(names: ["DNS:mx.example.org"]),
            "bounces·a": Identity(names: ["DNS:mx.example.org"], bearer: [alice]),
        ]
    }

    /// `package.Service/Method` of every `.proto` of the contract: a new method has no row yet, and fails.
    static func contract() throws -> [MethodDescriptor] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Protos")
        var methods: [MethodDescriptor] = []
        for folder in ["invitation", "grpc"] {
            let files = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
            for case let file as URL in files ?? FileManager.DirectoryEnumerator() where file.pathExtension == "proto" {
                let text = try String(contentsOf: file, encoding: .utf8)
                guard let package = text.firstMatch(of: /(?m)^package ([A-Za-z0-9_.]+);/)?.1 else { continue }
                var service = ""
                for match in text.matches(of: /(?m)^\s*(service|rpc)\s+(\w+)/) {
                    if match.1 == "service" {
                        service = "\(package).\(match.2)"
                    } else {
                        methods.append(MethodDescriptor(service: service, method: String(match.2), kind: .unary))
                    }
                }
            }
        }
        return methods
    }

    /// Methods that any server may have, whether this contract brings them yet or not.
    static let common = [
        MethodDescriptor(service: "grpc.health.v1.Health", method: "Check", kind: .unary),
        MethodDescriptor(service: "grpc.health.v1.Health", method: "List", kind: .unary),
        MethodDescriptor(service: "grpc.health.v1.Health", method: "Watch", kind: .serverStreaming),
        MethodDescriptor(service: "grpc.reflection.v1.ServerReflection", method: "ServerReflectionInfo", kind: .bidirectional),
    ]

    /// What a row is called: the method, with its service where that is not ours.
    static func row(_ method: MethodDescriptor) -> String {
        method.service.hasPrefix("invitation.") ? method.method : method.path.split(separator: ".").last.map(String.init) ?? ""
    }

    @Test("R1, R26: every method of the contract times every identity is as the table says, and nothing else is let in")
    func everyMethodTimesEveryIdentity() throws {
        let issuer = try Issuer()
        let clock = SetClock(seconds: 1_800_000_000).clock
        let map = try RoleMap(parsing: Self.roles)
        let withKeys = AccessTable(AccessRules(roleMap: map, administrators: try issuer.administrators), clock: clock, loopCount: 1)
        let without = AccessTable(AccessRules(roleMap: map, administrators: nil), clock: clock, loopCount: 1)

        let lines = Self.table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let identities = try Self.identities(issuer)
        #expect(Set(lines[0]) == Set(identities.keys))
        let rows = Dictionary(uniqueKeysWithValues: lines.dropFirst().map { ($0[0], Array($0.dropFirst())) })
        let methods = Set(try Self.contract().map(\.path)).union(Self.common.map(\.path))
        #expect(methods.count >= 28, "the contract was found")
        let all = methods.map { path in
            let parts = path.split(separator: "/").map(String.init)
            return MethodDescriptor(service: parts[0], method: parts[1], kind: .unary)
        }
        #expect(Set(all.map(Self.row)) == Set(rows.keys), "a row for each method, and a method for each row")
        for method in all {
            guard let row = rows[Self.row(method)] else { continue }
            try #require(row.count == lines[0].count, "\(method.path)")
            for (column, expected) in zip(lines[0], row) {
                let identity = try #require(identities[column])
                let access = identity.hasKeySet ? withKeys : without
                let context = ServerContext.call(method, .named(identity.names), bearer: identity.bearer)
                // Twice: what is remembered of the first must not change the answer to the second.
                for _ in 0..<2 {
                    let outcome = Result { try access.admit(context) }
                    switch outcome {
                    case .success: #expect(expected == "+", "\(method.path) \(column)")
                    case .failure(let error):
                        #expect((error as? RPCError)?.reason == Self.reasons[Character(expected)], "\(method.path) \(column)")
                        #expect((error as? RPCError)?.domain == "invitation.v1")
                    }
                }
            }
        }
    }

    @Test("A method nobody wrote into the table is nobody's, whoever asks")
    func denyByDefault() throws {
        let issuer = try Issuer()
        let access = AccessTable(
            AccessRules(roleMap: try RoleMap(parsing: Self.roles), administrators: try issuer.administrators),
            clock: SetClock(seconds: 1_800_000_000).clock, loopCount: 1)
        for (service, method) in [
            ("invitation.v1.InvitationService", "NotYetInvented"), ("invitation.v1.Invitationservice", "ListContacts"),
            ("invitation.v1.OutboxService", "ListContacts"), ("", ""), ("grpc.health.v1.Health", "Kill"),
        ] {
            for identity in try Self.identities(issuer).values {
                let stranger = MethodDescriptor(service: service, method: method, kind: .unary)
                #expect(throws: RPCError.self) { try access.admit(.call(stranger, .named(identity.names), bearer: identity.bearer)) }
            }
        }
    }
}
