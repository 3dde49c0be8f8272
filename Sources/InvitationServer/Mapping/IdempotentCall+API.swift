internal import InvitationStore
internal import ProtobufRuntime

extension IdempotentCall {
    /// `body` is the request without its id: its canonical encoding is what a repeated call must have alike (R16).
    init(_ body: some ProtobufMessage, id: String, by caller: Caller, _ environment: UseCaseEnvironment) throws {
        self.init(
            requestID: id, bodyDigest: environment.digest(try body.encodedBytes()), actor: Actor(principal: caller.principal))
    }
}
