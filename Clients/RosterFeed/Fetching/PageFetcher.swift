/// Gets a document, however many tries that takes, within what is left of the feed's limits.
///
/// Does what ``DocumentTries`` and ``FetchBudget`` decide; holds no document itself.
actor PageFetcher {
    private let transfer: HTTPTransfer
    private let limits: FetchLimits
    private let time: FetchTime
    /// From the first request on.
    private var budget: FetchBudget?

    init(_ transfer: HTTPTransfer, limits: FetchLimits, time: FetchTime) {
        self.transfer = transfer
        self.limits = limits
        self.time = time
    }

    /// - Parameters:
    ///   - url: of the transfer's origin; only its path and query are used.
    ///   - name: what errors call the document.
    /// - Throws: `FeedError`, or `CancellationError` when the task is cancelled, at the latest a second later.
    func document(at url: FeedURL, named name: String) async throws -> FeedDocument {
        var tries = DocumentTries(limits: limits)
        while true {
            let bounds = try current().bounds(at: time.elapsed(), for: name)
            let outcome = await transfer.get(url.target, within: bounds)
            budget?.took(bytes: outcome.bytes)
            let timeLeft = current().timeLeft(at: time.elapsed())
            switch tries.after(outcome, bounds, timeLeft: timeLeft, secondsSince1970: time.secondsSince1970()) {
            case .take(let bytes): return FeedDocument(name: name, bytes: bytes)
            case .wait(let pause): try await time.sleep(pause)
            case .fail(let problem, let isUnavailable): throw FeedError(file: name, problem: problem, isUnavailable: isUnavailable)
            case .cancel: throw CancellationError()
            }
        }
    }

    /// As ``document(at:named:)``, and counts as a page.
    func page(at url: FeedURL, named name: String) async throws -> FeedDocument {
        var counted = current()
        try counted.beginPage(name)
        budget = counted
        return try await document(at: url, named: name)
    }

    private func current() -> FetchBudget {
        if let budget { return budget }
        let new = FetchBudget(limits: limits, start: time.elapsed())
        budget = new
        return new
    }
}
