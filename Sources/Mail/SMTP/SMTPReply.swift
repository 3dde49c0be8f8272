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

    /// Puts lines together as they come; bounded, whatever the relay sends.
    struct Assembler: Hashable, Sendable {
        /// RFC 5321 §4.5.3.1.5 allows 512 bytes a line; nobody reads more than this of all of them.
        static let textBytesMax = 1_024

        private var text = ""
        private var enhanced: EnhancedCode?

        /// One line, with or without its end; nil: more lines follow, or it is no reply.
        mutating func add(_ line: some Collection<UInt8>) -> SMTPReply? {
            let line = Array(line.prefix { $0 != 0x0d && $0 != 0x0a })
            guard line.count >= 3, line[..<3].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
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
}
