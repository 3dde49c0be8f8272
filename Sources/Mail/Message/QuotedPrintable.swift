/// Bodies as quoted-printable (RFC 2045 §6.7).
enum QuotedPrintable {
    /// RFC 2045 §6.7 rule 5: a line's length without its CRLF, the `=` of a soft break included.
    static let lineLengthMax = 76

    /// Writes text, whose lines end with `\n`, as lines that end with CRLF.
    ///
    /// `TokenPlaceholder.mark` becomes the placeholder, never split by a soft break, and not encoded: it stands for characters that need no
    /// encoding. A dot or `From ` that begins a line is encoded, so that neither SMTP nor an mbox file has to change a byte.
    static func encode(_ text: String, placeholder: TokenPlaceholder) -> [UInt8] {
        var text = text
        return text.withUTF8 { bytes in
            // The store's writer waits for it: byte by byte, without a string in between.
            var encoder = Encoder(textByteCount: bytes.count)
            var rest = bytes[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                encoder.encode(line: rest[..<end], placeholder.bytes)
                rest = rest[(end + 1)...]
            }
            encoder.encode(line: rest, placeholder.bytes)
            return encoder.bytes
        }
    }

    private struct Encoder {
        private(set) var bytes: [UInt8] = []
        private var column = 0

        init(textByteCount: Int) { bytes.reserveCapacity(textByteCount + textByteCount / 8) }

        mutating func encode(line: Slice<UnsafeBufferPointer<UInt8>>, _ placeholder: [UInt8]) {
            column = 0
            let startsLikeMbox = line.starts(with: "From ".utf8)
            for index in line.indices {
                let byte = line[index]
                switch byte {
                case 0: append(placeholder)
                case UInt8(ascii: " "), UInt8(ascii: "\t"): index + 1 == line.endIndex ? escape(byte) : append(byte)
                case UInt8(ascii: "="): escape(byte)
                case UInt8(ascii: "F") where startsLikeMbox && index == line.startIndex: escape(byte)
                case UInt8(ascii: "!")...UInt8(ascii: "~"): append(byte)
                default: escape(byte)
                }
            }
            bytes.append(0x0d)
            bytes.append(0x0a)
        }

        private mutating func append(_ byte: UInt8) {
            breakLine(before: 1)
            if column == 0, byte == UInt8(ascii: ".") { return escape(byte) }
            bytes.append(byte)
            column += 1
        }

        private mutating func escape(_ byte: UInt8) {
            breakLine(before: 3)
            bytes.append(UInt8(ascii: "="))
            bytes.append(Self.digit(byte >> 4))
            bytes.append(Self.digit(byte & 0xf))
            column += 3
        }

        private mutating func append(_ unit: [UInt8]) {
            breakLine(before: unit.count)
            bytes += unit
            column += unit.count
        }

        /// What comes next stays on one line. The last place of a line is kept for the `=` of a soft break, needed or not.
        private mutating func breakLine(before count: Int) {
            guard column + count > lineLengthMax - 1 else { return }
            bytes.append(UInt8(ascii: "="))
            bytes.append(0x0d)
            bytes.append(0x0a)
            column = 0
        }

        private static func digit(_ value: UInt8) -> UInt8 { value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10) }
    }
}
