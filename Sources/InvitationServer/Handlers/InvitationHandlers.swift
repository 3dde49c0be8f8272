public import InvitationAPI
public import InvitationStore
internal import Invitations
public import NIOCore
internal import ProtobufRuntime
public import RPC

/// `invitation.v1.InvitationService`: API values to use cases and back.
///
/// Each method does the same four things: who calls, what is asked, the use case, what is answered.
public struct InvitationHandlers: InvitationService {
    let calls: StoreCalls
    let environment: UseCaseEnvironment
    let departures: MailDepartures

    /// `departures`: the delivery's.
    public init(store: any TransactionalStore, environment: UseCaseEnvironment, departures: MailDepartures) {
        self.calls = StoreCalls(store: store)
        self.environment = environment
        self.departures = departures
    }

    /// R10-R12. Runs on the loop; past its budget the page is made anew on the read pool.
    public func listContacts(
        _ request: ListContactsRequest, context: ServerContext, response: inout ByteBuffer
    ) throws -> OnLoopAnswer {
        try RPCError.translating {
            let caller = try context.caller()
            let query = ListContacts.Request(
                school: try caller.school(request.schoolID), filter: try .init(request.filter), pageSize: request.pageSize,
                pageToken: request.pageToken, wantsCounts: request.includeCounts)
            let useCase = ListContacts(environment)
            let start = response.writerIndex
            var page = ListPage(appendingTo: response)
            response = ByteBuffer()  // one owner: appending must not copy
            defer { response = page.buffer }
            do {
                try calls.readOnLoop(context) { transaction in
                    let answer = try useCase.run(query, in: transaction, into: &page)
                    try page.finish(answer)
                }
                return .answered
            } catch {
                page.truncate(to: 0)
                assert(page.buffer.writerIndex == start, "a failed page leaves the response as it was")
                guard case StoreError.overBudget = error else { throw error }
            }
            return .later(
                calls.readLater(context) { transaction in
                    var page = ListPage(appendingTo: ByteBuffer())
                    let answer = try useCase.run(query, in: transaction, into: &page)
                    try page.finish(answer)
                    return page.buffer
                })
        }
    }

    /// R26-R30. A preview reads on the loop; a redemption waits for its group commit.
    public func redeem(_ request: RedeemRequest, context: ServerContext, response: inout ByteBuffer) throws -> OnLoopAnswer {
        try RPCError.translating {
            let caller = try context.caller()
            let useCase = Redeem(environment)
            let token = try useCase.verify(request.token)
            let schools = caller.schools
            guard request.validateOnly else {
                let account = try AccountID(request.accountID, field: "account_id")
                let redeemed = calls.write(context) { transaction in
                    try useCase.redeem(token, account: account, within: schools.contains, in: transaction)
                }
                return .later(redeemed.encoded(RedeemResponse.init))
            }
            let account = request.accountID.isEmpty ? nil : try AccountID(request.accountID, field: "account_id")
            let preview: @Sendable (any ReadTransaction) throws -> Redeem.Answer = { transaction in
                try useCase.preview(token, account: account, within: schools.contains, in: transaction)
            }
            do {
                try RedeemResponse(try calls.readOnLoop(context, preview)).write(into: &response)
                return .answered
            } catch StoreError.overBudget {
                return .later(calls.readLater(context, preview).encoded(RedeemResponse.init))
            }
        }
    }

    /// R13-R18.
    public func sendInvitations(_ request: SendInvitationsRequest, context: ServerContext) async throws -> SendInvitationsResponse {
        let invite = try invitation(
            .send, school: request.schoolID, try Selection(request), requestID: request.requestID, planToken: request.planToken, context)
        var body = request
        body.requestID = ""
        return SendInvitationsResponse(try await run(invite, body: try body.encodedBytes(), isReview: request.validateOnly, context))
    }

    /// R24: as Send, for those invited before.
    public func reinvite(_ request: ReinviteRequest, context: ServerContext) async throws -> ReinviteResponse {
        let invite = try invitation(
            .reinvite, school: request.schoolID, try Selection(request), requestID: request.requestID, planToken: request.planToken,
            context)
        var body = request
        body.requestID = ""
        return ReinviteResponse(try await run(invite, body: try body.encodedBytes(), isReview: request.validateOnly, context))
    }
}
