public import InvitationAPI
internal import ProtobufJSON
internal import ProtobufRuntime

extension ListContactsResponse {
    /// The list as a table: a pupil's name stands beside its first contact.
    public func text(width: Int?) -> String {
        var table = Table(["PUPIL", "CLASS", "CONTACT", "NAME", "EMAIL", "STATUS", "INVITABLE", "EMAIL STATE", "UNTIL"])
        for entry in pupils {
            let pupil = entry.pupil ?? Pupil()
            let name = [pupil.surname, pupil.forename].filter { !$0.isEmpty }.joined(separator: ", ")
            let place = [pupil.yearGroup, pupil.registrationGroup].filter { !$0.isEmpty }.joined(separator: " ")
            if entry.contacts.isEmpty { table.add([name, place, "", "(no contacts)"]) }
            for (index, contact) in entry.contacts.enumerated() {
                let head = index == 0 ? [name, place] : ["", ""]
                table.add(
                    head + [
                        contact.id, contact.name, contact.email, contact.status.name,
                        contact.invitable ? "yes" : contact.notInvitableBecause.shownName, contact.delivery.shownName,
                        contact.expiresAt?.day ?? "",
                    ])
            }
        }
        var text = table.text(width: width)
        if !counts.isEmpty {
            var totals = Table(["CONTACTS", "STATUS"])
            for count in counts { totals.add(["\(count.contacts)", count.status.name]) }
            text += "\n" + totals.text(width: width)
        }
        if !nextPageToken.isEmpty { text += "\nMore: --page-token \(TerminalText.safe(nextPageToken)), or --all for every page.\n" }
        return text
    }
}

extension ImportRosterResponse {
    /// What the import did, one count a line; what stayed at zero is left out.
    public func text(width: Int?) -> String {
        var table = Table(["COUNT", "OF"])
        let lines: [(Int64, String)] = [
            (pupils, "pupils"), (contacts, "contacts"), (contactsAdded, "contacts added"), (contactsChanged, "contacts changed"),
            (contactsRemoved, "contacts removed"), (contactsUnchanged, "contacts unchanged"),
            (invitationsRevoked, "invitations revoked"), (mailsCancelled, "emails cancelled"), (contactsSuspended, "contacts suspended"),
            (courtOrdersAdded, "court orders added"), (courtOrdersLifted, "court orders lifted"),
            (pairsTrue, "pairs with a court order"), (pairsFalse, "pairs without a court order"),
            (pairsAbsent, "pairs where the MIS does not say"),
        ]
        for (count, name) in lines where count != 0 || name == "pupils" || name == "contacts" { table.add(["\(count)", name]) }
        guard !withheldDigest.isEmpty else { return table.text(width: width) }
        return table.text(width: width) + """

            The import is WITHHELD, and the old roster stays: \(TerminalText.safe(withheldBecause))

            """
    }
}

extension RedeemResponse {
    /// What the parent's page shows.
    public func text(width: Int?) -> String {
        var table = Table(["WHAT", "VALUE"])
        table.add(["school", schoolName])
        table.add(["contact", [title, forename, surname].filter { !$0.isEmpty }.joined(separator: " ")])
        table.add(["children", childForenames.joined(separator: ", ")])
        if let expiresAt { table.add(["valid until", expiresAt.text]) }
        if !contactID.isEmpty { table.add(["registered", "contact \(contactID) of school \(schoolID)"]) }
        return table.text(width: width)
    }
}

extension Contact {
    fileprivate var name: String { [title, forename, surname].filter { !$0.isEmpty }.joined(separator: " ") }
}

extension ProtobufEnum {
    /// Nothing for the value that says nothing.
    fileprivate var shownName: String { rawValue == 0 ? "" : name }
}

extension Timestamp {
    /// RFC 3339; empty for an instant that has no such form.
    fileprivate var text: String {
        guard case .string(let text)? = try? MessageJSON.value(self) else { return "" }
        return text
    }

    /// The day in UTC.
    fileprivate var day: String { String(text.prefix(10)) }
}
