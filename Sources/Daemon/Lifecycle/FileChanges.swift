#if canImport(Glibc)
    internal import Glibc
#endif

/// Says when files were replaced or written, and lie still since: a pair that is being copied is not read half.
struct FileChanges: Sendable {
    /// What tells one version of a file from the next; nil for a file that is not there.
    struct Stamp: Hashable, Sendable {
        var device: UInt64
        var inode: UInt64
        var bytes: Int64
        var modifiedSeconds: Int
        var modifiedNanoseconds: Int

        /// Follows links: a certificate is often one.
        init?(of path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            bytes = Int64(status.st_size)
            modifiedSeconds = status.st_mtim.tv_sec
            modifiedNanoseconds = status.st_mtim.tv_nsec
        }
    }

    private var known: [Stamp?]
    private var seen: [Stamp?]

    /// The files as they are when they are first read.
    init(_ stamps: [Stamp?]) {
        known = stamps
        seen = stamps
    }

    /// Whether the files differ from those that were read last, and are as they were at the look before.
    mutating func look(_ stamps: [Stamp?]) -> Bool {
        defer { seen = stamps }
        return stamps != known && stamps == seen
    }

    /// The files were read and put to use. Until then `look` goes on telling of them: what could not be read may be tried again.
    ///
    /// - Parameter stamps: of before the reading.
    mutating func wereRead(_ stamps: [Stamp?]) { known = stamps }
}
