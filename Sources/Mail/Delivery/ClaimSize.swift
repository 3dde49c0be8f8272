internal import Invitations

/// How many mails a claim takes: twice as many as can leave at once, and more where those are gone in no time, since a claim costs two commits
/// however many it takes. What is claimed and not begun is nobody else's, and its lease runs.
struct ClaimSize {
    private var size = 0
    private var last: Instant?
    /// A claim that was used up sooner was too small…
    static let tooSoon = Duration.seconds(1)
    /// …and one that lasted longer was too large.
    static let tooLong = Duration.seconds(5)

    /// - Parameter max: of a claim, whatever else.
    mutating func next(connections: Int, max most: Int, at now: Instant) -> Int {
        let least = connections * 2
        if let last, now < last.advanced(by: Self.tooSoon) {
            size = Swift.min(Swift.max(size * 2, least), most)
        } else if let last, now < last.advanced(by: Self.tooLong) {
            size = Swift.min(Swift.max(size, least), most)
        } else {
            size = Swift.min(least, most)
        }
        last = now
        return size
    }
}
