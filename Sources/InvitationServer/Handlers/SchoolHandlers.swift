public import InvitationAPI
public import InvitationStore
public import Invitations
public import RPC

/// `invitation.v1.SchoolService`: what a school's office decides.
///
/// What takes mail back is answered once nothing of it is leaving any more (R7).
public struct SchoolHandlers: SchoolService {
    private let access: AccessTable
    private let calls: StoreCalls
    private let environment: UseCaseEnvironment
    private let departures: MailDepartures
    private let preview: PreviewEmail
    private let clearLeftover: @Sendable (SchoolID) async throws -> Void

    /// `departures`: the delivery's; `clearLeftover`: removes what an import left that ended early, and throws `IMPORT_IN_PROGRESS` while one
    /// runs; `writeLetter`: as the mail's own letters are written.
    public init(
        store: any TransactionalStore, environment: UseCaseEnvironment, access: AccessTable, departures: MailDepartures,
        clearLeftover: @escaping @Sendable (SchoolID) async throws -> Void, writeLetter: @escaping PreviewEmail.Writer
    ) {
        self.access = access
        self.calls = StoreCalls(store: store)
        self.environment = environment
        self.departures = departures
        preview = PreviewEmail(write: writeLetter)
        self.clearLeftover = clearLeftover
    }

    /// The school, its policy, and how it stands.
    public func getPolicy(_ request: GetPolicyRequest, context: ServerContext) async throws -> GetPolicyResponse {
        try await RPCError.translating {
            let school = try access.caller(of: context).school(request.schoolID)
            return GetPolicyResponse(try await calls.read(context) { try SchoolPolicies().read(school, in: $0) })
        }
    }

    /// R16, AIP-154.
    public func setPolicy(_ request: SetPolicyRequest, context: ServerContext) async throws -> SetPolicyResponse {
        try await RPCError.translating {
            let caller = try access.caller(of: context)
            var body = request
            body.requestID = ""
            let change = SchoolPolicies.Change(
                school: try caller.school(request.schoolID), policy: try Invitations.SchoolPolicy(request.policy), etag: request.etag,
                call: try IdempotentCall(body, id: request.requestID, by: caller, environment))
            let state = try await calls.write(context) { try SchoolPolicies().set(change, in: $0) }
            return SetPolicyResponse(policy: InvitationAPI.SchoolPolicy(state.policy), etag: state.etag)
        }
    }

    /// R42.
    public func pause(_ request: PauseRequest, context: ServerContext) async throws -> PauseResponse {
        try await RPCError.translating {
            let caller = try access.caller(of: context)
            let school = try caller.school(request.schoolID)
            var body = request
            body.requestID = ""
            let call = try IdempotentCall(body, id: request.requestID, by: caller, environment)
            let isPaused = request.paused
            let state = try await calls.write(context) { try SchoolPolicies().pause(isPaused, school, call, in: $0) }
            await departures.settle()
            return PauseResponse(paused: state.isPaused, etag: state.etag)
        }
    }

    /// R19.
    public func previewEmail(_ request: PreviewEmailRequest, context: ServerContext) async throws -> PreviewEmailResponse {
        try await RPCError.translating {
            let school = try access.caller(of: context).school(request.schoolID)
            let contact = try ContactID(request.contactID, field: "contact_id")
            return PreviewEmailResponse(try await calls.read(context) { [preview] in try preview.run(contact, of: school, in: $0) })
        }
    }

    /// R23.
    public func clearBounce(_ request: ClearBounceRequest, context: ServerContext) async throws -> ClearBounceResponse {
        try await RPCError.translating {
            let caller = try access.caller(of: context)
            let school = try caller.school(request.schoolID)
            let contact = try ContactID(request.contactID, field: "contact_id")
            let corrections = ContactCorrections(environment)
            let actor = Actor(principal: caller.principal)
            let report = try await calls.write(context) { try corrections.clearBounce(contact, of: school, by: actor, in: $0) }
            return ClearBounceResponse(contact: InvitationAPI.Contact(report.listing))
        }
    }

    /// R8.
    public func liftCourtOrder(_ request: LiftCourtOrderRequest, context: ServerContext) async throws -> LiftCourtOrderResponse {
        try await RPCError.translating {
            let caller = try access.caller(of: context)
            let school = try caller.school(request.schoolID)
            let contact = try ContactID(request.contactID, field: "contact_id")
            let pupil = request.pupilID.isEmpty ? nil : try PupilID(request.pupilID, field: "pupil_id")
            let corrections = ContactCorrections(environment)
            let actor = Actor(principal: caller.principal)
            let lifted = try await betweenImports(of: school) {
                try await calls.write(context) { transaction in
                    try corrections.liftCourtOrders(
                        contact, pupil: pupil, of: school, reason: request.reason, by: actor, in: transaction)
                }
            }
            return LiftCourtOrderResponse(
                contact: InvitationAPI.Contact(lifted.report.listing), pupilIDs: lifted.pupils.map(\.text),
                addressFreed: lifted.isAddressFreed)
        }
    }

    /// R39.
    public func eraseContact(_ request: EraseContactRequest, context: ServerContext) async throws -> EraseContactResponse {
        try await RPCError.translating {
            let caller = try access.caller(of: context)
            let school = try caller.school(request.schoolID)
            let contact = try ContactID(request.contactID, field: "contact_id")
            let corrections = ContactCorrections(environment)
            let actor = Actor(principal: caller.principal)
            try await betweenImports(of: school) {
                try await calls.write(context) { try corrections.erase(contact, of: school, by: actor, in: $0) }
            }
            await departures.settle()
            return EraseContactResponse()
        }
    }

    /// An import that was cut off left its rows behind; nobody should wait until the next one for that.
    private func betweenImports<Answer: Sendable>(of school: SchoolID, _ body: () async throws -> Answer) async throws -> Answer {
        do {
            return try await body()
        } catch let error as InvitationError where error.reason == .importInProgress {
            try await clearLeftover(school)
            return try await body()
        }
    }
}
