// Generated from invitation/v1/invitation_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import InvitationAPI
public import RPC

/// Administrators invite the contacts of pupils; contacts redeem the link they were mailed.
///
/// Calls `invitation.v1.InvitationService` through any caller. Every method throws `RPCError`.
public struct InvitationServiceClient: Sendable {
    private let caller: any RPCCaller

    /// A client that calls through a connection, a pool or a test's pipe.
    public init(_ caller: any RPCCaller) {
        self.caller = caller
    }

    /// The pupils of a school, each with its contacts and whether each can be invited. (R10-R12)
    public func listContacts(
        _ request: ListContactsRequest, options: CallOptions = CallOptions()
    ) async throws -> ListContactsResponse {
        try await caller.unary(InvitationServiceMethods.listContacts, request, options: options)
    }

    /// Invites contacts by email, or says what inviting would do. (R13-R18)
    public func sendInvitations(
        _ request: SendInvitationsRequest, options: CallOptions = CallOptions()
    ) async throws -> SendInvitationsResponse {
        try await caller.unary(InvitationServiceMethods.sendInvitations, request, options: options)
    }

    /// Invites again contacts whose invitation expired or was not received. (R24)
    public func reinvite(
        _ request: ReinviteRequest, options: CallOptions = CallOptions()
    ) async throws -> ReinviteResponse {
        try await caller.unary(InvitationServiceMethods.reinvite, request, options: options)
    }

    /// Turns the link in an email into a registration, or says what it would register. (R26-R30)
    public func redeem(
        _ request: RedeemRequest, options: CallOptions = CallOptions()
    ) async throws -> RedeemResponse {
        try await caller.unary(InvitationServiceMethods.redeem, request, options: options)
    }

    /// Takes a contact's access away. (R37)
    public func revokeAccess(
        _ request: RevokeAccessRequest, options: CallOptions = CallOptions()
    ) async throws -> RevokeAccessResponse {
        try await caller.unary(InvitationServiceMethods.revokeAccess, request, options: options)
    }

    /// One contact with everything the support script asks. (R11)
    public func getContact(
        _ request: GetContactRequest, options: CallOptions = CallOptions()
    ) async throws -> GetContactResponse {
        try await caller.unary(InvitationServiceMethods.getContact, request, options: options)
    }

    /// The history of one contact. (R38)
    public func listContactEvents(
        _ request: ListContactEventsRequest, options: CallOptions = CallOptions()
    ) async throws -> ListContactEventsResponse {
        try await caller.unary(InvitationServiceMethods.listContactEvents, request, options: options)
    }

    /// Everything that happened in a school, numbered without gaps, to follow and resume. (R38)
    public func listSchoolEvents(
        _ request: ListSchoolEventsRequest, options: CallOptions = CallOptions()
    ) async throws -> ListSchoolEventsResponse {
        try await caller.unary(InvitationServiceMethods.listSchoolEvents, request, options: options)
    }

    /// Whether an account has access, and to which pupils. (R38)
    public func checkAccess(
        _ request: CheckAccessRequest, options: CallOptions = CallOptions()
    ) async throws -> CheckAccessResponse {
        try await caller.unary(InvitationServiceMethods.checkAccess, request, options: options)
    }

    /// "This was not meant for me": ends the invitation a token belongs to. (R43)
    public func decline(
        _ request: DeclineRequest, options: CallOptions = CallOptions()
    ) async throws -> DeclineResponse {
        try await caller.unary(InvitationServiceMethods.decline, request, options: options)
    }
}
