public import RPC

/// What the process ends with, for scripts.
///
/// | status | meaning |
/// |---|---|
/// | 0 | done |
/// | 1 | the person answered no to a review or a question |
/// | 2 | `health`: the answer was not SERVING |
/// | 64 | the command line, or a file it names, is wrong |
/// | 79 | done, but the output was lost: 64 plus DATA_LOSS, which no service of ours answers |
/// | 65-80 | 64 plus the canonical code of the error: 69 is NOT_FOUND, 78 UNAVAILABLE |
public enum ExitStatus {
    /// Done.
    public static let success: Int32 = 0
    /// The person answered no.
    public static let declined: Int32 = 1
    /// A server, service or condition is not SERVING.
    public static let notServing: Int32 = 2
    /// The command line is wrong. The canonical code 0 is no error, so that nothing else ends with 64.
    public static let usage: Int32 = 64
    /// Done, but what there was to say could not be written (64 plus DATA_LOSS).
    public static let outputLost: Int32 = 79

    /// The status of a call that failed. A code without a name, from a newer server, counts as UNKNOWN.
    public static func failure(_ code: StatusCode) -> Int32 {
        (1...16).contains(code.rawValue) ? 64 + code.rawValue : 64 + StatusCode.unknown.rawValue
    }
}

/// A command line that cannot be followed, or a file it names that cannot be used.
public struct UsageError: Error, Sendable, CustomStringConvertible {
    /// What to do about it, in English.
    public let description: String

    /// - Parameter message: says what to do.
    public init(_ message: String) { description = message }
}
