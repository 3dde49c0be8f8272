internal import Glibc

/// The database's place: the folder and the file have modes that let nobody else read them. SQLite gives `-wal` and `-shm` the file's mode.
enum DatabaseFiles {
    /// Makes the folder that the file is to lie in; not those above it.
    static func prepareFolder(of path: String) throws(StoreOpenError) {
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            let directory = String(path[..<slash])
            if mkdir(directory, 0o700) != 0 && errno != EEXIST { throw .file(path: directory, errno: errno) }
        }
    }

    /// Makes an empty file if there is none.
    static func prepare(_ path: String) throws(StoreOpenError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw .file(path: path, errno: errno) }
    }

    /// What was made, named or taken away in the folder of `path` stays so.
    static func flushFolder(of path: String) throws(StoreOpenError) {
        try flush(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
    }

    static func flush(_ path: String) throws(StoreOpenError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file(path: path, errno: errno) }
    }
}
