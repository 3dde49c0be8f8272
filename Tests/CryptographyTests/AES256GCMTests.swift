import Testing

@testable import Cryptography

@Suite("AES-256-GCM")
struct AES256GCMTests {
    /// Test cases 13, 14 and 16 of "The Galois/Counter Mode of Operation", which NIST took over.
    static let cases: [(key: String, nonce: String, plaintext: String, associatedData: String, ciphertext: String, tag: String)] = [
        (String(repeating: "00", count: 32), String(repeating: "00", count: 12), "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
        (
            String(repeating: "00", count: 32), String(repeating: "00", count: 12), String(repeating: "00", count: 16), "",
            "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"
        ),
        (
            "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            "76fc6ece0f4e1768cddf8853bb2d551b"
        ),
    ]

    @Test("The published cases come out both ways", arguments: cases)
    func knownAnswers(key: String, nonce: String, plaintext: String, associatedData: String, ciphertext: String, tag: String) throws {
        let cipher = try AES256GCM(key: SecretKey(hex(key)))
        let sealed = cipher.seal(hex(plaintext), associatedData: hex(associatedData), nonce: hex(nonce))
        #expect(sealed == hex(nonce + ciphertext + tag))
        #expect(try cipher.open(sealed, associatedData: hex(associatedData)) == hex(plaintext))
    }

    @Test("A sealed text with any one bit changed does not open")
    func everyBit() throws {
        let cipher = try AES256GCM(key: SecretKey(random: SystemRandom()))
        let sealed = try cipher.seal(Array("pupil 7, page 3".utf8), associatedData: [1, 2], random: SystemRandom())
        for bit in 0..<(sealed.count * 8) {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: CryptographyError.notAuthentic) { try cipher.open(changed, associatedData: [1, 2]) }
        }
    }

    @Test("A sealed text does not open cut short, with other associated data, or under another key")
    func refusals() throws {
        let cipher = try AES256GCM(key: SecretKey(Array(repeating: 1, count: 32)))
        let sealed = try cipher.seal([9, 9], associatedData: [1], random: SystemRandom())
        for count in 0..<sealed.count {
            #expect(throws: CryptographyError.notAuthentic) { try cipher.open(Array(sealed.prefix(count)), associatedData: [1]) }
        }
        #expect(throws: CryptographyError.notAuthentic) { try cipher.open(sealed) }
        #expect(throws: CryptographyError.notAuthentic) { try cipher.open(sealed, associatedData: [2]) }
        let other = try AES256GCM(key: SecretKey(Array(repeating: 2, count: 32)))
        #expect(throws: CryptographyError.notAuthentic) { try other.open(sealed, associatedData: [1]) }
    }

    @Test("The nonce comes from the injected source, and only 32 bytes are a key")
    func nonceAndKey() throws {
        struct Counting: RandomSource {
            func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0) } }
        }
        let cipher = try AES256GCM(key: SecretKey(Array(repeating: 1, count: 32)))
        #expect(Array(cipher.seal([], random: Counting()).prefix(12)) == Array(0..<12))
        for count in [0, 16, 31, 33] {
            #expect(throws: CryptographyError.keyLength(is: count, mustBe: 32)) {
                try AES256GCM(key: SecretKey(Array(repeating: 1, count: count)))
            }
        }
    }
}
