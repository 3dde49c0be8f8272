/// Text from outside as one line that can stand anywhere in a message.
///
/// Control characters, line and paragraph separators and the invisible marks that turn the direction of text become spaces; runs of
/// spaces become one; and what is longer than any name is cut, so that a feed cannot make a message of megabytes.
func oneLine(_ text: String, scalarsMax: Int = 200) -> String {
    if text.utf8.count <= scalarsMax, isPlainLine(text) { return text }
    var line = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
        if isSpaceOrControl(scalar) {
            if line.last == " " || line.isEmpty { continue }
            line.append(" ")
        } else {
            line.append(scalar)
        }
        count += 1
        if count > scalarsMax {
            line.removeLast()
            line.append("…")
            break
        }
    }
    while line.last == " " { line.removeLast() }
    return String(line)
}

/// For HTML text and quoted attribute values.
///
/// By scalars: a character-wise replacement would let `"` pass when a combining mark follows it.
func escapeHTML(_ text: String) -> String {
    guard text.utf8.contains(where: isEscaped) else { return text }
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
        case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
        case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
        case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
        case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
        default: escaped.append(scalar)
        }
    }
    return String(escaped)
}

private func isEscaped(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
    default: false
    }
}

/// Printable ASCII with single spaces, none of them at an end: most text is.
func isPlainLine(_ text: String) -> Bool {
    var isAfterSpace = true
    for byte in text.utf8 {
        guard (0x20...0x7e).contains(byte), !(isAfterSpace && byte == 0x20) else { return false }
        isAfterSpace = byte == 0x20
    }
    return !isAfterSpace || text.isEmpty
}

private func isSpaceOrControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x20, 0x7f...0xa0: true
    // Marks and isolates of direction; line and paragraph separators; the byte order mark; tags.
    case 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff, 0xe0000...0xe007f: true
    default: false
    }
}
