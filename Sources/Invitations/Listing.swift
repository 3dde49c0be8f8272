/// A pupil with its contacts as stored: what a list row is made from (R10).
public struct PupilFacts: Sendable, Hashable {
    public var key: PupilKey
    public var pupil: Pupil
    /// In the feed's order.
    public var contacts: [Pair]

    /// One contact with respect to this pupil.
    public struct Pair: Sendable, Hashable {
        /// Free text of the MIS.
        public var relationship: String
        /// The sticky flag of this pair (R8).
        public var courtOrder: Bool
        public var contact: ContactState

        public init(relationship: String, courtOrder: Bool, contact: ContactState) {
            self.relationship = relationship
            self.courtOrder = courtOrder
            self.contact = contact
        }
    }

    public init(key: PupilKey, pupil: Pupil, contacts: [Pair]) {
        self.key = key
        self.pupil = pupil
        self.contacts = contacts
    }
}

/// A pupil as the list shows it.
public struct Pupil: Sendable, Hashable {
    public var id: PupilID
    public var forename: String
    public var surname: String
    public var yearGroup: String
    public var registrationGroup: String

    public init(id: PupilID, forename: String, surname: String, yearGroup: String, registrationGroup: String) {
        self.id = id
        self.forename = forename
        self.surname = surname
        self.yearGroup = yearGroup
        self.registrationGroup = registrationGroup
    }
}

/// Which pupils, and through them which contacts (R10). Empty parts do not restrict; parts combine with *and*.
public struct ContactFilter: Sendable, Hashable {
    public var pupilSearch = ""
    public var contactSearch = ""
    public var statuses: Set<RegistrationStatus> = []
    public var yearGroups: Set<String> = []
    public var registrationGroups: Set<String> = []
    public var deliveries: Set<DeliveryState> = []

    public init() {}
}
