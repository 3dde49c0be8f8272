/// `text` with A-Z lower-cased and everything else untouched.
func asciiLowercased(_ text: String) -> String {
    guard text.utf8.contains(where: { (0x41...0x5a).contains($0) }) else { return text }
    return String(decoding: text.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
}

/// Whether `text` has an ASCII control character or DEL.
func hasControlCharacter(_ text: String) -> Bool {
    text.utf8.contains { $0 < 0x20 || $0 == 0x7f }
}

extension String {
    /// Without the white space, of any script, at its ends; what is inside stays as it is.
    public var trimmed: String {
        // What nearly every text is: an ASCII sign at either end, of which none above the space is white.
        if let first = utf8.first, let last = utf8.last, (0x21...0x7f).contains(first), (0x21...0x7f).contains(last) { return self }
        guard let first = unicodeScalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = unicodeScalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        if first == startIndex && unicodeScalars.index(after: last) == endIndex { return self }
        return String(unicodeScalars[first...last])
    }
}
