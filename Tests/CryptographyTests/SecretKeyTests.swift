import Cryptography
import Testing

@Suite("Secret keys")
struct SecretKeyTests {
    @Test("I8: no way to print a key shows its bytes")
    func hidden() {
        let key = SecretKey(Array("hunter2hunter2hunter2hunter2hunt".utf8))
        var dumped = ""
        dump((key, [key]), to: &dumped)
        for text in ["\(key)", String(describing: key), String(reflecting: key), "\([key])", dumped] {
            #expect(!text.contains("hunter") && !text.contains("104") && !text.contains("0x"))
            #expect(text.contains("SecretKey(hidden)"))
        }
    }

    @Test("A key lends the bytes it was made from")
    func lends() {
        #expect(SecretKey([1, 2, 3]).withUnsafeBytes { Array($0) } == [1, 2, 3])
        #expect(SecretKey([]).byteCount == 0)
    }

    @Test("The system's random bytes have the length asked for and do not repeat")
    func random() throws {
        let random = try SystemRandom()
        #expect(random.bytes(0) == [])
        #expect(random.bytes(16).count == 16)
        #expect(random.bytes(32) != random.bytes(32))
    }

    @Test("Equal means the same length and the same bytes")
    func equality() {
        #expect(constantTimeEquals([], []))
        #expect(constantTimeEquals([1, 2], [1, 2]))
        #expect(!constantTimeEquals([1, 2], [1, 3]))
        #expect(!constantTimeEquals([1, 2], [1, 2, 0]))
    }
}
