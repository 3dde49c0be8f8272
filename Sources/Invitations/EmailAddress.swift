/// An address that mail may be addressed to (R22): what a mail library is handed has been through here.
///
/// The accepted form is narrower than RFC 5321: a dot-atom local part of at most 64 bytes, `@`, and a domain of at least two
/// labels, 254 bytes in all. Quoted local parts, comments, address literals, angle brackets, white space and control
/// characters are refused: schools' systems do not hold them on purpose, and each has carried an injection somewhere.
/// A non-ASCII local part is accepted and marked: only SMTPUTF8 carries it (RFC 6531), which we do not send with.
public struct EmailAddress: Sendable, Hashable {
    /// Before the `@`, as the MIS wrote it: only its host may say whether case matters.
    public let local: String
    /// After the `@`, as lower-case A-labels (RFC 5890).
    public let domain: String
    /// Whether the local part has non-ASCII characters.
    public let needsSMTPUTF8: Bool

    /// What the envelope and the `To` header carry.
    public var wire: String { "\(local)@\(domain)" }

    /// What two addresses are compared by (R21): A-label domain, and the whole lower-cased in ASCII only.
    public var comparisonKey: String { asciiLowercased(local) + "@" + domain }

    /// nil: not an address that mail may go to.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax, !text.unicodeScalars.contains(where: Self.isRefusedAnywhere) else { return nil }
        guard let at = text.utf8.firstIndex(of: UInt8(ascii: "@")), !text.utf8[at...].dropFirst().contains(UInt8(ascii: "@")),
            Self.isDotAtom(text.utf8[..<at]), let local = String(text.utf8[..<at]), local.utf8.count <= Self.localBytesMax,
            let unmapped = String(text.utf8[at...].dropFirst()), let domain = DomainName.ascii(unmapped),
            local.utf8.count + 1 + domain.utf8.count <= Self.bytesMax
        else { return nil }
        self.local = local
        self.domain = domain
        needsSMTPUTF8 = local.utf8.contains { $0 >= 0x80 }
    }

    /// RFC 5321 section 4.5.3.1.1.
    public static let localBytesMax = 64
    /// RFC 5321 section 4.5.3.1.3, less the angle brackets.
    public static let bytesMax = 254

    /// Of several fields, each with one address or none, the one to use (R33): the first that mail may go to; if there is none, the
    /// first that holds anything, so that the office sees what to correct; nil if all are empty. Trimmed.
    public static func firstUsable(in candidates: some Sequence<String>) -> String? {
        var firstWritten: String?
        for candidate in candidates {
            let trimmed = candidate.trimmed
            if trimmed.isEmpty { continue }
            if let address = EmailAddress(trimmed), !address.needsSMTPUTF8 { return trimmed }
            if firstWritten == nil { firstWritten = trimmed }
        }
        return firstWritten
    }

    /// What to compare when the text need not be an address, such as two feeds' raw values: the key if it is one, else the text
    /// itself, lower-cased in ASCII only.
    public static func comparisonKey(ofRaw text: String) -> String {
        EmailAddress(text)?.comparisonKey ?? asciiLowercased(text)
    }

    /// Controls, white space of every script, formatting characters that hide, and what could open another address.
    private static func isRefusedAnywhere(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value <= 0x20 || scalar.value == 0x7f || scalar == "<" || scalar == ">" }
        if scalar.properties.isWhitespace { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse, .unassigned: return true
        default: return false
        }
    }

    /// RFC 5322 section 3.2.3 with RFC 6532's non-ASCII atext: atoms of at least one character with single dots between.
    private static func isDotAtom(_ bytes: some Collection<UInt8>) -> Bool {
        var behindDot = true
        for byte in bytes {
            if byte == UInt8(ascii: ".") {
                if behindDot { return false }
                behindDot = true
            } else {
                guard byte >= 0x80 || isAtomText(byte) else { return false }
                behindDot = false
            }
        }
        return !behindDot
    }

    private static func isAtomText(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"),
            UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "?"),
            UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
