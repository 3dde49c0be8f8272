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

    /// Answers the contact as it is now; so does a repeated call, which changes nothing more. Of a contact without access nothing is
    /// written but the record.
    ///
    /// Throws `INVALID_REQUEST_ID`, `INVALID_REASON`, `SCHOOL_NOT_FOUND`, `REQUEST_ID_REUSED`, `CONTACT_NOT_FOUND`.
    public func perform(_ request: Request, in transaction: any WriteTransaction) throws -> ContactReport {
        let reason = try RecordedReason(request.reason)
        let school = try transaction.requiredSchool(request.school)
        try transaction.once(request.call, method: "Revoke", of: school) {
            let contact = try transaction.requiredContact(request.contact, of: school).contact
            let revoked = try transaction.revoke([contact.key], because: .byAdministrator, of: school)
            guard revoked.invitations > 0 || contact.registration != nil else { return }
            let detail = [RevocationReason.byAdministrator.rawValue, reason.word].filter { !$0.isEmpty }.joined(separator: ", ")
            let event = NewEvent(
                .revoked, contact: contact.key, account: contact.registration?.account, actor: request.call.actor.principal, detail: detail)
            try transaction.append([event], of: school)
        }
        return try transaction.report(of: request.contact, school: school)
    }
}
