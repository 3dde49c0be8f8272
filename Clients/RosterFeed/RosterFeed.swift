public import InvitationAPI

/// A feed as the records that `ImportRoster` takes: the school, its pupils, the end (R32).
///
/// Reads one page at a time, when its records are asked for. Throws `FeedError` naming file, record and field; a feed that promises
/// more than it has never yields its end record, so that the service cannot take a part for the whole.
public struct RosterFeed<Source: FeedSource>: AsyncSequence, Sendable {
    public typealias Element = ImportRosterRequest
    public typealias Failure = any Error

    let source: Source
    let options: FeedOptions
    let progressed: @Sendable (FeedProgress) -> Void

    /// `progressed` is called after each page was read, from the task that iterates.
    public init(_ source: Source, options: FeedOptions = FeedOptions(), progressed: @escaping @Sendable (FeedProgress) -> Void = { _ in }) {
        self.source = source
        self.options = options
        self.progressed = progressed
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(feed: self, reader: WondeReader(options: options), pages: source.pages().makeAsyncIterator())
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        let feed: RosterFeed
        let reader: WondeReader
        var pages: Source.Pages.AsyncIterator
        var pagination = PaginationCheck()
        /// Of the page in hand, not yet given, last first.
        var pending: [RosterPupil] = []
        var pupils: Int64 = 0
        var state = State.atSchool

        enum State { case atSchool, amongPupils, done }

        public mutating func next() async throws -> ImportRosterRequest? {
            switch state {
            case .atSchool:
                state = .amongPupils
                return ImportRosterRequest(record: .school(try reader.school(try await feed.source.school())))
            case .amongPupils:
                while pending.isEmpty {
                    guard let document = try await pages.next() else {
                        try pagination.end()
                        state = .done
                        return ImportRosterRequest(record: .end(RosterEnd(pupils: pupils)))
                    }
                    try read(document)
                }
                pupils += 1
                return ImportRosterRequest(record: .pupil(pending.removeLast()))
            case .done:
                return nil
            }
        }

        private mutating func read(_ document: FeedDocument) throws {
            let page = try reader.page(document)
            try pagination.take(page.meta?.pagination, of: document.name)
            if let student = page.data.first(where: { !$0.saysContacts }) {
                // Taken for "has none", it would withdraw everyone.
                throw FeedError(
                    file: document.name, record: student.id, field: "contacts",
                    problem: "must be there: fetch the feed with include=contacts.contact_details")
            }
            pending = page.data.map(reader.pupil).reversed()
            feed.progressed(
                FeedProgress(pagesRead: pagination.pages, pageCount: feed.source.pageCount, pupilsRead: Int(pupils) + pending.count))
        }
    }
}

/// How far a feed has been read.
public struct FeedProgress: Sendable, Hashable {
    public var pagesRead: Int
    /// nil: not known before the end.
    public var pageCount: Int?
    public var pupilsRead: Int

    public init(pagesRead: Int, pageCount: Int?, pupilsRead: Int) {
        self.pagesRead = pagesRead
        self.pageCount = pageCount
        self.pupilsRead = pupilsRead
    }
}
