/// A value of so many bytes as text of so many characters, without padding.
///
/// Strict: one text for one value, so that a token cannot be varied into another that still works.
struct FixedWidthText: Sendable {
    /// The URL-safe alphabet (RFC 4648 section 5), for tokens in links.
    static let base64URL = FixedWidthText("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", bitsPerCharacter: 6)

    /// Written in lower case and read in either (RFC 4648 section 6), for what stands in a mail address: relays may change the case of a
    /// local part, and base64 would not survive that.
    static let base32 = FixedWidthText(
        "abcdefghijklmnopqrstuvwxyz234567", bitsPerCharacter: 5, also: "ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    private let bitsPerCharacter: UInt32
    private let alphabet: [UInt8]
    /// Of each byte, what it stands for.
    private let digits: [UInt32?]

    private init(_ alphabet: String, bitsPerCharacter: UInt32, also others: String = "") {
        self.bitsPerCharacter = bitsPerCharacter
        self.alphabet = Array(alphabet.utf8)
        var digits = [UInt32?](repeating: nil, count: 256)
        for characters in [alphabet, others] {
            for (digit, character) in characters.utf8.enumerated() { digits[Int(character)] = UInt32(digit) }
        }
        self.digits = digits
    }

    func characterCount(of valueBytes: Int) -> Int { (valueBytes * 8 + Int(bitsPerCharacter) - 1) / Int(bitsPerCharacter) }

    func encode(_ value: [UInt8]) -> String {
        let mask: UInt32 = (1 << bitsPerCharacter) - 1
        var text: [UInt8] = []
        text.reserveCapacity(characterCount(of: value.count))
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in value {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= bitsPerCharacter {
                bitCount -= bitsPerCharacter
                text.append(alphabet[Int(bits >> bitCount & mask)])
            }
        }
        if bitCount > 0 { text.append(alphabet[Int(bits << (bitsPerCharacter - bitCount) & mask)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil unless `text` is what ``encode(_:)`` writes for a value of `valueBytes` bytes, but for the case where that says nothing.
    func decode(_ text: some StringProtocol, valueBytes: Int) -> [UInt8]? {
        guard text.utf8.count == characterCount(of: valueBytes) else { return nil }
        var value: [UInt8] = []
        value.reserveCapacity(valueBytes)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for character in text.utf8 {
            guard let digit = digits[Int(character)] else { return nil }
            bits = bits << bitsPerCharacter | digit
            bitCount += bitsPerCharacter
            if bitCount >= 8 {
                bitCount -= 8
                value.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        return bits & ((1 << bitCount) - 1) == 0 ? value : nil
    }
}
