internal import Invitations

/// What makes a repeated call one call (R16), of those whose answer is the state that it reached.
public struct IdempotentCall: Sendable {
    /// A UUID.
    public var requestID: String
    /// SHA-256 over the canonical re-encoding of the request without its id.
    public var bodyDigest: [UInt8]
    public var actor: Actor

    public init(requestID: String, bodyDigest: [UInt8], actor: Actor) {
        self.requestID = requestID
        self.bodyDigest = bodyDigest
        self.actor = actor
    }

    /// Throws `INVALID_REQUEST_ID`.
    func key(_ method: String, of school: School) throws -> IdempotencyKey {
        IdempotencyKey(
            school: school.key, principal: actor.principal, method: method, requestID: try RequestID.bytes(of: requestID))
    }
}

extension WriteTransaction {
    /// What the call answered the first time, or answers now and is recorded to have answered: in the order of R16, after authorization.
    ///
    /// `body` answers the use case's own form, without personal values (R39). Throws `INVALID_REQUEST_ID`, `REQUEST_ID_REUSED`, and what
    /// `body` throws.
    func once(_ call: IdempotentCall, method: String, of school: School, _ body: () throws -> [UInt8]) throws -> [UInt8] {
        let key = try call.key(method, of: school)
        if let recorded = try recordedAnswer(key) {
            guard recorded.bodyDigest == call.bodyDigest else { throw InvitationError.requestIDReused }
            return recorded.answer
        }
        let answer = try body()
        try record(RecordedAnswer(bodyDigest: call.bodyDigest, answer: answer), for: key)
        return answer
    }
}
