import Invitations

extension SchoolModel {
    /// R8: true stays until false is said; absent, and a pair that is gone, lift nothing. Answers which came and went.
    @discardableResult
    mutating func hear(_ roster: Roster) -> (added: Set<PairKey>, lifted: Set<PairKey>) {
        let before = orders
        var said: Set<PairKey> = []
        for pupil in roster.pupils {
            for pair in pupil.contacts {
                let key = PairKey(pupil: pupil.pupil.id.text, contact: pair.id.text)
                said.insert(key)
                switch pair.courtOrder {
                case .yes: orders.insert(key)
                case .no: orders.remove(key)
                case .absent: if flaw == .absentLiftsOrders { orders.remove(key) }
                }
            }
        }
        if flaw == .vanishedPairLiftsOrders { orders.formIntersection(said) }
        return (orders.subtracting(before), before.subtracting(orders))
    }

    /// The roster in list order (R12), and who is in it.
    mutating func take(_ roster: Roster) {
        self.roster = roster
        outdated = []
        said = roster.saidOrders
        (name, isLinked, timeZone) = (roster.school.name, roster.school.isMISLinked, roster.school.timeZone)
        pupils = roster.pupils.map { record in
            PupilModel(
                id: record.pupil.id.text, forename: record.pupil.forename, surname: record.pupil.surname, yearGroup: record.pupil.yearGroup,
                registrationGroup: record.pupil.registrationGroup, email: record.email,
                pairs: record.contacts.map {
                    PairModel(
                        contact: $0.id.text, relationship: $0.relationship,
                        isResponsible: $0.parentalResponsibility == .yes)
                })
        }.sorted { ($0.surname, folded($0.forename), $0.id) < ($1.surname, folded($1.forename), $1.id) }
        for id in contacts.keys {
            contacts[id]?.isPresent = false
            contacts[id]?.name = PersonName()
            contacts[id]?.email = nil
        }
        for person in roster.pupils.flatMap(\.contacts) {
            var contact = contacts[person.id.text] ?? ContactModel(id: person.id.text, name: person.name)
            (contact.isPresent, contact.name, contact.email) = (true, person.name, person.email)
            contacts[contact.id] = contact
            // Its own row speaks.
            unseenAddresses[contact.id] = nil
        }
    }
}

extension ImportReport {
    mutating func count(_ roster: Roster) {
        pupils = Int64(roster.pupils.count)
        let said = roster.pupils.flatMap(\.contacts).map(\.courtOrder)
        pairsTrue = Int64(said.count { $0 == .yes })
        pairsFalse = Int64(said.count { $0 == .no })
        pairsAbsent = Int64(said.count { $0 == .absent })
    }

    /// Who comes, goes, and is described otherwise than before.
    mutating func compare(_ before: SchoolModel?, _ after: SchoolModel) {
        for contact in after.contacts.values {
            let old = before?.contacts[contact.id].flatMap { $0.isPresent ? $0 : nil }
            switch (old, contact.isPresent) {
            case (nil, true): contactsAdded += 1
            case (nil, false): break
            case (_?, false): contactsRemoved += 1
            case (let old?, true):
                let isAlike =
                    old.name == contact.name && old.email == contact.email
                    && before?.isBarred(contact.id) == after.isBarred(contact.id)
                    && before?.isResponsible(contact.id) == after.isResponsible(contact.id)
                if isAlike { contactsUnchanged += 1 } else { contactsChanged += 1 }
            }
        }
        contacts = contactsAdded + contactsChanged + contactsUnchanged
    }

    /// What is not nothing.
    var line: String {
        let parts: [(String, Int64)] = [
            ("pupils", pupils), ("contacts", contacts), ("added", contactsAdded), ("changed", contactsChanged),
            ("removed", contactsRemoved),
            ("unchanged", contactsUnchanged), ("revoked", invitationsRevoked), ("cancelled", mailsCancelled),
            ("suspended", contactsSuspended), ("orders added", courtOrdersAdded), ("lifted", courtOrdersLifted), ("true", pairsTrue),
            ("false", pairsFalse), ("absent", pairsAbsent),
        ]
        let what = !withheldBecause.isEmpty ? "WITHHELD because \(withheldBecause): " : isUnchanged ? "UNCHANGED: " : "imported: "
        return what + parts.filter { $0.1 != 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    }
}
