internal import InvitationAPI
internal import InvitationStore
internal import Invitations
internal import RPC

/// What Send and Reinvite share: one use case, a review or the deed.
extension InvitationHandlers {
    func invitation(
        _ method: InvitingMethod, school: String, _ selection: Selection, requestID: String, planToken: String, _ context: ServerContext
    ) throws -> Invite.Request {
        try RPCError.translating {
            let caller = try context.caller()
            return Invite.Request(
                method: method, school: try caller.school(school), selection: selection, requestID: requestID, planToken: planToken,
                actor: Actor(principal: caller.principal))
        }
    }

    /// `body` is the canonical encoding of the request without its id (R16).
    func run(_ request: Invite.Request, body: [UInt8], isReview: Bool, _ context: ServerContext) async throws -> InviteAnswer {
        let useCase = Invite(environment)
        do {
            if isReview { return try await calls.read(context) { try useCase.review(request, in: $0) } }
            var request = request
            request.bodyDigest = environment.digest(body)
            let dated = request
            return try await calls.write(context) { try useCase.perform(dated, in: $0) }
        } catch {
            throw RPCError.telling(error) ?? error
        }
    }
}
