import Testing

@testable import Cryptography

@Suite("HKDF with SHA-256")
struct HKDFTests {
    static let cases: [(secret: [UInt8], salt: [UInt8], info: [UInt8], output: String)] = [
        (
            Array(repeating: 0x0b, count: 22), Array(0x00...0x0c), Array(0xf0...0xf9),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        ),
        (
            Array(0x00...0x4f), Array(0x60...0xaf), Array(0xb0...0xff),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                + "cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
        (
            Array(repeating: 0x0b, count: 22), [], [],
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        ),
    ]

    @Test("The cases of RFC 5869 appendix A come out", arguments: cases)
    func knownAnswers(secret: [UInt8], salt: [UInt8], info: [UInt8], output: String) throws {
        let key = try HKDF.derive(from: SecretKey(secret), info: info, salt: salt, byteCount: hex(output).count)
        #expect(key.withUnsafeBytes { Array($0) } == hex(output))
    }

    @Test("Each purpose has its own key")
    func purposes() throws {
        let secret = SecretKey(Array(repeating: 1, count: 32))
        let one = try HKDF.derive(from: secret, purpose: "page token v1")
        let other = try HKDF.derive(from: secret, purpose: "plan token v1")
        #expect(one.byteCount == 32)
        #expect(one.withUnsafeBytes { Array($0) } != other.withUnsafeBytes { Array($0) })
    }
}
