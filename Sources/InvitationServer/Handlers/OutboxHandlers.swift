public import InvitationAPI
public import InvitationStore
internal import Invitations
public import RPC

/// `invitation.v1.OutboxService`: what operators do with mail on its way.
public struct OutboxHandlers: OutboxService {
    private let calls: StoreCalls

    public init(store: any TransactionalStore) {
        self.calls = StoreCalls(store: store)
    }

    /// R23, R41.
    public func release(_ request: ReleaseRequest, context: ServerContext) async throws -> ReleaseResponse {
        try await RPCError.translating {
            let caller = try context.caller()
            let school = try caller.school(request.schoolID)
            let actor = Actor(principal: caller.principal)
            return ReleaseResponse(mails: Int64(try await calls.write(context) { try ReleaseMail().run(school, by: actor, in: $0) }))
        }
    }
}
