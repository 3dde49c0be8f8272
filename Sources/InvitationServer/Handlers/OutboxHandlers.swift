public import InvitationAPI
public import InvitationStore
internal import Invitations
public import RPC

/// `invitation.v1.OutboxService`: what operators do with mail on its way.
public struct OutboxHandlers: OutboxService {
    private let access: AccessTable
    private let calls: StoreCalls

    public init(store: any TransactionalStore, access: AccessTable) {
        self.access = access
        self.calls = StoreCalls(store: store)
    }

    /// R23, R41.
    public func release(_ request: ReleaseRequest, context: ServerContext) async throws -> ReleaseResponse {
        try await RPCError.translating {
            let caller = try access.caller(of: context)
            let school = try caller.school(request.schoolID)
            let release = ReleaseMail.Request(
                school: school, withoutImport: request.withoutImport, endsLinks: request.endLinks,
                actor: Actor(principal: caller.principal))
            let answer = try await calls.write(context) { try ReleaseMail().run(release, in: $0) }
            return ReleaseResponse(mails: Int64(answer.mails), linksEnded: Int64(answer.linksEnded))
        }
    }
}
