internal import InvitationStore
internal import Invitations

extension SQLiteTransaction {
    func contacts(_ ids: [ContactID], of school: School) throws -> [ContactState?] {
        let epoch = try epoch(of: school.key)
        return try ids.map { id in
            try checkBudget()
            return try connection.run(Self.contactByID) { statement in
                statement.bind(1, epoch)
                statement.bind(2, school.key.rowID)
                statement.bind(3, id.text)
                return try statement.step() ? contactState(in: statement, school: school.key, epoch: epoch) : nil
            }
        }
    }

    /// nil where the contact has left, by position.
    func contactStates(_ keys: [ContactKey], of school: SchoolKey, epoch: Int64) throws -> [ContactState?] {
        try keys.map { try contactState($0, of: school, epoch: epoch) }
    }

    /// nil: has left, unless `orLeft`, which answers one that has left without its name and address.
    func contactState(_ key: ContactKey, of school: SchoolKey, epoch: Int64, orLeft: Bool = false) throws -> ContactState? {
        try connection.run(Self.contactByKey) { statement in
            statement.bind(1, epoch)
            statement.bind(2, key.rowID)
            return try statement.step() ? contactState(in: statement, school: school, epoch: epoch, orLeft: orLeft) : nil
        }
    }

    /// Of the row that the statement is at, which begins with `contactColumns`.
    func contactState(in statement: Statement, school: SchoolKey, epoch: Int64, orLeft: Bool = false) throws -> ContactState? {
        guard orLeft || !statement.isNull(8) else { return nil }
        let key = ContactKey(rowID: statement.int64(0))
        let address = statement.text(12)
        var state = ContactState(
            key: key, id: ContactID(unchecked: statement.text(1)),
            name: PersonName(title: statement.text(8), forename: statement.text(9), surname: statement.text(10)),
            email: statement.textOrNil(11), isBarred: statement.bool(13), hasParentalResponsibility: statement.bool(14),
            registration: statement.textOrNil(3).map {
                Registration(account: AccountID(unchecked: $0), at: Instant(milliseconds: statement.int64(4)))
            },
            emailChanged: statement.bool(5), declined: statement.bool(6), hasLeft: statement.isNull(8))
        // Without a version there is no flag to read: the order itself outlives the contact's presence (R8).
        if state.hasLeft { state.isBarred = try hasCourtOrder(key, epoch: epoch) }
        if !statement.isNull(15) {
            state.invitation = Self.invitation(in: statement, from: 15, generation: statement.int64(2), mailedTo: statement.text(7))
        }
        if !address.isEmpty { state.address = try addressFacts(address, besides: key, of: school, epoch: epoch) }
        return state
    }

    private func hasCourtOrder(_ contact: ContactKey, epoch: Int64) throws -> Bool {
        try connection.run(Self.openCourtOrder) { statement in
            statement.bind(1, contact.rowID)
            statement.bind(2, epoch)
            return try statement.step()
        }
    }

    /// R21, R23: what the school's other people say of an address.
    func addressFacts(_ address: String, besides contact: ContactKey, of school: SchoolKey, epoch: Int64) throws -> AddressFacts {
        var facts = try connection.run(Self.addressFactsQuery) { statement in
            statement.bind(1, school.rowID)
            statement.bind(2, address)
            statement.bind(3, epoch)
            statement.bind(4, contact.rowID)
            guard try statement.step() else { return AddressFacts() }
            return AddressFacts(
                isShared: statement.bool(0), isSharedWithBarred: statement.bool(1), belongsToPupil: statement.bool(2),
                hasBounced: statement.bool(3))
        }
        if !facts.isSharedWithBarred {
            facts.isSharedWithBarred = try isBarredUnseen(address, besides: contact, of: school, epoch: epoch)
        }
        return facts
    }

    /// Reads the columns of `invitationColumns`.
    static func invitation(in statement: Statement, from first: Int32, generation: Int64, mailedTo: String) -> Invitation {
        let standing: Invitation.Standing =
            switch InvitationStanding(rawValue: statement.int64(first + 5)) {
            case .live, nil: .live
            case .revoked: .revoked(RevocationReason(rawValue: statement.text(first + 6)) ?? .byAdministrator)
            case .superseded: .superseded(at: Instant(milliseconds: statement.int64(first + 7)))
            case .redeemed: .redeemed
            }
        return Invitation(
            generation: generation, nonce: InvitationNonce(bytes: statement.bytes(first)),
            tokenKeyID: UInt8(truncatingIfNeeded: statement.int64(first + 1)),
            invitedAt: Instant(milliseconds: statement.int64(first + 2)),
            mailedAt: statement.int64OrNil(first + 3).map(Instant.init(milliseconds:)),
            expiresAt: statement.int64OrNil(first + 4).map(Instant.init(milliseconds:)), standing: standing, mailedTo: mailedTo,
            delivery: DeliveryState(rawValue: Int32(truncatingIfNeeded: statement.int64(first + 8))) ?? .queued,
            deliveryDetail: statement.text(first + 9))
    }

    static let invitationColumns = """
        i.nonce, i.token_key, i.invited_at, i.mailed_at, i.expires_at, i.standing, i.reason, i.superseded_at, i.delivery,
            i.delivery_detail
        """
    static let contactColumns = """
        c.key, c.id, c.generation, c.account, c.registered_at, c.email_changed, c.declined, c.mailed_to,
            v.title, v.forename, v.surname, v.email, v.address, v.barred, v.responsible,
            \(invitationColumns)
        """
    static let contactColumnCount: Int32 = 25
    /// Of `contact c`; ?1 is the epoch.
    static let contactJoins = """
        LEFT JOIN contact_version v ON v.contact = c.key AND v.since <= ?1 AND v.until > ?1
            LEFT JOIN invitation i ON i.contact = c.key AND i.generation = c.generation
        """
    private static let contactByID = Query("SELECT \(contactColumns) FROM contact c \(contactJoins) WHERE c.school = ?2 AND c.id = ?3")
    private static let contactByKey = Query("SELECT \(contactColumns) FROM contact c \(contactJoins) WHERE c.key = ?2")
    private static let openCourtOrder = Query(
        "SELECT 1 FROM court_order WHERE contact = ?1 AND since <= ?2 AND until > ?2 LIMIT 1")
    private static let addressFactsQuery = Query(
        """
        SELECT
            EXISTS (SELECT 1 FROM contact_word w CROSS JOIN contact_version v ON v.contact = w.contact AND v.since = w.since
                WHERE w.school = ?1 AND w.word = ?2 AND w.contact <> ?4 AND v.address = ?2 AND v.since <= ?3 AND v.until > ?3),
            EXISTS (SELECT 1 FROM contact_version
                WHERE school = ?1 AND address = ?2 AND barred = 1 AND since <= ?3 AND until > ?3 AND contact <> ?4),
            EXISTS (SELECT 1 FROM pupil WHERE school = ?1 AND address = ?2 AND address <> '' AND since <= ?3 AND until > ?3),
            EXISTS (SELECT 1 FROM bounced_address WHERE school = ?1 AND address = ?2)
        """)
}

/// `invitation.standing` as stored.
enum InvitationStanding: Int64 {
    case live = 1
    case revoked = 2
    case superseded = 3
    case redeemed = 4
}
