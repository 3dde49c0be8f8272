public import Invitations

/// The pupils of a school with their contacts, a page at a time (R10-R12).
///
/// The hot path: rows go from the store into the caller's buffer as they come; only rows that are no longer true are made anew.
public struct ListContacts: Sendable {
    /// Which page of whose list.
    public struct Request: Sendable {
        public var school: SchoolID
        public var filter: ContactFilter
        /// 0: the default; more than the maximum means the maximum.
        public var pageSize: Int32
        /// Empty: the first page.
        public var pageToken: String
        public var wantsCounts: Bool

        public init(
            school: SchoolID, filter: ContactFilter = ContactFilter(), pageSize: Int32 = 0, pageToken: String = "",
            wantsCounts: Bool = false
        ) {
            self.school = school
            self.filter = filter
            self.pageSize = pageSize
            self.pageToken = pageToken
            self.wantsCounts = wantsCounts
        }
    }

    /// What goes behind the rows.
    public struct Answer: Sendable, Hashable {
        /// Empty: this was the last page.
        public var nextPageToken: String
        /// Over the whole filtered list, each contact once; empty unless asked for.
        public var counts: [StatusCount]
        /// Why nobody of the school can be invited at present; nil: nothing stands against it (R2, R8, R42).
        public var obstacle: InvitationError.Reason?
    }

    /// How many contacts have a status; also those of which there are none.
    public struct StatusCount: Sendable, Hashable {
        public var status: RegistrationStatus
        public var contacts: Int
    }

    private let environment: UseCaseEnvironment

    public init(_ environment: UseCaseEnvironment) { self.environment = environment }

    /// Appends the page's rows to `sink` and answers the rest. Whatever `sink` holds when this throws is to be dropped.
    ///
    /// Throws `INVALID_PAGE_SIZE`, `INVALID_FILTER`, `SCHOOL_NOT_FOUND`, `INVALID_PAGE_TOKEN`. The list of a school whose MIS is not
    /// linked is shown, with nobody invitable.
    public func run(_ request: Request, in transaction: any ReadTransaction, into sink: inout some ListSink) throws -> Answer {
        let pageSize = try validPageSize(request.pageSize)
        let filter = try request.filter.validated()
        guard let school = try transaction.school(request.school) else { throw InvitationError.schoolNotFound }
        let pages = PageTokens(sealer: environment.sealer)
        let cursor = try pages.open(request.pageToken, school: school, filter: filter)

        let query = ListQuery(school: school, filter: filter, after: cursor, pupilsMax: pageSize)
        let bytesBefore = sink.byteCount
        let bytesMax = bytesBefore + environment.limits.pageBytesMax
        let now = transaction.now
        let next = try transaction.visitListRows(query) { row in
            let before = sink.byteCount
            switch row {
            case .encoded(let bytes): sink.appendEncoded(bytes)
            case .facts(let facts): sink.append(PupilListing(facts, school: school, at: now))
            }
            // A first row beyond the limit is still a page of its own: else the list would end before it for good.
            if before > bytesBefore && sink.byteCount > bytesMax {
                sink.truncate(to: before)
                return .full
            }
            return .taken
        }
        return Answer(
            nextPageToken: next.map { pages.seal($0, school: school, filter: filter) } ?? "",
            counts: request.wantsCounts ? try counts(filter, school, transaction) : [],
            obstacle: school.canInvite ? nil : school.invitingObstacle?.reason)
    }

    private func validPageSize(_ size: Int32) throws(InvitationError) -> Int {
        guard size >= 0 else {
            throw InvitationError(.invalidPageSize, "page_size must be 0 for the default, or the number of pupils wanted.")
        }
        return size == 0 ? environment.limits.pageSizeDefault : min(Int(size), environment.limits.pageSizeMax)
    }

    private func counts(_ filter: ContactFilter, _ school: School, _ transaction: any ReadTransaction) throws -> [StatusCount] {
        let counts = try transaction.statusCounts(matching: filter, of: school)
        return RegistrationStatus.allCases.map { StatusCount(status: $0, contacts: counts[$0] ?? 0) }
    }
}

/// Where a page's rows go: the outgoing message, encoded.
public protocol ListSink {
    /// All that was appended, with what the encoding adds to each row.
    var byteCount: Int { get }
    /// A row as the store keeps it. Valid only during the call: copy.
    mutating func appendEncoded(_ row: UnsafeRawBufferPointer)
    /// A row to encode now.
    mutating func append(_ row: PupilListing)
    /// Takes rows back, to an earlier ``byteCount``.
    mutating func truncate(to byteCount: Int)
}

extension InvitationError {
    /// Unknown and somebody else's answer alike (R4).
    public static let schoolNotFound = InvitationError(
        .schoolNotFound, "No such school. Check school_id; a school exists once its roster was imported.")
}
