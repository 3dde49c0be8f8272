/// One copy of the limits for all connections of a server: each of them would hold three otherwise, of 360 bytes.
public final class SharedLimits: Sendable {
    /// What is shared.
    public let value: Limits

    /// Shares `value`.
    public init(_ value: Limits) { self.value = value }
}
