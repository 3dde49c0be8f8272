import InvitationAPI
import Invitations
import NIOCore
import NIOEmbedded
import RPC
import Testing

@testable import InvitationServer

@Suite struct AccessTests {
    static let names: [Role: String] = [
        .portal: "URI:spiffe://example.org/portal", .registration: "URI:spiffe://example.org/registration",
        .roster: "URI:spiffe://example.org/roster", .operator: "DNS:operator.example.org",
    ]
    static let table = AccessTable(
        roleMap: RoleMap(
            Dictionary(uniqueKeysWithValues: names.map { role, name in (name, Caller(role: role, principal: "\(role)", schools: .all)) })))

    static func context(_ method: MethodDescriptor, names: [String]) -> ServerContext {
        ServerContext(
            method: method, metadata: Metadata(),
            peer: PeerIdentity(subjectAlternativeNames: names, certificateFingerprint: [], address: "127.0.0.1:1"),
            deadline: .distantFuture, eventLoop: EmbeddedEventLoop(), loopIndex: 0)
    }

    /// Written independently of the table: who may call what.
    static let permitted: [Role: Set<String>] = [
        .portal: [
            "ListContacts", "SendInvitations", "Reinvite", "RevokeAccess", "GetContact", "ListContactEvents", "ListSchoolEvents",
            "CheckAccess", "GetPolicy", "SetPolicy", "Pause", "PreviewEmail", "ClearBounce", "LiftCourtOrder", "EraseContact",
        ],
        .registration: ["Redeem", "Decline"],
        .roster: ["ImportRoster"],
        .operator: ["GetPolicy", "Release"],
    ]

    @Test("R1: every method times every role is decided by the table, and nothing else is let in")
    func everyMethodTimesEveryRole() throws {
        for method in InvitationServiceMethods.all + SchoolServiceMethods.all + RosterServiceMethods.all + OutboxServiceMethods.all {
            for role in Role.allCases {
                let isPermitted = Self.permitted[role]?.contains(method.method) ?? false
                let outcome = Result { try Self.table.admit(Self.context(method, names: [Self.names[role] ?? ""])) }
                switch outcome {
                case .success: #expect(isPermitted, "\(role) \(method.path)")
                case .failure(let error):
                    #expect(!isPermitted, "\(role) \(method.path)")
                    #expect((error as? RPCError)?.code == .permissionDenied)
                    #expect((error as? RPCError)?.reason == "ROLE_NOT_PERMITTED")
                }
            }
        }
    }

    @Test("A method nobody wrote into the table is nobody's")
    func denyByDefault() {
        let stranger = MethodDescriptor(service: "invitation.v1.InvitationService", method: "NotYetInvented", kind: .unary)
        for name in Self.names.values {
            #expect(throws: RPCError.self) { try Self.table.admit(Self.context(stranger, names: [name])) }
        }
    }

    @Test(
        "R1: no certificate, or one that the role map does not know, is UNAUTHENTICATED",
        arguments: [[], ["DNS:elsewhere"], ["uri:spiffe://example.org/portal"]])
    func unknownCertificate(_ names: [String]) {
        #expect {
            try Self.table.admit(Self.context(InvitationServiceMethods.listContacts, names: names))
        } throws: { error in
            (error as? RPCError)?.code == .unauthenticated && (error as? RPCError)?.reason == "CERTIFICATE_UNKNOWN"
        }
    }

    @Test("R4: a school that is not the caller's answers exactly as an unknown one")
    func foreignSchool() throws {
        let caller = Caller(role: .portal, principal: "p", schools: .only([SchoolID(unchecked: "mine")]))
        #expect(try caller.school("mine") == SchoolID(unchecked: "mine"))
        #expect { try caller.school("other") } throws: { ($0 as? InvitationError)?.reason == .schoolNotFound }
    }

    @Test("The first of a certificate's names that the role map has decides")
    func firstNameDecides() throws {
        let map = try RoleMap(parsing: "URI:a roster feed *\nDNS:b portal backend A,B # two schools\n\n# nothing\n")
        func role(_ names: String...) -> Role? {
            map.caller(of: PeerIdentity(subjectAlternativeNames: names, certificateFingerprint: [], address: ""))?.role
        }
        #expect(role("DNS:x", "DNS:b", "URI:a") == .portal)
        #expect(role("URI:a", "DNS:b") == .roster)
        #expect(role("DNS:x") == nil)
    }

    @Test(
        "A role map that cannot be right names its line",
        arguments: [
            ("URI:a portal", 1), ("URI:a portal p *\nURI:a roster r *", 2), ("a portal p *", 1), ("URI:a king p *", 1),
            ("# nothing", 0), ("\nURI:a portal p A,\(String(repeating: "x", count: 129))", 2),
        ])
    func brokenRoleMaps(_ text: String, line: Int) {
        #expect { try RoleMap(parsing: text) } throws: { ($0 as? RoleMapError)?.line == line }
    }
}
