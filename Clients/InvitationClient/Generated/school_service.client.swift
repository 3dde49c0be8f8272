// Generated from invitation/v1/school_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import InvitationAPI
public import RPC

/// The administrators of a school keep its policy, and correct what only they can.
///
/// Calls `invitation.v1.SchoolService` through any caller. Every method throws `RPCError`.
public struct SchoolServiceClient: Sendable {
    private let caller: any RPCCaller

    /// A client that calls through a connection, a pool or a test's pipe.
    public init(_ caller: any RPCCaller) {
        self.caller = caller
    }

    /// The school with its policy, and what stands against inviting at present.
    public func getPolicy(
        _ request: GetPolicyRequest, options: CallOptions = CallOptions()
    ) async throws -> GetPolicyResponse {
        try await caller.unary(SchoolServiceMethods.getPolicy, request, options: options)
    }

    /// Replaces the policy, if nobody changed it meanwhile. (R8, R9, R16, R20, R35, R39, R42)
    public func setPolicy(
        _ request: SetPolicyRequest, options: CallOptions = CallOptions()
    ) async throws -> SetPolicyResponse {
        try await caller.unary(SchoolServiceMethods.setPolicy, request, options: options)
    }

    /// Stops everything that would send email, or lets it go on. (R42)
    public func pause(
        _ request: PauseRequest, options: CallOptions = CallOptions()
    ) async throws -> PauseResponse {
        try await caller.unary(SchoolServiceMethods.pause, request, options: options)
    }

    /// The email a contact would get now, with a link that does not work. (R19)
    public func previewEmail(
        _ request: PreviewEmailRequest, options: CallOptions = CallOptions()
    ) async throws -> PreviewEmailResponse {
        try await caller.unary(SchoolServiceMethods.previewEmail, request, options: options)
    }

    /// Lets a contact be mailed again whose address bounced. (R23)
    public func clearBounce(
        _ request: ClearBounceRequest, options: CallOptions = CallOptions()
    ) async throws -> ClearBounceResponse {
        try await caller.unary(SchoolServiceMethods.clearBounce, request, options: options)
    }

    /// Lifts court orders that the MIS no longer speaks of. (R8) Of a contact whose address is barred because of somebody who was erased, or whom a
    /// withheld feed named and no later one does, it frees the address. (R21)
    public func liftCourtOrder(
        _ request: LiftCourtOrderRequest, options: CallOptions = CallOptions()
    ) async throws -> LiftCourtOrderResponse {
        try await caller.unary(SchoolServiceMethods.liftCourtOrder, request, options: options)
    }

    /// Forgets a contact for good. (R39)
    public func eraseContact(
        _ request: EraseContactRequest, options: CallOptions = CallOptions()
    ) async throws -> EraseContactResponse {
        try await caller.unary(SchoolServiceMethods.eraseContact, request, options: options)
    }
}
