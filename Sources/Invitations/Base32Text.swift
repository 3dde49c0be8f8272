/// Base32 without padding (RFC 4648 section 6), for what stands in a mail address: relays may change the case of a local part, and base64 would
/// not survive that.
///
/// Written in lower case and read in either. Strict otherwise: one word for one value.
enum Base32Text {
    static func byteCount(of valueBytes: Int) -> Int { (valueBytes * 8 + 4) / 5 }

    static func encode(_ value: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(byteCount(of: value.count))
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in value {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 5 {
                bitCount -= 5
                text.append(alphabet[Int(bits >> bitCount & 31)])
            }
        }
        if bitCount > 0 { text.append(alphabet[Int(bits << (5 - bitCount) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil unless `text` is what ``encode(_:)`` writes for a value of `valueBytes` bytes, in whatever case.
    static func decode(_ text: Substring, valueBytes: Int) -> [UInt8]? {
        guard text.utf8.count == byteCount(of: valueBytes) else { return nil }
        var value: [UInt8] = []
        value.reserveCapacity(valueBytes)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for character in text.utf8 {
            guard let five = five(character) else { return nil }
            bits = bits << 5 | five
            bitCount += 5
            if bitCount >= 8 {
                bitCount -= 8
                value.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        return bits & ((1 << bitCount) - 1) == 0 ? value : nil
    }

    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    private static func five(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt32(character - UInt8(ascii: "2")) + 26
        default: nil
        }
    }
}
