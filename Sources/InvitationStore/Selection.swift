public import Invitations

/// Whom a Send or Reinvite is about (R13).
public enum Selection: Sendable, Hashable {
    /// These, each once, in this order.
    case contacts([ContactID])
    /// All that match the filter with the method's own status, less these.
    case matching(ContactFilter, excluding: Set<ContactID>)
}

/// One selected contact and what would happen to it.
struct Candidate {
    var id: ContactID
    /// nil: the school has no contact of that id.
    var contact: ContactState?
    var eligibility: Eligibility
}

/// Finds the selected contacts and decides for each.
struct Selecting {
    let method: InvitingMethod
    let school: School
    let limits: UseCaseLimits
    let transaction: any ReadTransaction

    /// In the order of the request, or of the list.
    func candidates(_ selection: Selection) throws -> [Candidate] {
        switch selection {
        case .contacts(let ids): try explicit(ids)
        case .matching(let filter, let excluded): try matching(filter, excluding: excluded)
        }
    }

    /// The decision about one contact as it is in this transaction.
    func decide(_ id: ContactID, _ contact: ContactState?) -> Candidate {
        Candidate(
            id: id, contact: contact,
            eligibility: contact?.eligibility(for: method, policy: school.policy, at: transaction.now) ?? .notFound)
    }

    /// What "select all" asks the store for; nil: nobody can match, since the filter asks for other statuses.
    func filterForAll(_ filter: ContactFilter) -> ContactFilter? {
        guard filter.statuses.isEmpty || filter.statuses.contains(method.selectAllStatus) else { return nil }
        var all = filter
        all.statuses = [method.selectAllStatus]
        return all
    }

    private func explicit(_ ids: [ContactID]) throws -> [Candidate] {
        var seen: Set<ContactID> = []
        let unique = ids.filter { seen.insert($0).inserted }
        guard !unique.isEmpty else { throw InvitationError.selectionMissing }
        guard unique.count <= limits.selectionContactsMax else { throw tooLarge(unique.count) }
        return zip(unique, try transaction.contacts(unique, of: school)).map(decide)
    }

    private func matching(_ filter: ContactFilter, excluding excluded: Set<ContactID>) throws -> [Candidate] {
        guard excluded.count <= limits.selectionContactsMax else { throw tooLarge(excluded.count) }
        guard let all = filterForAll(try filter.validated()) else { return [] }
        let found = try transaction.contacts(matching: all, of: school, limit: limits.selectionContactsMax + excluded.count + 1)
        let selected = found.filter { !excluded.contains($0.id) }
        guard selected.count <= limits.selectionContactsMax else {
            // Exact without exclusions; with them, those that match are not counted.
            let matching = try transaction.statusCounts(matching: all, of: school)[method.selectAllStatus] ?? selected.count
            throw tooLarge(max(selected.count, matching - (found.count - selected.count)))
        }
        return selected.map { decide($0.id, $0) }
    }

    private func tooLarge(_ count: Int) -> InvitationError {
        InvitationError(
            .selectionTooLarge,
            "At most \(limits.selectionContactsMax) contacts a call; this selects \(count). Narrow the filter, by year group for example.",
            ["count": String(count), "limit": String(limits.selectionContactsMax)])
    }
}

extension InvitationError {
    static let selectionMissing = InvitationError(.selectionMissing, "Name at least one contact, or select all by a filter.")
}
