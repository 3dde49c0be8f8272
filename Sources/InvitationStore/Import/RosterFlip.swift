internal import Invitations

/// What an import did besides changing the roster.
struct ImportConsequences: Sendable, Hashable {
    var invitationsRevoked: Int64 = 0
    var mailsCancelled: Int64 = 0
    var contactsSuspended: Int64 = 0
}

/// The one transaction in which a staged roster becomes visible together with what it does to invitations (R34).
struct RosterFlip {
    let transaction: any RosterTransaction
    let roster: RosterImport
    let tally: ImportTally

    func run() throws -> ImportConsequences {
        let decided = try transaction.affectedContacts(of: roster).map { contact in
            (key: contact.key, account: contact.account, consequences: feedConsequences(before: contact.before, after: contact.after))
        }
        let school = try transaction.publish(roster, tally)
        try transaction.append([NewEvent(.rosterImported, contact: nil, actor: Self.actor, detail: numbered)], of: school)
        try transaction.appendStagedEvents(of: roster, detail: numbered)

        var result = ImportConsequences()
        for reason in RevocationReason.allCases {
            let revoked = decided.filter { $0.consequences.contains(.revoke(reason)) }.map(\.key)
            guard !revoked.isEmpty else { continue }
            let counts = try transaction.revoke(revoked, because: reason, of: school)
            result.invitationsRevoked += Int64(counts.invitations)
            result.mailsCancelled += Int64(counts.mails)
        }
        let emailChanged = decided.filter { $0.consequences.contains(.markEmailChanged) }.map(\.key)
        if !emailChanged.isEmpty { try transaction.markEmailChanged(emailChanged, of: school) }
        result.contactsSuspended = Int64(decided.count { $0.consequences.contains(.suspend) })
        let events = decided.flatMap { contact in
            contact.consequences.compactMap { event(of: $0, for: contact.key, account: contact.account) }
        }
        try transaction.append(events, of: school)
        // The school's name or time zone may be what letters waited for; a letter that still cannot be written is held again.
        _ = try transaction.releaseHeldMail(of: school, because: [.letter])
        return result
    }

    private func event(of consequence: FeedConsequence, for contact: ContactKey, account: AccountID?) -> NewEvent? {
        switch consequence {
        case .revoke(let reason):
            NewEvent(.revoked, contact: contact, account: account, actor: Self.actor, detail: "\(reason.rawValue), \(numbered)")
        case .suspend: NewEvent(.suspended, contact: contact, account: account, actor: Self.actor, detail: numbered)
        // The lifted order says it: access is computed from it, as it is from a return (R38).
        case .reinstate: nil
        case .markEmailChanged: NewEvent(.emailChanged, contact: contact, account: account, actor: Self.actor, detail: numbered)
        case .courtOrderAdded: NewEvent(.courtOrderAdded, contact: contact, account: account, actor: Self.actor, detail: numbered)
        case .courtOrderLifted: NewEvent(.courtOrderLifted, contact: contact, account: account, actor: Self.actor, detail: numbered)
        case .added: NewEvent(.contactAdded, contact: contact, account: account, actor: Self.actor, detail: numbered)
        case .left: NewEvent(.contactLeft, contact: contact, account: account, actor: Self.actor, detail: numbered)
        }
    }

    private var numbered: String { "import \(roster.number)" }
    private static let actor = "feed"
}
