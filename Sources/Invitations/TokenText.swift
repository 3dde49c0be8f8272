/// Base64 with the URL-safe alphabet and no padding (RFC 4648 section 5), for tokens of a fixed width.
///
/// Strict: one text for one value, so that a token cannot be varied into another that still works.
enum TokenText {
    static func byteCount(of valueBytes: Int) -> Int { (valueBytes * 4 + 2) / 3 }

    static func encode(_ value: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(byteCount(of: value.count))
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in value {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(alphabet[Int(bits >> bitCount & 63)])
            }
        }
        if bitCount > 0 { text.append(alphabet[Int(bits << (6 - bitCount) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil unless `text` is what ``encode(_:)`` writes for a value of `valueBytes` bytes.
    static func decode(_ text: String, valueBytes: Int) -> [UInt8]? {
        guard text.utf8.count == byteCount(of: valueBytes) else { return nil }
        var value: [UInt8] = []
        value.reserveCapacity(valueBytes)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for character in text.utf8 {
            guard let six = six(character) else { return nil }
            bits = bits << 6 | six
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                value.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        return bits & ((1 << bitCount) - 1) == 0 ? value : nil
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func six(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
