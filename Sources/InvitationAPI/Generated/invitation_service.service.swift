// Generated from invitation/v1/invitation_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import NIOCore
public import RPC

/// The methods of `invitation.v1.InvitationService`.
public enum InvitationServiceMethods {
    /// The pupils of a school, each with its contacts and whether each can be invited. (R10-R12)
    public static let listContacts = MethodDescriptor(
        service: "invitation.v1.InvitationService", method: "ListContacts", kind: .unary, hasNoSideEffects: true)
    /// Invites contacts by email, or says what inviting would do. (R13-R18)
    public static let sendInvitations = MethodDescriptor(
        service: "invitation.v1.InvitationService", method: "SendInvitations", kind: .unary)
    /// Invites again contacts whose invitation expired or was not received. (R24)
    public static let reinvite = MethodDescriptor(
        service: "invitation.v1.InvitationService", method: "Reinvite", kind: .unary)
    /// Turns the link in an email into a registration, or says what it would register. (R26-R30)
    public static let redeem = MethodDescriptor(
        service: "invitation.v1.InvitationService", method: "Redeem", kind: .unary)
    /// Takes a contact's access away. (R37)
    public static let revokeAccess = MethodDescriptor(
        service: "invitation.v1.InvitationService", method: "RevokeAccess", kind: .unary)
    /// One contact with everything the support script asks. (R11)
    public static let getContact = MethodDescriptor(
        service: "invitation.v1.InvitationService", method: "GetContact", kind: .unary, hasNoSideEffects: true)
    /// The history of one contact. (R38)
    public static let listContactEvents = MethodDescriptor(
        service: "invitation.v1.InvitationService", method: "ListContactEvents", kind: .unary, hasNoSideEffects: true)
    /// Everything that happened in a school, numbered without gaps, to follow and resume. (R38)
    public static let listSchoolEvents = MethodDescriptor(
        service: "invitation.v1.InvitationService", method: "ListSchoolEvents", kind: .unary, hasNoSideEffects: true)
    /// Whether an account has access, and to which pupils. (R38)
    public static let checkAccess = MethodDescriptor(
        service: "invitation.v1.InvitationService", method: "CheckAccess", kind: .unary, hasNoSideEffects: true)
    /// "This was not meant for me": ends the invitation a token belongs to. (R43)
    public static let decline = MethodDescriptor(
        service: "invitation.v1.InvitationService", method: "Decline", kind: .unary)

    /// All of them, in the contract's order.
    public static let all: [MethodDescriptor] = [
        listContacts,
        sendInvitations,
        reinvite,
        redeem,
        revokeAccess,
        getContact,
        listContactEvents,
        listSchoolEvents,
        checkAccess,
        decline,
    ]
}

/// Administrators invite the contacts of pupils; contacts redeem the link they were mailed.
///
/// What a server implements. A method left out answers UNIMPLEMENTED.
public protocol InvitationService: RPCService {
    /// The pupils of a school, each with its contacts and whether each can be invited. (R10-R12)
    ///
    /// Runs on the connection's event loop: appends the encoded answer to `response`, or promises one for later.
    func listContacts(
        _ request: ListContactsRequest, context: ServerContext, response: inout ByteBuffer
    ) throws -> OnLoopAnswer

    /// Invites contacts by email, or says what inviting would do. (R13-R18)
    func sendInvitations(_ request: SendInvitationsRequest, context: ServerContext) async throws -> SendInvitationsResponse

    /// Invites again contacts whose invitation expired or was not received. (R24)
    func reinvite(_ request: ReinviteRequest, context: ServerContext) async throws -> ReinviteResponse

    /// Turns the link in an email into a registration, or says what it would register. (R26-R30)
    ///
    /// Runs on the connection's event loop: appends the encoded answer to `response`, or promises one for later.
    func redeem(
        _ request: RedeemRequest, context: ServerContext, response: inout ByteBuffer
    ) throws -> OnLoopAnswer

    /// Takes a contact's access away. (R37)
    func revokeAccess(_ request: RevokeAccessRequest, context: ServerContext) async throws -> RevokeAccessResponse

    /// One contact with everything the support script asks. (R11)
    func getContact(_ request: GetContactRequest, context: ServerContext) async throws -> GetContactResponse

    /// The history of one contact. (R38)
    func listContactEvents(_ request: ListContactEventsRequest, context: ServerContext) async throws -> ListContactEventsResponse

    /// Everything that happened in a school, numbered without gaps, to follow and resume. (R38)
    func listSchoolEvents(_ request: ListSchoolEventsRequest, context: ServerContext) async throws -> ListSchoolEventsResponse

