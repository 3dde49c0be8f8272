import Invitations

/// R35: what would take away too much waits for a person; new court orders do not.
extension Model {
    mutating func withhold(
        _ before: SchoolModel, _ added: Set<PairKey>, _ roster: Roster, _ why: String, _ report: inout ImportReport
    ) -> [String] {
        let id = before.id
        let number = before.imports + 1
        var school = before
        if has(.withheldOrdersWait) { report.courtOrdersAdded = 0 } else { school.bar(added) }
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
            let shares = school.sharers(of: contact).contains { barred.contains($0.id) } || roster.gives(contact.email, to: barred)
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

    /// Orders of a feed that is not taken: they stand from now on, as the MIS's word where the roster has the pair.
    fileprivate mutating func bar(_ added: Set<PairKey>) {
        orders.formUnion(added)
        if !added.isEmpty { hasOrderData = true }
        for pupil in pupils.indices {
            for pair in pupils[pupil].pairs.indices
            where added.contains(PairKey(pupil: pupils[pupil].id, contact: pupils[pupil].pairs[pair].contact)) {
                pupils[pupil].pairs[pair].order = .yes
                outdated.insert(pupils[pupil].id)
            }
        }
    }

    /// R36: whether a feed says anything that is not stored.
    func finds(newsIn roster: Roster) -> Bool {
        roster != self.roster.without(erased) || roster.pupils.contains { outdated.contains($0.pupil.id.text) }
    }
}

extension Roster {
    /// R21: whether one of these contacts has the address in this feed.
    fileprivate func gives(_ email: String?, to contacts: Set<String>) -> Bool {
        guard let key = Universe.address(email).key else { return false }
        return pupils.contains { $0.contacts.contains { contacts.contains($0.id.text) && Universe.address($0.email).key == key } }
    }

    /// R39: the MIS goes on naming who was erased here.
    func without(_ erased: Set<String>) -> Roster {
        var roster = self
        for index in roster.pupils.indices { roster.pupils[index].contacts.removeAll { erased.contains($0.id.text) } }
        return roster
    }
}
