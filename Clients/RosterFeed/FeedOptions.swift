/// What differs between the deployments that feeds come from.
public struct FeedOptions: Sendable, Hashable {
    public static let courtOrderKeyDefault = "court_order"

    /// The JSON key of the court order in a `relationship` (R33).
    public var courtOrderKey = Self.courtOrderKeyDefault
    /// Whether the school's MIS is linked (R2). Wonde has no flag for it: a school is linked when it is in the listing of schools whose data can be read, so
    /// having pages at all says yes.
    public var isMISLinked = true

    /// Confirms a withheld import: its digest (R35). Empty: nothing is confirmed.
    public var confirmDigest = ""

    public init() {}
}
