import Cryptography
import DevelopmentIdentity
import Testing

@testable import InvitationServer

@Suite struct JSONWebKeySetTests {
    static let point = #""x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#
    static let okp = #""kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#

    private func parse(_ keys: String...) throws -> JSONWebKeySet {
        try JSONWebKeySet(parsing: #"{"keys":[\#(keys.map { "{\($0)}" }.joined(separator: ","))]}"#)
    }

    @Test("A key is for what its type and curve are for, whatever is asked")
    func pinned() throws {
        let keys = try parse(#""kid":"p","kty":"EC","crv":"P-256",\#(Self.point)"#, #""kid":"e","alg":"EdDSA","use":"sig",\#(Self.okp)"#)
        #expect(try keys.key("p", for: .es256).algorithm == .es256)
        #expect(try keys.key("e", for: .edDSA).algorithm == .edDSA)
        #expect(throws: TokenProblem.algorithm) { try keys.key("p", for: .edDSA) }
        #expect(throws: TokenProblem.algorithm) { try keys.key("e", for: .es256) }
        #expect(throws: TokenProblem.key) { try keys.key("P", for: .es256) }
    }

    @Test("Keys that are for something else are passed over, and a set of none but those is refused")
    func others() throws {
        let others = [
            #""kid":"r","kty":"RSA","n":"AQAB","e":"AQAB""#, #""kid":"s","kty":"EC","crv":"P-384","x":"AA","y":"AA""#,
            #""kid":"k","kty":"EC","crv":"secp256k1",\#(Self.point)"#, #""kid":"x","kty":"OKP","crv":"X25519","x":"AA""#,
            #""kid":"p","kty":"EC","crv":"P-256","use":"enc",\#(Self.point)"#,
            #""kid":"o","kty":"EC","crv":"P-256","key_ops":["sign"],\#(Self.point)"#,
            #""kid":"m","kty":"EC","crv":"Ed25519",\#(Self.point)"#,
        ]
        for other in others {
            #expect(throws: JSONWebKeySetError.self, "\(other)") { try parse(other) }
            let keys = try parse(other, #""kid":"e",\#(Self.okp)"#)
            #expect(Array(keys.keyIDs) == ["e"])
        }
    }

    @Test(
        "A key set that holds a secret, or a key that cannot be one, is refused and names the key",
        arguments: [
            #""kid":"o","kty":"oct","k":"AAAA""#, #""kid":"p","kty":"EC","crv":"P-256","d":"AA",\#(point)"#, #""kid":"p","d":"AA",\#(okp)"#,
            #""kid":"p","kty":"EC","crv":"P-256","alg":"ES384",\#(point)"#, #""kid":"e","alg":"ES256",\#(okp)"#,
            #""kid":"e","alg":1,\#(okp)"#,
            #""kty":"EC","crv":"P-256",\#(point)"#, #""kid":"",\#(okp)"#, #""kid":7,\#(okp)"#, #""kid":"p","crv":"P-256",\#(point)"#,
            #""kid":"p","kty":"EC","crv":"P-256","x":"AA","y":"AA""#,
            #""kid":"p","kty":"EC","crv":"P-256","y":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","x":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#,
            #""kid":"e","kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=""#,
            #""kid":"e","kty":"OKP","crv":"Ed25519""#,
        ])
    func refused(_ key: String) {
        #expect { try parse(#""kid":"good",\#(Self.okp)"#, key) } throws: { ($0 as? JSONWebKeySetError)?.index == 1 }
    }

    @Test("A kid twice, and a file that is no key set, are refused")
    func files() throws {
        #expect { try parse(#""kid":"e",\#(Self.okp)"#, #""kid":"e","kty":"EC","crv":"P-256",\#(Self.point)"#) } throws: {
            ($0 as? JSONWebKeySetError)?.index == 1
        }
        let key = #"{"kid":"e",\#(Self.okp)}"#
        for text in [
            "", "{}", "[\(key)]", #"{"keys":{}}"#, #"{"keys":[]}"#, #"{"keys":[\#(key)]} x"#, #"{"keys":[\#(key)],"keys":[\#(key)]}"#,
        ] {
            #expect { try JSONWebKeySet(parsing: text) } throws: { ($0 as? JSONWebKeySetError).map { $0.index == nil } ?? false }
        }
        let many = (0...64).map { #"{"kid":"\#($0)",\#(Self.okp)}"# }
        #expect(throws: JSONWebKeySetError.self) { try JSONWebKeySet(parsing: #"{"keys":[\#(many.joined(separator: ","))]}"#) }
        #expect(try JSONWebKeySet(parsing: #"{"keys":[\#(many.dropLast().joined(separator: ","))]}"#).keyIDs.count == 64)
    }
}
