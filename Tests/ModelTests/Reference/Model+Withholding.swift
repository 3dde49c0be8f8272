import Invitations

/// R35: what would take away too much waits for a person; new court orders do not.
extension Model {
    /// `after`: as the school would be if the feed were taken.
    mutating func withhold(
        _ before: SchoolModel, _ after: SchoolModel, _ added: Set<PairKey>, _ why: String, _ report: inout ImportReport
    ) -> [String] {
        let (id, roster) = (before.id, after.roster)
        let number = before.imports + 1
        var school = before
        if has(.withheldOrdersWait) { report.courtOrdersAdded = 0 } else { school.bar(added) }
        if !has(.onlyTheRosterCountsForLifting) { school.said = roster.saidOrders }
        let addresses = has(.withheldAddressIsForgotten) ? [:] : before.newAddresses(in: after)
        for (contact, key) in addresses { school.unseenAddresses[contact, default: []].insert(key) }
        schools[id] = school
        given = ConfirmationModel(roster: roster, imports: before.imports)
        note(id, "IMPORT_WITHHELD", nil, actor: "feed", "\(why), withheld import \(number)")

        let barred = Set(added.map(\.contact)).filter { school.isBarred($0) && !before.isBarred($0) }
        for contact in barred.sorted() {
            // Also of somebody who is not in the roster yet.
            let account = school.contacts[contact]?.account
            note(id, "COURT_ORDER_ADDED", contact, account: account, actor: "feed", "withheld import \(number)")
            if account != nil, school.contacts[contact]?.isPresent == true {
                note(id, "SUSPENDED", contact, account: account, actor: "feed", "withheld import \(number)")
                report.contactsSuspended += 1
            }
        }
        for contact in school.contacts.values where contact.live != nil && contact.account == nil && contact.isPresent {
            let key = Universe.address(contact.email).key
            let shares =
                school.sharers(of: contact).contains { barred.contains($0.id) }
                || addresses.contains { $0.key != contact.id && $0.value == key }
            guard barred.contains(contact.id) || shares else { continue }
            note(id, "REVOKED", contact.id, actor: "feed", "COURT_ORDER, withheld import \(number)")
            revoke(contact.id, at: id, .courtOrder, &report)
        }
        // The roster stays as it was.
        report.contacts = Int64(before.contacts.values.count(where: \.isPresent))
        report.contactsUnchanged = report.contacts - report.contactsChanged - report.contactsRemoved
        report.withheldBecause = why
        return [report.line]
    }

    /// The digest is of this feed, as a change of this roster.
    func isConfirmed(_ index: Int?, _ roster: Roster, _ before: SchoolModel) -> Bool {
        guard let index else { return false }
        return confirmations[index].roster == roster && confirmations[index].imports == before.imports
    }
}

extension SchoolModel {
    /// Why a person is to look first; nil: nothing stands against it.
    func objection(_ report: ImportReport) -> String? {
        let present = Int64(contacts.values.count(where: \.isPresent))
        let standing = Int64(orders.count)
        var why: [String] = []
        if report.contactsRemoved * 100 > present * Int64(policy.removalGuardPercent) {
            why.append(
                "it would remove \(report.contactsRemoved) of \(present) contacts, more than \(policy.removalGuardPercent) %")
        }
        if report.courtOrdersLifted > 1, report.courtOrdersLifted * 100 > standing * Int64(policy.liftGuardPercent) {
            why.append(
                "it would lift \(report.courtOrdersLifted) of \(standing) court orders, more than \(policy.liftGuardPercent) %")
        }
        return why.isEmpty ? nil : why.joined(separator: "; ")
    }

    /// What addresses a feed that is not taken gives to who is barred in it, other than the roster's: by contact.
    fileprivate func newAddresses(in after: SchoolModel) -> [String: String] {
        var addresses: [String: String] = [:]
        for contact in after.contacts.values where contact.isPresent && after.isBarred(contact.id) {
            let old = contacts[contact.id].flatMap { $0.isPresent ? Universe.address($0.email).key : nil }
            if let key = Universe.address(contact.email).key, key != old { addresses[contact.id] = key }
        }
        return addresses
    }

    /// Orders of a feed that is not taken: they stand from now on.
    fileprivate mutating func bar(_ added: Set<PairKey>) {
        orders.formUnion(added)
        if !added.isEmpty { hasOrderData = true }
        for pupil in pupils.indices {
            let id = pupils[pupil].id
            if pupils[pupil].pairs.contains(where: { added.contains(PairKey(pupil: id, contact: $0.contact)) }) { outdated.insert(id) }
        }
    }

    /// R36: whether a feed says anything that is not stored.
    func finds(newsIn roster: Roster) -> Bool {
        roster != self.roster.without(erased) || roster.pupils.contains { outdated.contains($0.pupil.id.text) }
    }
}

extension Roster {
    /// The pairs of which it says that there is a court order.
    var saidOrders: Set<PairKey> {
        Set(
            pupils.flatMap { pupil in
                pupil.contacts.filter { $0.courtOrder == .yes }.map { PairKey(pupil: pupil.pupil.id.text, contact: $0.id.text) }
            })
    }

    /// R39: the MIS goes on naming who was erased here.
    func without(_ erased: Set<String>) -> Roster {
        var roster = self
        for index in roster.pupils.indices { roster.pupils[index].contacts.removeAll { erased.contains($0.id.text) } }
        return roster
    }
}
