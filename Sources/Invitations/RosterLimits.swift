/// How much one record of a feed may hold (R32). Bytes of UTF-8, after trimming.
public struct RosterLimits: Sendable, Hashable {
    public var nameBytesMax = 256
    public var groupBytesMax = 128
    public var relationshipBytesMax = 128
    /// More than a usable address has: an unusable one is stored too, so that the office sees it.
    public var emailBytesMax = 512
    public var schoolNameBytesMax = 256
    public var timeZoneBytesMax = 64
    public var contactsPerPupilMax = 100

    public init() {}
    public static let standard = RosterLimits()
}
