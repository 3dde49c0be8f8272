internal import Glibc

/// What lets us do something in somebody's name: read a school's data, or speak for an administrator.
///
/// It comes from a file, so that it stands in no command line, environment or history. It cannot be printed, interpolated or dumped; only
/// the header that it is for holds its text.
public struct BearerToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// The longest file that can be one.
    public static let fileBytesMax = 8192

    /// Reads the one line of a file that only its owner can read.
    ///
    /// - Throws: `FeedError` that says what is wrong with the file, and nothing of what is in it.
    public init(file path: String) throws(FeedError) {
        // Not to be held up by a pipe: it is looked at first.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FeedError(file: path, problem: "the token's file cannot be read: \(Self.lastError)") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw FeedError(file: path, problem: "the token's file is no regular file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw FeedError(file: path, problem: "the token's file is open to others than its owner: chmod 600 it")
        }
        var bytes = [UInt8](repeating: 0, count: Self.fileBytesMax + 1)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw FeedError(file: path, problem: "the token's file cannot be read: \(Self.lastError)") }
        guard count <= Self.fileBytesMax else {
            throw FeedError(file: path, problem: "the token's file has more than \(Self.fileBytesMax) bytes")
        }
        guard let token = Self(bytes[..<count]) else {
            throw FeedError(file: path, problem: "the token's file must hold the token, on one line, and nothing else")
        }
        self = token
    }

    /// White space around it does not count. nil if what is left is empty, or has anything in it that would not go into a header as it
    /// is: a space, a line's end, or what is not ASCII.
    init?(_ bytes: some BidirectionalCollection<UInt8>) {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let trimmed = bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        guard !trimmed.isEmpty, trimmed.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        text = String(decoding: Array(trimmed), as: UTF8.self)
    }

    /// The header line (RFC 6750, 2.1): the secret itself.
    func revealHeaderLine() -> String { "Authorization: Bearer \(text)" }

    /// The secret itself, for the one place that sends it.
    public func reveal() -> String { text }

    public var description: String { "BearerToken(redacted)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }

    private static var lastError: String { String(cString: strerror(errno)) }
}
