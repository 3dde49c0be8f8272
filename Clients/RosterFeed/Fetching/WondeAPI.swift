/// A feed fetched from the school's system over HTTPS, in the shape of Wonde's API (R32): the school's document, then its pupils page by
/// page, as each page names the next.
///
/// Serves one import: its limits are counted from the first request on. A page is asked for when its pupils are, and only one is held; if
/// the taker is slow, so are we.
public struct WondeAPI: FeedSource {
    let school: SchoolURL
    private let limits: FetchLimits
    private let fetcher: PageFetcher

    /// Asks for nothing yet.
    ///
    /// - Parameters:
    ///   - url: the school's own, `https://api.example/v1.0/schools/ID`. `http` only for this machine itself.
    ///   - authoritiesFile: PEM file of the authorities to trust instead of the system's.
    /// - Throws: `FeedError` that does not repeat the URL.
    public init(
        url: String, token: BearerToken, authoritiesFile: String? = nil, limits: FetchLimits = FetchLimits()
    ) throws(FeedError) {
        try self.init(url: url, token: token, authoritiesFile: authoritiesFile, limits: limits, time: .system)
    }

    init(url: String, token: BearerToken, authoritiesFile: String?, limits: FetchLimits, time: FetchTime) throws(FeedError) {
        do throws(FeedURL.Flaw) {
            school = try SchoolURL(url)
        } catch {
            throw FeedError(file: "the feed's URL", problem: error.problem)
        }
        self.limits = limits
        let transfer = try HTTPTransfer(origin: school.origin, token: token, authoritiesFile: authoritiesFile)
        fetcher = PageFetcher(transfer, limits: limits, time: time)
    }

    /// Nobody knows before the last page.
    public var pageCount: Int? { nil }

    /// Throws `FeedError`, also when the document is of another school than the URL: a proxy or a slip that answers with another one would
    /// have this school's pupils replace the other's roster, which R35 catches only where the other has one.
    public func school() async throws -> FeedDocument {
        let document = try await fetcher.document(at: school.document, named: school.document.withoutQuery)
        let id = try WondeReader(options: FeedOptions()).decode(WondeSchoolDocument.self, from: document).data.id
        guard id == school.schoolID else {
            throw FeedError(
                file: document.name, record: id, field: "id",
                problem: "the document is of another school than the URL, which ends with \(school.schoolID)")
        }
        return document
    }

    public func pages() -> Pages { Pages(api: self) }

    /// Fetches a page when it is asked for.
    public struct Pages: AsyncSequence, Sendable {
        public typealias Failure = any Error
        let api: WondeAPI

        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(api: api, trail: PageTrail(first: api.school.firstPage(pupilsPerPage: api.limits.pupilsPerPage)))
        }

        public struct AsyncIterator: AsyncIteratorProtocol {
            let api: WondeAPI
            var trail: PageTrail
            var pages = 0

            public mutating func next() async throws -> FeedDocument? {
                guard let url = trail.next else { return nil }
                pages += 1
                // All pages may have the same path: the number tells them apart, since the query stays out of errors.
                let document = try await api.fetcher.page(at: url, named: "\(url.withoutQuery), page \(pages)")
                let links = try WondeReader(options: FeedOptions()).decode(WondePageLinks.self, from: document)
                try trail.follow(links.meta?.pagination, of: document.name)
                return document
            }
        }
    }
}
