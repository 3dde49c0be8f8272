internal import Invitations

/// Decides whether a staged import is withheld (R35), and in the same transaction applies what does not wait: its new court orders.
struct WithheldImport {
    let transaction: any RosterTransaction
    let roster: RosterImport
    let tally: ImportTally

    struct Result: Sendable {
        var because: String
        var ordersAdded: Int64
        var consequences: ImportConsequences
    }

    /// nil: nothing objects, and nothing was done.
    func run() throws -> Result? {
        guard let school = try transaction.school(roster.record.id) else { return nil }
        let facts = try transaction.facts(of: school)
        let because = ImportGuard(
            contacts: facts.contacts, courtOrders: facts.courtOrders, removedContacts: tally.contactsRemoved,
            liftedCourtOrders: tally.courtOrdersLifted
        ).objection(under: school.policy)
        guard !because.isEmpty else { return nil }

        let applied = try transaction.applyNewOrders(of: roster)
        var consequences = ImportConsequences()
        let withLink = (applied.barred + applied.sharers).filter { $0.registration == nil && $0.invitation?.standing == .live }
        if !withLink.isEmpty {
            let revoked = try transaction.revoke(withLink.map(\.key), because: .courtOrder, of: school)
            consequences.invitationsRevoked = Int64(revoked.invitations)
            consequences.mailsCancelled = Int64(revoked.mails)
        }
        consequences.contactsSuspended = Int64(applied.barred.count { $0.registration != nil && !$0.hasLeft })
        try transaction.append([event(.importWithheld, nil, because)], of: school)
        try transaction.append(events(of: applied, revoked: withLink), of: school)
        return Result(because: because, ordersAdded: Int64(applied.orders), consequences: consequences)
    }

    private func events(of applied: AppliedOrders, revoked: [ContactState]) -> [NewEvent] {
        applied.barred.map { event(.courtOrderAdded, $0, "") }
            + revoked.map { event(.revoked, $0, RevocationReason.courtOrder.rawValue) }
            + applied.barred.filter { $0.registration != nil && !$0.hasLeft }.map { event(.suspended, $0, "") }
    }

    private func event(_ kind: EventKind, _ contact: ContactState?, _ detail: String) -> NewEvent {
        NewEvent(
            kind, contact: contact?.key, account: contact?.registration?.account, actor: "feed",
            detail: [detail, "withheld import \(roster.number)"].filter { !$0.isEmpty }.joined(separator: ", "))
    }
}
