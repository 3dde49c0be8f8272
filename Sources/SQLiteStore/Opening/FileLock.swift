internal import Glibc
internal import Synchronization

/// One daemon per database file: an advisory lock on a file beside it, given back by the kernel when the process ends, however it does.
///
/// `flock` belongs to the open file and not to the process, so that a second store of the same process is refused as well.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    init(beside path: String) throws(StoreOpenError) {
        let lockPath = path + ".lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .file(path: lockPath, errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = errno
            close(descriptor)
            throw error == EWOULDBLOCK ? .alreadyInUse(path: path) : .file(path: lockPath, errno: error)
        }
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Gives the lock back; once is enough.
    func release() {
        descriptor.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }
}
