internal import GRDB
internal import Glibc
internal import Invitations

/// Makes a database that is not there: beside its place, and given its name once it is whole and on the disk.
///
/// In its place each change of SQLite's mode would be flushed by itself; beside it nothing counts before it has its name. What a crash leaves
/// there is thrown away by the next start. The caller holds the file's lock.
///
/// It is made with the finished schema, not by the migrations one after the other: SQLite reads the whole schema again for each of their
/// `ALTER TABLE`. A migration that the finished schema does not say ran, runs when the file is opened, as on any older one.
enum NewDatabase {
    /// Whether nothing is there: neither the file, nor a log that SQLite would take into a file of that name.
    static func isWanted(at path: String) -> Bool {
        ["", "-journal", "-wal"].allSatisfy { suffix in
            var status = stat()
            return lstat(path + suffix, &status) != 0 && errno == ENOENT
        }
    }

    static func make(at path: String, clock: WallClock, random: RandomSource) throws {
        let partial = path + ".new"
        remove(partial)
        defer { remove(partial) }
        try DatabaseFiles.prepare(partial)
        try fill(partial, clock: clock, random: random)
        try DatabaseFiles.flush(partial)
        guard rename(partial, path) == 0 else { throw StoreOpenError.file(path: path, errno: errno) }
        try DatabaseFiles.flushFolder(of: path)
    }

    /// The schema and the identity, in the journal mode that the daemon opens it in: to change that costs flushes as well.
    private static func fill(_ partial: String, clock: WallClock, random: RandomSource) throws {
        // Before SQLite is used for the first time, or it counts for as long as the process lives.
        _ = ConnectionOpener.statisticsAreOff
        var settings = Configuration()
        settings.label = "new"
        settings.foreignKeysEnabled = false
        settings.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE")
        }
        let connection = try Connection(DatabaseQueue(path: partial, configuration: settings))
        try connection.execute("BEGIN; \(Schema.finished)")
        _ = try Deployment.id(on: connection, clock: clock, random: random)
        try connection.execute("COMMIT; PRAGMA journal_mode = WAL")
        try connection.close()
    }

    private static func remove(_ partial: String) {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(partial + suffix) }
    }
}
