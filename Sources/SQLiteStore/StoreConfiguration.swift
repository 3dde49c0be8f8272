/// How a store is opened: where, and within which limits.
public struct StoreConfiguration: Sendable {
    /// The database file. Its directory is made with mode 0700 if it is missing; `-wal`, `-shm` and `.lock` stand beside it.
    public var path: String
    /// How many loops read: each has a connection of its own, opened at its first read.
    public var loopCount = 2
    /// Threads, each with a connection of its own, for reads that are not fit for a loop.
    public var readThreads = 2
    /// Reads that may wait for those threads; beyond it `unavailable`.
    public var readsWaitingMax = 1024
    /// Writes that may wait for the writer; beyond it `unavailable`.
    public var writesWaitingMax = 4096
    /// A batch ends at so many members,
    public var batchMembersMax = 256
    /// or after so much work, so that a small call never waits long behind large ones.
    public var batchWork: Duration = .milliseconds(5)
    /// What a read on a loop may take.
    public var loopReadBudget: Duration = .milliseconds(1)
    /// What a read on the pool may take: no snapshot is older, which bounds the write-ahead log.
    public var poolReadBudget: Duration = .seconds(10)
    /// How many candidates a search may collect and sort on a loop, and on the pool.
    public var loopCollectMax = 200
    public var poolCollectMax = 20_000
    /// How long the writer waits for another process that holds the file, such as a backup tool.
    public var writerBusyTimeout: Duration = .seconds(5)
    /// The write-ahead log is copied back when nothing waits and it has so many pages,
    public var checkpointPages = 1000
    /// and in any case at so many.
    public var checkpointPagesMax = 8000
    /// R39: how soon the log is tried again that a reader kept from being emptied after an erasure.
    public var logEmptiedAgainAfter: Duration = .seconds(1)
    /// Page cache of a connection, KiB.
    public var writerCacheKiB = 8192
    public var readerCacheKiB = 2048

    /// Called on the writer's thread after a commit, before the members are answered. Must not block.
    public var afterCommit: (@Sendable (CommitSummary) -> Void)?
    /// Called on the writer's thread after a commit that queued mail, to wake who delivers it. Must not block.
    public var afterMailQueued: (@Sendable () -> Void)?
    /// Called on the writer's thread when what was erased has left the log (R39). Must not block.
    public var afterLogEmptied: (@Sendable () -> Void)?
    /// Called on the writer's thread when the database failed, before the members are told. Must not block.
    public var onFailure: (@Sendable (StoreFailure) -> Void)?

    public init(path: String) { self.path = path }
}

/// One group commit.
public struct CommitSummary: Sendable, Hashable {
    /// Members that are durable with it.
    public var members: Int
    /// Pages in the write-ahead log.
    public var logPages: Int
}

/// What went wrong between the writer and its file: for the log, not for callers.
public struct StoreFailure: Sendable, Hashable {
    /// Where it happened.
    public enum Step: String, Sendable, Hashable, CaseIterable {
        case begin, member, commit
    }
    public var step: Step
    /// SQLite's code and words: names of tables and columns, no values.
    public var cause: String
}

/// Why a store did not open.
public enum StoreOpenError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Another process, or another store of this one, has the file (one daemon per file).
    case alreadyInUse(path: String)
    /// The file was written by a newer version of this program, which knows migrations that this one does not.
    case newerSchema(path: String)
    /// The connection is not as durable as answers require.
    case notDurable(setting: String)
    /// The directory or file cannot be made or opened; `errno`.
    case file(path: String, errno: Int32)
    /// SQLite could not open, migrate or read it.
    case database(path: String, description: String)

    public var description: String {
        switch self {
        case .alreadyInUse(let path): "\(path) is in use by another process."
        case .newerSchema(let path): "\(path) was written by a newer version; run that version, or restore a backup."
        case .notDurable(let setting): "The database refused a durability setting: \(setting)."
        case .file(let path, let errno): "\(path) cannot be opened: errno \(errno)."
        case .database(let path, let description): "\(path) cannot be opened: \(description)"
        }
    }
}
