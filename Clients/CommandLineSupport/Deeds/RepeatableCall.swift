internal import RPC

/// A call with a request id, which can be made again if nobody knows whether it was done. (R16)
public struct RepeatableCall: Sendable {
    /// The id of this call.
    public let requestID: String
    private let options: String
    private let console: Console

    /// - Parameters:
    ///   - requestID: of an earlier call to repeat; nil: a new one.
    ///   - options: what else must be said again for the call to be the same, such as `--etag E`.
    public init(requestID: String?, options: String = "", console: Console) {
        self.requestID = requestID ?? RequestID.random()
        self.options = options
        self.console = console
    }

    /// Makes the call with its id, and says how to repeat it where the failure leaves open whether it was done.
    public func run<Answer>(_ call: (String) async throws -> Answer) async throws -> Answer {
        do {
            return try await call(requestID)
        } catch {
            if !Self.isRefusal(error) {
                let said = [options, "--request-id \(requestID)"].filter { !$0.isEmpty }.joined(separator: " ")
                console.writeError("To repeat exactly this call: \(TerminalText.safe(said))\n")
            }
            throw error
        }
    }

    /// Whether nothing was done, for certain.
    private static func isRefusal(_ error: any Error) -> Bool {
        guard let error = error as? RPCError else { return false }
        switch error.code {
        case .cancelled, .unknown, .deadlineExceeded, .internal, .unavailable, .dataLoss: return error.wasNotExecuted
        default: return true
        }
    }
}
