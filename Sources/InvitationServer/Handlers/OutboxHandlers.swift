public import InvitationAPI
public import InvitationStore
internal import Invitations
public import RPC

/// `invitation.v1.OutboxService`: what operators do with mail on its way.
public struct OutboxHandlers: OutboxService {
    private let calls: StoreCalls
    private let reporting: ReportBounce
    private let tending: TendOutbox

    public init(store: any TransactionalStore, environment: UseCaseEnvironment) {
        self.calls = StoreCalls(store: store)
        reporting = ReportBounce(environment)
        tending = TendOutbox(environment)
    }

    /// R23, R41.
    public func release(_ request: ReleaseRequest, context: ServerContext) async throws -> ReleaseResponse {
        try await RPCError.translating {
            let caller = try context.caller()
            let school = try caller.school(request.schoolID)
            let release = ReleaseMail.Request(
                school: school, withoutImport: request.withoutImport, endsLinks: request.endLinks,
                actor: Actor(principal: caller.principal))
            let answer = try await calls.write(context) { try ReleaseMail().run(release, in: $0) }
            return ReleaseResponse(mails: Int64(answer.mails), linksEnded: Int64(answer.linksEnded))
        }
    }

    /// R23.
    public func reportBounce(_ request: ReportBounceRequest, context: ServerContext) async throws -> ReportBounceResponse {
        try await RPCError.translating {
            let caller = try context.caller()
            let genuine = try reporting.verify(try Invitations.DeliveryReport(request), returnPaths: request.returnPaths)
            let (actor, schools) = (Actor(principal: caller.principal), caller.schools)
            let verdict = try await calls.write(context) { [reporting] transaction in
                try reporting.run(genuine, by: actor, within: schools.contains, in: transaction)
            }
            return ReportBounceResponse(verdict: .init(verdict))
        }
    }

    /// Of no school: of those that the caller may speak of.
    public func listMail(_ request: ListMailRequest, context: ServerContext) async throws -> ListMailResponse {
        try await RPCError.translating {
            let caller = try context.caller()
            let school = request.schoolID.isEmpty ? nil : try caller.school(request.schoolID)
            let counts = try await calls.read(context) { [tending] in
                try tending.counts(of: school, within: caller.schools.contains, in: $0)
            }
            return ListMailResponse(counts)
        }
    }

    public func getMail(_ request: GetMailRequest, context: ServerContext) async throws -> GetMailResponse {
        try await RPCError.translating {
            let school = try context.caller().school(request.schoolID)
            let contact = try ContactID(request.contactID, field: "contact_id")
            return GetMailResponse(try await calls.read(context) { [tending] in try tending.mail(of: contact, school, in: $0) })
        }
    }

    public func retry(_ request: RetryRequest, context: ServerContext) async throws -> RetryResponse {
        try await RPCError.translating {
            let school = try context.caller().school(request.schoolID)
            let contact = request.contactID.isEmpty ? nil : try ContactID(request.contactID, field: "contact_id")
            return RetryResponse(
                mails: Int64(try await calls.write(context) { [tending] in try tending.retry(contact, of: school, in: $0) }))
        }
    }

    public func hold(_ request: HoldRequest, context: ServerContext) async throws -> HoldResponse {
        try await RPCError.translating {
            let caller = try context.caller()
            let school = try caller.school(request.schoolID)
            let contact = request.contactID.isEmpty ? nil : try ContactID(request.contactID, field: "contact_id")
            let actor = Actor(principal: caller.principal)
            return HoldResponse(
                mails: Int64(try await calls.write(context) { [tending] in try tending.hold(contact, of: school, by: actor, in: $0) }))
        }
    }
}
