/// Bodies as quoted-printable (RFC 2045 §6.7).
enum QuotedPrintable {
    /// RFC 2045 §6.7 rule 5: a line's length without its CRLF, the `=` of a soft break included.
    static let lineLengthMax = 76

    /// Writes text, whose lines end with `\n`, as lines that end with CRLF.
    ///
    /// `TokenPlaceholder.mark` becomes the placeholder, never split by a soft break, and not encoded: it stands for characters that need no
    /// encoding. A dot or `From ` that begins a line is encoded, so that neither SMTP nor an mbox file has to change a byte.
    static func encode(_ text: String, placeholder: TokenPlaceholder) -> [UInt8] {
        var lines: [UInt8] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var encoder = LineEncoder()
            var scalars = line.unicodeScalars[...]
            if line.hasPrefix("From ") {
                encoder.append("=46")
                scalars = scalars.dropFirst()
            }
            while let scalar = scalars.popFirst() {
                switch scalar {
                case TokenPlaceholder.mark: encoder.append(placeholder.bytes[...])
                case " ", "\t": encoder.append(scalars.isEmpty ? "=" + hexByte(UInt8(scalar.value)) : String(scalar))
                case "=": encoder.append("=3D")
                case "." where encoder.isAtLineStart: encoder.append("=2E")
                case "!"..."~": encoder.append(String(scalar))
                default: String(scalar).utf8.forEach { encoder.append("=" + hexByte($0)) }
                }
            }
            lines += encoder.bytes + [0x0d, 0x0a]
        }
        return lines
    }

    private struct LineEncoder {
        private(set) var bytes: [UInt8] = []
        private var column = 0

        var isAtLineStart: Bool { column == 0 }

        mutating func append(_ unit: String) { append(Array(unit.utf8)[...]) }

        /// Appends something that must stay on one line.
        mutating func append(_ unit: ArraySlice<UInt8>) {
            // The last place of a line is kept for the `=` of a soft break, needed or not.
            if column + unit.count > lineLengthMax - 1 {
                bytes += [UInt8(ascii: "="), 0x0d, 0x0a]
                column = 0
                if unit.elementsEqual([UInt8(ascii: ".")]) { return append("=2E") }
            }
            bytes += unit
            column += unit.count
        }
    }
}
