internal import DeliveryReports
internal import ProtobufJSON
internal import RPC
internal import RPCTransport
internal import RosterFeed

/// An error, as a person and as a program is told of it.
public struct FailureReport: Sendable {
    /// What the process ends with.
    public let exitStatus: Int32
    private let error: RPCError

    /// Any error that a command can end with.
    public init(_ error: any Error) {
        switch error {
        case let error as RPCError:
            self.error = error
            exitStatus = ExitStatus.failure(error.code)
        case let error as UsageError:
            self.error = Self.local(.invalidArgument, "USAGE", error.description)
            exitStatus = ExitStatus.usage
        case let error as TLSConfigurationError:
            self.error = Self.local(.failedPrecondition, "TLS_CONFIGURATION", "\(error)")
            exitStatus = ExitStatus.usage
        case let error as FeedError where error.isUnavailable:
            self.error = Self.local(.unavailable, "FEED_UNAVAILABLE", "\(error)")
            exitStatus = ExitStatus.failure(.unavailable)
        case let error as FeedError:
            self.error = Self.local(.invalidArgument, "FEED_UNREADABLE", "\(error)")
            exitStatus = ExitStatus.failure(.invalidArgument)
        case let error as ReportProblem:
            self.error = Self.local(.invalidArgument, error.rawValue, error.description)
            exitStatus = ExitStatus.failure(.invalidArgument)
        case let error as JSONError:
            self.error = Self.local(.invalidArgument, "INVALID_JSON", "\(error)", ["path": error.path])
            exitStatus = ExitStatus.failure(.invalidArgument)
        case let error as OutputLost:
            self.error = Self.local(.dataLoss, "OUTPUT_LOST", error.description)
            exitStatus = ExitStatus.outputLost
        default:
            self.error = Self.local(.unknown, "UNEXPECTED", "\(error)")
            exitStatus = ExitStatus.failure(.unknown)
        }
    }

    /// Lines for standard error.
    public var text: String {
        var text = "invitationctl: \(error.code)\(error.reason.map { " / \($0)" } ?? "")\n  \(error.message)\n"
        for (key, value) in details { text += "  \(key): \(value)\n" }
        return text.split(separator: "\n").map { TerminalText.safe(String($0)) + "\n" }.joined()
    }

    /// One object, for `--json`.
    public var json: String {
        let report = JSONValue.object([
            .init("code", .number(error.code.rawValue)), .init("status", .string("\(error.code)")),
            .init("reason", .string(error.reason ?? "")), .init("domain", .string(error.domain)),
            .init("message", .string(error.message)),
            .init("metadata", .object(details.map { .init($0.key, .string($0.value)) })),
        ])
        return report.text(.pretty) + "\n"
    }

    private var details: [(key: String, value: String)] {
        var details = error.metadata.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
        if let delay = error.retryAfter { details.append((key: "retry_after_seconds", value: "\(delay.components.seconds)")) }
        return details
    }

    private static func local(_ code: StatusCode, _ reason: String, _ message: String, _ metadata: [String: String] = [:]) -> RPCError {
        RPCError(code, reason: reason, message, domain: "invitationctl", metadata: metadata)
    }
}
