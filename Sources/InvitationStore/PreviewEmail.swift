public import Invitations

/// Shows the email that a contact would get now (R19). Nothing is written, and its link does not work.
public struct PreviewEmail: Sendable {
    /// Whom to write to, and from when its days would run.
    public struct Occasion: Sendable, Hashable {
        public var school: School
        public var name: PersonName
        /// In list order.
        public var childForenames: [String]
        public var recipient: EmailAddress
        public var now: Instant
    }

    /// Writes the letter; throws an error with a sentence for the office if it cannot be written.
    public typealias Writer = @Sendable (Occasion) throws(InvitationError) -> PreviewedLetter

    private let write: Writer

    public init(write: @escaping Writer) { self.write = write }

    /// Throws `SCHOOL_NOT_FOUND`, `CONTACT_NOT_FOUND`, and `LETTER_UNAVAILABLE` for a contact that no email may go to.
    public func run(_ contact: ContactID, of school: SchoolID, in transaction: any ReadTransaction) throws -> PreviewedLetter {
        let school = try transaction.requiredSchool(school)
        let facts = try transaction.requiredContact(contact, of: school)
        return try write(
            Occasion(
                school: school, name: facts.contact.name, childForenames: facts.pairs.map(\.pupil.forename),
                recipient: try facts.contact.addressForLetter(), now: transaction.now))
    }
}

/// A letter as a person looks at it.
public struct PreviewedLetter: Sendable, Hashable {
    public var from: String
    /// Empty: none.
    public var replyTo: String
    public var to: String
    public var subject: String
    public var text: String
    public var html: String

    public init(from: String, replyTo: String, to: String, subject: String, text: String, html: String) {
        self.from = from
        self.replyTo = replyTo
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
    }
}
