internal import Glibc

/// The few things a Maildir asks of a file system; a test makes any of them fail.
protocol MaildirFiles: Sendable {
    /// Creates a folder that only its owner can enter, if it is not there; then makes its name durable.
    func createFolder(_ path: String) throws(FileError)
    /// Creates a file that only its owner can read, writes it and flushes it to the disk. Replaces what a crash left under that name.
    func writeDurably(_ bytes: [UInt8], to path: String) throws(FileError)
    /// Atomic; replaces.
    func rename(_ path: String, to newPath: String) throws(FileError)
    /// Makes the names in a folder durable.
    func flushFolder(_ path: String) throws(FileError)
    func remove(_ path: String)
}

/// A system call that failed.
struct FileError: Error, Hashable, Sendable {
    /// `open`, `write`, `fsync`, …
    var call: String
    var code: Int32

    /// `fsync: No space left on device`
    var text: String { "\(call): \(String(cString: strerror(code)))" }
}

/// The system's own.
struct SystemMaildirFiles: MaildirFiles {
    func createFolder(_ path: String) throws(FileError) {
        if mkdir(path, 0o700) == 0 {
            let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            try flushFolder(path.hasPrefix("/") && parent.isEmpty ? "/" : parent.isEmpty ? "." : parent)
            return
        }
        guard errno == EEXIST else { throw FileError(call: "mkdir", code: errno) }
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(call: "stat", code: errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw FileError(call: "mkdir", code: ENOTDIR) }
    }

    func writeDurably(_ bytes: [UInt8], to path: String) throws(FileError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        var descriptor = open(path, flags, 0o600)
        if descriptor < 0, errno == EEXIST {
            remove(path)
            descriptor = open(path, flags, 0o600)
        }
        guard descriptor >= 0 else { throw FileError(call: "open", code: errno) }
        do throws(FileError) {
            try writeAll(bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw FileError(call: "fsync", code: errno) }
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw FileError(call: "close", code: errno) }
    }

    func rename(_ path: String, to newPath: String) throws(FileError) {
        guard Glibc.rename(path, newPath) == 0 else { throw FileError(call: "rename", code: errno) }
    }

    func flushFolder(_ path: String) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(call: "open", code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError(call: "fsync", code: errno) }
    }

    func remove(_ path: String) { unlink(path) }

    private func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(call: "write", code: errno)
            }
            rest = rest.dropFirst(count)
        }
    }
}
