/// Why bytes are not the message they were taken for.
public struct MessageDecodingError: Error, Hashable, Sendable {
    /// What was wrong; stable.
    public enum Reason: Sendable, Hashable {
        /// Not protobuf, or not this message: cut short, a bad tag, a wrong wire type.
        case malformed
        /// A text field is not UTF-8.
        case invalidUTF8
        /// A text field holds the character U+0000, at which C would end it.
        case containsNUL
        /// Decoding would take more memory than a payload of this size may.
        case budgetExceeded
    }

    /// What was wrong.
    public let reason: Reason
    /// The full name of the message that was to be decoded.
    public let message: String
    /// The path of the field in the contract's words, from the message's top: `filter.year_groups`. Empty if no one field
    /// is to blame.
    public let field: String

    /// Made by the decoder; tests of what follows from it make their own.
    public init(_ reason: Reason, message: String, field: String = "") {
        self.reason = reason
        self.message = message
        self.field = field
    }
}
