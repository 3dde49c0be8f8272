/// What a feed says of a school (R32).
public struct RosterSchool: Sendable, Hashable {
    public var id: SchoolID
    public var name: String
    public var isMISLinked: Bool
    /// IANA name.
    public var timeZone: String

    public init(id: SchoolID, name: String, isMISLinked: Bool, timeZone: String) {
        self.id = id
        self.name = name
        self.isMISLinked = isMISLinked
        self.timeZone = timeZone
    }
}

/// One pupil of a feed with its contacts, validated.
public struct RosterPupil: Sendable, Hashable {
    public var pupil: Pupil
    /// The pupil's own address: no parent may be invited at it (R21).
    public var email: String?
    public var contacts: [RosterContact]

    public init(pupil: Pupil, email: String?, contacts: [RosterContact]) {
        self.pupil = pupil
        self.email = email
        self.contacts = contacts
    }
}

/// One contact of one pupil in a feed: the person, and the pair's own flags.
public struct RosterContact: Sendable, Hashable {
    public var id: ContactID
    public var name: PersonName
    public var email: String?
    public var relationship: String
    public var courtOrder: TriState
    public var parentalResponsibility: TriState

    public init(
        id: ContactID, name: PersonName, email: String?, relationship: String, courtOrder: TriState,
        parentalResponsibility: TriState
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.relationship = relationship
        self.courtOrder = courtOrder
        self.parentalResponsibility = parentalResponsibility
    }
}

/// What an import did (R36).
public struct ImportReport: Sendable, Hashable {
    public var pupils: Int64 = 0
    public var contacts: Int64 = 0
    public var contactsAdded: Int64 = 0
    public var contactsChanged: Int64 = 0
    public var contactsRemoved: Int64 = 0
    public var contactsUnchanged: Int64 = 0
    public var invitationsRevoked: Int64 = 0
    public var mailsCancelled: Int64 = 0
    public var contactsSuspended: Int64 = 0
    public var courtOrdersAdded: Int64 = 0
    public var courtOrdersLifted: Int64 = 0
    public var pairsTrue: Int64 = 0
    public var pairsFalse: Int64 = 0
    public var pairsAbsent: Int64 = 0
    /// Nothing at all differed from the roster in place.
    public var isUnchanged = false
    /// Empty, or the import is withheld and this confirms it (R35). Then added, changed, removed and lifted are what it would do; revoked,
    /// cancelled, suspended and orders added are what was done at once.
    public var withheldDigest = ""
    /// In words and numbers.
    public var withheldBecause = ""

    public init() {}
}
