/// Domain names as mail carries them: A-labels (R22).
///
/// How far this goes with IDNA2008 (RFC 5891): each label is lower-cased scalar by scalar, composed for Latin, Greek and Cyrillic,
/// and must then consist of letters, digits, marks behind a letter, and inner hyphens; the ideographic full stops separate labels
/// (RFC 5895). An A-label must decode and encode back to itself. Not done: the rules for joiners, middle dots and right-to-left
/// labels (RFC 5892 appendix A, RFC 5893): labels that need them are refused or passed to the resolver, which alone
/// knows what is registered.
enum DomainName {
    static let bytesMax = 253
    static let labelBytesMax = 63

    /// Lower-case A-labels; nil when `text` is not a domain name of at least two labels.
    static func ascii(_ text: String) -> String? {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            let lowered = asciiLowercased(text)
            return isHostName(lowered) ? lowered : nil
        }
        var labels: [String] = []
        for label in text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isFullStop) {
            guard let encoded = encoded(Array(label)) else { return nil }
            labels.append(encoded)
        }
        let name = labels.joined(separator: ".")
        return isHostName(name) ? name : nil
    }

    private static func isFullStop(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || scalar == "\u{3002}" || scalar == "\u{ff0e}" || scalar == "\u{ff61}"
    }

    /// One label as an A-label, or as plain ASCII if it is that.
    private static func encoded(_ label: [Unicode.Scalar]) -> String? {
        var mapped: [Unicode.Scalar] = []
        for scalar in label { mapped.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars) }
        mapped = Composition.composed(mapped)
        if mapped.allSatisfy(\.isASCII) { return String(String.UnicodeScalarView(mapped)) }
        guard isULabel(mapped), let encoded = Punycode.encode(mapped) else { return nil }
        return "xn--" + encoded
    }

    private static func isULabel(_ label: [Unicode.Scalar]) -> Bool {
        guard let first = label.first, first != "-", label.last != "-" else { return false }
        // RFC 5891 section 4.2.3.1: no "--" in the third and fourth place.
        if label.count >= 4 && label[2] == "-" && label[3] == "-" { return false }
        if isMark(first) { return false }
        return label.allSatisfy { $0 == "-" || isLetterOrDigit($0) || isMark($0) }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .decimalNumber: true
        default: false
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: true
        default: false
        }
    }

    /// RFC 1123 section 2.1, with two labels at least and a last one that is no number, since that would be an IPv4 address.
    private static func isHostName(_ name: String) -> Bool {
        guard name.utf8.count <= bytesMax else { return false }
        var name = name
        return name.withUTF8 { bytes in
            var rest = bytes[...]
            var hasDot = false
            while true {
                // Every contact that is shown comes by here.
                let label = rest.prefix { $0 != UInt8(ascii: ".") }
                guard isLabel(label) else { return false }
                if label.endIndex == bytes.endIndex { return hasDot && !label.allSatisfy(isDigit) }
                hasDot = true
                rest = rest[(label.endIndex + 1)...]
            }
        }
    }

    private static func isLabel(_ label: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard (1...labelBytesMax).contains(label.count), label.first != hyphen, label.last != hyphen,
            label.allSatisfy({ $0 == hyphen || isDigit($0) || (0x61...0x7a).contains($0) })
        else { return false }
        return !label.starts(with: "xn--".utf8) || isALabel(label.dropFirst(4))
    }

    /// Whether what follows `xn--` stands for a U-label, and in the one way it can be written.
    private static func isALabel(_ encoded: some BidirectionalCollection<UInt8>) -> Bool {
        guard let decoded = Punycode.decode(encoded), !decoded.allSatisfy(\.isASCII), isULabel(decoded),
            let again = Punycode.encode(decoded)
        else { return false }
        return again.utf8.elementsEqual(encoded)
    }

    private static let hyphen = UInt8(ascii: "-")
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
