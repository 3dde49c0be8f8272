internal import Glibc
internal import Synchronization

/// Writes to a file descriptor, and remembers that something did not get there.
final class DescriptorWriter: Sendable {
    private let descriptor: Int32
    private let state = Mutex<OutputLost?>(nil)

    init(_ descriptor: Int32) { self.descriptor = Self.isOfRuntime(descriptor) ? -1 : descriptor }

    /// Whether this was closed at the start, and the runtime got its number for a queue of its own before we came: nothing to write into.
    private static func isOfRuntime(_ descriptor: Int32) -> Bool {
        let kind = "anon_inode:"
        var start = [CChar](repeating: 0, count: kind.utf8.count)
        return readlink("/proc/self/fd/\(descriptor)", &start, start.count) == start.count
            && start.elementsEqual(kind.utf8.map { CChar(bitPattern: $0) })
    }

    /// The first failure. That nobody reads any more (EPIPE) is none: whoever reads chose to stop.
    var lost: OutputLost? { state.withLock { $0 } }

    /// Whether the other end of a pipe was closed, whether or not something was written since.
    var isReaderGone: Bool {
        var entry = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&entry, 1, 0) == 1 && entry.revents & Int16(POLLERR | POLLHUP) != 0
    }

    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else {
                    let cause = written < 0 ? errno : EIO
                    if cause != EPIPE { state.withLock { $0 = $0 ?? OutputLost(cause: String(cString: strerror(cause))) } }
                    return
                }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
            }
        }
    }
}

/// What a command had to say did not get to where standard output goes; what it did is done all the same.
public struct OutputLost: Error, Sendable, Hashable, CustomStringConvertible {
    /// The system's words.
    public var cause: String

    /// - Parameter cause: the system's words.
    public init(cause: String) { self.cause = cause }

    public var description: String { "Standard output could not be written: \(cause). What was done stays done." }
}
