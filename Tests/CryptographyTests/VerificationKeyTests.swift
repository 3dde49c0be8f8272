import Foundation
import Testing

@testable import Cryptography

@Suite struct VerificationKeyTests {
    /// One line of an extract of Project Wycheproof, with the key above it.
    struct Vector {
        var number: String
        var isValid: Bool
        var key: [UInt8]
        var message: [UInt8]
        var signature: [UInt8]
    }

    static func vectors(_ name: String) throws -> [Vector] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Wycheproof/\(name)")
        var key: [UInt8] = []
        var vectors: [Vector] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where line.first != "#" {
            let words = line.split(separator: " ").map(String.init)
            if words[0] == "key" {
                key = hex(words[1])
            } else {
                vectors.append(
                    Vector(
                        number: words[0], isValid: words[1] == "valid", key: key, message: words[2] == "-" ? [] : hex(words[2]),
                        signature: words[3] == "-" ? [] : hex(words[3])))
            }
        }
        return vectors
    }

    /// A P-256 key from its uncompressed point.
    static func p256(_ point: [UInt8]) throws -> VerificationKey {
        try VerificationKey(p256X: Array(point[1..<33]), y: Array(point[33...]))
    }

    @Test("ES256: every vector of Wycheproof's P-256 signatures in r ‖ s form has the expected outcome")
    func wycheproofES256() throws {
        let vectors = try Self.vectors("ecdsa_p256_sha256_p1363.txt")
        #expect(vectors.count == 262)
        for vector in vectors {
            #expect(try Self.p256(vector.key).isValid(vector.signature, for: vector.message) == vector.isValid, "\(vector.number)")
            // r and s lie at the ends: nothing may stand between them.
            guard vector.isValid else { continue }
            let stretched = vector.signature[..<32] + [0] + vector.signature[32...]
            #expect(try !Self.p256(vector.key).isValid(Array(stretched), for: vector.message), "\(vector.number)")
        }
    }

    @Test("EdDSA: every vector of Wycheproof's Ed25519 signatures has the expected outcome")
    func wycheproofEd25519() throws {
        let vectors = try Self.vectors("ed25519.txt")
        #expect(vectors.count == 151)
        for vector in vectors {
            let key = try VerificationKey(ed25519: vector.key)
            #expect(key.isValid(vector.signature, for: vector.message) == vector.isValid, "\(vector.number)")
        }
    }

    @Test("ES256: the example of RFC 7515, appendix A.3")
    func rfc7515() throws {
        let key = try VerificationKey(
            p256X: #require(Base64URL.decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")),
            y: #require(Base64URL.decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")))
        let signed =
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        let signature = try #require(
            Base64URL.decode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"))
        #expect(key.algorithm == .es256)
        #expect(key.isValid(signature, for: Array(signed.utf8)))
        #expect(!key.isValid(signature, for: Array(signed.utf8.dropLast())))
    }

    @Test("EdDSA: the example of RFC 8037, appendix A.4")
    func rfc8037() throws {
        let key = try VerificationKey(ed25519: #require(Base64URL.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")))
        let signature = try #require(
            Base64URL.decode("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"))
        #expect(key.algorithm == .edDSA)
        #expect(key.isValid(signature, for: Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".utf8)))
        #expect(!key.isValid(signature, for: Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmd".utf8)))
    }

    @Test("What is no key of its kind is refused: a wrong length, a point beside the curve, the point at infinity")
    func invalidKeys() throws {
        let x = try #require(Base64URL.decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"))
        var y = try #require(Base64URL.decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"))
        #expect(throws: CryptographyError.publicKeyInvalid) { try VerificationKey(p256X: x, y: y + [0]) }
        #expect(throws: CryptographyError.publicKeyInvalid) { try VerificationKey(p256X: Array(x.dropFirst()), y: y) }
        #expect(throws: CryptographyError.publicKeyInvalid) { try VerificationKey(ed25519: Array(x.dropFirst())) }
        let zero = [UInt8](repeating: 0, count: 32)
        #expect(throws: CryptographyError.publicKeyInvalid) { try VerificationKey(p256X: zero, y: zero) }
        y[31] ^= 1
        #expect(throws: CryptographyError.publicKeyInvalid) { try VerificationKey(p256X: x, y: y) }
    }

    @Test("A digest as a value is the digest")
    func digestValue() {
        #expect(Digest256(of: "abc") == Digest256(bytes: SHA256.digest(Array("abc".utf8))))
        #expect(Digest256(of: "") == Digest256(bytes: SHA256.digest([])))
        #expect(Digest256(of: "abd") != Digest256(of: "abc"))
        #expect(Digest256(bytes: [1, 2, 3]) == nil)
    }
}
