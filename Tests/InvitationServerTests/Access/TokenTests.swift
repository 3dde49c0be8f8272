import Cryptography
import DevelopmentIdentity
import Invitations
import RPC
import Testing

@testable import InvitationServer

/// What a token must be, one deviation at a time.
@Suite struct TokenTests {
    static let now: Int64 = 1_800_000_000
    let issuer: Issuer
    let administrators: AdministratorTokens

    init() throws {
        issuer = try Issuer()
        administrators = try issuer.administrators
    }

    private func problem(_ token: String, at seconds: Int64 = now) -> TokenProblem? {
        do {
            _ = try administrators.verify(token.utf8, now: Instant(milliseconds: seconds * 1000))
            return nil
        } catch {
            return error
        }
    }

    private func problem(header: String, key: SigningKey? = nil) -> TokenProblem? {
        problem(Issuer.sign(header, Issuer.claims(), key ?? issuer.p256))
    }

    private func problem(claims: String) -> TokenProblem? { problem(Issuer.sign(#"{"alg":"ES256","kid":"p"}"#, claims, issuer.p256)) }

    @Test("ES256 and EdDSA tokens of the key set name an administrator")
    func accepted() throws {
        let claims = try administrators.verify(
            issuer.token(["schools": #"["A1","A2"]"#]).utf8, now: Instant(milliseconds: Self.now * 1000))
        #expect(claims.subject == "alice")
        #expect(claims.schools == .only([SchoolID(unchecked: "A1"), SchoolID(unchecked: "A2")]))
        #expect(claims.acceptedUntil == Instant(milliseconds: 2_000_000_060_000))
        #expect(problem(header: #"{"alg":"EdDSA","kid":"e","typ":"JWT"}"#, key: issuer.ed25519) == nil)
        #expect(problem(header: #"{"kid":"p","alg":"ES256","typ":"at+jwt","x5t":"passed over"}"#) == nil)
    }

    @Test("The algorithm is the key's: none, HMAC with the public key, RSA, and one key's name over the other's signature are refused")
    func algorithmConfusion() throws {
        for name in [
            "none", "None", "NONE", "", "HS256", "RS256", "PS256", "ES384", "ES512", "ES256K", "es256", "Ed25519", "EdDSA ", "ES256\\u0000",
        ] {
            #expect(problem(header: #"{"alg":"\#(name)","kid":"p"}"#) == .algorithm, "\(name)")
        }
        // The unsigned form, and HMAC keyed with the bytes everybody has.
        let none = Base64URL.encode(Array(#"{"alg":"none","kid":"p"}"#.utf8)) + "." + Base64URL.encode(Array(Issuer.claims().utf8)) + "."
        #expect(problem(none) == .form)
        let signed =
            Base64URL.encode(Array(#"{"alg":"HS256","kid":"p"}"#.utf8)) + "." + Base64URL.encode(Array(Issuer.claims().utf8))
        let code = try HMACSHA256(key: SecretKey(issuer.p256.publicParts.flatMap { $0 })).code(Array(signed.utf8))
        #expect(problem(signed + "." + Base64URL.encode(code)) == .algorithm)

        #expect(problem(header: #"{"alg":"EdDSA","kid":"p"}"#, key: issuer.ed25519) == .algorithm)
        #expect(problem(header: #"{"alg":"ES256","kid":"e"}"#) == .algorithm)
        #expect(problem(header: #"{"alg":"EdDSA","kid":"e"}"#) == .signature, "signed by P-256")
        #expect(problem(header: #"{"kid":"p"}"#) == .algorithm)
        #expect(problem(header: #"{"alg":["ES256"],"kid":"p"}"#) == .algorithm)
    }

    @Test("The key is one of the key set, by its id")
    func keys() throws {
        for header in [#"{"alg":"ES256"}"#, #"{"alg":"ES256","kid":"q"}"#, #"{"alg":"ES256","kid":1}"#, #"{"alg":"ES256","kid":""}"#] {
            #expect(problem(header: header) == .key, "\(header)")
        }
        #expect(problem(header: #"{"alg":"ES256","kid":"p"}"#, key: try SigningKey(.es256)) == .signature)
    }

    @Test(
        "A token that brings its key, or asks for what is not done here, is refused",
        arguments: [
            #""crit":["exp"]"#, #""crit":[]"#, #""jku":"https://evil.example"#, #""jwk":{"kty":"EC"}"#, #""x5u":"https://evil.example"#,
            #""x5c":[]"#, #""b64":false"#, #""zip":"DEF"#, #""enc":"A256GCM"#, #""typ":"JWE"#, #""typ":1"#, #""cty":"JWT"#,
        ])
    func features(_ parameter: String) {
        let isOpen = parameter.filter { $0 == "\"" }.count % 2 == 1
        #expect(problem(header: #"{"alg":"ES256","kid":"p",\#(parameter)\#(isOpen ? "\"" : "")}"#) == .feature)
    }

    @Test("One text stands for a token: anything before, within or after it is refused")
    func form() {
        let token = issuer.token()
        let parts = token.split(separator: ".").map(String.init)
        let last = token.last ?? "A"
        let padded = String(token.dropLast()) + (last == "A" ? "B" : last == "Q" ? "R" : last == "g" ? "h" : "x")
        for altered in [
            "", ".", "..", parts[0], "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).", ".\(parts[1]).\(parts[2])",
            "\(parts[0])..\(parts[2])", "\(token).", "\(token).\(parts[2])", "\(token)=", "\(token) ", " \(token)", "\(token)\n",
            "\(parts[0])=.\(parts[1]).\(parts[2])", padded, token.replacing(".", with: "/"),
            "\(parts[0]).\(parts[1]).\(parts[2].replacing("_", with: "/").replacing("-", with: "+"))+",
        ] {
            #expect(problem(altered) == .form, "\(altered)")
        }
        #expect(problem(token + "AAAA") == .signature, "trailing bytes of the signature")
        let long = issuer.token(["padding": "\"\(String(repeating: "x", count: 6000))\""])
        #expect(long.utf8.count <= JSONWebToken.bytesMax ? problem(long) == nil : problem(long) == .form)
        #expect(problem(issuer.token(["padding": "\"\(String(repeating: "x", count: 6200))\""])) == .form)
        #expect(problem(String(repeating: "A", count: JSONWebToken.bytesMax + 1)) == .form)
    }

    @Test("Every single changed byte of a token makes it another")
    func changedBytes() {
        let token = Array(issuer.token().utf8)
        for position in token.indices {
            var changed = token
            changed[position] = changed[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(problem(String(decoding: changed, as: UTF8.self)) != nil, "byte \(position)")
        }
    }

    @Test("Header and claims are strict JSON objects that name nothing twice")
    func json() {
        for header in [
            #"{"alg":"ES256","kid":"p","kid":"e"}"#, #"{"alg":"ES256","alg":"none","kid":"p"}"#,
            #"{"alg":"ES256","\u0061lg":"none","kid":"p"}"#,
            #"{"alg":"ES256","kid":"p",}"#, #"{"alg":"ES256","kid":"p"} "# + "x", #"["ES256"]"#, "null",
            "\u{FEFF}" + #"{"alg":"ES256","kid":"p"}"#,
            #"{alg:"ES256","kid":"p"}"#, #"{"alg":"ES256","kid":"p","x":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}"#,
        ] {
            #expect(problem(header: header) == .json, "\(header)")
        }
        for claims in [
            Issuer.claims(["exp": "1,\"exp\":2000000000"]), Issuer.claims(["sub": "\"alice\",\"s\\u0075b\":\"bob\""]), "[]", "\"\"",
            Issuer.claims() + "{}",
        ] {
            #expect(problem(claims: claims) == .json, "\(claims)")
        }
    }

    @Test("Issuer and audience are the configured ones, byte by byte")
    func issuerAndAudience() {
        for value in [nil, "\"\"", "1", "[\"\(Issuer.name)\"]", "\"\(Issuer.name)/\"", "\"HTTPS://identity.example.org\""] {
            #expect(problem(claims: Issuer.claims(["iss": value])) == .issuer, "\(value ?? "none")")
        }
        for value in [
            nil, "\"\"", "1", "[]", "[1]", "\"invitation\"", "\"Invitations\"", "{\"invitations\":1}", "[\"other\"]", "[[\"invitations\"]]",
        ] {
            #expect(problem(claims: Issuer.claims(["aud": value])) == .audience, "\(value ?? "none")")
        }
        #expect(problem(claims: Issuer.claims(["aud": #"["other","invitations"]"#])) == nil)
    }

    @Test("A token is accepted from nbf and iat to exp, each widened by a minute, to the millisecond")
    func times() {
        let token = issuer.token(["nbf": "1000", "iat": "900"], expires: 2000)
        func at(_ milliseconds: Int64) -> TokenProblem? {
            do { _ = try administrators.verify(token.utf8, now: Instant(milliseconds: milliseconds)) } catch { return error }
            return nil
        }
        #expect(at(939_999) == .notYetValid)
        #expect(at(940_000) == nil)
        #expect(at(2_059_999) == nil)
        #expect(at(2_060_000) == .expired)
        #expect(problem(claims: Issuer.claims(["iat": "\(Self.now + 61)"])) == .notYetValid)
        #expect(problem(claims: Issuer.claims(["iat": "\(Self.now + 60)"])) == nil)
        #expect(problem(claims: Issuer.claims(["exp": "2000000000.5"])) == nil)
        for value in [nil, "null", "\"2000000000\"", "-1", "1e12", "1e400", "true", "[2000000000]"] {
            #expect(problem(claims: Issuer.claims(["exp": value])) == .times, "\(value ?? "none")")
        }
        for name in ["nbf", "iat"] { #expect(problem(claims: Issuer.claims([name: "\"0\""])) == .times) }
    }

    @Test("Subject, role and schools have the form that events and the role map can carry")
    func rest() {
        for value in [
            nil, "\"\"", "1", "\"al ice\"", "\"al\\nice\"", "\"älice\"", "\"\\u0000\"", "\"\(String(repeating: "a", count: 129))\"",
        ] {
            #expect(problem(claims: Issuer.claims(["sub": value])) == .subject, "\(value ?? "none")")
        }
        #expect(problem(claims: Issuer.claims(["sub": "\"\(String(repeating: "a", count: 128))\""])) == nil)
        for value in [nil, "\"operator\"", "\"Administrator\"", "[\"administrator\"]", "true"] {
            #expect(problem(claims: Issuer.claims(["role": value])) == .role, "\(value ?? "none")")
        }
        for value in [nil, "\"*\"", "\"A1\"", "[]", "[\"*\",\"A1\"]", "[1]", "[\"\"]", "{}", "[\"\(String(repeating: "a", count: 129))\"]"]
        {
            #expect(problem(claims: Issuer.claims(["schools": value])) == .schools, "\(value ?? "none")")
        }
        let many = (1...1001).map { "\"\($0)\"" }
        #expect(problem(claims: Issuer.claims(["schools": "[\(many.joined(separator: ","))]"])) == .schools)
        #expect(problem(claims: Issuer.claims(["schools": "[\(many.dropLast().joined(separator: ","))]"])) == nil)
    }

    @Test("What is wrong with a token is told with a stable word, and nothing of the token", arguments: TokenProblem.allCases)
    func told(_ problem: TokenProblem) {
        let error = problem.error
        #expect(error.code == .unauthenticated)
        #expect(error.reason == (problem == .expired ? "TOKEN_EXPIRED" : "TOKEN_INVALID"))
        #expect(error.metadata == (problem == .expired ? [:] : ["problem": problem.rawValue]))
        #expect(!error.message.isEmpty)
    }
}
