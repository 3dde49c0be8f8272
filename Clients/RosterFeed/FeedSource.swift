/// Where the pages of a feed come from: a folder (``FolderFeed``), or the school system's own API (``WondeAPI``).
public protocol FeedSource: Sendable {
    associatedtype Pages: AsyncSequence<FeedDocument, any Error>

    /// How many pages there will be, if that is known before reading them; for a progress bar.
    var pageCount: Int? { get }

    /// The document that describes the school.
    func school() async throws -> FeedDocument

    /// The pages of pupils in their order. A page is read when it is asked for, and only one is held.
    func pages() -> Pages
}

/// One document of a feed, as it came.
public struct FeedDocument: Sendable {
    /// What an error calls it: a file's name; or a URL without its query, and which page it is.
    public var name: String
    /// JSON in UTF-8.
    public var bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
