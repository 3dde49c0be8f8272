internal import Invitations

/// Decides whether a staged import is withheld (R35), and applies what does not wait: its new court orders, in slices (R32).
///
/// Each slice is whole for its contacts: the orders, and what they do to links, mail, access and history, in one transaction. Between two others
/// get their turn. The first decides; a crash leaves the slices before it done, and the same feed again does the rest.
struct WithheldImport {
    let transaction: any RosterTransaction
    let roster: RosterImport
    let limits: ImportLimits

    struct Result: Sendable {
        var because: String
        var ordersAdded: Int64 = 0
        var consequences = ImportConsequences()
        /// nil: all is applied.
        var next: ImportPlace?
    }

    /// Decides, and does the first slice. nil: nothing objects, and nothing was done.
    func begin(_ tally: ImportTally) throws -> Result? {
        guard let school = try transaction.school(roster.record.id) else { return nil }
        let facts = try transaction.facts(of: school)
        let because = ImportGuard(
            contacts: facts.contacts, courtOrders: facts.courtOrders, removedContacts: tally.contactsRemoved,
            liftedCourtOrders: tally.courtOrdersLifted
        ).objection(under: school.policy)
        guard !because.isEmpty else { return nil }
        try transaction.append([event(.importWithheld, nil, because)], of: school)
        var result = Result(because: because)
        try apply(from: nil, of: school, &result)
        return result
    }

    /// Does the next slice.
    func goOn(_ result: Result) throws -> Result {
        guard let school = try transaction.school(roster.record.id) else { throw StoreError.unavailable }
        var result = result
        try apply(from: result.next, of: school, &result)
        return result
    }

    private func apply(from place: ImportPlace?, of school: School, _ result: inout Result) throws {
        let applied = try transaction.applyNewOrders(of: roster, from: place, limits: limits)
        let withLink = (applied.barred + applied.sharers).filter { $0.registration == nil && $0.invitation?.standing == .live }
        if !withLink.isEmpty {
            let revoked = try transaction.revoke(withLink.map(\.key), because: .courtOrder, of: school)
            result.consequences.invitationsRevoked += Int64(revoked.invitations)
            result.consequences.mailsCancelled += Int64(revoked.mails)
        }
        result.consequences.contactsSuspended += Int64(applied.barred.count { $0.registration != nil && !$0.hasLeft })
        try transaction.append(events(of: applied, revoked: withLink), of: school)
        result.ordersAdded += Int64(applied.orders)
        result.next = applied.next
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
