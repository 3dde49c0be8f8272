/// Why a value cannot be encoded: a text holds the character U+0000, at which C would silently end it.
public struct MessageEncodingError: Error, Hashable, Sendable {
    /// The full name of the message that was to be encoded.
    public let message: String
    /// The name of the field, without the path to it.
    public let field: String

    /// Made by the encoder; tests of what follows from it make their own.
    public init(message: String, field: String) {
        self.message = message
        self.field = field
    }
}
