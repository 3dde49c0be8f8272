public import Invitations

/// The history: of one contact, the newest first; of a school, in its order, to follow along and resume (R38).
public struct ListEvents: Sendable {
    /// A page of a contact's history.
    public struct ContactPage: Sendable, Hashable {
        public var events: [RecordedEvent]
        /// Empty: this was the last page.
        public var nextPageToken: String
    }

    /// A part of a school's history.
    public struct SchoolPage: Sendable, Hashable {
        public var events: [RecordedEvent]
        /// To go on after.
        public var last: Int64
        /// The oldest that is kept (R39).
        public var first: Int64
    }

    private let environment: UseCaseEnvironment

    public init(_ environment: UseCaseEnvironment) { self.environment = environment }

    /// Throws `INVALID_PAGE_SIZE`, `SCHOOL_NOT_FOUND`, `CONTACT_NOT_FOUND`, `INVALID_PAGE_TOKEN`.
    public func ofContact(
        _ contact: ContactID, of school: SchoolID, pageSize: Int32, pageToken: String, in transaction: any ReadTransaction
    ) throws -> ContactPage {
        let limit = try limit(pageSize)
        let school = try transaction.requiredSchool(school)
        // Also of one who has left: why it was withdrawn is in its history.
        guard let key = try transaction.contactKey(contact, of: school) else { throw InvitationError.contactNotFound }
        let before = try open(pageToken, binding(school, contact))
        let found = try transaction.events(of: key, before: before, limit: limit + 1)
        let events = Array(found.prefix(limit))
        let next = found.count > limit ? events.last?.sequence : nil
        return ContactPage(events: events, nextPageToken: next.map { seal($0, binding(school, contact)) } ?? "")
    }

    /// Throws `INVALID_PAGE_SIZE`, `SCHOOL_NOT_FOUND`, and `SEQUENCE_AHEAD` to one who has seen more than there is.
    public func ofSchool(
        _ school: SchoolID, after sequence: Int64, pageSize: Int32, in transaction: any ReadTransaction
    ) throws -> SchoolPage {
        let limit = try limit(pageSize)
        let school = try transaction.requiredSchool(school)
        let after = max(0, sequence)
        let facts = try transaction.facts(of: school)
        guard after <= facts.lastEvent else {
            throw InvitationError(
                .sequenceAhead,
                "The school's history ends before after_sequence: it was restored from a backup. Read on after last_sequence.",
                ["last_sequence": "\(facts.lastEvent)"])
        }
        let events = try transaction.events(of: school, after: after, limit: limit)
        return SchoolPage(events: events, last: events.last?.sequence ?? after, first: facts.firstEvent)
    }

    private func limit(_ size: Int32) throws(InvitationError) -> Int {
        guard size >= 0 else {
            throw InvitationError(.invalidPageSize, "page_size must be 0 for the default, or the number of events wanted.")
        }
        return size == 0 ? environment.limits.eventsPageDefault : min(Int(size), environment.limits.eventsPageMax)
    }

    private func seal(_ sequence: Int64, _ binding: [UInt8]) -> String {
        var writer = ByteWriter()
        writer.integer(sequence)
        return environment.sealer.seal(writer.bytes, binding)
    }

    private func open(_ token: String, _ binding: [UInt8]) throws -> Int64? {
        if token.isEmpty { return nil }
        guard let bytes = environment.sealer.open(token, binding) else {
            throw InvitationError(.invalidPageToken, "page_token is not one this call gave for this contact. Begin again without it.")
        }
        var reader = ByteReader(bytes)
        return try reader.integer()
    }

    private func binding(_ school: School, _ contact: ContactID) -> [UInt8] {
        var writer = ByteWriter()
        writer.text("events page 1")
        writer.text(school.id.text)
        writer.text(contact.text)
        return writer.bytes
    }
}
