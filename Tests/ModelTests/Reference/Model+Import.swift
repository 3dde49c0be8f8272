import Invitations

extension Model {
    /// R32-R36: the roster is replaced whole, with what that does to invitations, or not at all.
    mutating func importFeed(_ roster: Roster, _ defect: FeedDefect?) -> [String] {
        if let defect {
            if has(.refusedFeedLeavesOrders), var school = schools[roster.school.id.text] {
                school.hear(roster)
                schools[school.id] = school
            }
            return [refusalLine(defect.reason)]
        }
        let id = roster.school.id.text
        let before = schools[id]
        var school = before ?? SchoolModel(id: id, name: "", isLinked: false, timeZone: "", roster: roster, flaw: flaw)
        var report = ImportReport()
        report.count(roster)
        let saysOrders = report.pairsTrue + report.pairsFalse > 0
        report.contacts = Int64(Set(roster.pupils.flatMap(\.contacts).map(\.id)).count)
        if before != nil, school.roster == roster, school.hasOrderData || !saysOrders {
            report.contactsUnchanged = report.contacts
            report.isUnchanged = true
            return [report.line]
        }

        school.imports += 1
        let (added, lifted) = school.hear(roster)
        (report.courtOrdersAdded, report.courtOrdersLifted) = (Int64(added), Int64(lifted))
        school.hasOrderData = school.hasOrderData || saysOrders
        school.take(roster)
        schools[id] = school
        note(id, "ROSTER_IMPORTED", nil, actor: "feed", "import \(school.imports)")

        for contact in school.contacts.values.sorted(by: { $0.id < $1.id }) {
            let old = before?.contacts[contact.id].flatMap { $0.isPresent ? $0 : nil }
            let wasBarred = before?.isBarred(contact.id) ?? false
            follow(contact, old, wasBarred, isFirst: before == nil, school, &report)
            guard contact.isPresent else { continue }
            if old == nil {
                report.contactsAdded += 1
            } else if old?.name != contact.name || old?.email != contact.email || wasBarred != school.isBarred(contact.id)
                || before?.isResponsible(contact.id) != school.isResponsible(contact.id)
            {
                report.contactsChanged += 1
            } else {
                report.contactsUnchanged += 1
            }
        }
        return [report.line]
    }

    /// What the feed does to one contact (R34), with its events.
    private mutating func follow(
        _ contact: ContactModel, _ old: ContactModel?, _ wasBarred: Bool, isFirst: Bool, _ school: SchoolModel, _ report: inout ImportReport
    ) {
        let id = school.id
        let numbered = "import \(school.imports)"
        func event(_ kind: String, _ detail: String = numbered) -> String {
            eventLine(kind, contact.id, old == nil ? nil : contact.account, "feed", detail)
        }
        var events: [String] = []
        defer { schools[id]?.events += events }
        guard contact.isPresent else {
            guard old != nil else { return }
            report.contactsRemoved += 1
            events.append(event("CONTACT_LEFT"))
            if contact.live != nil && !has(.leaverKeepsLink) {
                events.append(event("REVOKED", "LEFT_SCHOOL, \(numbered)"))
                revoke(contact.id, at: id, .leftSchool, &report)
            }
            return
        }
        let isBarred = school.isBarred(contact.id)
        guard let old else {
            // As built: a school's first roster is one event, and its orders (R38). Who returns has nothing live, and is not told of again.
            if !isFirst { events.append(event("CONTACT_ADDED")) }
            if isBarred { events.append(event("COURT_ORDER_ADDED")) }
            return
        }
        if isBarred != wasBarred { events.append(event(isBarred ? "COURT_ORDER_ADDED" : "COURT_ORDER_LIFTED")) }
        if isBarred && !wasBarred && contact.account != nil {
            events.append(event("SUSPENDED"))
            report.contactsSuspended += 1
        }
        guard contact.live != nil, contact.account == nil else { return }
        let emailChanged = Address.comparing(old.email) != Address.comparing(contact.email)
        if emailChanged {
            events.append(event("EMAIL_CHANGED"))
            schools[id]?.contacts[contact.id]?.emailChanged = true
        }
        // One revocation, for the gravest reason (R21, R34).
        if isBarred || school.sharers(of: contact).contains(where: { school.isBarred($0.id) }) {
            events.append(event("REVOKED", "COURT_ORDER, \(numbered)"))
            revoke(contact.id, at: id, .courtOrder, &report)
        } else if emailChanged && !has(.changedEmailKeepsLink) {
            events.append(event("REVOKED", "ADDRESS_CHANGED, \(numbered)"))
            revoke(contact.id, at: id, .addressChanged, &report)
        }
    }

    private mutating func revoke(_ contact: String, at school: String, _ reason: RevocationReason, _ report: inout ImportReport) {
        report.mailsCancelled += Int64(cancelMail(of: contact, at: school))
        guard let last = schools[school]?.contacts[contact]?.invitations.indices.last else { return }
        schools[school]?.contacts[contact]?.invitations[last].standing = .revoked(reason)
        report.invitationsRevoked += 1
    }
}

extension Address {
    /// What two feeds' emails are compared by: the comparing form, or the text where there is none (R21).
    static func comparing(_ email: String?) -> String { email.map { Universe.address($0).key ?? $0.lowercased() } ?? "" }
}
