import Cryptography
import Testing

@Suite("HMAC-SHA-256")
struct HMACSHA256Tests {
    static let cases: [(key: [UInt8], message: [UInt8], code: String)] = [
        (Array(repeating: 0x0b, count: 20), Array("Hi There".utf8), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            Array(repeating: 0xaa, count: 20), Array(repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (Array(1...25), Array(repeating: 0xcd, count: 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        (
            Array(repeating: 0xaa, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            Array(repeating: 0xaa, count: 131),
            Array(
                "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
                    .utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ]

    @Test("The cases of RFC 4231 come out, again and again from one value", arguments: cases)
    func knownAnswers(key: [UInt8], message: [UInt8], code: String) throws {
        let authenticator = try HMACSHA256(key: SecretKey(key))
        for _ in 1...3 {
            #expect(authenticator.code(message) == hex(code))
        }
        #expect(authenticator.isValid(hex(code), for: message))
    }

    @Test("An empty key and an empty message have a code")
    func empty() throws {
        let authenticator = try HMACSHA256(key: SecretKey([]))
        #expect(authenticator.code([]) == hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"))
    }

    @Test("A code that is changed, cut or longer is not valid")
    func refusals() throws {
        let authenticator = try HMACSHA256(key: SecretKey(Array(repeating: 7, count: 32)))
        let message: [UInt8] = [1, 2, 3]
        let code = authenticator.code(message)
        for position in code.indices {
            var changed = code
            changed[position] ^= 0x80
            #expect(!authenticator.isValid(changed, for: message))
        }
        #expect(!authenticator.isValid(Array(code.dropLast()), for: message))
        #expect(!authenticator.isValid(code + [0], for: message))
        #expect(!authenticator.isValid([], for: message))
    }

    @Test("Many tasks share one value")
    func shared() async throws {
        let authenticator = try HMACSHA256(key: SecretKey(Array("Jefe".utf8)))
        let message = Array("what do ya want for nothing?".utf8)
        let right = hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<500).allSatisfy { _ in authenticator.code(message) == right } }
            }
            for await allRight in group { #expect(allRight) }
        }
    }

    @Test("The beginning of a code is valid from 10 bytes on, and only if every byte of it is right")
    func beginnings() throws {
        let hmac = try HMACSHA256(key: SecretKey(Array(repeating: 7, count: 32)))
        let code = hmac.code([1, 2, 3])
        for count in 0...32 { #expect(hmac.isValid(beginning: Array(code.prefix(count)), for: [1, 2, 3]) == (count >= 10)) }
        #expect(!hmac.isValid(beginning: code + [0], for: [1, 2, 3]))
        #expect(!hmac.isValid(beginning: Array(code.prefix(10)), for: [1, 2, 4]))
        for index in 0..<10 {
            var wrong = Array(code.prefix(10))
            wrong[index] ^= 1
            #expect(!hmac.isValid(beginning: wrong, for: [1, 2, 3]))
        }
    }
}
