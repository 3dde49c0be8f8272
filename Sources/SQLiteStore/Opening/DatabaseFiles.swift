internal import Glibc

/// Makes the directory and the empty file with modes that let nobody else read them. SQLite gives `-wal` and `-shm` the file's mode.
enum DatabaseFiles {
    static func prepare(_ path: String) throws(StoreOpenError) {
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            let directory = String(path[..<slash])
            if mkdir(directory, 0o700) != 0 && errno != EEXIST { throw .file(path: directory, errno: errno) }
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw .file(path: path, errno: errno) }
    }
}
