/// Everything that a contact's status and eligibility depend on, loaded in one go.
public struct ContactState: Sendable, Hashable {
    public var key: ContactKey
    public var id: ContactID
    public var name: PersonName
    /// As the MIS has it now, trimmed; nil when it has none (R33).
    public var email: String?
    /// R7: a court order on any pair of the school, sticky by R8.
    public var isBarred: Bool
    /// R9: whether any pair says that this contact has parental responsibility.
    public var hasParentalResponsibility: Bool
    public var registration: Registration?
    /// The latest generation, whatever became of it; nil when never invited.
    public var invitation: Invitation?
    public var address: AddressFacts
    /// R34: a changed email revoked the invitation, and nobody has invited since.
    public var emailChanged: Bool
    /// R43: "this was not meant for me".
    public var declined: Bool
    /// R34: no longer in the roster. Only a link or a mail still leads here; name and address are gone, a court order is not.
    public var hasLeft: Bool

    public init(
        key: ContactKey, id: ContactID, name: PersonName, email: String?, isBarred: Bool = false,
        hasParentalResponsibility: Bool = false, registration: Registration? = nil, invitation: Invitation? = nil,
        address: AddressFacts = AddressFacts(), emailChanged: Bool = false, declined: Bool = false, hasLeft: Bool = false
    ) {
        self.key = key
        self.id = id
        self.name = name
        self.email = email
        self.isBarred = isBarred
        self.hasParentalResponsibility = hasParentalResponsibility
        self.registration = registration
        self.invitation = invitation
        self.address = address
        self.emailChanged = emailChanged
        self.declined = declined
        self.hasLeft = hasLeft
    }
}

/// A contact's name as the MIS has it; any part may be empty.
public struct PersonName: Sendable, Hashable {
    public var title: String
    public var forename: String
    public var surname: String

    public init(title: String = "", forename: String = "", surname: String = "") {
        self.title = title
        self.forename = forename
        self.surname = surname
    }

    /// `Mrs Imogen Thistlewood`: the parts that are there, one space between.
    public var full: String { [title, forename, surname].filter { !$0.isEmpty }.joined(separator: " ") }
}

/// The account a contact registered with (R27).
public struct Registration: Sendable, Hashable {
    public var account: AccountID
    public var at: Instant

    public init(account: AccountID, at: Instant) {
        self.account = account
        self.at = at
    }
}

/// What the school's other people say about a contact's address (R21, R23). All false without a usable address.
public struct AddressFacts: Sendable, Hashable {
    /// Another contact of the school has it too.
    public var isShared = false
    /// Somebody barred has it too: one of those others, or one whom the roster does not show with it, since erased or named by a withheld
    /// feed only.
    public var isSharedWithBarred = false
    /// It is a pupil's own.
    public var belongsToPupil = false
    /// Mail to it bounced, and nothing has cleared that.
    public var hasBounced = false

    public init(isShared: Bool = false, isSharedWithBarred: Bool = false, belongsToPupil: Bool = false, hasBounced: Bool = false) {
        self.isShared = isShared
        self.isSharedWithBarred = isSharedWithBarred
        self.belongsToPupil = belongsToPupil
        self.hasBounced = hasBounced
    }
}
