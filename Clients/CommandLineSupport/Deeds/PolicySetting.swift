public import InvitationAPI
internal import InvitationClient
internal import RPC

/// Read, change, set: the policy is replaced whole, and only if nobody changed it meanwhile. (AIP-154)
public struct PolicySetting: Sendable {
    private let change: PolicyChange
    private let etag: String?
    private let requestID: String?
    private let isJSON: Bool
    private let console: Console

    /// - Parameters:
    ///   - etag: of the policy that the change was made for; nil: of the one that is read now.
    ///   - requestID: the id of an earlier call to repeat; its etag has to be given with it.
    /// - Throws: ``UsageError``.
    public init(_ change: PolicyChange, etag: String? = nil, requestID: String? = nil, isJSON: Bool = false, console: Console) throws {
        guard !change.isEmpty || (etag == nil && requestID == nil) else { throw UsageError("Say what to change, too.") }
        guard requestID == nil || etag != nil else { throw UsageError("To repeat a call, say its --etag with its --request-id.") }
        self.change = change
        self.etag = etag
        self.requestID = requestID
        self.isJSON = isJSON
        self.console = console
    }

    /// Shows the policy, or changes it and says what is otherwise now. Answers the exit status.
    public func run(
        school id: String, read: (GetPolicyRequest) async throws -> GetPolicyResponse,
        set: (SetPolicyRequest) async throws -> SetPolicyResponse
    ) async throws -> Int32 {
        let current = try await read(GetPolicyRequest(schoolID: id))
        if change.isEmpty {
            console.write(isJSON ? try MessageJSON.text(current) : current.policyText(width: console.width))
            return ExitStatus.success
        }
        guard let policy = current.policy else {
            throw WireReason.malformedResponse.error("The server's answer has no policy.")
        }
        var request = SetPolicyRequest(schoolID: id, policy: change.applied(to: policy), etag: etag ?? current.etag)
        let call = RepeatableCall(requestID: requestID, options: "--etag \(ShellWords.quoted(request.etag))", console: console)
        request.requestID = call.requestID
        let answer: SetPolicyResponse
        do {
            answer = try await call.run { _ in try await set(request) }
        } catch let error as RPCError where error.reason == InvitationReason.policyChanged {
            // Who reads JSON finds the reason in the error.
            if !isJSON { console.writeError(Self.changedMeanwhile) }
            throw error
        }
        console.write(isJSON ? try MessageJSON.text(answer) : Self.text(answer, was: policy, call.requestID))
        return ExitStatus.success
    }

    private static let changedMeanwhile =
        "Nothing was changed: somebody else changed the policy first. Look at it, and say again what you want.\n"

    private static func text(_ answer: SetPolicyResponse, was policy: SchoolPolicy, _ requestID: String) -> String {
        let differences = (answer.policy ?? policy).differences(from: policy)
        return (differences.isEmpty ? "Nothing is otherwise: the policy said so already.\n" : differences)
            + "Etag \(TerminalText.safe(answer.etag)). Request id \(requestID)\n"
    }
}
