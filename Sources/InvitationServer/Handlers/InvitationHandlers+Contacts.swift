public import InvitationAPI
internal import InvitationStore
internal import Invitations
public import RPC

/// One contact: looking at it, its history, and taking its access away.
extension InvitationHandlers {
    /// R11.
    public func getContact(_ request: GetContactRequest, context: ServerContext) async throws -> GetContactResponse {
        try await RPCError.translating {
            let school = try access.caller(of: context).school(request.schoolID)
            let contact = try ContactID(request.contactID, field: "contact_id")
            return GetContactResponse(try await calls.read(context) { try ShowContact().run(contact, of: school, in: $0) })
        }
    }

    /// R37. Answers once nothing of the contact's is leaving any more (R7).
    public func revokeAccess(_ request: RevokeAccessRequest, context: ServerContext) async throws -> RevokeAccessResponse {
        try await RPCError.translating {
            let caller = try access.caller(of: context)
            var body = request
            body.requestID = ""
            let revocation = RevokeAccess.Request(
                school: try caller.school(request.schoolID), contact: try ContactID(request.contactID, field: "contact_id"),
                reason: request.reason, call: try IdempotentCall(body, id: request.requestID, by: caller, environment))
            let contact = try await calls.write(context) { try RevokeAccess().perform(revocation, in: $0) }
            await departures.settle()
            return RevokeAccessResponse(contact: InvitationAPI.Contact(contact))
        }
    }

    /// R38.
    public func listContactEvents(
        _ request: ListContactEventsRequest, context: ServerContext
    ) async throws -> ListContactEventsResponse {
        try await RPCError.translating {
            let school = try access.caller(of: context).school(request.schoolID)
            let contact = try ContactID(request.contactID, field: "contact_id")
            let events = ListEvents(environment)
            let page = try await calls.read(context) { transaction in
                try events.ofContact(
                    contact, of: school, pageSize: request.pageSize, pageToken: request.pageToken, in: transaction)
            }
            return ListContactEventsResponse(events: page.events.map(ContactEvent.init), nextPageToken: page.nextPageToken)
        }
    }

    /// R38.
    public func listSchoolEvents(_ request: ListSchoolEventsRequest, context: ServerContext) async throws -> ListSchoolEventsResponse {
        try await RPCError.translating {
            let school = try access.caller(of: context).school(request.schoolID)
            let events = ListEvents(environment)
            let page = try await calls.read(context) { transaction in
                try events.ofSchool(school, after: request.afterSequence, pageSize: request.pageSize, in: transaction)
            }
            return ListSchoolEventsResponse(
                events: page.events.map(ContactEvent.init), lastSequence: page.last, firstSequence: page.first)
        }
    }

    /// R38. Of schools that are not the caller's it says nothing (R4).
    public func checkAccess(_ request: CheckAccessRequest, context: ServerContext) async throws -> CheckAccessResponse {
        try await RPCError.translating {
            let schools = try access.caller(of: context).schools
            let account = try AccountID(request.accountID, field: "account_id")
            let bindings = try await calls.read(context) { try CheckAccess().run(account, within: schools.contains, in: $0) }
            return CheckAccessResponse(access: bindings.map(Access.init))
        }
    }

    /// R43.
    public func decline(_ request: DeclineRequest, context: ServerContext) async throws -> DeclineResponse {
        try await RPCError.translating {
            let schools = try access.caller(of: context).schools
            let decline = Decline(environment)
            let token = try decline.verify(request.token)
            try await calls.write(context) { try decline.decline(token, within: schools.contains, in: $0) }
            return DeclineResponse()
        }
    }
}
