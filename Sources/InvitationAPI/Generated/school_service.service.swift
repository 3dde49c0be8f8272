// Generated from invitation/v1/school_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import RPC

/// The methods of `invitation.v1.SchoolService`.
public enum SchoolServiceMethods {
    /// The school with its policy, and what stands against inviting at present.
    public static let getPolicy = MethodDescriptor(
        service: "invitation.v1.SchoolService", method: "GetPolicy", kind: .unary, hasNoSideEffects: true)
    /// Replaces the policy, if nobody changed it meanwhile. (R8, R9, R16, R20, R35, R39, R42)
    public static let setPolicy = MethodDescriptor(
        service: "invitation.v1.SchoolService", method: "SetPolicy", kind: .unary)
    /// Stops everything that would send email, or lets it go on. (R42)
    public static let pause = MethodDescriptor(
        service: "invitation.v1.SchoolService", method: "Pause", kind: .unary)
    /// The email a contact would get now, with a link that does not work. (R19)
    public static let previewEmail = MethodDescriptor(
        service: "invitation.v1.SchoolService", method: "PreviewEmail", kind: .unary, hasNoSideEffects: true)
    /// Lets a contact be mailed again whose address bounced. (R23)
    public static let clearBounce = MethodDescriptor(
        service: "invitation.v1.SchoolService", method: "ClearBounce", kind: .unary)
    /// Lifts court orders that the MIS no longer speaks of. (R8) Of a contact whose address is barred because of somebody who was erased, or whom a
    /// withheld feed named and no later one does, it frees the address. (R21)
    public static let liftCourtOrder = MethodDescriptor(
        service: "invitation.v1.SchoolService", method: "LiftCourtOrder", kind: .unary)
    /// Forgets a contact for good. (R39)
    public static let eraseContact = MethodDescriptor(
        service: "invitation.v1.SchoolService", method: "EraseContact", kind: .unary)

    /// All of them, in the contract's order.
    public static let all: [MethodDescriptor] = [
        getPolicy,
        setPolicy,
        pause,
        previewEmail,
        clearBounce,
        liftCourtOrder,
        eraseContact,
    ]
}

/// The administrators of a school keep its policy, and correct what only they can.
///
/// What a server implements. A method left out answers UNIMPLEMENTED.
public protocol SchoolService: RPCService {
    /// The school with its policy, and what stands against inviting at present.
    func getPolicy(_ request: GetPolicyRequest, context: ServerContext) async throws -> GetPolicyResponse

    /// Replaces the policy, if nobody changed it meanwhile. (R8, R9, R16, R20, R35, R39, R42)
    func setPolicy(_ request: SetPolicyRequest, context: ServerContext) async throws -> SetPolicyResponse

    /// Stops everything that would send email, or lets it go on. (R42)
    func pause(_ request: PauseRequest, context: ServerContext) async throws -> PauseResponse

    /// The email a contact would get now, with a link that does not work. (R19)
    func previewEmail(_ request: PreviewEmailRequest, context: ServerContext) async throws -> PreviewEmailResponse

    /// Lets a contact be mailed again whose address bounced. (R23)
    func clearBounce(_ request: ClearBounceRequest, context: ServerContext) async throws -> ClearBounceResponse

    /// Lifts court orders that the MIS no longer speaks of. (R8) Of a contact whose address is barred because of somebody who was erased, or whom a
    /// withheld feed named and no later one does, it frees the address. (R21)
    func liftCourtOrder(_ request: LiftCourtOrderRequest, context: ServerContext) async throws -> LiftCourtOrderResponse

    /// Forgets a contact for good. (R39)
    func eraseContact(_ request: EraseContactRequest, context: ServerContext) async throws -> EraseContactResponse
}

extension SchoolService {
    /// Every method, with messages decoded before and encoded after it.
    public var methodHandlers: [MethodHandler] {
        [
            MethodHandler(
                SchoolServiceMethods.getPolicy,
                .unary { request, context in
                    try await self.getPolicy(GetPolicyRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                SchoolServiceMethods.setPolicy,
                .unary { request, context in
                    try await self.setPolicy(SetPolicyRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                SchoolServiceMethods.pause,
                .unary { request, context in
                    try await self.pause(PauseRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                SchoolServiceMethods.previewEmail,
                .unary { request, context in
                    try await self.previewEmail(PreviewEmailRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                SchoolServiceMethods.clearBounce,
                .unary { request, context in
                    try await self.clearBounce(ClearBounceRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                SchoolServiceMethods.liftCourtOrder,
                .unary { request, context in
                    try await self.liftCourtOrder(LiftCourtOrderRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                SchoolServiceMethods.eraseContact,
                .unary { request, context in
                    try await self.eraseContact(EraseContactRequest(decoding: request), context: context).encoded()
                }),
        ]
    }
}

extension SchoolService {
    /// Answers UNIMPLEMENTED.
    public func getPolicy(_ request: GetPolicyRequest, context: ServerContext) async throws -> GetPolicyResponse {
        throw RPCError.unimplemented(SchoolServiceMethods.getPolicy)
    }

    /// Answers UNIMPLEMENTED.
    public func setPolicy(_ request: SetPolicyRequest, context: ServerContext) async throws -> SetPolicyResponse {
        throw RPCError.unimplemented(SchoolServiceMethods.setPolicy)
    }

    /// Answers UNIMPLEMENTED.
    public func pause(_ request: PauseRequest, context: ServerContext) async throws -> PauseResponse {
        throw RPCError.unimplemented(SchoolServiceMethods.pause)
    }

    /// Answers UNIMPLEMENTED.
    public func previewEmail(_ request: PreviewEmailRequest, context: ServerContext) async throws -> PreviewEmailResponse {
        throw RPCError.unimplemented(SchoolServiceMethods.previewEmail)
    }

    /// Answers UNIMPLEMENTED.
    public func clearBounce(_ request: ClearBounceRequest, context: ServerContext) async throws -> ClearBounceResponse {
        throw RPCError.unimplemented(SchoolServiceMethods.clearBounce)
    }

    /// Answers UNIMPLEMENTED.
    public func liftCourtOrder(_ request: LiftCourtOrderRequest, context: ServerContext) async throws -> LiftCourtOrderResponse {
        throw RPCError.unimplemented(SchoolServiceMethods.liftCourtOrder)
    }

    /// Answers UNIMPLEMENTED.
    public func eraseContact(_ request: EraseContactRequest, context: ServerContext) async throws -> EraseContactResponse {
        throw RPCError.unimplemented(SchoolServiceMethods.eraseContact)
    }
}
