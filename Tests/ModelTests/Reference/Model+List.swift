import Invitations

extension Model {
    /// The list of a school, a line for each pupil that a filter chooses: those with a contact that matches, all contacts shown (R10).
    func list(_ school: SchoolModel, _ filter: Filter) -> [String] {
        school.pupils.filter { pupil in
            guard matches(pupil, filter) else { return false }
            return !filter.asksContacts || pupil.pairs.contains { matches(school, $0.contact, filter) }
        }.map { line(school, $0) }
    }

    /// The contacts that a filter takes, each once, by their first pupil (R13).
    func selected(_ school: SchoolModel, _ filter: Filter) -> [String] {
        var found: [String] = []
        for pupil in school.pupils where matches(pupil, filter) {
            for pair in pupil.pairs where matches(school, pair.contact, filter) && !found.contains(pair.contact) {
                found.append(pair.contact)
            }
        }
        return found
    }

    /// How many have each status, over what the filter takes (R12).
    func counts(_ school: SchoolModel, _ filter: Filter) -> String {
        let statuses = selected(school, filter).compactMap { school.contacts[$0] }.map { school.status($0, at: now) }
        return RegistrationStatus.allCases.map { status in "\(status) \(statuses.count { $0 == status })" }.joined(separator: ", ")
    }

    private func matches(_ pupil: PupilModel, _ filter: Filter) -> Bool {
        if !filter.yearGroup.isEmpty && pupil.yearGroup != filter.yearGroup { return false }
        return [pupil.forename, pupil.surname].contains { folded($0).hasPrefix(filter.pupilWord) }
    }

    private func matches(_ school: SchoolModel, _ id: String, _ filter: Filter) -> Bool {
        guard let contact = school.contacts[id] else { return false }
        if !filter.statuses.isEmpty && !filter.statuses.contains(school.status(contact, at: now)) { return false }
        if !filter.deliveries.isEmpty && !(contact.latest.map { filter.deliveries.contains($0.delivery) } ?? false) { return false }
        let words = [folded(contact.name.forename), folded(contact.name.surname)]
        if filter.contactWord.contains("@") { return Universe.address(contact.email).key == filter.contactWord }
        return words.contains { $0.hasPrefix(filter.contactWord) }
    }

    private func line(_ school: SchoolModel, _ pupil: PupilModel) -> String {
        let contacts = pupil.pairs.compactMap { pair -> String? in
            let order = school.orders.contains(PairKey(pupil: pupil.id, contact: pair.contact))
            return school.contacts[pair.contact].map { line(school, $0, relationship: pair.relationship, order: order) }
        }
        return pupilLine(
            Pupil(
                id: PupilID(unchecked: pupil.id), forename: pupil.forename, surname: pupil.surname, yearGroup: pupil.yearGroup,
                registrationGroup: pupil.registrationGroup), contacts)
    }
}

extension Model {
    /// A contact with respect to one pupil (R11).
    private func line(_ school: SchoolModel, _ contact: ContactModel, relationship: String, order: Bool) -> String {
        line(contact.id, standing(school, contact, order: order), contact, relationship: relationship)
    }

    /// All that a line says that is no person's.
    private func standing(_ school: SchoolModel, _ contact: ContactModel, order: Bool) -> StandingModel {
        let outcome = school.outcome(contact, .send, at: now).0
        return StandingModel(
            status: school.status(contact, at: now), order: order, invitable: outcome == .queued && school.obstacle == nil,
            because: outcome == .queued ? nil : outcome, invitedAt: contact.latest?.invitedAt,
            // Of a link that was taken back or used there is nothing to wait for.
            expiresAt: contact.account == nil ? contact.live?.expiresAt : nil, registeredAt: contact.registeredAt,
            invitations: contact.invitations.count, delivery: contact.latest?.delivery, warnings: school.warnings(contact))
    }

    /// `contact` is nil of somebody who is gone.
    private func line(_ id: String, _ standing: StandingModel, _ contact: ContactModel?, relationship: String) -> String {
        // What the relay said is of that email, as long as nothing else became of it.
        let isSameMail = contact?.invitations.count == standing.invitations && contact?.latest?.delivery == standing.delivery
        return contactLine(
            id: id, name: contact?.name ?? PersonName(), email: contact?.email, status: standing.status, relationship: relationship,
            order: standing.order, invitable: standing.invitable, because: standing.because, invitedAt: standing.invitedAt,
            expiresAt: standing.expiresAt, registeredAt: standing.registeredAt, delivery: standing.delivery,
            detail: isSameMail ? contact?.latest?.detail ?? "" : "", warnings: standing.warnings)
    }

    /// What a revocation answers, the first time and again (R16, R37).
    func standing(of contact: ContactModel, _ school: SchoolModel) -> StandingModel {
        standing(school, contact, order: school.isBarred(contact.id))
    }

    /// What is personal is said as it is now (R39).
    func revoked(_ id: String, _ standing: StandingModel, _ school: String) -> String {
        line(id, standing, present(id, school), relationship: schools[school].map { relationship(of: id, $0) } ?? "")
    }

    private func relationship(of id: String, _ school: SchoolModel) -> String {
        school.pupils(of: id).first?.pairs.first { $0.contact == id }?.relationship ?? ""
    }

    /// One contact for the support script (R11).
    func report(_ id: String, _ school: String) -> String {
        guard let school = schools[school] else { return refusalLine(.schoolNotFound) }
        guard let contact = present(id, school.id) else { return refusalLine(.contactNotFound) }
        let pupils = school.pupils(of: id)
        return reportLine(
            line(school, contact, relationship: relationship(of: id, school), order: school.isBarred(id)), pupils: pupils.map(\.id),
            mailedTo: contact.latest?.address ?? "", mailedAt: contact.latest?.mailedAt, account: contact.account,
            orders: pupils.map(\.id).filter { school.orders.contains(PairKey(pupil: $0, contact: id)) }, obstacle: school.obstacle)
    }

    /// Whether an account has access, and to whom (R38).
    func access(of account: String) -> [String] {
        schools.values.flatMap { school in
            school.bindings.filter { $0.account == account }.compactMap { binding -> String? in
                guard let contact = school.contacts[binding.contact] else { return nil }
                let isGranted = contact.account == account && contact.isPresent && !school.isBarred(contact.id)
                return accessLine(school.id, contact.id, isGranted ? school.pupils(of: contact.id).map(\.id) : nil)
            }
        }.sorted()
    }
}

extension Filter {
    var asksContacts: Bool { !contactWord.isEmpty || !statuses.isEmpty || !deliveries.isEmpty }
}

/// Enough folding for the names of the universe (R10).
func folded(_ name: String) -> String { name.lowercased().replacing("ë", with: "e") }
