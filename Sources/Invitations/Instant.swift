/// A point in time in whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Milliseconds because validity is decided to the millisecond (R29). The domain never asks what time it is: every
/// function that depends on it takes `now`.
public struct Instant: Hashable, Sendable, Comparable {
    public let milliseconds: Int64
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (one: Instant, other: Instant) -> Bool { one.milliseconds < other.milliseconds }
    public static let distantFuture = Instant(milliseconds: .max)

    /// The first whole minute at or after this. A deadline is one, so that the words of an email say it exactly (R20).
    public var roundedUpToMinute: Instant {
        let rest = milliseconds % 60_000
        return rest <= 0 ? Instant(milliseconds: milliseconds - rest) : Instant(milliseconds: milliseconds - rest + 60_000)
    }

    public func advanced(by duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return Instant(milliseconds: milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}

/// Where "now" comes from. One is injected at the edge; tests move theirs.
public struct WallClock: Sendable {
    public let now: @Sendable () -> Instant
    public init(now: @escaping @Sendable () -> Instant) { self.now = now }
}

/// Where random bytes come from. One is injected at the edge; tests seed theirs.
public struct RandomSource: Sendable {
    /// Answers exactly that many bytes.
    public let bytes: @Sendable (_ count: Int) -> [UInt8]
    public init(bytes: @escaping @Sendable (_ count: Int) -> [UInt8]) { self.bytes = bytes }
}
