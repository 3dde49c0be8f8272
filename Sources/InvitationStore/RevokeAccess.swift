public import Invitations

/// Takes a contact's access away: a registered one is not registered any more, a live link dies (R37). Undone by inviting as if new.
public struct RevokeAccess: Sendable {
    /// Whose access, why, who asks, and what makes it the same call again.
    public struct Request: Sendable {
        public var school: SchoolID
        public var contact: ContactID
        /// A word for the history, or empty.
        public var reason: String
        public var call: IdempotentCall

        public init(school: SchoolID, contact: ContactID, reason: String, call: IdempotentCall) {
            self.school = school
            self.contact = contact
            self.reason = reason
            self.call = call
        }
    }

    public init() {}

    /// Answers the contact as it is then. A repeated call changes nothing more and answers the same, also once the contact has left or was
    /// erased; what is personal of it is answered as it is now (R16, R39). Of a contact without access nothing is written but the record.
    ///
    /// Throws `INVALID_REQUEST_ID`, `INVALID_REASON`, `SCHOOL_NOT_FOUND`, `REQUEST_ID_REUSED`, `CONTACT_NOT_FOUND`.
    public func perform(_ request: Request, in transaction: any WriteTransaction) throws -> ContactListing {
        let reason = try RecordedReason(request.reason)
        let school = try transaction.requiredSchool(request.school)
        let answer = try transaction.once(request.call, method: "Revoke", of: school) {
            try revoke(request, reason, of: school, in: transaction)
            let facts = try transaction.requiredContact(request.contact, of: school)
            let listing = ContactReport(facts, of: school, at: transaction.now).listing
            return RecordedRevocation(listing, generation: facts.contact.invitation?.generation ?? 0).bytes
        }
        // Records of before held no answer.
        if answer.isEmpty { return try transaction.report(of: request.contact, school: school).listing }
        return try RecordedRevocation(answer).answer(
            for: request.contact, try transaction.contactFacts(request.contact, of: school))
    }

    private func revoke(_ request: Request, _ reason: RecordedReason, of school: School, in transaction: any WriteTransaction) throws {
        let contact = try transaction.requiredContact(request.contact, of: school).contact
        let revoked = try transaction.revoke([contact.key], because: .byAdministrator, of: school)
        guard revoked.invitations > 0 || contact.registration != nil else { return }
        let detail = [RevocationReason.byAdministrator.rawValue, reason.word].filter { !$0.isEmpty }.joined(separator: ", ")
        let event = NewEvent(
            .revoked, contact: contact.key, account: contact.registration?.account, actor: request.call.actor.principal, detail: detail)
        try transaction.append([event], of: school)
    }
}
