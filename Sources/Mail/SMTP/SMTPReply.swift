/// A relay's reply: its lines put together (RFC 5321 §4.2, RFC 2034).
struct SMTPReply: Hashable, Sendable {
    var code: Int
    /// nil: none, or one whose class is not the code's, which says nothing (RFC 2034 §4).
    var enhanced: EnhancedCode?
    /// All lines in one, with code: for the office. May name the recipient.
    var text: String

    var isPositive: Bool { (200..<300).contains(code) }
    var isTemporary: Bool { (400..<500).contains(code) }
    var isPermanent: Bool { (500..<600).contains(code) }

    /// RFC 3463: class, subject, detail.
    struct EnhancedCode: Hashable, Sendable, CustomStringConvertible {
        var kind: Int
        var subject: Int
        var detail: Int

        var description: String { "\(kind).\(subject).\(detail)" }

        /// nil: the text does not begin with one.
        init?(startOf text: Substring) {
            let word = text.prefix { $0 != " " }
            let parts = word.split(separator: ".", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { part in (1...3).contains(part.utf8.count) ? UInt16(part).map(Int.init) : nil }
            guard parts.count == 3, numbers.count == 3, [2, 4, 5].contains(numbers[0]) else { return nil }
            (kind, subject, detail) = (numbers[0], numbers[1], numbers[2])
        }
    }

    /// Whether a line, with or without its end, is one of a reply: a code that there is, then a space, a hyphen or nothing.
    private static func isLine(_ line: some Collection<UInt8>) -> Bool {
        let begin = Array(line.prefix(4))
        guard begin.count >= 3, (0x32...0x35).contains(begin[0]), begin[1...2].allSatisfy({ (0x30...0x39).contains($0) }) else {
            return false
        }
        return begin.count == 3 || [0x20, 0x2d, 0x0d, 0x0a].contains(begin[3])
    }

    /// Puts lines together as they come; bounded, whatever the relay sends.
    struct Assembler: Hashable, Sendable {
        /// RFC 5321 §4.5.3.1.5 allows 512 bytes a line; nobody reads more than this of all of them.
        static let textBytesMax = 1_024

        private var text = ""
        private var enhanced: EnhancedCode?

        /// One line, with or without its end; nil: more lines follow, or it is no reply.
        mutating func add(_ line: some Collection<UInt8>) -> SMTPReply? {
            guard SMTPReply.isLine(line) else { return nil }
            let line = Array(line.prefix { $0 != 0x0d && $0 != 0x0a })
            let code = line[..<3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
            let words = String(decoding: line.dropFirst(4).prefix(Self.textBytesMax), as: UTF8.self)
            if text.isEmpty {
                enhanced = EnhancedCode(startOf: words[...]).flatMap { $0.kind == code / 100 ? $0 : nil }
                text = "\(code) \(words)"
            } else if text.utf8.count + words.utf8.count <= Self.textBytesMax {
                text += " \(words)"
            }
            if line.count > 3, line[3] == UInt8(ascii: "-") { return nil }
            defer { self = Assembler() }
            return SMTPReply(code: code, enhanced: enhanced, text: text)
        }
    }

    /// What came is no reply, or one without end.
    struct Malformed: Error {}

    /// Finds replies in bytes, however they come cut; bounded as well.
    struct Reader: Hashable, Sendable {
        /// Of a line; the rest is not kept.
        static let lineBytesMax = 2_048
        /// Of a reply with all its lines.
        static let replyBytesMax = 65_536

        private var line: [UInt8] = []
        private var count = 0
        private var assembler = Assembler()

        /// nil: the reply goes on. A line ends with LF; whether CR stands before it does not matter.
        mutating func add(_ byte: UInt8) throws(Malformed) -> SMTPReply? {
            count += 1
            guard count <= Self.replyBytesMax else { throw Malformed() }
            if byte != 0x0a {
                if line.count < Self.lineBytesMax { line.append(byte) }
                return nil
            }
            guard SMTPReply.isLine(line) else { throw Malformed() }
            defer { line.removeAll(keepingCapacity: true) }
            guard let reply = assembler.add(line) else { return nil }
            count = 0
            return reply
        }
    }
}
