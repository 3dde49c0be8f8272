import CSQLite
import GRDBSQLite
import Glibc
import Synchronization

/// The writes that SQLite's own VFS makes to one file: counted, and refused from some on, as by a disk that is full.
///
/// Below everything: what a VFS of ours does is seen from underneath. For the life of the process, and for the files that a test names alone.
final class FailingDisk: Sendable {
    private let path: String

    init(_ path: String) {
        self.path = path
        _ = Self.isInstalled
        Self.files.withLock { $0[path] = File() }
    }

    deinit { Self.files.withLock { $0[path] = nil } }

    /// Since the last time this was asked.
    func takeWrites() -> Int {
        Self.files.withLock { files in
            defer { files[path]?.writes = 0 }
            return files[path]?.writes ?? 0
        }
    }

    /// So many more succeed; the next is half written, and all others are refused until there is room again.
    func fill(after writes: Int) { Self.files.withLock { $0[path]?.left = writes } }

    /// There is room again. Answers whether anything was refused.
    func free() -> Bool {
        Self.files.withLock { files in
            defer { files[path]?.left = nil }
            return files[path]?.left.map { $0 < 0 } ?? false
        }
    }

    private struct File {
        var writes = 0
        /// nil: there is room.
        var left: Int?
    }

    private typealias Write = @convention(c) (CInt, UnsafeRawPointer?, Int, off_t) -> Int
    private static let files = Mutex<[String: File]>([:])

    private static let isInstalled: Bool = {
        guard let vfs = sqlite3_vfs_find("unix") else { return false }
        let hook: Write = { file, bytes, count, offset in FailingDisk.write(file, bytes, count, offset) }
        return vfs.pointee.xSetSystemCall(vfs, "pwrite64", unsafeBitCast(hook, to: sqlite3_syscall_ptr.self)) == SQLITE_OK
    }()

    private static func write(_ file: CInt, _ bytes: UnsafeRawPointer?, _ count: Int, _ offset: off_t) -> Int {
        let path = name(of: file)
        let allowed = files.withLock { files -> Int in
            guard files[path] != nil else { return count }
            files[path]?.writes += 1
            guard let left = files[path]?.left else { return count }
            files[path]?.left = left - 1
            return left > 0 ? count : left == 0 ? count / 2 : 0
        }
        guard allowed == 0, count > 0 else { return pwrite(file, bytes, allowed, offset) }
        errno = ENOSPC
        return -1
    }

    private static func name(of file: CInt) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4096) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            let count = start.withMemoryRebound(to: CChar.self, capacity: buffer.count) {
                readlink("/proc/self/fd/\(file)", $0, buffer.count)
            }
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }
    }
}
