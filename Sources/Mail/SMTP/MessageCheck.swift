internal import Invitations

extension OutgoingMessage {
    /// What keeps it from going to a relay; nil: nothing does.
    ///
    /// A CR LF in an address would be a command of its own, and bring a recipient of somebody else's. The message must be lines of at
    /// most 998 ASCII bytes that end with CRLF (RFC 5322 §2.1.1, RFC 5321 §4.5.3.1.6), without NUL: no relay need offer 8BITMIME for it.
    var problem: String? {
        for (name, address) in [("sender", envelopeSender), ("recipient", recipient)] {
            guard let checked = EmailAddress(address), checked.wire == address, !checked.needsSMTPUTF8 else {
                return "the \(name) is no address that may stand in a command"
            }
        }
        var length = 0
        var isAfterCR = false
        for byte in bytes {
            if isAfterCR != (byte == 0x0a) { return "the message has a CR or LF that ends no line" }
            isAfterCR = byte == 0x0d
            if byte == 0 || byte >= 0x80 { return "the message has a byte that is no ASCII text" }
            length = byte == 0x0a ? 0 : length + 1
            // The CR is counted as well.
            if length > 999 { return "the message has a line of more than 998 bytes" }
        }
        return isAfterCR || length > 0 ? "the message's last line does not end" : nil
    }
}
