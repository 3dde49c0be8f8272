/// One header field as the lines that go out, without the last CRLF (RFC 5322 §2.2).
///
/// Text from outside comes in through `text` and `mailbox` only. Both write nothing but printable ASCII and their own folds, so that no
/// name can end a field or begin another.
struct HeaderField: Hashable, Sendable {
    let lines: [String]

    /// RFC 2047 §2: a line that holds an encoded word.
    private static let lineLengthMax = 76

    /// A value of our own making: printable ASCII.
    static func fixed(_ name: String, _ value: String) -> HeaderField {
        assert(value.utf8.allSatisfy { (0x20...0x7e).contains($0) }, "a fixed value is printable ASCII")
        return HeaderField(lines: ["\(name): \(value)"])
    }

    /// Any text: as it is where that is safe, else in encoded words, one on a line.
    static func text(_ name: String, _ text: String) -> HeaderField {
        if isPlain(text), let lines = fold(name, text) { return HeaderField(lines: lines) }
        return HeaderField(lines: fold(name, EncodedWord.words(for: text)))
    }

    /// A display name and an address: `From: "Wexcombe Primary School" <invitations@example.org>`.
    ///
    /// Precondition: the address is printable ASCII, as `EmailAddress` makes sure.
    static func mailbox(_ name: String, displayName: String, address: String) -> HeaderField {
        precondition(address.utf8.allSatisfy { (0x21...0x7e).contains($0) }, "an address is printable ASCII")
        if displayName.isEmpty { return fixed(name, address) }
        let isQuotable = isPlain(displayName) && !displayName.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        if isQuotable, let lines = fold(name, "\"\(displayName)\" <\(address)>") { return HeaderField(lines: lines) }
        return HeaderField(lines: fold(name, EncodedWord.words(for: displayName) + ["<\(address)>"]))
    }

    /// Printable ASCII with single spaces inside only, which folding cannot change; without `=`, with which encoded words and the token's
    /// placeholder begin.
    private static func isPlain(_ text: String) -> Bool {
        isPlainLine(text) && !text.utf8.contains(UInt8(ascii: "="))
    }

    /// Plain text, broken at spaces; nil when a word is too long for a line. Only an address in `<>` may be.
    private static func fold(_ name: String, _ plain: String) -> [String]? {
        let whole = "\(name): \(plain)"
        if whole.utf8.count <= lineLengthMax, !plain.isEmpty { return [whole] }
        var lines = ["\(name):"]
        for word in plain.split(separator: " ") {
            if lines[lines.count - 1].utf8.count + 1 + word.utf8.count <= lineLengthMax {
                lines[lines.count - 1] += " \(word)"
            } else if 1 + word.utf8.count <= lineLengthMax || word.hasPrefix("<") && word.hasSuffix(">") {
                lines.append(" \(word)")
            } else {
                return nil
            }
        }
        return lines
    }

    /// A word on a line; the first moves to a line of its own where it would make the first line too long.
    private static func fold(_ name: String, _ words: [String]) -> [String] {
        guard let first = words.first, name.utf8.count + 2 + first.utf8.count <= lineLengthMax else {
            return ["\(name):"] + words.map { " " + $0 }
        }
        return ["\(name): \(first)"] + words.dropFirst().map { " " + $0 }
    }
}
