import Invitations

extension Model {
    /// R32-R36: the roster is replaced whole, with what that does to invitations; or not at all; or it is withheld.
    mutating func importFeed(_ whole: Roster, _ defect: FeedDefect?, confirming: Int? = nil) -> [String] {
        let id = whole.school.id.text
        given = nil
        if let defect {
            if has(.refusedFeedLeavesOrders) { schools[id]?.hear(whole) }
            return [refusalLine(defect.reason)]
        }
        let before = schools[id]
        let roster = whole.without(before?.erased ?? [])
        var report = ImportReport()
        report.count(roster)
        let saysOrders = report.pairsTrue + report.pairsFalse > 0
        if let before, !before.finds(newsIn: roster), before.hasOrderData || !saysOrders {
            report.contacts = Int64(before.contacts.values.count(where: \.isPresent))
            report.contactsUnchanged = report.contacts
            report.isUnchanged = true
            schools[id]?.said = roster.saidOrders
            schools[id]?.restored?.hasImported = true
            return [report.line]
        }

        var school = before ?? SchoolModel(id: id, name: "", isLinked: false, timeZone: "", roster: roster, flaw: flaw)
        let (added, lifted) = school.hear(roster)
        (report.courtOrdersAdded, report.courtOrdersLifted) = (Int64(added.count), Int64(lifted.count))
        school.hasOrderData = school.hasOrderData || saysOrders
        school.take(roster)
        report.compare(before, school)
        if let before, let why = before.objection(report), !isConfirmed(confirming, roster, before) {
            return withhold(before, school, added, why, &report)
        }

        school.imports += 1
        school.restored?.hasImported = true
        schools[id] = school
        note(id, "ROSTER_IMPORTED", nil, actor: "feed", "import \(school.imports)")
        for contact in school.contacts.values.sorted(by: { $0.id < $1.id }) {
            follow(contact, before, school, &report)
        }
        // What no letter could be written with may have been mended.
        release(id, [.letter])
        return [report.line]
    }

    /// What the feed does to one contact (R34), with its events.
    private mutating func follow(
        _ contact: ContactModel, _ before: SchoolModel?, _ school: SchoolModel, _ report: inout ImportReport
    ) {
        let id = school.id
        let old = before?.contacts[contact.id].flatMap { $0.isPresent ? $0 : nil }
        let numbered = "import \(school.imports)"
        // Also that of a leaver who returns: access is computed from it (R38).
        let account = has(.returnTellsOfNoAccount) && old == nil ? nil : contact.account
        func tell(_ model: inout Model, _ kind: String, _ detail: String = numbered) {
            model.note(id, kind, contact.id, account: account, actor: "feed", detail)
        }
        guard contact.isPresent else {
            guard old != nil else { return }
            tell(&self, "CONTACT_LEFT")
            if contact.live != nil && !has(.leaverKeepsLink) {
                tell(&self, "REVOKED", "LEFT_SCHOOL, \(numbered)")
                revoke(contact.id, at: id, .leftSchool, &report)
            }
            return
        }
        let isBarred = school.isBarred(contact.id)
        guard let old else {
            // As built: a school's first roster is one event, and its orders (R38). Who returns has nothing live, and is not told of again.
            if before != nil { tell(&self, "CONTACT_ADDED") }
            if isBarred { tell(&self, "COURT_ORDER_ADDED") }
            return
        }
        let wasBarred = before?.isBarred(contact.id) ?? false
        if isBarred != wasBarred { tell(&self, isBarred ? "COURT_ORDER_ADDED" : "COURT_ORDER_LIFTED") }
        if isBarred && !wasBarred && contact.account != nil {
            tell(&self, "SUSPENDED")
            report.contactsSuspended += 1
        }
        guard contact.live != nil, contact.account == nil else { return }
        let emailChanged = Address.comparing(old.email) != Address.comparing(contact.email)
        if emailChanged {
            tell(&self, "EMAIL_CHANGED")
            schools[id]?.contacts[contact.id]?.emailChanged = true
        }
        // One revocation, for the gravest reason (R21, R34).
        let isShared = school.sharers(of: contact).contains { school.isBarred($0.id) } || school.isBarredUnseen(contact)
        if isBarred || isShared {
            tell(&self, "REVOKED", "COURT_ORDER, \(numbered)")
            revoke(contact.id, at: id, .courtOrder, &report)
        } else if emailChanged && !has(.changedEmailKeepsLink) {
            tell(&self, "REVOKED", "ADDRESS_CHANGED, \(numbered)")
            revoke(contact.id, at: id, .addressChanged, &report)
        }
    }

    mutating func revoke(_ contact: String, at school: String, _ reason: RevocationReason, _ report: inout ImportReport) {
        report.mailsCancelled += Int64(cancelMail(of: contact, at: school))
        takeBack(contact, at: school, reason)
        report.invitationsRevoked += 1
    }
}

extension Address {
    /// What two feeds' emails are compared by: the comparing form, or the text where there is none (R21).
    static func comparing(_ email: String?) -> String { email.map { Universe.address($0).key ?? $0.lowercased() } ?? "" }
}
