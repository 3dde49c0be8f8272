/// A school as the last feed described it, with what its office decided.
public struct School: Sendable, Hashable {
    public var key: SchoolKey
    public var id: SchoolID
    public var name: String
    /// R2: nothing can be sent for a school whose MIS is not linked.
    public var isMISLinked: Bool
    /// IANA name; the deadline in the email is written in it (R19).
    public var timeZone: String
    /// R8: whether any pair of the school's feeds ever said true or false.
    public var hasCourtOrderData: Bool
    /// R42: the office stopped everything that would send email.
    public var isPaused: Bool
    public var policy: SchoolPolicy
    /// R41: its data come from a backup, and no operator has released it; nil: as it should be.
    public var restoration: Restoration?

    public init(
        key: SchoolKey, id: SchoolID, name: String, isMISLinked: Bool, timeZone: String, hasCourtOrderData: Bool, isPaused: Bool = false,
        policy: SchoolPolicy = SchoolPolicy(), restoration: Restoration? = nil
    ) {
        self.key = key
        self.id = id
        self.name = name
        self.isMISLinked = isMISLinked
        self.timeZone = timeZone
        self.hasCourtOrderData = hasCourtOrderData
        self.isPaused = isPaused
        self.policy = policy
        self.restoration = restoration
    }
}
