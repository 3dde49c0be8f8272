internal import InvitationStore
internal import Invitations

extension SQLiteTransaction {
    func invitation(_ nonce: InvitationNonce) throws -> NamedInvitation? {
        let found: (contact: ContactKey, school: SchoolKey, invitation: Invitation)? = try connection.run(Self.invitationByNonce) {
            statement in
            statement.bind(1, nonce.bytes)
            guard try statement.step() else { return nil }
            let invitation = Self.invitation(in: statement, from: 3, generation: statement.int64(1), mailedTo: "")
            return (ContactKey(rowID: statement.int64(0)), SchoolKey(rowID: statement.int64(2)), invitation)
        }
        guard let found, let school = try school(found.school) else { return nil }
        let epoch = try epoch(of: school.key)
        guard let contact = try contactState(found.contact, of: school.key, epoch: epoch, orLeft: true) else { return nil }
        var invitation = found.invitation
        if let latest = contact.invitation, latest.generation == invitation.generation { invitation = latest }
        return NamedInvitation(
            school: school, contact: contact, invitation: invitation, pupils: try pupils(of: found.contact, epoch: epoch))
    }

    func issue(_ invitations: [NewInvitation], of school: School) throws -> [Bool] {
        var issued: [NewInvitation] = []
        let answers = try invitations.map { invitation in
            guard try claimGeneration(invitation, of: school) else { return false }
            if invitation.expectedGeneration > 0 {
                try cancelMail(of: invitation.contact)
                try connection.run(Self.supersede) { statement in
                    statement.bind(1, invitation.contact.rowID)
                    statement.bind(2, invitation.expectedGeneration)
                    statement.bind(3, now.milliseconds)
                    try statement.run()
                }
            }
            try insert(invitation)
            issued.append(invitation)
            return true
        }
        try queueMail(for: issued, of: school)
        try countInvited(issued.count, school: school)
        try refreshListRows(ofContacts: issued.map(\.contact), of: school)
        return answers
    }

    func redeem(_ contact: ContactKey, generation: Int64, account: AccountID, of school: School) throws -> Bool {
        let isWon = try connection.run(Self.bindAccount) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, generation)
            statement.bind(3, account.text)
            statement.bind(4, now.milliseconds)
            statement.bind(5, school.key.rowID)
            return try statement.run() == 1
        }
        guard isWon else { return false }
        try connection.run(Self.markRedeemed) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, generation)
            try statement.run()
        }
        try cancelMail(of: contact)
        try refreshListRows(ofContacts: [contact], of: school)
        return true
    }

    func revoke(
        _ contacts: [ContactKey], because reason: RevocationReason, of school: School
    ) throws -> (invitations: Int, mails: Int) {
        var invitations = 0
        var mails = 0
        for contact in contacts {
            invitations += try connection.run(Self.revokeLive) { statement in
                statement.bind(1, contact.rowID)
                statement.bind(2, reason.rawValue)
                return try statement.run()
            }
            mails += try cancelMail(of: contact)
            let takesAccount = reason == .byAdministrator
            if takesAccount { try keepAccount(of: contact) }
            try connection.run(Self.markRevoked) { statement in
                statement.bind(1, contact.rowID)
                statement.bind(2, takesAccount)
                try statement.run()
            }
        }
        try refreshListRows(ofContacts: contacts, of: school)
        return (invitations, mails)
    }

    func flagDeclined(_ contact: ContactKey, of school: School) throws {
        try connection.run(Self.setDeclined) { statement in
            statement.bind(1, contact.rowID)
            try statement.run()
        }
        try refreshListRows(ofContacts: [contact], of: school)
    }

    /// R38: it is known later that the contact was bound to it.
    private func keepAccount(of contact: ContactKey) throws {
        try connection.run(Self.insertFormerBinding) { statement in
            statement.bind(1, contact.rowID)
            try statement.run()
        }
    }

    /// The compare-and-set of R18.
    private func claimGeneration(_ invitation: NewInvitation, of school: School) throws -> Bool {
        try connection.run(Self.claim) { statement in
            statement.bind(1, invitation.contact.rowID)
            statement.bind(2, invitation.expectedGeneration)
            statement.bind(3, invitation.address)
            statement.bind(4, EmailAddress.comparisonKey(ofRaw: invitation.address))
            statement.bind(5, school.key.rowID)
            return try statement.run() == 1
        }
    }

    private func insert(_ invitation: NewInvitation) throws {
        try connection.run(Self.insertInvitation) { statement in
            statement.bind(1, invitation.contact.rowID)
            statement.bind(2, invitation.expectedGeneration + 1)
            statement.bind(3, invitation.nonce.bytes)
            statement.bind(4, Int64(invitation.tokenKeyID))
            statement.bind(5, now.milliseconds)
            try statement.run()
        }
    }

    private static let invitationByNonce = Query(
        """
        SELECT i.contact, i.generation, c.school, \(invitationColumns)
        FROM invitation i CROSS JOIN contact c ON c.key = i.contact WHERE i.nonce = ?1
        """)
    private static let claim = Query(
        """
        UPDATE contact SET generation = generation + 1, email_changed = 0,
            declined = CASE WHEN mailed_address = ?4 THEN declined ELSE 0 END, mailed_to = ?3, mailed_address = ?4,
            standing = CASE WHEN account IS NULL THEN 2 ELSE 3 END, deadline = NULL, delivery = 1
        WHERE key = ?1 AND generation = ?2 AND school = ?5
        """)
    private static let supersede = Query(
        "UPDATE invitation SET standing = 3, superseded_at = ?3 WHERE contact = ?1 AND generation = ?2 AND standing = 1")
    private static let insertInvitation = Query(
        """
        INSERT INTO invitation (contact, generation, nonce, token_key, invited_at, standing, delivery)
        VALUES (?1, ?2, ?3, ?4, ?5, 1, 1)
        """)
    private static let bindAccount = Query(
        """
        UPDATE contact SET account = ?3, registered_at = ?4, standing = 3, deadline = NULL
        WHERE key = ?1 AND generation = ?2 AND account IS NULL AND school = ?5
            AND EXISTS (SELECT 1 FROM invitation WHERE contact = ?1 AND generation = ?2 AND standing = 1)
        """)
    private static let insertFormerBinding = Query(
        """
        INSERT OR REPLACE INTO former_binding (account, contact, at)
        SELECT account, key, coalesce(registered_at, 0) FROM contact WHERE key = ?1 AND account IS NOT NULL
        """)
    private static let setDeclined = Query("UPDATE contact SET declined = 1 WHERE key = ?1")
    private static let markRedeemed = Query("UPDATE invitation SET standing = 4 WHERE contact = ?1 AND generation = ?2")
    private static let revokeLive = Query("UPDATE invitation SET standing = 2, reason = ?2 WHERE contact = ?1 AND standing = 1")
    /// R37: only an administrator's revocation takes the account away.
    private static let markRevoked = Query(
        """
        UPDATE contact SET account = CASE WHEN ?2 THEN NULL ELSE account END,
            registered_at = CASE WHEN ?2 THEN NULL ELSE registered_at END,
            standing = CASE WHEN account IS NULL OR ?2 THEN 1 ELSE 3 END, deadline = NULL
        WHERE key = ?1
        """)
}
