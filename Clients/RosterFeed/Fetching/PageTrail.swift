/// Which page comes next: the one that the last page names, if it is on the same origin and new. A value; knows nothing of transfers.
///
/// Whether pages keep what they promise of each other is ``PaginationCheck``'s business: here a page that names no other ends the trail.
struct PageTrail: Sendable {
    private let origin: FeedURL.Origin
    /// All that were followed, or a server could lead us round for as long as the limits last.
    private var followed: Set<FeedURL>
    /// nil: there is no further page.
    private(set) var next: FeedURL?

    init(first: FeedURL) {
        origin = first.origin
        followed = [first]
        next = first
    }

    /// Takes what the page that was just read says of the next one.
    ///
    /// - Throws: `FeedError` that never repeats the URL: its query may hold anything.
    mutating func follow(_ page: WondePage.Pagination?, of name: String) throws(FeedError) {
        next = nil
        guard let page, page.more != false, let text = page.next else { return }
        func refused(_ problem: String) -> FeedError { FeedError(file: name, field: "meta.pagination.next", problem: problem) }
        let url: FeedURL
        do throws(FeedURL.Flaw) {
            url = try FeedURL(text)
        } catch {
            throw refused("the URL " + error.problem)
        }
        guard url.origin == origin else {
            throw refused("the next page is on another origin (\(url.origin)), where the token does not go")
        }
        guard followed.insert(url).inserted else { throw refused("the pages lead round in a circle: this one was read before") }
        next = url
    }
}
