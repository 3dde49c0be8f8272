import Cryptography
import InvitationAPI
import Invitations
import RPC
import Testing

@testable import InvitationServer

@Suite struct AccessTableTests {
    static let now: Int64 = 1_800_000_000
    static let portal = PeerIdentity.named("URI:portal")
    let issuer: Issuer
    let clock = SetClock(seconds: now)

    init() throws { issuer = try Issuer() }

    private func rules(_ map: String, _ issuer: Issuer? = nil) throws -> AccessRules {
        AccessRules(roleMap: try RoleMap(parsing: map), administrators: try (issuer ?? self.issuer).administrators)
    }

    private func table(_ map: String = "URI:portal portal backend *", loops: Int = 1) throws -> AccessTable {
        AccessTable(try rules(map), clock: clock.clock, loopCount: loops)
    }

    private func admit(_ table: AccessTable, _ bearer: String, _ peer: PeerIdentity = portal, loop: Int = 0) throws -> Caller {
        try table.admit(.call(InvitationServiceMethods.listContacts, peer, bearer: [bearer], loop: loop))
    }

    private func reason(_ body: () throws -> Caller) -> String? {
        do { _ = try body() } catch { return (error as? RPCError)?.reason }
        return nil
    }

    @Test("Events carry the portal and the administrator; the first slash parts them")
    func principal() throws {
        let table = try table()
        #expect(try admit(table, issuer.token()).principal == "backend/alice")
        #expect(try admit(table, issuer.token(["sub": "\"idp|7/8\""])).principal == "backend/idp|7/8")
        let alone = AccessTable(
            AccessRules(roleMap: try RoleMap(parsing: "URI:portal portal backend *"), administrators: nil), clock: clock.clock, loopCount: 1
        )
        #expect(try alone.admit(.call(InvitationServiceMethods.listContacts, Self.portal)).principal == "backend")
    }

