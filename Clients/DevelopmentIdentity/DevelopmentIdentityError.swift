/// Why throw-away certificates or tokens could not be made.
public struct DevelopmentIdentityError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A sentence for whoever asked for them.
    public let description: String

    init(_ description: String) { self.description = description }
}
