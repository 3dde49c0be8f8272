import Cryptography
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    static let examples: [(message: String, digest: String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ]

    @Test("The examples of FIPS 180-4 come out, whole and in pieces", arguments: examples)
    func knownAnswers(message: String, digest: String) {
        #expect(SHA256.digest(Array(message.utf8)) == hex(digest))
        var pieces = SHA256()
        let half = message.index(message.startIndex, offsetBy: message.count / 2)
        pieces.update(String(message[..<half]))
        pieces.update(Array(message[half...].utf8))
        #expect(pieces.finish() == hex(digest))
    }

    @Test("A million letters a, in one piece")
    func million() {
        let digest = SHA256.digest(Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
        #expect(digest == hex("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"))
    }
}