    @Test("A token counts on every loop, and over another certificate speaks of that one's schools")
    func certificateLimits() throws {
        let table = try table("URI:portal portal backend *\nURI:small portal small A2", loops: 3)
        let token = issuer.token(["schools": #"["A1","A2"]"#])
        for loop in 0..<6 {
            #expect(try admit(table, token, loop: loop).schools == .only([SchoolID(unchecked: "A1"), SchoolID(unchecked: "A2")]))
            #expect(try admit(table, token, .named("URI:small"), loop: loop).schools == .only([SchoolID(unchecked: "A2")]))
        }
    }

    @Test("A token that was verified is not verified again: the same caller is handed on")
    func remembered() throws {
        let table = try table()
        let token = issuer.token()
        let first = try admit(table, token)
        #expect(try admit(table, token) === first)
        clock.set(seconds: Self.now + 299)
        #expect(try admit(table, token) === first)
        clock.set(seconds: Self.now + 300)
        #expect(try admit(table, token) !== first, "after five minutes it is looked at again")
    }

    @Test("A remembered token ends when it expires, and a clock set back does not prolong it")
    func expiry() throws {
        let table = try table()
        let token = issuer.token(expires: Self.now + 10)
        let first = try admit(table, token)
        clock.set(seconds: Self.now + 69)
        #expect(try admit(table, token) === first)
        clock.set(seconds: Self.now + 70)
        #expect(reason { try admit(table, token) } == "TOKEN_EXPIRED")
        clock.set(seconds: Self.now - 1)
        #expect(try admit(table, token) !== first)
    }

    @Test("The header is 'Bearer', one space and the token; the scheme's case does not matter")
    func header() throws {
        let table = try table()
        func outcome(_ header: String) -> String? {
            reason {
                var context = ServerContext.call(InvitationServiceMethods.listContacts, Self.portal)
                context = ServerContext(
                    method: context.method, metadata: Metadata([.init(key: "authorization", value: header)]), peer: context.peer,
                    deadline: context.deadline, eventLoop: context.eventLoop, loopIndex: 0)
                return try table.admit(context)
            }
        }
        let token = issuer.token()
        for accepted in ["Bearer \(token)", "bearer \(token)", "BEARER \(token)"] { #expect(outcome(accepted) == nil) }
        for refused in [
            "", "Bearer", "Bearer ", token, "Basic \(token)", "Bearer  \(token)", "Bearer\t\(token)", " Bearer \(token)",
            "Bearer \(token) ",
            "Bearer \(token), Bearer \(token)", "Bearer \(token) \(token)", "Béarer \(token)",
        ] {
            #expect(outcome(refused) == "TOKEN_INVALID", "\(refused)")
        }
    }

    @Test("No refusal repeats anything of the token")
    func nothingEchoed() throws {
        let table = try table()
        let strange = "SECRETsecretSECRET"
        for token in [strange, issuer.token(["sub": "\"\(strange) \""]), issuer.token(["iss": "\"\(strange)\""])] {
            let error = try #require(throws: RPCError.self) { try admit(table, token) }
            #expect(!"\(error)".contains(strange) && !"\(error)".contains(token))
        }
    }

    // MARK: Replacing

    @Test("After a replacement the new role map and the new keys decide, on every loop, and nothing old is remembered")
    func replacing() throws {
        let table = try table(loops: 2)
        let token = issuer.token()
        for loop in 0..<2 { #expect(try admit(table, token, loop: loop).schools == .all) }
        _ = table.replace(with: try rules("URI:portal portal backend A1"))
        for loop in 0..<2 { #expect(try admit(table, token, loop: loop).schools == .only([SchoolID(unchecked: "A1")])) }
        let next = try Issuer()
        _ = table.replace(with: try rules("URI:portal portal backend A1", next))
        for loop in 0..<2 {
            #expect(reason { try admit(table, token, loop: loop) } == "TOKEN_INVALID")
            #expect(try admit(table, next.token(), loop: loop).principal == "backend/alice")
        }
        _ = table.replace(with: try rules("URI:elsewhere portal backend *", next))
        #expect(reason { try admit(table, next.token()) } == "CERTIFICATE_UNKNOWN")
    }

    @Test("A replacement tells whose connections it affects: those who are somebody else, or nobody, now")
    func change() throws {
        let before = """
            URI:same portal same A1
            URI:gone portal gone A1
            URI:role portal role A1
            URI:principal portal principal A1
            URI:schools portal schools A1
            URI:extra portal extra A1
            """
        let after = """
            URI:same portal same A1
            URI:role operator role A1
            URI:principal portal other A1
            URI:schools portal schools A1,A2
            URI:extra portal extra A1
            URI:extra2 roster extra A1
            URI:new portal new A1
            """
        let table = try table(before)
        let change = table.replace(with: try rules(after))
        for (names, isAffected) in [
            (["URI:same"], false), (["URI:gone"], true), (["URI:role"], true), (["URI:principal"], true), (["URI:schools"], true),
            (["URI:extra"], false), (["URI:extra", "URI:extra2"], true), (["URI:new"], true), (["URI:stranger"], false), ([], false),
        ] {
            #expect(change.affects(.named(names)) == isAffected, "\(names)")
        }
    }
}

@Suite struct VerifiedTokensTests {
    private func key(_ number: Int) -> VerifiedTokens.Key {
        VerifiedTokens.Key(header: Digest256(of: "\(number)"), certificate: Digest256(of: "certificate"))
    }

    @Test("As many are remembered as fit; one more and the oldest goes; what is renewed takes no second place")
    func bounded() {
        let caller = Caller(role: .portal, principal: "p", schools: .all)
        let start = Instant(milliseconds: 0)
        var tokens = VerifiedTokens(countMax: 3)
        for number in 1...3 { tokens.insert(caller, for: key(number), now: start, acceptedUntil: .distantFuture) }
        tokens.insert(caller, for: key(1), now: start, acceptedUntil: .distantFuture)
        #expect(tokens.count == 3)
        for number in 4...9 {
            tokens.insert(caller, for: key(number), now: start, acceptedUntil: .distantFuture)
            #expect(tokens.count == 3)
            #expect(tokens.caller(key(number - 3), now: start) == nil)
            for kept in number - 2...number { #expect(tokens.caller(key(kept), now: start) === caller) }
        }
    }

    @Test("Another certificate's token is another token")
    func perCertificate() {
        var tokens = VerifiedTokens(countMax: 3)
        let caller = Caller(role: .portal, principal: "p", schools: .all)
        tokens.insert(caller, for: key(1), now: Instant(milliseconds: 0), acceptedUntil: .distantFuture)
        let other = VerifiedTokens.Key(header: Digest256(of: "1"), certificate: Digest256(of: "other"))
        #expect(tokens.caller(other, now: Instant(milliseconds: 0)) == nil)
    }
}
