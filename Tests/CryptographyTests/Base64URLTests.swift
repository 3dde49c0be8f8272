import Cryptography
import Testing

@Suite("base64url")
struct Base64URLTests {
    static let cases: [(bytes: [UInt8], text: String)] = [
        ([], ""), (Array("f".utf8), "Zg"), (Array("fo".utf8), "Zm8"), (Array("foo".utf8), "Zm9v"), (Array("foob".utf8), "Zm9vYg"),
        (Array("fooba".utf8), "Zm9vYmE"), (Array("foobar".utf8), "Zm9vYmFy"), ([0xfb, 0xff, 0xfe], "-__-"),
    ]

    @Test("The cases of RFC 4648 section 10 come out both ways, without padding", arguments: cases)
    func knownAnswers(bytes: [UInt8], text: String) {
        #expect(Base64URL.encode(bytes) == text)
        #expect(Base64URL.decode(text) == bytes)
    }

    @Test("Every length comes back")
    func roundTrip() {
        for count in 0...100 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }

    @Test(
        "What the encoder never writes is refused",
        arguments: ["Z", "Zm9vY", "Zg==", "Zm8=", "Zm+v", "Zm/v", "Zm 9v", " Zg", "Zg\n", "Zé", "Zh", "Zm9", "Zm9vYh", "Zg\0\0"])
    func strict(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test("Each byte has exactly one text")
    func canonical() {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var accepted = 0
        for first in alphabet {
            for second in alphabet where Base64URL.decode("\(first)\(second)") != nil { accepted += 1 }
        }
        #expect(accepted == 256)
    }
}
