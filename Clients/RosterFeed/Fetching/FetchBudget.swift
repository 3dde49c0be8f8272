/// What is left of a feed's limits: a value that is asked before each transfer, and told after.
struct FetchBudget: Sendable {
    let limits: FetchLimits
    /// When the first document was asked for.
    let start: Duration
    private(set) var bytes = 0
    private(set) var pages = 0

    init(limits: FetchLimits, start: Duration) {
        self.limits = limits
        self.start = start
    }

    /// Counts a page that is about to be fetched.
    mutating func beginPage(_ name: String) throws(FeedError) {
        guard pages < limits.pagesMax else { throw FeedError(file: name, problem: "the feed has more than \(limits.pagesMax) pages") }
        pages += 1
    }

    func timeLeft(at now: Duration) -> Duration { limits.totalTime - (now - start) }

    var tooSlow: String { "the whole feed took longer than \(limits.totalTime.inSeconds)" }

    /// What the next transfer may take, and what it means if it takes more.
    func bounds(at now: Duration, for name: String) throws(FeedError) -> TransferBounds {
        let (timeLeft, bytesLeft) = (timeLeft(at: now), limits.totalBytesMax - bytes)
        guard timeLeft > .zero else { throw FeedError(file: name, problem: tooSlow, isUnavailable: true) }
        let tooLong = "the whole feed has more than \(limits.totalBytesMax) bytes"
        guard bytesLeft >= 0 else { throw FeedError(file: name, problem: tooLong) }
        let isTimeOfDocument = limits.documentTime <= timeLeft
        let areBytesOfDocument = limits.documentBytesMax <= bytesLeft
        return TransferBounds(
            bytesMax: min(limits.documentBytesMax, bytesLeft),
            tooLong: areBytesOfDocument ? "the document has more than \(limits.documentBytesMax) bytes" : tooLong,
            headerBytesMax: limits.headerBytesMax,
            time: min(limits.documentTime, timeLeft),
            tooSlow: isTimeOfDocument ? "the document took longer than \(limits.documentTime.inSeconds)" : tooSlow,
            connectTime: limits.connectTime)
    }

    /// Counts what a transfer brought, whether or not it was of use.
    mutating func took(bytes: Int) { self.bytes += bytes }
}

/// What one transfer may take.
struct TransferBounds: Hashable, Sendable {
    var bytesMax: Int
    /// The problem if there are more.
    var tooLong: String
    var headerBytesMax: Int
    var time: Duration
    /// The problem if it takes longer.
    var tooSlow: String
    var connectTime: Duration
}

extension Duration {
    /// `1.5 seconds`, for a person.
    var inSeconds: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        guard milliseconds % 1000 != 0 else { return milliseconds == 1000 ? "1 second" : "\(milliseconds / 1000) seconds" }
        return "\(Double(milliseconds) / 1000) seconds"
    }
}
