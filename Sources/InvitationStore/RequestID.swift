import Invitations

/// A UUID that makes a call idempotent (R16).
enum RequestID {
    static let byteCount = 16

    /// The 16 bytes of `8-4-4-4-12` hexadecimal digits, in either case. Throws `INVALID_REQUEST_ID`.
    static func bytes(of text: String) throws(InvitationError) -> [UInt8] {
        var bytes: [UInt8] = []
        var high: UInt8?
        for (place, character) in text.utf8.prefix(37).enumerated() {
            if [8, 13, 18, 23].contains(place) {
                guard character == UInt8(ascii: "-") else { throw invalid }
                continue
            }
            guard let value = hexadecimal(character) else { throw invalid }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard text.utf8.count == 36, bytes.count == byteCount else { throw invalid }
        return bytes
    }

    private static let invalid = InvitationError(
        .invalidRequestID, "request_id must be a UUID such as 0b5c8d1e-6f4a-4c2b-9d3e-7a1f2b3c4d5e, new for every new request.")

    private static func hexadecimal(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
