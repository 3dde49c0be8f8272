/// Base64 with the URL-safe alphabet and no padding (RFC 4648 section 5), as tokens and page tokens travel.
///
/// Decoding is strict: exactly one text stands for each byte string, so a token cannot be varied into another that still works.
public enum Base64URL {
    /// The text of `bytes`: four characters for three bytes, and two or three for a rest.
    public static func encode(_ bytes: [UInt8]) -> String {
        let characterCount = (bytes.count * 4 + 2) / 3
        return String(unsafeUninitializedCapacity: characterCount) { buffer in
            var accumulator: UInt32 = 0
            var bitCount = 0
            var position = 0
            for byte in bytes {
                accumulator = accumulator << 8 | UInt32(byte)
                bitCount += 8
                while bitCount >= 6 {
                    bitCount -= 6
                    buffer[position] = character(UInt8(truncatingIfNeeded: accumulator >> UInt32(bitCount)) & 63)
                    position += 1
                }
            }
            if bitCount > 0 {
                buffer[position] = character(UInt8(truncatingIfNeeded: accumulator << UInt32(6 - bitCount)) & 63)
                position += 1
            }
            return position
        }
    }

    /// The bytes of `text`; nil when it is not what ``encode(_:)`` would have written: a foreign character, padding, white space, an
    /// impossible length, or unused bits that are not zero.
    public static func decode(_ text: String) -> [UInt8]? {
        decode(text.utf8)
    }

    /// As ``decode(_:)-(String)``, from ASCII bytes.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let characterCount = text.count
        guard characterCount % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characterCount * 3 / 4)
        var accumulator: UInt32 = 0
        var bitCount = 0
        for character in text {
            guard let value = value(of: character) else { return nil }
            accumulator = accumulator << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: accumulator >> UInt32(bitCount)))
            }
        }
        let unusedBits = accumulator & ((1 << UInt32(bitCount)) - 1)
        return unusedBits == 0 ? bytes : nil
    }

    private static func character(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + (value - 26)
        case 52..<62: UInt8(ascii: "0") + (value - 52)
        case 62: UInt8(ascii: "-")
        default: UInt8(ascii: "_")
        }
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
