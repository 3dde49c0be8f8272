/// The token in what a person pastes: the link of an email, or what follows its `#`.
public enum LinkToken {
    /// A link is short; anything longer is something else.
    public static let textBytesMax = 4096

    /// - Throws: ``UsageError`` that does not repeat the text: it may be a token with a slip in it.
    public static func token(in text: String) throws -> String {
        let text = Substring(text).trimmingSpaces
        let token = text.lastIndex(of: "#").map { text[text.index(after: $0)...] } ?? text
        guard !token.isEmpty, text.utf8.count <= textBytesMax, !token.contains(where: \.isWhitespace) else {
            throw UsageError("Give the link from the email, or the part after its #; - reads it from standard input.")
        }
        guard !token.contains("/") else { throw UsageError("This link has no # with a token behind it; copy the whole link.") }
        return String(token)
    }
}

/// Ids that make a repeated call one call (R16).
public enum RequestID {
    /// A random UUID, version 4 (RFC 9562).
    public static func random() -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
    }
}
