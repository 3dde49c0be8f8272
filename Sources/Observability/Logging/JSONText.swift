/// Text as a JSON string of one line that no reader of lines, and no terminal, takes for anything else.
///
/// Beyond RFC 8259 it escapes what ends a line or steers a terminal somewhere: DEL, the C1 controls, U+2028, U+2029, and the marks that turn
/// the direction of writing. What was no UTF-8 has become U+FFFD before it got here: a Swift string holds nothing else.
enum JSONText {
    static func append(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    line.append(UInt8(ascii: "\\"))
                    line.append(byte)
                case 0x20..<0x7F: line.append(byte)
                case ..<0x80: appendEscape(UInt16(byte), to: &line)
                default:
                    if let (unit, count) = steering(bytes, at: index) {
                        appendEscape(unit, to: &line)
                        index += count - 1
                    } else {
                        line.append(byte)
                    }
                }
                index += 1
            }
        }
        line.append(UInt8(ascii: "\""))
    }

    /// The character at `index`, if it is one that steers, and its bytes.
    private static func steering(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (UInt16, Int)? {
        if bytes[index] == 0xC2, index + 1 < bytes.count, bytes[index + 1] < 0xA0 { return (UInt16(bytes[index + 1]), 2) }
        guard bytes[index] == 0xE2, index + 2 < bytes.count else { return nil }
        switch (bytes[index + 1], bytes[index + 2]) {
        // U+200E, U+200F; U+2028 ... U+202E; U+2066 ... U+2069.
        case (0x80, 0x8E...0x8F), (0x80, 0xA8...0xAE): return (0x2000 + UInt16(bytes[index + 2] - 0x80), 3)
        case (0x81, 0xA6...0xA9): return (0x2040 + UInt16(bytes[index + 2] - 0x80), 3)
        default: return nil
        }
    }

    private static func appendEscape(_ unit: UInt16, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\\"))
        line.append(UInt8(ascii: "u"))
        for shift in stride(from: 12, through: 0, by: -4) { line.append(hexDigit(UInt8(truncatingIfNeeded: unit >> shift & 15))) }
    }
}

/// One lower-case hexadecimal digit.
func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }

extension [UInt8] {
    /// Appends ASCII, or text that needs no escaping.
    mutating func append(text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number's decimal digits.
    mutating func append(number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        let number = number.magnitude
        var divisor: UInt64 = 1
        while number / divisor > 9 { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends 16 hexadecimal digits.
    mutating func append(hex number: UInt64) {
        for shift in stride(from: 60, through: 0, by: -4) { append(hexDigit(UInt8(truncatingIfNeeded: number >> UInt64(shift) & 15))) }
    }
}
