import Invitations
import RPC
import Testing

@testable import InvitationServer

@Suite struct RoleMapTests {
    private func find(_ map: RoleMap, _ names: String...) -> RoleMap.Finding { map.find(.named(names)) }

    @Test("A certificate is whom its one listed name says; other names do not count")
    func oneName() throws {
        let map = try RoleMap(parsing: "URI:a roster feed *\nDNS:b portal backend A,B # two schools\n\n# nothing\n")
        let portal = Caller(role: .portal, principal: "backend", schools: .only([SchoolID(unchecked: "A"), SchoolID(unchecked: "B")]))
        #expect(find(map, "DNS:x", "DNS:b") == .known(portal))
        #expect(find(map, "URI:a") == .known(Caller(role: .roster, principal: "feed", schools: .all)))
        #expect(find(map, "DNS:x") == .unknown)
        #expect(find(map) == .unknown)
    }

    @Test("Lines end as any editor ends them, also mixed: no comment swallows the line after it", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(_ end: String) throws {
        let map = try RoleMap(parsing: "URI:a roster feed * # nightly\(end)URI:b portal p *\nURI:c operator o *\(end)")
        for name in ["URI:a", "URI:b", "URI:c"] { #expect(find(map, name) != .unknown, "\(name)") }
    }

    @Test("A certificate with names of several callers is nobody's; of one and the same it is theirs")
    func ambiguous() throws {
        let map = try RoleMap(parsing: "URI:a portal p A\nURI:b roster p A\nURI:c portal p B\nURI:d portal q A\nDNS:e portal p A")
        #expect(find(map, "URI:a", "URI:b") == .ambiguous, "another role")
        #expect(find(map, "URI:a", "URI:c") == .ambiguous, "another school")
        #expect(find(map, "URI:d", "URI:a") == .ambiguous, "another principal")
        #expect(
            find(map, "URI:a", "DNS:e", "URI:a")
                == .known(Caller(role: .portal, principal: "p", schools: .only([SchoolID(unchecked: "A")]))))
    }

    @Test(
        "Names compare byte by byte, DNS names without case: nothing that looks alike passes",
        arguments: [
            ("DNS:Portal.Example.org", true), ("DNS:portal.example.org", true), ("URI:spiffe://example.org/Portal", true),
            ("URI:spiffe://example.org/portal", false), ("uri:spiffe://example.org/Portal", false), ("dns:portal.example.org", false),
            ("DNS:portal.example.org.", false), ("DNS:portal.example.org\u{0}", false), ("DNS:portal.example.org\u{0}.evil.example", false),
            ("URI:spiffe://example.org/Portal\u{0}", false), ("DNS: portal.example.org", false), ("DNS:*.example.org", false),
            ("URI:portal.example.org", false), ("DNS:spiffe://example.org/Portal", false), ("EMAIL:portal.example.org", false),
            ("DNS:\u{212A}elvin.example.org", false), ("URI:spiffe://example.org/\u{212A}elvin", false),
            ("DNS:por\u{AD}tal.example.org", false), ("DNS:", false), ("", false),
        ])
    func names(_ name: String, isKnown: Bool) throws {
        let map = try RoleMap(
            parsing: """
                DNS:PORTAL.example.org          portal p *
                URI:spiffe://example.org/Portal portal p *
                DNS:kelvin.example.org          portal p *
                URI:spiffe://example.org/Kelvin portal p *
                """)
        #expect((find(map, name) != .unknown) == isKnown)
    }

    @Test(
        "A role map that cannot be right names its line",
        arguments: [
            ("URI:a portal", 1), ("URI:a portal p *\nURI:a roster r *", 2), ("a portal p *", 1), ("URI:a king p *", 1),
            ("# nothing", 0), ("\nURI:a portal p A,\(String(repeating: "x", count: 129))", 2), ("URI: portal p *", 1),
            ("DNS:a.b portal p *\nDNS:A.B portal p *", 2), ("URI:a portal p ,", 1), ("URI:a portal p A,,B", 1), ("URI:a portal p A,*", 1),
            ("URI:a portal p/q *", 1), ("URI:a portal \(String(repeating: "p", count: 65)) *", 1), ("URI:ä portal p *", 1),
            ("URI:a\u{0} portal p *", 1), ("URI:a portal pä *", 1), ("URI:a portal p * more", 1),
        ])
    func brokenRoleMaps(_ text: String, line: Int) {
        #expect { try RoleMap(parsing: text) } throws: { ($0 as? RoleMapError)?.line == line }
    }
}
