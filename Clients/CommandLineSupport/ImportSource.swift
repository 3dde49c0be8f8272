public import RosterFeed

/// Where `import` takes its feed from: a folder of pages, or the API of the school's system.
public enum ImportSource: Sendable {
    case folder(FolderFeed)
    case api(WondeAPI)

    /// What the command line said; nil where it said nothing.
    public struct Words: Sendable {
        /// The folder's path.
        public var folder: String?
        /// The school's URL.
        public var from: String?
        /// File of the API's token.
        public var tokenFile: String?
        /// PEM file of the authorities of the API.
        public var authoritiesFile: String?

        /// Nothing said.
        public init(folder: String? = nil, from: String? = nil, tokenFile: String? = nil, authoritiesFile: String? = nil) {
            self.folder = folder
            self.from = from
            self.tokenFile = tokenFile
            self.authoritiesFile = authoritiesFile
        }
    }

    /// Looks at the folder or reads the token; asks the API for nothing yet.
    ///
    /// - Parameter timeout: what the import may take; nil: its default. A feed from an API is given up after as long.
    /// - Throws: ``UsageError`` for words that do not go together and for a URL or a file that cannot be used, `FeedError` for a folder
    ///   that is no feed.
    public init(_ words: Words, timeout: Duration?) throws {
        switch (words.folder, words.from) {
        case (nil, nil): throw UsageError("Give the folder of a feed, or --from URL with --token-file FILE.")
        case (.some, .some): throw UsageError("Give the folder of a feed or --from URL, not both.")
        case (let folder?, nil):
            guard words.tokenFile == nil, words.authoritiesFile == nil else {
                throw UsageError("--token-file and --mis-ca belong to --from URL; a folder needs neither.")
            }
            self = .folder(try FolderFeed(path: folder))
        case (nil, let url?):
            guard let tokenFile = words.tokenFile else {
                throw UsageError("--from needs --token-file FILE: the token is never given on the command line.")
            }
            guard tokenFile != "-" else { throw UsageError("--token-file needs a file that only you can read; standard input is none.") }
            var limits = FetchLimits()
            if let timeout { limits.totalTime = timeout }
            do {
                let token = try BearerToken(file: tokenFile)
                self = .api(try WondeAPI(url: url, token: token, authoritiesFile: words.authoritiesFile, limits: limits))
            } catch {
                throw UsageError("\(error)")
            }
        }
    }
}
