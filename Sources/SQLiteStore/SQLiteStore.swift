public import InvitationStore
public import Invitations

/// The store on one SQLite file: one writer with group commit, a reader per loop, a small pool of readers.
public final class SQLiteStore: TransactionalStore {
    /// 16 random bytes made with the file: tokens are good for this deployment only (R31).
    public let deploymentID: [UInt8]

    private let configuration: StoreConfiguration
    private let clock: WallClock
    private let encoder: ListRowEncoder
    private let opener: ConnectionOpener
    private let lock: FileLock
    private let writer: Writer
    private let pool: ReadPool
    private let loops: LoopReaders

    /// Locks, makes if it is missing, migrates and opens the file. Blocks; not for a loop or the cooperative pool.
    ///
    /// Throws `StoreOpenError`. `encodeListRow` makes the bytes that `visitListRows` answers as `.encoded`.
    public static func open(
        _ configuration: StoreConfiguration, clock: WallClock, random: RandomSource, encodeListRow: @escaping ListRowEncoder
    ) throws(StoreOpenError) -> SQLiteStore {
        try DatabaseFiles.prepareFolder(of: configuration.path)
        let lock = try FileLock(beside: configuration.path)
        do {
            if NewDatabase.isWanted(at: configuration.path) {
                try NewDatabase.make(at: configuration.path, clock: clock, random: random)
            }
            try DatabaseFiles.prepare(configuration.path)
            return try SQLiteStore(configuration, lock: lock, clock: clock, random: random, encoder: encodeListRow)
        } catch let error as StoreOpenError {
            throw error
        } catch {
            throw .database(path: configuration.path, description: "\(error)")
        }
    }

    private init(
        _ configuration: StoreConfiguration, lock: FileLock, clock: WallClock, random: RandomSource, encoder: @escaping ListRowEncoder
    ) throws {
        self.configuration = configuration
        self.clock = clock
        self.encoder = encoder
        self.lock = lock
        opener = ConnectionOpener(configuration: configuration)
        let connection = try opener.writer()
        try RosterImportCleanup.run(connection, at: clock.now())
        // What a crash left in the log may be what somebody wanted forgotten (R39).
        try? connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        deploymentID = try Deployment.id(on: connection, clock: clock, random: random)
        writer = Writer(waitingMax: configuration.writesWaitingMax)
        pool = ReadPool(waitingMax: configuration.readsWaitingMax)
        loops = LoopReaders(count: configuration.loopCount)
        writer.start(connection, configuration, clock: clock, encoder: encoder)
        pool.start(threads: configuration.readThreads) { [opener] in
            Reader(try opener.reader(label: "pool", waitsMax: opener.configuration.writerBusyTimeout), encoder: encoder)
        }
    }

    public func write<Answer: Sendable>(
        isStillWanted: @escaping @Sendable () -> Bool,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        writer.submit(WriteMember(wanted: isStillWanted, body: { try body($0) }, completion: completion))
    }

    /// For this module's own writes, which reach deeper than the protocol.
    func writeRaw<Answer: Sendable>(
        _ body: @escaping @Sendable (SQLiteTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        writer.submit(WriteMember(wanted: { true }, body: body, completion: completion))
    }

    func writeRaw<Answer: Sendable>(_ body: @escaping @Sendable (SQLiteTransaction) throws -> Answer) async throws -> Answer {
        try await withCheckedThrowingContinuation { waiting in writeRaw(body) { waiting.resume(with: $0) } }
    }

    public func read<Answer: Sendable>(
        isStillWanted: @escaping @Sendable () -> Bool,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        readRaw(isStillWanted: isStillWanted, { try body($0) }, completion: completion)
    }

    /// For this module's own reads, which reach deeper than the protocol.
    func readRaw<Answer: Sendable>(_ body: @escaping @Sendable (SQLiteTransaction) throws -> Answer) async throws -> Answer {
        try await withCheckedThrowingContinuation { waiting in
            readRaw(isStillWanted: { true }, body) { waiting.resume(with: $0) }
        }
    }

    private func readRaw<Answer: Sendable>(
        isStillWanted: @escaping @Sendable () -> Bool,
        _ body: @escaping @Sendable (SQLiteTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        let isTaken = pool.submit { [configuration, clock, writer] reader in
            guard isStillWanted() else { return completion(.failure(StoreError.abandoned)) }
            completion(
                Result {
                    try reader.get().read(
                        at: clock.now(), within: configuration.poolReadBudget, collectMax: configuration.poolCollectMax,
                        isStillWanted: isStillWanted, noteStale: writer.note, body)
                })
        }
        if !isTaken { completion(.failure(StoreError.unavailable)) }
    }

    public func readOnLoop<Answer>(_ loopIndex: Int, _ body: (any ReadTransaction) throws -> Answer) throws -> Answer {
        try readOnLoop(loopIndex, sharing: nil, body)
    }

    public func readOnLoop<Answer>(
        _ loopIndex: Int, sharing arrival: UInt64, _ body: (any ReadTransaction) throws -> Answer
    ) throws -> Answer {
        try readOnLoop(loopIndex, sharing: .some(arrival), body)
    }

    private func readOnLoop<Answer>(
        _ loopIndex: Int, sharing arrival: UInt64?, _ body: (any ReadTransaction) throws -> Answer
    ) throws -> Answer {
        try loops.read(loopIndex, open: { Reader(try opener.reader(label: "loop"), encoder: encoder) }) { reader in
            try reader.read(
                at: clock.now(), within: configuration.loopReadBudget, collectMax: configuration.loopCollectMax, sharing: arrival,
                noteStale: writer.note
            ) { try body($0) }
        }
    }

    public func endSharing(onLoop loopIndex: Int) { loops.endSharing(loopIndex) }

    /// What the writer did since the store was opened.
    public var statistics: WriterCounts { writer.statistics }

    /// Takes nothing more, finishes what was queued, and gives the file back. Blocks until then; the loops must have stopped reading.
    public func close() {
        writer.stop()
        pool.stop()
        loops.close()
        lock.release()
    }
}
