/// What a feed from an API may take before it is given up. Bounds are inclusive: what is just reached is still taken.
public struct FetchLimits: Sendable, Hashable {
    /// Bytes of one document: the school, or a page. A page of 200 pupils has one or two megabytes.
    public var documentBytesMax = 16 << 20
    /// Bytes of all documents, failed tries counted.
    public var totalBytesMax = 1 << 30
    /// Bytes of the header lines of one answer; and of the body of one that is no document, which is not kept.
    public var headerBytesMax = 64 << 10
    /// Pages of pupils.
    public var pagesMax = 5000
    /// Pupils that are asked for on a page; the API may give fewer.
    public var pupilsPerPage = 200
    /// From asking for a document until its last byte. Stops a server that drips.
    public var documentTime = Duration.seconds(60)
    /// From the first request until the last byte of the last page, waiting and the taker of the records included. What an import may
    /// take by default.
    public var totalTime = Duration.seconds(300)
    /// For a connection with its handshake, within the time of a document.
    public var connectTime = Duration.seconds(10)
    /// Tries for one document, the first counted.
    public var triesMax = 4
    /// Before the second try; doubled before each further one. No dice are thrown: there is one client per school, not a herd.
    public var pauseFirst = Duration.seconds(1)

    public init() {}
}
