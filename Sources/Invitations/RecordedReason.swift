/// Why somebody did something, as the history keeps it: a word such as `PARENT_REQUEST`, never a sentence.
///
/// Events hold nothing personal (R39), and what a person types may be anything: so the office's reasons are words of its own choosing.
public struct RecordedReason: Sendable, Hashable {
    public let word: String

    public static let bytesMax = 64

    /// "" is no reason. Throws `INVALID_REASON`.
    public init(_ text: String) throws(InvitationError) {
        let isWord = text.utf8.allSatisfy { (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
        guard text.utf8.count <= Self.bytesMax, isWord else {
            throw InvitationError(
                .invalidReason,
                "reason must be a word of at most \(Self.bytesMax) letters A-Z, digits and _, such as PARENT_REQUEST: it stays in the history.",
                ["field": "reason"])
        }
        word = text
    }
}
