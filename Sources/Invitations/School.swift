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
    public var policy: SchoolPolicy

    public init(
        key: SchoolKey, id: SchoolID, name: String, isMISLinked: Bool, timeZone: String, hasCourtOrderData: Bool,
        policy: SchoolPolicy = SchoolPolicy()
    ) {
        self.key = key
        self.id = id
        self.name = name
        self.isMISLinked = isMISLinked
        self.timeZone = timeZone
        self.hasCourtOrderData = hasCourtOrderData
        self.policy = policy
    }
}

/// What a school's office may decide. Each change raises `version`: plan tokens and derived list rows carry it.
public struct SchoolPolicy: Sendable, Hashable {
    public var version: Int64 = 1
    /// How long a link works from the first delivery attempt (R20); 1 to 60 days.
    public var validityDays: Int = 14
    /// R9: off by default; the law lets a parent without it be a contact.
    public var requiresParentalResponsibility: Bool = false
    /// R8: the office knows that its MIS exports no court orders.
    public var acknowledgesMissingCourtOrderData: Bool = false
    /// R42: how soon a contact may be invited again.
    public var reinviteCooldown: Duration = .seconds(600)

    public init() {}

    public var validity: Duration { .seconds(validityDays * 86_400) }
}
