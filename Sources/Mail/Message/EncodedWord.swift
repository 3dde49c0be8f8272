/// Header text as RFC 2047 encoded words, where plain text will not do.
enum EncodedWord {
    /// RFC 2047 §2: an encoded word's length, delimiters included.
    static let lengthMax = 75

    private static let prefix = "=?UTF-8?Q?"
    private static let suffix = "?="

    /// `=?UTF-8?Q?Zo=C3=AB?=`: as few words as hold the text, none of which ends inside a scalar. A decoder joins neighbours without a
    /// space. Uses only the characters that are safe in a phrase too (§5 rule 3), so that one form serves every field.
    static func words(for text: String) -> [String] {
        let roomMax = lengthMax - prefix.utf8.count - suffix.utf8.count
        var words: [String] = []
        var current = ""
        for scalar in text.unicodeScalars {
            let encoded = encode(scalar)
            if current.utf8.count + encoded.utf8.count > roomMax {
                words.append(prefix + current + suffix)
                current = ""
            }
            current += encoded
        }
        if !current.isEmpty { words.append(prefix + current + suffix) }
        return words
    }

    private static func encode(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "!", "*", "+", "-", "/": String(scalar)
        case " ": "_"
        default: String(scalar).utf8.reduce(into: "") { $0 += "=" + hexByte($1) }
        }
    }
}

/// `C3`: two digits in upper case, as quoted-printable wants them.
func hexByte(_ byte: UInt8) -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var text = String.UnicodeScalarView()
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
    return String(text)
}