    /// Whether an account has access, and to which pupils. (R38)
    func checkAccess(_ request: CheckAccessRequest, context: ServerContext) async throws -> CheckAccessResponse

    /// "This was not meant for me": ends the invitation a token belongs to. (R43)
    func decline(_ request: DeclineRequest, context: ServerContext) async throws -> DeclineResponse
}

extension InvitationService {
    /// Every method, with messages decoded before and encoded after it.
    public var methodHandlers: [MethodHandler] {
        [
            MethodHandler(
                InvitationServiceMethods.listContacts,
                .onLoop { request, context, response in
                    try self.listContacts(ListContactsRequest(decoding: request), context: context, response: &response)
                }),
            MethodHandler(
                InvitationServiceMethods.sendInvitations,
                .unary { request, context in
                    try await self.sendInvitations(SendInvitationsRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                InvitationServiceMethods.reinvite,
                .unary { request, context in
                    try await self.reinvite(ReinviteRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                InvitationServiceMethods.redeem,
                .onLoop { request, context, response in
                    try self.redeem(RedeemRequest(decoding: request), context: context, response: &response)
                }),
            MethodHandler(
                InvitationServiceMethods.revokeAccess,
                .unary { request, context in
                    try await self.revokeAccess(RevokeAccessRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                InvitationServiceMethods.getContact,
                .unary { request, context in
                    try await self.getContact(GetContactRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                InvitationServiceMethods.listContactEvents,
                .unary { request, context in
                    try await self.listContactEvents(ListContactEventsRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                InvitationServiceMethods.listSchoolEvents,
                .unary { request, context in
                    try await self.listSchoolEvents(ListSchoolEventsRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                InvitationServiceMethods.checkAccess,
                .unary { request, context in
                    try await self.checkAccess(CheckAccessRequest(decoding: request), context: context).encoded()
                }),
            MethodHandler(
                InvitationServiceMethods.decline,
                .unary { request, context in
                    try await self.decline(DeclineRequest(decoding: request), context: context).encoded()
                }),
        ]
    }
}

extension InvitationService {
    /// Answers UNIMPLEMENTED.
    public func listContacts(
        _ request: ListContactsRequest, context: ServerContext, response: inout ByteBuffer
    ) throws -> OnLoopAnswer {
        throw RPCError.unimplemented(InvitationServiceMethods.listContacts)
    }

    /// Answers UNIMPLEMENTED.
    public func sendInvitations(_ request: SendInvitationsRequest, context: ServerContext) async throws -> SendInvitationsResponse {
        throw RPCError.unimplemented(InvitationServiceMethods.sendInvitations)
    }

    /// Answers UNIMPLEMENTED.
    public func reinvite(_ request: ReinviteRequest, context: ServerContext) async throws -> ReinviteResponse {
        throw RPCError.unimplemented(InvitationServiceMethods.reinvite)
    }

    /// Answers UNIMPLEMENTED.
    public func redeem(
        _ request: RedeemRequest, context: ServerContext, response: inout ByteBuffer
    ) throws -> OnLoopAnswer {
        throw RPCError.unimplemented(InvitationServiceMethods.redeem)
    }

    /// Answers UNIMPLEMENTED.
    public func revokeAccess(_ request: RevokeAccessRequest, context: ServerContext) async throws -> RevokeAccessResponse {
        throw RPCError.unimplemented(InvitationServiceMethods.revokeAccess)
    }

    /// Answers UNIMPLEMENTED.
    public func getContact(_ request: GetContactRequest, context: ServerContext) async throws -> GetContactResponse {
        throw RPCError.unimplemented(InvitationServiceMethods.getContact)
    }

    /// Answers UNIMPLEMENTED.
    public func listContactEvents(_ request: ListContactEventsRequest, context: ServerContext) async throws -> ListContactEventsResponse {
        throw RPCError.unimplemented(InvitationServiceMethods.listContactEvents)
    }

    /// Answers UNIMPLEMENTED.
    public func listSchoolEvents(_ request: ListSchoolEventsRequest, context: ServerContext) async throws -> ListSchoolEventsResponse {
        throw RPCError.unimplemented(InvitationServiceMethods.listSchoolEvents)
    }

    /// Answers UNIMPLEMENTED.
    public func checkAccess(_ request: CheckAccessRequest, context: ServerContext) async throws -> CheckAccessResponse {
        throw RPCError.unimplemented(InvitationServiceMethods.checkAccess)
    }

    /// Answers UNIMPLEMENTED.
    public func decline(_ request: DeclineRequest, context: ServerContext) async throws -> DeclineResponse {
        throw RPCError.unimplemented(InvitationServiceMethods.decline)
    }
}
