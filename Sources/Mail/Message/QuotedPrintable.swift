/// Bodies as quoted-printable (RFC 2045 §6.7).
enum QuotedPrintable {
    /// RFC 2045 §6.7 rule 5: a line's length without its CRLF, the `=` of a soft break included.
    static let lineLengthMax = 76

    /// Writes UTF-8, whose lines end with `\n` but for the last, as lines that end with CRLF.
    ///
    /// `TokenPlaceholder.mark` becomes the placeholder, never split by a soft break, and not encoded: it stands for characters that need no
    /// encoding. nil: no mark is there. A dot or `From ` that begins a line is encoded, so that neither SMTP nor an mbox file has to change a
    /// byte.
    static func append(lines text: [UInt8], placeholder: TokenPlaceholder?, to bytes: inout [UInt8]) {
        bytes.reserveCapacity(bytes.count + text.count + text.count / 8)
        text.withUnsafeBufferPointer { text in
            // The store's writer waits for it.
            var encoder = Encoder(placeholder: placeholder?.bytes ?? [])
            var rest = text[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                encoder.append(UnsafeBufferPointer(rebasing: rest[..<end]), to: &bytes)
                rest = rest[(end + 1)...]
            }
            encoder.append(UnsafeBufferPointer(rebasing: rest), to: &bytes)
        }
    }

    private struct Encoder {
        let placeholder: [UInt8]
        private var column = 0

        init(placeholder: [UInt8]) { self.placeholder = placeholder }

        mutating func append(_ line: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
            column = 0
            var index = 0
            if line.starts(with: "From ".utf8) {
                escape(line[0], to: &bytes)
                index = 1
            }
            while index < line.count {
                let run = plainRun(line, from: index)
                if run > 0 {
                    bytes += UnsafeBufferPointer(rebasing: line[index..<index + run])
                    column += run
                    index += run
                    continue
                }
                switch line[index] {
                case 0: append(placeholder, to: &bytes)
                case let byte where isPlain(byte, isLast: index + 1 == line.count):
                    // It stands where no run may go: in the last place of a line, or as the dot that begins one.
                    breakLine(before: 1, in: &bytes)
                    if column == 0, byte == UInt8(ascii: ".") {
                        escape(byte, to: &bytes)
                    } else {
                        bytes.append(byte)
                        column += 1
                    }
                case let byte: escape(byte, to: &bytes)
                }
                index += 1
            }
            bytes.append(0x0d)
            bytes.append(0x0a)
        }

        /// How many bytes go out from there as they are, on the line that is being written.
        private func plainRun(_ line: UnsafeBufferPointer<UInt8>, from first: Int) -> Int {
            if column == 0, line[first] == UInt8(ascii: ".") { return 0 }
            let end = min(line.count, first + max(0, lineLengthMax - 1 - column))
            var index = first
            while index < end, isPlain(line[index], isLast: index + 1 == line.count) { index += 1 }
            return index - first
        }

        private func isPlain(_ byte: UInt8, isLast: Bool) -> Bool {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): !isLast
            case UInt8(ascii: "!")...UInt8(ascii: "~"): byte != UInt8(ascii: "=")
            default: false
            }
        }

        private mutating func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
            breakLine(before: 3, in: &bytes)
            bytes.append(UInt8(ascii: "="))
            bytes.append(Self.digit(byte >> 4))
            bytes.append(Self.digit(byte & 0xf))
            column += 3
        }

        private mutating func append(_ unit: [UInt8], to bytes: inout [UInt8]) {
            breakLine(before: unit.count, in: &bytes)
            bytes += unit
            column += unit.count
        }

        /// What comes next stays on one line. The last place of a line is kept for the `=` of a soft break, needed or not.
        private mutating func breakLine(before count: Int, in bytes: inout [UInt8]) {
            guard column + count > lineLengthMax - 1 else { return }
            bytes.append(UInt8(ascii: "="))
            bytes.append(0x0d)
            bytes.append(0x0a)
            column = 0
        }

        private static func digit(_ value: UInt8) -> UInt8 { value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10) }
    }
}
